//! Which Rust file imports which, within each crate.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, UseTree, Visibility};

use super::import_graph::ImportGraph;
use super::source::SourceFile;

/// A path's names, such as `["crate", "store", "Spent"]`.
type Names = Vec<String>;

/// How many re-exports may lie between a name and what it names.
const MAX_REEXPORTS: usize = 8;

/// A module of a crate: a file.
struct Module<'a> {
    file: &'a str,
    /// Below the crate's root.
    path: Names,
    children: BTreeSet<String>,
    /// What the file itself defines.
    defined: BTreeSet<String>,
    uses: Vec<Use>,
    /// Paths that stand in the code, and single names, which may have been imported.
    written: Vec<Written>,
}

/// A name that a `use` declaration brings in; none stands for `*`.
struct Use {
    name: Option<String>,
    path: Names,
    is_public: bool,
    line: usize,
}

struct Written {
    path: Names,
    line: usize,
}

/// Adds the imports within each crate that has its root among the files.
pub(crate) fn add_to(graph: &mut ImportGraph, files: &[SourceFile]) {
    let by_path: BTreeMap<&str, &SourceFile> =
        files.iter().map(|file| (file.path.as_str(), file)).collect();
    for root in by_path.keys().filter(|path| is_root(path)) {
        let mut modules = BTreeMap::new();
        load(&by_path, root, Vec::new(), &mut modules);
        let tree = Crate { modules };
        tree.modules.values().for_each(|module| tree.add_imports(module, graph));
    }
}

fn is_root(path: &str) -> bool {
    ["src/lib.rs", "src/main.rs"].iter().any(|root| {
        path.strip_suffix(root).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
    })
}

/// Reads the file and those of the modules that it declares.
fn load<'a>(
    files: &BTreeMap<&'a str, &'a SourceFile>,
    file: &'a str,
    path: Names,
    modules: &mut BTreeMap<Names, Module<'a>>,
) {
    let Ok(syntax) = syn::parse_file(&files[file].text) else { return };
    let items: Vec<Item> =
        syntax.items.into_iter().filter(|item| !is_for_tests(attributes(item))).collect();
    let module = Module::read(file, path.clone(), &items);
    for child in &module.children {
        let is_declared_here = |path: &String| files.get_key_value(path.as_str());
        if let Some((&child_file, _)) = child_files(file, child).iter().find_map(is_declared_here) {
            load(
                files,
                child_file,
                [path.as_slice(), std::slice::from_ref(child)].concat(),
                modules,
            );
        }
    }
    modules.insert(path, module);
}

/// Where the file of a declared module may be.
fn child_files(parent: &str, child: &str) -> [String; 2] {
    let (folder, name) = parent.rsplit_once('/').unwrap_or(("", parent));
    let folder = match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        _ => format!("{folder}/{}", name.trim_end_matches(".rs")),
    };
    [format!("{folder}/{child}.rs"), format!("{folder}/{child}/mod.rs")]
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let text = attribute.meta.to_token_stream().to_string();
        attribute.path().is_ident("cfg") && text.contains("test") && !text.contains("not")
    })
}

impl<'a> Module<'a> {
    fn read(file: &'a str, path: Names, items: &[Item]) -> Self {
        let (children, defined, uses, written) = Default::default();
        let mut module = Self { file, path, children, defined, uses, written };
        items.iter().for_each(|item| module.add_item(item));
        module
    }

    fn add_item(&mut self, item: &Item) {
        match item {
            Item::Use(item) => {
                let is_public = !matches!(item.vis, Visibility::Inherited);
                add_uses(&mut self.uses, &item.tree, Vec::new(), is_public);
            }
            Item::Mod(module) if module.content.is_none() => {
                self.children.insert(module.ident.to_string());
            }
            _ => {
                self.defined.extend(item_name(item));
                add_written(&mut self.written, item.to_token_stream());
            }
        }
    }
}

