//! Comments of Zendesk's tickets as its API gives them: a list for each ticket, in a file that only its name places.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use crate::desk_names::Desk;
use crate::desks::{self, About};
use crate::json;
use crate::source::{File, Source, without_copy};
use crate::walk::{self, Walk};

/// How many numbers of a file's name may be the ticket's.
const NUMBERS_MAX: usize = 4;

/// Which file holds the comments of which ticket, and what the tickets tell of those.
#[derive(Default)]
pub(crate) struct Beside {
    pub(crate) files: HashMap<Arc<str>, String>,
    pub(crate) tickets: HashMap<String, About>,
}

impl Beside {
    /// Finds out by `lists`, which are those of the files that hold comments and nothing else.
    pub(crate) fn find(source: &Source, (files, lists): (&[File], &[File]), desk: &Desk) -> Beside {
        let wanted: HashSet<String> = lists.iter().flat_map(numbers).collect();
        let mut found = Beside::default();
        if wanted.is_empty() {
            return found;
        }
        let listed: HashSet<&str> = lists.iter().map(|file| &*file.path).collect();
        for file in files.iter().filter(|file| !listed.contains(&*file.path)) {
            found.learn(source, file, desk, &wanted);
        }
        for file in lists {
            let number = numbers(file).into_iter().find(|number| found.tickets.contains_key(number));
            found.files.extend(number.map(|number| (Arc::clone(&file.path), number)));
        }
        let used: HashSet<&String> = found.files.values().collect();
        found.tickets.retain(|number, _| used.contains(number));
        found
    }

    /// Notes the tickets of a file whose comments may lie in another.
    fn learn(&mut self, source: &Source, file: &File, desk: &Desk, wanted: &HashSet<String>) {
        // What cannot be read is told of when the messages are.
        let Ok((head, text)) = walk::open_with_head(source, file) else { return };
        let mut walk = Walk::new(text, desks::patterns(&head, desk));
        while let Some(Ok(piece)) = walk.next_piece() {
            let Ok(ticket) = serde_json::from_slice::<Value>(&piece.raw) else { continue };
            let ticket = desks::unwrapped(ticket);
            let number = json::text(&ticket, "id").filter(|number| wanted.contains(number));
            let silent = json::list(&ticket, "comments").is_empty() && json::at(&ticket, "subject").is_some();
            self.tickets.extend(number.filter(|_| silent).map(|number| (number, About::of(&ticket, desk))));
        }
    }
}

/// Whether a document is a list of comments that does not say whose.
pub(crate) fn is_list(head: &str) -> bool {
    let names = json::own_names(head);
    names.contains(&"comments") && !["id", "tickets", "ticket", "subject"].iter().any(|name| names.contains(name))
}

/// The numbers in a file's name, or else in its folder's: `ticket_5_comments`, `5/comments`.
fn numbers(file: &File) -> Vec<String> {
    let in_name = |name: &str| -> Vec<String> {
        let parts = name.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
        parts.take(NUMBERS_MAX).map(str::to_owned).collect()
    };
    let found = in_name(without_copy(file.stem()));
    let folder = || file.path.rsplit('/').nth(1).map(in_name).unwrap_or_default();
    if found.is_empty() { folder() } else { found }
}
