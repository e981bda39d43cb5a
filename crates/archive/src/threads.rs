//! Which message began the conversation that a message belongs to, from what each answers.

use std::collections::HashMap;

use model::Key;

/// Messages by a short hash of their id, each with the one that it answers. 32 bytes a message,
/// so that a million messages fit into 64 MB.
#[derive(Default)]
pub(crate) struct Threads {
    parents: HashMap<u64, u64>,
    /// The ids of messages that begin something, by hash.
    names: HashMap<u64, Box<str>>,
}

/// A chain of replies longer than this is taken for a circle.
const CHAIN_MAX: usize = 100_000;

/// Eight bytes in the place of a text.
pub(crate) fn hash(id: &str) -> u64 {
    let key = Key::of(&[id.as_bytes()]).0;
    u64::from_be_bytes([key[0], key[1], key[2], key[3], key[4], key[5], key[6], key[7]])
}

impl Threads {
    /// Notes that `id` answers `parent`. The first word about a message counts, and one that
    /// would close a circle does not.
    pub(crate) fn add(&mut self, id: &str, parent: &str) {
        let (child, parent_hash) = (hash(id), hash(parent));
        if self.parents.contains_key(&child) || self.top(parent_hash) == child {
            return;
        }
        self.parents.insert(child, parent_hash);
        self.names.remove(&child);
        if !self.parents.contains_key(&parent_hash) {
            self.names.insert(parent_hash, parent.into());
        }
    }

    /// The id of the message at the beginning of what `id`, which answers `parent`, belongs to.
    pub(crate) fn root(&self, id: &str, parent: Option<&str>) -> String {
        let top = self.top(hash(id));
        self.names.get(&top).map_or_else(|| parent.unwrap_or(id).to_owned(), |name| name.to_string())
    }

    fn top(&self, mut at: u64) -> u64 {
        for _ in 0..CHAIN_MAX {
            match self.parents.get(&at) {
                Some(parent) => at = *parent,
                None => break,
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_in_any_order_find_the_first_message() {
        let mut threads = Threads::default();
        threads.add("d", "c");
        threads.add("c", "b");
        threads.add("b", "a");
        for id in ["a", "b", "c", "d"] {
            assert_eq!(threads.root(id, None), "a");
        }
    }

    #[test]
    fn a_circle_of_replies_ends() {
        let mut threads = Threads::default();
        threads.add("a", "b");
        threads.add("b", "a");
        assert_eq!(threads.root("a", None), "b");
        assert_eq!(threads.root("b", None), "b");
        assert_eq!(threads.root("elsewhere", None), "elsewhere");
    }
}
