//! Conversations of mails that have no id: chats, and what machines send.

use crate::generic;
use crate::mail_heads::Heads;
use crate::threads::Roots;

/// The conversation of a mail without an id. Only what the mail itself and its thread say makes its name, so that another
/// archive with the same mail calls it the same.
pub(crate) fn conversation(heads: &Heads, roots: &Roots, text: &str) -> String {
    let key = heads.key();
    let root = roots.root(&key, heads.parent());
    if root != key {
        return root;
    }
    match &heads.thread {
        Some(thread) => roots.find(thread).map_or_else(|| generic::digest(&[thread]), str::to_owned),
        // All that somebody ever wrote without a date would share a key.
        None if heads.date.is_none() => generic::digest(&[&key, text]),
        None => key,
    }
}
