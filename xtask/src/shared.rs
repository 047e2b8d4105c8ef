//! What several chunks share, in a few files.
//!
//! Each set of chunks that share something could have a file of its own: hundreds, most of them of a few kB, each with
//! its own way to reach the others' functions. Joined they are smaller and start faster, but then a page fetches more
//! than it needs.

use std::collections::BTreeSet;
use std::iter;

use wasm_split_cli_support::SharedCode;

/// How many files there may be.
const FILES: usize = 9;

/// How much a chunk counts: people work most in the list of users.
fn weight(chunk: &str) -> usize {
    if chunk == "users" { 8 } else { 1 }
}

/// Answers the file of each set, so that chunks fetch little that they don't need: joins the two files that cost least
/// until there are few enough, and then moves a set to another file as long as that helps.
pub(crate) fn group(shared: &[SharedCode]) -> Vec<usize> {
    let chunks: BTreeSet<&String> = shared.iter().flat_map(|set| &set.needed_by).collect();
    let sets: Vec<File> = shared
        .iter()
        .map(|set| File {
            needed_by: chunks.iter().map(|&chunk| weight(chunk) * usize::from(set.needed_by.contains(chunk))).collect(),
            bytes: set.bytes,
        })
        .collect();
    let mut files: Vec<(Vec<usize>, File)> =
        sets.iter().enumerate().map(|(set, file)| (vec![set], file.clone())).collect();
    while files.len() > FILES {
        let pairs = (0..files.len()).flat_map(|first| (first + 1..files.len()).map(move |second| (first, second)));
        let Some((first, second)) =
            pairs.min_by_key(|&(first, second)| files[first].1.added_by(&files[second].1) - files[second].1.cost())
        else {
            break;
        };
        let (more, other) = files.swap_remove(second);
        files[first].0.extend(more);
        files[first].1 = files[first].1.with(&other);
    }
    let mut members: Vec<Vec<usize>> = files.into_iter().map(|(members, _)| members).collect();
    while improve(&mut members, &sets) {}

    let mut file_of = vec![0; sets.len()];
    for (number, members) in members.iter().enumerate() {
        for &set in members {
            file_of[set] = number;
        }
    }
    file_of
}

/// Moves each set to where it costs least. Answers whether any was moved.
fn improve(members: &mut [Vec<usize>], sets: &[File]) -> bool {
    let mut moved = false;
    for (set, file) in sets.iter().enumerate() {
        let Some(home) = members.iter().position(|members| members.contains(&set)) else { continue };
        let others =
            |members: &[usize]| File::of(members.iter().filter(|&&member| member != set).map(|&other| &sets[other]));
        let costs: Vec<usize> = members.iter().map(|members| others(members).added_by(file)).collect();
        let Some(best) = (0..costs.len()).min_by_key(|&file| costs[file]) else { continue };
        if costs[best] < costs[home] {
            members[home].retain(|&member| member != set);
            members[best].push(set);
            moved = true;
        }
    }
    moved
}

#[derive(Clone, Debug, Default)]
struct File {
    /// The weight of each chunk that needs it; 0 for the others, none where nothing is in it.
    needed_by: Vec<usize>,
    bytes: usize,
}

impl File {
    fn of<'a>(sets: impl Iterator<Item = &'a Self>) -> Self {
        sets.fold(Self::default(), |all, set| all.with(set))
    }

    /// What chunks fetch of it, each as often as it counts.
    fn cost(&self) -> usize {
        self.bytes * self.needed_by.iter().sum::<usize>()
    }

    fn with(&self, other: &Self) -> Self {
        let here = self.needed_by.iter().copied().chain(iter::repeat(0));
        let both = here.zip(&other.needed_by).map(|(this, that)| this.max(*that));
        Self { needed_by: both.collect(), bytes: self.bytes + other.bytes }
    }

    /// What it costs more with the other in it.
    fn added_by(&self, other: &Self) -> usize {
        self.with(other).cost() - self.cost()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(needed_by: &[&str], bytes: usize) -> SharedCode {
        SharedCode { needed_by: needed_by.iter().map(|&chunk| chunk.to_owned()).collect(), bytes }
    }

    #[test]
    fn each_set_has_a_file_where_there_are_few() {
        assert_eq!(group(&[set(&["auth", "users"], 10), set(&["home", "users"], 20)]), [0, 1]);
    }

    #[test]
    fn a_set_joins_the_file_that_makes_chunks_fetch_the_least_more() {
        let mut sets: Vec<SharedCode> =
            (0..FILES).map(|number| set(&[&format!("a{number}"), &format!("b{number}")], 100_000)).collect();
        sets.push(set(&["a3", "c"], 7));
        let files = group(&sets);
        assert_eq!(files.iter().collect::<BTreeSet<_>>().len(), FILES);
        assert_eq!(files[3], files[FILES], "{files:?}");
    }
}
