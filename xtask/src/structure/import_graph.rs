//! A graph of imports between files, and the circles in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Which file imports which, and in which line it does so first.
#[derive(Default)]
pub(crate) struct ImportGraph {
    imports: BTreeMap<String, BTreeMap<String, usize>>,
}

impl ImportGraph {
    pub(crate) fn add(&mut self, from: &str, to: &str, line: usize) {
        if from != to {
            let first =
                self.imports.entry(from.into()).or_default().entry(to.into()).or_insert(line);
            *first = line.min(*first);
        }
    }

    /// `importer -> imported`, in order.
    #[cfg(test)]
    pub(crate) fn pairs(&self) -> impl Iterator<Item = String> {
        let pairs = self
            .imports
            .iter()
            .flat_map(|(from, targets)| targets.keys().map(move |to| (from, to)));
        pairs.map(|(from, to)| format!("{from} -> {to}"))
    }

    /// For each file in a circle the shortest circle through it; each circle once, from its least name on.
    pub(crate) fn cycles(&self) -> BTreeSet<Vec<&str>> {
        self.imports.keys().filter_map(|file| self.shortest_cycle(file)).map(from_least).collect()
    }

    fn shortest_cycle<'a>(&'a self, start: &'a str) -> Option<Vec<&'a str>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(file) = queue.pop_front() {
            for next in self.imports.get(file).into_iter().flat_map(BTreeMap::keys) {
                if next == start {
                    return Some(way(&came_from, start, file));
                }
                if !came_from.contains_key(next.as_str()) {
                    came_from.insert(next, file);
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// The line in which one file imports the other first.
    pub(crate) fn line(&self, from: &str, to: &str) -> usize {
        self.imports[from][to]
    }
}

fn way<'a>(came_from: &BTreeMap<&'a str, &'a str>, start: &'a str, end: &'a str) -> Vec<&'a str> {
    let mut way = vec![end];
    while way[way.len() - 1] != start {
        way.push(came_from[way[way.len() - 1]]);
    }
    way.reverse();
    way
}

fn from_least(mut cycle: Vec<&str>) -> Vec<&str> {
    let least = (0..cycle.len()).min_by_key(|&index| cycle[index]).unwrap_or(0);
    cycle.rotate_left(least);
    cycle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(imports: &[(&str, &str)]) -> ImportGraph {
        let mut graph = ImportGraph::default();
        imports.iter().for_each(|(from, to)| graph.add(from, to, 1));
        graph
    }

    #[test]
    fn a_circle_is_found_once_and_without_those_outside() {
        let graph = graph(&[("main", "c"), ("c", "a"), ("a", "b"), ("b", "c"), ("b", "leaf")]);
        assert_eq!(graph.cycles().into_iter().collect::<Vec<_>>(), [["a", "b", "c"]]);
    }

    #[test]
    fn a_diamond_is_no_circle() {
        let graph = graph(&[("top", "a"), ("top", "b"), ("a", "low"), ("b", "low")]);
        assert!(graph.cycles().is_empty());
    }
}
