//! Modules, and which files of one import another.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

type Files = BTreeSet<String>;

#[derive(Debug, Default)]
pub(super) struct Graph(BTreeMap<String, BTreeMap<String, Files>>);

impl Graph {
    pub(super) fn add(&mut self, module: &str) {
        self.0.entry(module.to_owned()).or_default();
    }

    /// Notes that a file of a module imports another. What is no module of the crate is left out, and so is the module
    /// itself.
    pub(super) fn import(&mut self, from: &str, to: &str, file: &str) {
        if from != to && self.has(to) {
            let imported = self.0.entry(from.to_owned()).or_default();
            imported.entry(to.to_owned()).or_default().insert(file.to_owned());
        }
    }

    pub(super) fn has(&self, module: &str) -> bool {
        self.0.contains_key(module)
    }

    pub(super) fn imported_by(&self, module: &str) -> impl Iterator<Item = &str> {
        self.0.get(module).into_iter().flat_map(|imported| imported.keys().map(String::as_str))
    }

    /// The files of one module that import another.
    pub(super) fn files(&self, from: &str, to: &str) -> impl Iterator<Item = &str> {
        let files = self.0.get(from).and_then(|imported| imported.get(to));
        files.into_iter().flat_map(|files| files.iter().map(String::as_str))
    }

    /// The modules of a shortest cycle, in the order in which they import each other.
    pub(super) fn shortest_cycle(&self) -> Option<Vec<&str>> {
        self.0.keys().filter_map(|module| self.cycle_through(module)).min_by_key(Vec::len)
    }

    /// Breadth first, so that the first way back is a shortest one.
    fn cycle_through<'a>(&'a self, start: &'a str) -> Option<Vec<&'a str>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut next = VecDeque::from([start]);
        while let Some(module) = next.pop_front() {
            for imported in self.imported_by(module) {
                if imported == start {
                    let mut cycle = vec![module];
                    while let Some(before) = came_from.get(cycle[cycle.len() - 1]) {
                        cycle.push(before);
                    }
                    cycle.reverse();
                    return Some(cycle);
                }
                if !came_from.contains_key(imported) {
                    came_from.insert(imported, module);
                    next.push_back(imported);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(imports: &[(&str, &str)]) -> Graph {
        let mut graph = Graph::default();
        for (from, to) in imports {
            graph.add(from);
            graph.add(to);
        }
        for (from, to) in imports {
            graph.import(from, to, "file.rs");
        }
        graph
    }

    #[test]
    fn shortest_of_two_cycles_is_found() {
        let graph = graph(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "c"), ("d", "e")]);
        assert_eq!(graph.shortest_cycle(), Some(vec!["c", "d"]));
    }

    #[test]
    fn cycle_is_listed_in_the_order_of_its_imports() {
        assert_eq!(graph(&[("b", "c"), ("c", "a"), ("a", "b")]).shortest_cycle(), Some(vec!["a", "b", "c"]));
    }

    #[test]
    fn diamond_and_own_module_are_no_cycle() {
        let graph = graph(&[("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "d")]);
        assert_eq!(graph.shortest_cycle(), None);
    }
}
