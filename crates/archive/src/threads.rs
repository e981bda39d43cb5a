//! Which message began the conversation that a message belongs to, from what each answers.

use std::collections::HashMap;

use hashbrown::HashTable;
use model::Key;

/// Messages by a short hash of their id, each with the one that it answers. About 20 bytes a message that answers
/// or is answered, and the id of each that begins something, so that two million fit into 64 MB.
#[derive(Default)]
pub(crate) struct Threads {
    /// Places in the two lists, by the message's hash.
    places: HashTable<u32>,
    hashes: Vec<u64>,
    /// The place of the message that is answered. Of one that answers nothing: [`BEGINS`], and where `names` has its id.
    parents: Vec<u32>,
    names: Names,
    /// Messages of a file that answer one of [`NOTHING`], until all its ids are known.
    aside: Vec<(u64, u8)>,
    /// Which of [`NOTHING`] are ids in it, a bit each.
    called: u16,
    /// The same of the files before it that have any, by the hash of their paths.
    called_in: HashMap<u64, u16>,
}

/// What programs write where a message answers none. A list that counts from nought may still have a message `0`.
const NOTHING: [&str; 11] = ["0", "-1", "root", "none", "None", "nan", "NaN", "null", "NULL", "false", "False"];

fn nothing(id: &str) -> Option<u8> {
    NOTHING.iter().zip(0..).find(|(word, _)| **word == id).map(|(_, number)| number)
}

/// Whether this may be the id of what is answered, as far as it tells by itself.
pub(crate) fn may_be_answered(parent: &str) -> bool {
    nothing(parent).is_none_or(|number| NOTHING[usize::from(number)] == "0")
}

/// Set in what `parents` says of a message that begins something.
const BEGINS: u32 = 1 << 31;

/// Eight bytes in the place of a text.
pub(crate) fn hash(id: &str) -> u64 {
    let key = Key::of(&[id.as_bytes()]).0;
    u64::from_be_bytes([key[0], key[1], key[2], key[3], key[4], key[5], key[6], key[7]])
}

impl Threads {
    /// Notes a message, and which one it answers.
    pub(crate) fn take(&mut self, id: &str, parent: Option<&str>) {
        if let Some(number) = nothing(id) {
            self.called |= 1 << number;
        }
        match parent.map(|parent| (parent, nothing(parent))) {
            Some((_, Some(number))) => self.aside.push((hash(id), number)),
            Some((parent, None)) => self.add(id, parent),
            None => {}
        }
    }

    /// Ends a file: what is a message in one is no less a word for none in another.
    pub(crate) fn end(&mut self, path: &str) {
        let called = std::mem::take(&mut self.called);
        for (child, number) in std::mem::take(&mut self.aside) {
            if called & (1 << number) != 0 {
                self.add_hashed(child, NOTHING[usize::from(number)]);
            }
        }
        if called != 0 {
            self.called_in.insert(hash(path), called);
        }
    }

    /// Notes that `id` answers `parent`. The first word about a message counts, and one that
    /// would close a circle does not.
    pub(crate) fn add(&mut self, id: &str, parent: &str) {
        self.add_hashed(hash(id), parent);
    }

    fn add_hashed(&mut self, child: u64, parent: &str) {
        let parent_hash = hash(parent);
        let child_place = self.find(child);
        let is_known = child_place.is_some_and(|place| self.parents[place as usize] & BEGINS == 0);
        if is_known || child == parent_hash {
            return;
        }
        let parent_place = self.find(parent_hash);
        // Without a place the parent answers nothing yet, so it cannot lead back to the child.
        if child_place.is_some() && parent_place.is_some_and(|place| Some(self.top(place)) == child_place) {
            return;
        }
        let Some(parent_place) = parent_place.or_else(|| self.place(parent_hash, parent)) else { return };
        match child_place {
            Some(place) => self.parents[place as usize] = parent_place,
            None => self.push(child, parent_place),
        }
    }

    /// Notes that two messages belong together, whichever answers the other.
    pub(crate) fn unite(&mut self, id: &str, with: &str) {
        match (self.find(hash(id)), self.find(hash(with))) {
            (_, None) => self.add(with, id),
            (None, Some(_)) => self.add(id, with),
            (Some(place), Some(known)) => {
                let (top, known_top) = (self.top(place), self.top(known));
                if top != known_top {
                    self.parents[top as usize] = known_top;
                }
            }
        }
    }

    /// What begins each message's thread, when all answers are known.
    pub(crate) fn roots(mut self) -> Roots {
        let mut order: Vec<u32> = (0..self.hashes.len() as u32).collect();
        self.places = HashTable::new(); // its memory is the next list's
        order.sort_unstable_by_key(|place| self.hashes[*place as usize]);
        let hashes = order.iter().map(|place| self.hashes[*place as usize]).collect();
        let mut begun_by = |place| {
            let top = self.top(place);
            self.parents[top as usize] & !BEGINS
        };
        let names_at = order.iter().map(|place| begun_by(*place)).collect();
        self.names.bytes.shrink_to_fit();
        Roots { hashes, names_at, names: self.names, called_in: self.called_in }
    }

    fn find(&self, hash: u64) -> Option<u32> {
        self.places.find(hash, |place| self.hashes[*place as usize] == hash).copied()
    }

    /// A place for a message that answers nothing and had none; `None` when all are taken, two milliards on.
    fn place(&mut self, hash: u64, id: &str) -> Option<u32> {
        let place = u32::try_from(self.hashes.len()).ok().filter(|place| *place < BEGINS - 1)?; // tidy(swallow): documented
        let name = self.names.keep(id)?;
        self.push(hash, BEGINS | name);
        Some(place)
    }

