//! Conversations of mails that have no id: chats, and what machines send.

use std::collections::HashMap;

use crate::generic;
use crate::mail_heads::Heads;
use crate::threads::{self, Roots};

/// What tells mails apart that share author, date and subject, by the hashes of what they share: 16 bytes a mail
/// without an id, and about 100 bytes a thread of Gmail that has some.
#[derive(Default)]
pub(crate) struct Unnamed {
    /// What the first mail of each key is told by: its thread, else its text.
    first: HashMap<u64, u64>,
    /// The conversations of Gmail's threads.
    threads: HashMap<u64, String>,
}

impl Unnamed {
    /// The conversation of a mail without an id. The first that has a key is called by it.
    pub(crate) fn conversation(&mut self, heads: &Heads, roots: &Roots, text: &str) -> String {
        let key = heads.key();
        let root = roots.root(&key, heads.parent());
        let Some(thread) = heads.thread.as_deref().filter(|_| root == key) else {
            return if root == key { self.told_apart(key, text) } else { root };
        };
        if let Some(root) = roots.find(thread) {
            return root.to_owned();
        }
        if let Some(known) = self.threads.get(&threads::hash(thread)) {
            return known.clone();
        }
        let conversation = self.told_apart(key, thread);
        self.threads.insert(threads::hash(thread), conversation.clone());
        conversation
    }

    fn told_apart(&mut self, key: String, by: &str) -> String {
        let told_by = threads::hash(by);
        let first = *self.first.entry(threads::hash(&key)).or_insert(told_by);
        if first == told_by { key } else { generic::digest(&[&key, by]) }
    }
}
