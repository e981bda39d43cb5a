//! Messages as the APIs of Zendesk and Help Scout give them: a list for each conversation, in a file that only its name
//! places.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use crate::desk_names::{Apart, Desk};
use crate::desk_wrappers;
use crate::desks::{self, About};
use crate::json;
use crate::source::{File, Source, without_copy};
use crate::walk::{self, Walk};

/// Which file holds the comments of which ticket, and what the tickets tell of those.
#[derive(Default)]
pub(crate) struct Beside {
    pub(crate) files: HashMap<Arc<str>, String>,
    pub(crate) tickets: HashMap<String, About>,
}

impl Beside {
    /// Finds out by `lists`, which are those of the files that hold comments and nothing else.
    pub(crate) fn find(source: &Source, (files, lists): (&[File], &[File]), desk: &Desk) -> Beside {
        let mut found = Beside::default();
        let Some(apart) = &desk.apart else { return found };
        let wanted: HashSet<String> = lists.iter().filter_map(|file| number(file, apart)).collect();
        if wanted.is_empty() {
            return found;
        }
        let listed: HashSet<&str> = lists.iter().map(|file| &*file.path).collect();
        for file in files.iter().filter(|file| !listed.contains(&*file.path)) {
            found.learn(source, file, desk, &wanted);
        }
        let mut called: HashMap<&str, usize> = HashMap::new();
        for file in lists {
            *called.entry(file.stem()).or_default() += 1;
        }
        for file in lists {
            let is_one_of_many = called.get(file.stem()).is_some_and(|files| *files > 1);
            let is_told = is_one_of_many && is_conversations(file, apart);
            let number = number(file, apart).filter(|number| is_told || found.tickets.contains_key(number));
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
            let ticket = desk_wrappers::unwrapped(ticket);
            let number = json::text(&ticket, "id").filter(|number| wanted.contains(number));
            let silent = desk.messages.iter().all(|list| json::list(&ticket, list).is_empty());
            let silent = silent && ticket.get("subject").is_some();
            self.tickets.extend(number.filter(|_| silent).map(|number| (number, About::of(&ticket, desk))));
        }
    }
}

/// Whether a document is a list of messages that does not say whose.
pub(crate) fn is_list(head: &str, apart: &Apart) -> bool {
    const OTHERS: [&str; 5] = ["id", "tickets", "ticket", "subject", "conversations"];
    let holds = |names: &[&str], list| names.contains(&list) && !OTHERS.iter().any(|name| names.contains(name));
    let names = json::own_names(head);
    let Some(inside) = apart.inside else { return holds(&names, apart.list) };
    let rest = head.split_once(&format!("\"{inside}\"")).map_or("", |(_, rest)| rest);
    holds(&names, inside) && holds(&json::own_names(rest), apart.list)
}

/// Whether a file lies in the folder of one conversation, known or not: `10/threads.json`, `ticket_5/comments.json`.
fn is_conversations(file: &File, apart: &Apart) -> bool {
    let folder = file.path.rsplit('/').nth(1).unwrap_or("");
    folder.contains(apart.item) || folder.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ticket's number in a file's name, or else in its folder's: `ticket_5_page_2`, `5_comments`, `5/comments`.
fn number(file: &File, apart: &Apart) -> Option<String> {
    let name = without_copy(file.stem());
    if name.bytes().any(|byte| byte.is_ascii_digit()) {
        return number_in(name, apart);
    }
    number_in(file.path.rsplit('/').nth(1)?, apart)
}

/// The number that stands for a ticket in a name: the only one, or the one beside the word. Others count pages and days.
fn number_in(name: &str, apart: &Apart) -> Option<String> {
    let mut numbers = name.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let only = numbers.next().filter(|_| numbers.next().is_none());
    only.or_else(|| beside_word(name, apart)).map(str::to_owned)
}

fn beside_word<'a>(name: &'a str, apart: &Apart) -> Option<&'a str> {
    let is_sign = |letter: char| matches!(letter, '_' | '-' | ' ' | '#');
    let after = name.match_indices(apart.item).find_map(|(at, word)| {
        let rest = name[at + word.len()..].trim_start_matches('s').trim_start_matches(is_sign);
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        Some(&rest[..end]).filter(|number| !number.is_empty())
    });
    after.or_else(|| {
        let before = name[..name.find(apart.list)?].trim_end_matches(is_sign);
        let start = before.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        // The last part of a date is none.
        let dated = before[..start].trim_end_matches(is_sign).ends_with(|letter: char| letter.is_ascii_digit());
        Some(&before[start..]).filter(|number| !number.is_empty() && !dated)
    })
}