    /// Gives a message the next place; there is one, since what it answers has one.
    fn push(&mut self, hash: u64, says: u32) {
        let place = self.hashes.len() as u32;
        self.hashes.push(hash);
        self.parents.push(says);
        let hashes = &self.hashes;
        self.places.insert_unique(hash, place, |place| hashes[*place as usize]);
    }

    /// The message at the beginning; those on the way then answer it directly, so that long chains are walked once.
    fn top(&mut self, mut at: u32) -> u32 {
        let mut top = at;
        while self.parents[top as usize] & BEGINS == 0 {
            top = self.parents[top as usize];
        }
        while at != top {
            at = std::mem::replace(&mut self.parents[at as usize], top);
        }
        top
    }
}

/// The message that began each thread, by the hash of any message in it: 12 bytes a message.
#[derive(Default)]
pub(crate) struct Roots {
    /// In their order.
    hashes: Vec<u64>,
    /// Where `names` has the id of what begins it.
    names_at: Vec<u32>,
    names: Names,
    /// Which of [`NOTHING`] are ids in which file.
    called_in: HashMap<u64, u16>,
}

impl Roots {
    /// Whether this is the id of a message in a file, not a word for none.
    pub(crate) fn may_be_answered(&self, parent: &str, path: &str) -> bool {
        let is_called = |number: u8| self.called_in.get(&hash(path)).is_some_and(|called| *called & (1 << number) != 0);
        nothing(parent).is_none_or(is_called)
    }

    /// The id of the message at the beginning of what `id`, which answers `parent`, belongs to.
    pub(crate) fn root(&self, id: &str, parent: Option<&str>) -> String {
        self.find(id).unwrap_or_else(|| parent.unwrap_or(id)).to_owned()
    }

    /// The same of a message that answers something or is answered.
    pub(crate) fn find(&self, id: &str) -> Option<&str> {
        let place = self.hashes.binary_search(&hash(id)).ok()?; // tidy(swallow): a message alone has no place
        Some(self.names.get(self.names_at[place]))
    }
}

/// Many ids behind each other, each with its length before it, without an allocation for each.
#[derive(Default)]
struct Names {
    bytes: Vec<u8>,
}

/// The longest id that is kept whole.
const NAME_BYTES_MAX: usize = u16::MAX as usize;

impl Names {
    /// Keeps an id, of a very long one the beginning; `None` when two GiB are full.
    fn keep(&mut self, id: &str) -> Option<u32> {
        let id = &id[..id.floor_char_boundary(NAME_BYTES_MAX)];
        let start = u32::try_from(self.bytes.len()).ok().filter(|start| *start < BEGINS)?; // tidy(swallow): documented
        self.bytes.extend_from_slice(&(id.len() as u16).to_be_bytes());
        self.bytes.extend_from_slice(id.as_bytes());
        Some(start)
    }

    fn get(&self, start: u32) -> &str {
        let (length, rest) = self.bytes[start as usize..].split_at(2);
        let length = u16::from_be_bytes([length[0], length[1]]);
        str::from_utf8(&rest[..usize::from(length)]).expect("only whole texts are kept")
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
        let roots = threads.roots();
        for id in ["a", "b", "c", "d"] {
            assert_eq!(roots.root(id, None), "a");
        }
    }

    #[test]
    fn a_thread_is_called_by_its_first_message_as_soon_as_that_is_known() {
        let mut threads = Threads::default();
        threads.add("b", "a");
        threads.add("a", "before");
        threads.add("a", "another");
        let roots = threads.roots();
        assert_eq!(roots.root("b", None), "before");
        assert_eq!(roots.root("before", None), "before");
        assert_eq!(roots.root("alone", Some("unknown")), "unknown");
    }

    #[test]
    fn an_id_that_nobody_would_write_keeps_its_beginning() {
        let long = "é".repeat(NAME_BYTES_MAX);
        let mut threads = Threads::default();
        threads.add("b", &long);
        threads.add("c", "");
        let roots = threads.roots();
        let root = roots.root("b", None);
        assert!(long.starts_with(&root) && root.len() == NAME_BYTES_MAX - 1, "{} bytes", root.len());
        assert_eq!(roots.root("c", None), "");
    }

    #[test]
    fn what_belongs_together_has_one_beginning() {
        let mut threads = Threads::default();
        threads.unite("a", "thread");
        threads.add("c", "b");
        threads.unite("c", "thread");
        threads.unite("d", "thread");
        threads.unite("d", "thread");
        let roots = threads.roots();
        for id in ["a", "b", "c", "d", "thread"] {
            assert_eq!(roots.root(id, None), "a", "{id}");
        }
        assert_eq!(roots.find("elsewhere"), None);
    }

    #[test]
    fn a_circle_of_replies_ends() {
        let mut threads = Threads::default();
        threads.add("a", "b");
        threads.add("b", "a");
        let roots = threads.roots();
        assert_eq!(roots.root("a", None), "b");
        assert_eq!(roots.root("b", None), "b");
        assert_eq!(roots.root("elsewhere", None), "elsewhere");
    }

    #[test]
    fn a_chain_of_any_length_is_walked_once() {
        let mut threads = Threads::default();
        for number in 0..200_000 {
            // From its end: each new parent is put above the whole chain.
            threads.add(&(200_000 - number).to_string(), &(199_999 - number).to_string());
        }
        let roots = threads.roots();
        assert_eq!((roots.root("200000", None).as_str(), roots.root("1", None).as_str()), ("0", "0"));
    }
}