fn add_uses(uses: &mut Vec<Use>, tree: &UseTree, mut path: Names, is_public: bool) {
    let mut add = |ident: &Ident, name: &Ident, mut path: Names| {
        if ident != "self" {
            path.push(ident.to_string());
        }
        let name = if name == "self" { path.last().cloned() } else { Some(name.to_string()) };
        uses.push(Use { name, path, is_public, line: ident.span().start().line });
    };
    match tree {
        UseTree::Name(name) => add(&name.ident, &name.ident, path),
        UseTree::Rename(renamed) => add(&renamed.ident, &renamed.rename, path),
        UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            uses.push(Use { name: None, path, is_public, line });
        }
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            add_uses(uses, &tree.tree, path, is_public);
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| add_uses(uses, tree, path.clone(), is_public));
        }
    }
}

/// Collects `a::b::c` and single names from code, from within macros too.
fn add_written(written: &mut Vec<Written>, tokens: TokenStream) {
    let mut path = Names::new();
    let mut line = 0;
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                if colons < 2 {
                    written.extend(finished(&mut path, line));
                    line = name.span().start().line;
                }
                path.push(name.to_string());
                colons = 0;
            }
            TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
            other => {
                written.extend(finished(&mut path, line));
                colons = 0;
                if let TokenTree::Group(group) = other {
                    add_written(written, group.stream());
                }
            }
        }
    }
    written.extend(finished(&mut path, line));
}

fn finished(path: &mut Names, line: usize) -> Option<Written> {
    let path = std::mem::take(path);
    (!path.is_empty()).then_some(Written { path, line })
}

/// All modules of a crate, by their paths.
struct Crate<'a> {
    modules: BTreeMap<Names, Module<'a>>,
}

