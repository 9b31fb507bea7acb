//! Where each setting comes from, for messages: its line in the file, or what overrides the file.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, TableLike, Value};

/// The places of all settings of a file. A setting is named by its path, such as `tls.key`, `trusted_proxies.0`, or
/// `sites.pw_shop.hostnames`: a site goes by its sitekey.
#[derive(Default)]
pub(crate) struct Places {
    file: PathBuf,
    lines: HashMap<String, usize>,
    overridden: HashMap<&'static str, &'static str>,
}

impl Places {
    /// The text must be TOML; if not, no line is known.
    pub(super) fn find(text: &str, file: &Path) -> Self {
        let mut lines = HashMap::new();
        if let Ok(document) = Document::parse(text) {
            let mut note = |path: String, span: Range<usize>| {
                let before = text.get(..span.start).unwrap_or_default();
                lines.insert(path, before.matches('\n').count() + 1);
            };
            visit_table(document.as_table(), "", &mut note);
        }
        Self { file: file.to_owned(), lines, overridden: HashMap::new() }
    }

    /// From now on the setting comes from somewhere else, such as an environment variable.
    pub(crate) fn override_with(&mut self, setting: &'static str, source: &'static str) {
        self.overridden.insert(setting, source);
    }

    /// The file; empty if there is none.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Whether the file has the setting.
    pub(super) fn has(&self, setting: &str) -> bool {
        self.lines.contains_key(setting)
    }

    /// The file and the line, the file alone if the line is not known, or what overrides it.
    pub(crate) fn of(&self, setting: &str) -> String {
        if let Some(source) = self.overridden.get(setting) {
            return (*source).to_owned();
        }
        match self.lines.get(setting) {
            Some(line) => format!("{}:{line}", self.file.display()),
            None => self.file.display().to_string(),
        }
    }
}

/// Takes the path of a setting and where it stands.
type Note<'a> = dyn FnMut(String, Range<usize>) + 'a;

fn visit_table(table: &dyn TableLike, path: &str, note: &mut Note) {
    for (name, item) in table.iter() {
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        if let Some(span) = table.key(name).and_then(|key| key.span()) {
            note(path.clone(), span);
        }
        visit(item, &path, note);
    }
}

fn visit(item: &Item, path: &str, note: &mut Note) {
    match item {
        Item::ArrayOfTables(tables) => {
            for (index, table) in tables.iter().enumerate() {
                visit_table(table, &element(table, path, index), note);
            }
        }
        Item::Value(Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                visit_element(value, path, index, note);
            }
        }
        item => {
            if let Some(table) = item.as_table_like() {
                visit_table(table, path, note);
            }
        }
    }
}

fn visit_element(value: &Value, path: &str, index: usize, note: &mut Note) {
    match value.as_inline_table() {
        Some(table) => visit_table(table, &element(table, path, index), note),
        None => {
            if let Some(span) = value.span() {
                note(format!("{path}.{index}"), span);
            }
        }
    }
}

/// The path of an element of an array.
fn element(table: &dyn TableLike, path: &str, index: usize) -> String {
    match table.get("sitekey").and_then(Item::as_str) {
        Some(sitekey) => format!("{path}.{sitekey}"),
        None => format!("{path}.{index}"),
    }
}
