//! What is known of an export of Microsoft Teams before its messages are read: names, and what answers what.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use crate::json;
use crate::record::Place;
use crate::source::{File, Source};
use crate::teams::{self, Layout, Page};
use crate::threads::{Roots, Threads};
use crate::walk::{self, Names, Walk};

/// Names of teams, channels, chats and people by their ids, and where pictures lie by their addresses.
#[derive(Default)]
pub(crate) struct Known {
    names: HashMap<String, String>,
    pub(crate) roots: Roots,
}

impl Known {
    /// Looks at all files once; gives those with messages, too.
    pub(crate) fn of(source: &Source, told: &mut Names) -> (Known, Vec<File>) {
        let (mut known, mut threads, mut files) = (Known::default(), Threads::default(), Vec::new());
        for file in source.files().iter().filter(|file| teams::is_named(file)) {
            // What cannot be read is told of when its rows are.
            let Ok((head, text)) = walk::open_with_head(source, file) else { continue };
            let holds_messages = teams::is_export(&head);
            if holds_messages || names_something(&head) {
                let (known, threads) = (&mut known, &mut threads);
                let mut learner = Learner { known, threads, open: HashMap::new(), met_message: holds_messages };
                let fault = learner.read(Walk::new(text, Layout::of(&head).patterns()), file);
                // Long lists of people may stand before the first message.
                match learner.met_message {
                    true => files.push(file.clone()),
                    false => fault.iter().for_each(|why| told.tell(file, 1, why)),
                }
            }
        }
        known.roots = threads.roots();
        if files.is_empty() {
            files = source.files().iter().filter(|file| teams::is_named(file)).cloned().collect();
        }
        (known, files)
    }

    /// Ids of teams and people are written in small letters or in capitals.
    pub(crate) fn name(&self, id: &str) -> Option<&str> {
        self.names.get(&id.to_ascii_lowercase()).map(String::as_str)
    }

    fn add(&mut self, id: Option<String>, name: Option<String>) {
        if let Some((id, name)) = id.zip(name.filter(|name| !name.trim().is_empty())) {
            self.names.entry(id.to_ascii_lowercase()).or_insert_with(|| json::short(&name));
        }
    }

    /// A team, channel, chat, person, or somebody's place in a chat.
    fn learn(&mut self, found: &Value) {
        let name = json::first(found, &["displayName", "topic"]);
        if let Some(person) = json::text(found, "userId") {
            return self.add(Some(person), name);
        }
        let members = json::list(found, "members");
        members.iter().for_each(|member| self.add(json::text(member, "userId"), json::text(member, "displayName")));
        let people: Vec<String> = members.iter().filter_map(|member| json::text(member, "displayName")).collect();
        let people = Some(people.join(", ")).filter(|people| !people.is_empty());
        self.add(json::text(found, "id"), name.or(people));
    }
}

/// `data/19_abc/`.
pub(crate) fn folder(file: &File) -> String {
    file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
}

/// Whether a file begins like a list of teams, channels, chats or people, or one of pictures.
fn names_something(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    let signs = ["\"membershiptype\"", "\"chattype\"", "\"userprincipalname\"", "\"userid\"", "//graph.microsoft.com/"];
    (head.contains("\"displayname\"") || head.contains("\"topic\"") || head.contains("image-"))
        && signs.iter().any(|sign| head.contains(sign))
}

struct Learner<'a> {
    known: &'a mut Known,
    threads: &'a mut Threads,
    /// The id and the name of what lies around messages, by the way there.
    open: HashMap<Vec<String>, (Option<String>, Option<String>)>,
    met_message: bool,
}

impl Learner<'_> {
    /// Reads a file to its end, or to what is wrong with it.
    fn read(&mut self, mut walk: Walk, file: &File) -> Option<String> {
        let (folder, place) = (folder(file), Place { path: Arc::clone(&file.path), row: 1 });
        let mut page = Page::default();
        loop {
            let piece = match walk.next_piece()? {
                Ok(piece) => piece,
                Err(fault) => return Some(fault.into_skip(place.clone()).to_reason()),
            };
            let Some(list) = piece.path.len().checked_sub(1) else {
                self.whole(&piece.raw, &page);
                continue;
            };
            match piece.path[list].as_str() {
                "@odata.context" => page = Page::of(&piece.text().unwrap_or_default()),
                name if piece.path[list].bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty() => {
                    self.whole(&piece.raw, &page);
                }
                "id" => self.around(&piece.path[..list], |(id, _)| *id = piece.text()),
                "displayName" | "topic" => self.around(&piece.path[..list], |(_, name)| *name = piece.text()),
                address if address.contains("://") => {
                    let path = piece.text().map(|path| format!("{folder}{path}"));
                    self.known.add(Some(address.to_owned()), path);
                }
                _ => {}
            }
        }
    }

    fn whole(&mut self, raw: &[u8], page: &Page) {
        let has = |words: &[u8]| memchr::memmem::find(raw, words).is_some();
        // Most messages have nothing to tell here.
        if has(b"eplyToId\"") && !has(b"messageReference") && self.met_message {
            return;
        }
        // What is no message is told of when it is read.
        let Ok(found) = serde_json::from_slice::<Value>(raw) else { return };
        let found = teams::in_small_letters(found);
        match teams::quote(&found, page) {
            Some((id, quoted)) => {
                self.met_message = true;
                self.threads.add(&id, &quoted);
            }
            None if json::at(&found, "body").is_none() => self.known.learn(&found),
            None => self.met_message |= json::at(&found, "messageType").is_some(),
        }
    }

    fn around(&mut self, path: &[String], set: impl FnOnce(&mut (Option<String>, Option<String>))) {
        let entry = self.open.entry(path.to_vec()).or_default();
        set(entry);
        if let (Some(id), Some(name)) = entry.clone() {
            self.open.remove(path);
            self.known.add(Some(id), Some(name));
        }
    }
}