impl Crate<'_> {
    fn add_imports(&self, module: &Module, graph: &mut ImportGraph) {
        for used in module.uses.iter().filter(|used| !self.is_mere_reexport(module, used)) {
            self.add_import(module, &used.path, used.line, graph);
        }
        for written in module.written.iter().filter(|written| written.path.len() > 1) {
            self.add_import(module, &written.path, written.line, graph);
        }
    }

    fn add_import(&self, module: &Module, path: &[String], line: usize, graph: &mut ImportGraph) {
        if let Some(target) = self.resolve(module, path, MAX_REEXPORTS) {
            graph.add(module.file, target.file, line);
        }
    }

    /// Whether the file only passes on a name from a module below.
    fn is_mere_reexport(&self, module: &Module, used: &Use) -> bool {
        let is_used_here =
            module.written.iter().any(|written| used.name.as_ref() == Some(&written.path[0]));
        let target = self.resolve(module, &used.path, MAX_REEXPORTS);
        let is_below = target.is_some_and(|target| target.path.starts_with(&module.path));
        used.is_public && is_below && !is_used_here
    }

    /// The module that defines what is named, as seen from this module; none if it is another crate's.
    fn resolve(&self, from: &Module, path: &[String], reexports: usize) -> Option<&Module<'_>> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.descend(self.modules.get(&Names::new())?, rest, reexports),
            "self" => self.descend(self.modules.get(&from.path)?, rest, reexports),
            "super" => {
                let parent = self.modules.get(&from.path[..from.path.len().checked_sub(1)?])?;
                if rest.first().is_some_and(|name| name == "super") {
                    return self.resolve(parent, rest, reexports);
                }
                self.descend(parent, rest, reexports)
            }
            _ => self.local(from, path, reexports),
        }
    }

    /// Follows a path that begins at a child of the module, or at a name that it imports.
    fn local(&self, from: &Module, path: &[String], reexports: usize) -> Option<&Module<'_>> {
        let from = self.modules.get(&from.path)?;
        if from.children.contains(&path[0]) {
            self.descend(from, path, reexports)
        } else {
            self.imported(from, path, reexports)
        }
    }

    /// Goes down from module to module as far as the names are modules, and on through re-exports.
    fn descend<'s>(
        &'s self,
        module: &'s Module,
        path: &[String],
        reexports: usize,
    ) -> Option<&'s Module<'s>> {
        let Some((name, rest)) = path.split_first() else { return Some(module) };
        let child = [module.path.as_slice(), std::slice::from_ref(name)].concat();
        if let Some(child) = self.modules.get(&child) {
            return self.descend(child, rest, reexports);
        }
        if module.defined.contains(name) {
            return Some(module);
        }
        self.imported(module, path, reexports).or(Some(module))
    }

    /// Follows a path whose first name the module has from a `use` declaration.
    fn imported(&self, module: &Module, path: &[String], reexports: usize) -> Option<&Module<'_>> {
        let (left, (name, rest)) = (reexports.checked_sub(1)?, path.split_first()?);
        if let Some(used) = module.uses.iter().find(|used| used.name.as_ref() == Some(name)) {
            let path = [used.path.as_slice(), rest].concat();
            // A module that imports a crate's name by that very name would be asked again for ever.
            return if used.path[0] == *name { None } else { self.resolve(module, &path, left) };
        }
        let globs = module.uses.iter().filter(|used| used.name.is_none());
        let mut targets = globs.filter_map(|glob| self.resolve(module, &glob.path, left));
        targets.find(|target| target.defined.contains(name))
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn item_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The imports of a crate with these files below `a/src`, as pairs.
    fn imports(files: &[(&str, &str)]) -> Vec<String> {
        let file = |(path, text): &(&str, &str)| SourceFile {
            path: format!("a/src/{path}.rs"),
            text: (*text).into(),
            ..SourceFile::default()
        };
        let mut graph = ImportGraph::default();
        add_to(&mut graph, &files.iter().map(file).collect::<Vec<_>>());
        graph.pairs().map(|pair| pair.replace("a/src/", "").replace(".rs", "")).collect()
    }

    #[test]
    fn use_declarations_and_written_paths_are_imports() {
        let lib = "mod a; mod b; mod c; mod d;";
        let a = "use crate::b::{self, X}; fn f() { super::c::run(format!(\"{}\", crate::d::Y)) }";
        let found =
            imports(&[("lib", lib), ("a", a), ("b", "pub struct X;"), ("c", ""), ("d", "")]);
        assert_eq!(found, ["a -> b", "a -> c", "a -> d"]);
    }

    #[test]
    fn a_parent_that_declares_and_reexports_imports_nothing() {
        let parent = "mod child; pub use child::X; pub struct Y;";
        let child = "use super::Y; pub struct X;";
        assert_eq!(
            imports(&[("lib", "mod p;"), ("p/mod", parent), ("p/child", child)]),
            ["p/child -> p/mod"]
        );
    }

    #[test]
    fn a_parent_and_a_child_that_use_each_other_are_a_circle() {
        for uses in
            ["fn f() { child::run() }", "use child::run;", "pub use child::run; fn f() { run() }"]
        {
            let parent = format!("mod child; pub struct Y; {uses}");
            let child = "use super::Y; pub fn run() {}";
            let found = imports(&[("lib", "mod p;"), ("p", &parent), ("p/child", child)]);
            assert_eq!(found, ["p -> p/child", "p/child -> p"], "{uses}");
        }
    }

    #[test]
    fn a_reexport_leads_to_where_the_name_is_defined() {
        let store = "mod contract; mod redis; pub use contract::*; pub use redis::Redis as Shared;";
        let user = "use crate::store::{Spent, Shared};";
        let found = imports(&[
            ("lib", "mod store; mod user;"),
            ("store/mod", store),
            ("store/contract", "pub trait Spent {}"),
            ("store/redis", "use super::Spent; pub struct Redis;"),
            ("user", user),
        ]);
        assert_eq!(
            found,
            ["store/redis -> store/contract", "user -> store/contract", "user -> store/redis"]
        );
    }

    #[test]
    fn tests_other_crates_and_the_own_file_are_no_imports() {
        let a = "use std::fmt; use self::fmt::Debug; #[cfg(test)] mod tests { use crate::b; } #[cfg(test)] mod only;";
        let found =
            imports(&[("lib", "mod a; mod b;"), ("a", a), ("a/only", "use crate::b;"), ("b", "")]);
        assert_eq!(found, [""; 0]);
    }
}
