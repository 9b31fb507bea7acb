//! Changes a configuration file in one step: checked before and after, with its comments and layout kept.

use std::error::Error;
use std::path::Path;

use toml_edit::{Item, TableLike, Value};

use super::opened_file::OpenedFile;
use crate::config::{Config, ConfigError};

/// The layout of a file is not supported.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not written as a table")]
pub struct UnknownLayout(pub(super) String);

/// Replaces the file by what `change` makes of its text, if both are good.
pub(super) fn edit_config<T, E: Into<Box<dyn Error>>>(
    path: &Path,
    change: impl FnOnce(&str) -> Result<(String, T), E>,
) -> Result<T, Box<dyn Error>> {
    let named = |cause: std::io::Error| format!("{}: {cause}", path.display());
    let file = OpenedFile::open(path).map_err(|cause| ConfigError::unreadable(path, cause))?;
    let text = file.read().map_err(named)?;
    Config::parse_in_environment(&text, path)?;
    let (text, result) = change(&text).map_err(Into::into)?;
    Config::parse_in_environment(&text, path)?;
    file.replace(&text).map_err(named)?;
    Ok(result)
}

/// The tables of all sites.
pub(super) fn sites(item: &mut Item) -> Result<Vec<&mut dyn TableLike>, UnknownLayout> {
    match item {
        Item::ArrayOfTables(tables) => {
            Ok(tables.iter_mut().map(|table| table as &mut dyn TableLike).collect())
        }
        Item::Value(Value::Array(tables)) => {
            let tables = tables.iter_mut().filter_map(Value::as_inline_table_mut);
            Ok(tables.map(|table| table as &mut dyn TableLike).collect())
        }
        _ => Err(UnknownLayout("sites".to_owned())),
    }
}

/// Sets a value and keeps the whitespace and comments around it.
pub(super) fn set(table: &mut dyn TableLike, name: &str, mut new: Value) {
    if let Some(old) = table.get(name).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    table.insert(name, Item::Value(new));
}
