//! Which message began the conversation that a message belongs to, from what each answers.

use std::collections::HashMap;

use hashbrown::HashTable;
use model::Key;

/// Messages by a short hash of their id, each with the one that it answers. About 20 bytes a message that answers
/// or is answered, and some 60 for each that begins something, so that two million fit into 64 MB.
#[derive(Default)]
pub(crate) struct Threads {
    /// Places in the two lists, by the message's hash.
    places: HashTable<u32>,
    hashes: Vec<u64>,
    /// The place of the message that is answered, or [`NOTHING`].
    parents: Vec<u32>,
    /// The ids of messages that begin something, by place.
    names: HashMap<u32, Kept>,
    texts: Texts,
}

const NOTHING: u32 = u32::MAX;

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
        let child_place = self.find(child);
        let is_known = child_place.is_some_and(|place| self.parents[place as usize] != NOTHING);
        if is_known || child == parent_hash {
            return;
        }
        let parent_place = self.find(parent_hash);
        // Without a place the parent answers nothing yet, so it cannot lead back to the child.
        if child_place.is_some() && parent_place.is_some_and(|place| Some(self.top(place)) == child_place) {
            return;
        }
        let Some(parent_place) = parent_place.or_else(|| self.place(parent_hash)) else { return };
        let Some(child_place) = child_place.or_else(|| self.place(child)) else { return };
        self.parents[child_place as usize] = parent_place;
        self.names.remove(&child_place);
        if self.parents[parent_place as usize] == NOTHING {
            let texts = &mut self.texts;
            self.names.entry(parent_place).or_insert_with(|| texts.keep(parent));
        }
    }

    /// The id of the message at the beginning of what `id`, which answers `parent`, belongs to.
    pub(crate) fn root(&self, id: &str, parent: Option<&str>) -> String {
        let name = self.find(hash(id)).and_then(|place| self.names.get(&self.top(place)));
        name.map_or_else(|| parent.unwrap_or(id), |name| self.texts.get(*name)).to_owned()
    }

    fn find(&self, hash: u64) -> Option<u32> {
        self.places.find(hash, |place| self.hashes[*place as usize] == hash).copied()
    }

    /// A place for a message that has none; `None` when all are taken, four milliards on.
    fn place(&mut self, hash: u64) -> Option<u32> {
        let place = u32::try_from(self.hashes.len()).ok().filter(|place| *place != NOTHING)?; // tidy(swallow): documented
        self.hashes.push(hash);
        self.parents.push(NOTHING);
        let hashes = &self.hashes;
        self.places.insert_unique(hash, place, |place| hashes[*place as usize]);
        Some(place)
    }

    fn top(&self, mut at: u32) -> u32 {
        for _ in 0..CHAIN_MAX {
            match self.parents[at as usize] {
                NOTHING => break,
                parent => at = parent,
            }
        }
        at
    }
}

/// Many short texts behind each other, without an allocation for each.
#[derive(Default)]
struct Texts {
    text: String,
}

/// Where a text lies in [`Texts`].
#[derive(Clone, Copy)]
struct Kept {
    start: usize,
    length: u32,
}

impl Texts {
    /// Keeps a text: the first four GiB of it.
    fn keep(&mut self, text: &str) -> Kept {
        let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
        let start = self.text.len();
        self.text.push_str(text);
        Kept { start, length: text.len() as u32 }
    }

    fn get(&self, kept: Kept) -> &str {
        &self.text[kept.start..kept.start + kept.length as usize]
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
    fn a_thread_is_called_by_its_first_message_as_soon_as_that_is_known() {
        let mut threads = Threads::default();
        threads.add("b", "a");
        assert_eq!(threads.root("b", None), "a");
        threads.add("a", "before");
        threads.add("a", "another");
        assert_eq!(threads.root("b", None), "before");
        assert_eq!(threads.root("before", None), "before");
        assert_eq!(threads.root("alone", Some("unknown")), "unknown");
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
