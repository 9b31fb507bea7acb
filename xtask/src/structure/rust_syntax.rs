//! Reads functions, imports, comments and wide lines out of Rust.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, anyhow};
use proc_macro2::{Delimiter, Group, LineColumn, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::source::{Function, MAX_COLUMNS, Syntax};

pub(crate) fn parse(text: &str) -> Result<Syntax> {
    let file = syn::parse_file(text).map_err(|error| {
        let LineColumn { line, .. } = error.span().start();
        anyhow!("line {line}: {error}")
    })?;
    let mut found = Found::default();
    found.visit_file(&file);
    found.uncompared.extend(comment_lines(text));
    let tokens: TokenStream = text.parse().ok().context("no Rust")?;
    let wide = wide_lines(text, tokens, &found.skipped);
    Ok(Syntax {
        functions: found.functions,
        uncompared: found.uncompared,
        wide,
        ..Syntax::default()
    })
}

#[derive(Default)]
struct Found {
    functions: Vec<Function>,
    uncompared: BTreeSet<usize>,
    /// Lines of tables, which rustfmt is told to leave as they are.
    skipped: BTreeSet<usize>,
}

impl Found {
    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.span().start().line;
        let end = block.brace_token.span.close().end().line;
        let name = signature.ident.to_string();
        self.functions.push(Function { name, line, lines: end + 1 - line });
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.function(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        let lines = item.span().start().line..=item.span().end().line;
        match item {
            syn::Item::Use(_) => self.uncompared.extend(lines),
            syn::Item::Mod(module) if module.content.is_none() => self.uncompared.extend(lines),
            syn::Item::Const(syn::ItemConst { attrs, .. })
            | syn::Item::Static(syn::ItemStatic { attrs, .. })
                if attrs.iter().any(is_rustfmt_skip) =>
            {
                self.skipped.extend(lines);
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }
}

fn is_rustfmt_skip(attribute: &syn::Attribute) -> bool {
    let mut names = attribute.path().segments.iter().map(|segment| segment.ident.to_string());
    names.next().as_deref() == Some("rustfmt") && names.next().as_deref() == Some("skip")
}

fn comment_lines(text: &str) -> impl Iterator<Item = usize> {
    let lines = text.lines().enumerate();
    lines.filter(|(_, line)| line.trim_start().starts_with("//")).map(|(index, _)| index + 1)
}

fn wide_lines(text: &str, tokens: TokenStream, skipped: &BTreeSet<usize>) -> Vec<usize> {
    let lines: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
    let mut strings = BTreeMap::new();
    add_strings(tokens, &lines, &mut strings);
    let columns = |number: &usize| lines[number - 1] - strings.get(number).unwrap_or(&0);
    let written = (1..=lines.len()).filter(|number| !skipped.contains(number));
    written.filter(|number| columns(number) > MAX_COLUMNS).collect()
}

/// Adds up by line how many columns belong to strings.
fn add_strings(tokens: TokenStream, widths: &[usize], strings: &mut BTreeMap<usize, usize>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if !is_doc_comment(&group) => {
                add_strings(group.stream(), widths, strings)
            }
            TokenTree::Literal(literal) if literal.to_string().contains('"') => {
                for (line, columns) in columns_by_line(literal.span(), widths) {
                    *strings.entry(line).or_default() += columns;
                }
            }
            _ => {}
        }
    }
}

/// The compiler turns a doc comment into an attribute, `[doc = "…"]`.
fn is_doc_comment(group: &Group) -> bool {
    let is_doc = |token| matches!(token, TokenTree::Ident(name) if name == "doc");
    group.delimiter() == Delimiter::Bracket && group.stream().into_iter().next().is_some_and(is_doc)
}

fn columns_by_line(span: Span, widths: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let (start, end) = (span.start(), span.end());
    (start.line..=end.line).map(move |line| {
        let from = if line == start.line { start.column } else { 0 };
        let to = if line == end.line { end.column } else { widths[line - 1] };
        (line, to - from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_count_from_signature_to_closing_brace() {
        let text = "/// Doc.\n#[inline]\nfn free(\n) {\n}\nimpl A { fn method(&self) {} }\n\
                    trait T {\n fn default(&self) {\n }\n fn bodiless(&self);\n}\n";
        let functions = parse(text).unwrap().functions;
        let named: Vec<_> = functions.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(named, [("free", 3, 3), ("method", 6, 1), ("default", 8, 2)]);
    }

    #[test]
    fn imports_declarations_and_comments_are_not_compared() {
        let text = "use a::{\n    b,\n};\nmod c;\n// comment\nfn f() {}\nmod inline {}\n";
        let uncompared = parse(text).unwrap().uncompared;
        assert_eq!(uncompared.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn only_code_and_comments_can_be_too_wide() {
        let long = "x".repeat(MAX_COLUMNS);
        let wide = |text: String| parse(&text).unwrap().wide;
        assert_eq!(wide(format!("fn f_{long}() {{}}\n")), [1]);
        assert_eq!(wide(format!("// {long}\n")), [1]);
        assert_eq!(wide(format!("/// {long}\nfn f() {{}}\n")), [1]);
        assert_eq!(wide(format!("const A: &str = \"{long}\";\n")), [0; 0]);
        assert_eq!(wide(format!("const A: &str = \"one\n{long}\";\n")), [0; 0]);
        let table = format!("#[rustfmt::skip]\nconst A{long}: [u8; 2] = [\n    1, 2,\n];\n");
        assert_eq!(wide(table), [0; 0]);
    }

    #[test]
    fn an_error_names_its_line() {
        let error = parse("fn f() {}\nfn {").err().unwrap();
        assert!(error.to_string().starts_with("line 2"), "{error}");
    }
}
