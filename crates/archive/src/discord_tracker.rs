//! Discord History Tracker, which a person ran in the browser: one document of people, servers, channels and messages.

use std::collections::HashMap;

use model::{Author, Incoming, Reaction};
use serde_json::Value;

use crate::discord::upload;
use crate::discord_words::with_names;
use crate::flow::Flow;
use crate::json;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};
use crate::walk::{self, Piece};

const PIECES: &[&[&str]] =
    &[&["meta", "users", "*"], &["meta", "userindex", "*"], &["meta", "channels", "*"], &["data", "*", "*"]];

/// Whether a file begins as such a document, whose list of people may be longer than what is looked at.
pub(crate) fn is_export(head: &str) -> bool {
    const LONG_BYTES: usize = 60 << 10;
    let start: String = head.chars().take(200).filter(|letter| !letter.is_whitespace()).collect();
    start.starts_with("{\"meta\":{\"users\":{") && (head.contains("\"userindex\"") || head.len() > LONG_BYTES)
}

/// Whether a file may be one by its name: the tracker calls it `dht.txt`.
pub(crate) fn is_named(file: &File) -> bool {
    file.has_ending("json") || file.has_ending("txt")
}

/// The documents of a source.
pub(crate) fn files(source: &Source) -> Vec<File> {
    let named = source.files().iter().filter(|file| is_named(file));
    named.filter(|file| walk::head(source, file).is_some_and(|head| is_export(&head))).cloned().collect()
}

/// The messages of one document, as of `origin`.
pub(crate) fn rows(source: &Source, file: &File, origin: String) -> std::io::Result<Rows> {
    let mut known = Known { origin, ..Known::default() };
    walk::rows(source, file, PIECES, move |piece, place| {
        if piece.is(&["data", "*", "*"]) {
            return vec![known.row(piece, &place)];
        }
        known.learn(&piece);
        Vec::new()
    })
}

/// What stands before the messages.
#[derive(Default)]
struct Known {
    origin: String,
    /// Names of people by their numbers, and their numbers in the order by which messages name them.
    people: HashMap<String, String>,
    index: Vec<String>,
    /// Names of channels by their numbers.
    channels: HashMap<String, String>,
    last: (String, Flow),
}

impl Known {
    fn learn(&mut self, piece: &Piece) {
        let [_, list, id] = piece.path.as_slice() else { return };
        let told = || {
            let told: Value = serde_json::from_slice(&piece.raw).unwrap_or_default(); // tidy(swallow): its number stands in its place
            Some((id.clone(), json::short(&json::text(&told, "name")?)))
        };
        match list.as_str() {
            "users" => self.people.extend(told()),
            "channels" => self.channels.extend(told()),
            // A place that is damaged is still one.
            "userindex" => self.index.push(piece.text().unwrap_or_default()),
            _ => {}
        }
    }

    fn row(&mut self, Piece { path, raw }: Piece, place: &Place) -> Row {
        let found = json::parse(&raw, place)?;
        let [_, channel, id] = path.as_slice() else { return json::skip(Reason::Malformed, "", place) };
        let text = self.text(&found);
        let files = json::list(&found, "a").iter().filter_map(|file| json::text(file, "url"));
        let attachments: Vec<_> = files.map(|url| upload(url, None)).collect();
        if text.is_empty() && attachments.is_empty() {
            return json::skip(Reason::NoText, "", place);
        }
        let (sent, reply_to) = (json::time(&found, &["t"]), json::text(&found, "r"));
        if self.last.0 != *channel {
            self.last = (channel.clone(), Flow::default());
        }
        let conversation = self.last.1.place(channel, Some(id), reply_to.as_deref(), sent);
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.channels.get(channel).unwrap_or(channel).clone(),
            native_id: Some(id.clone()),
            conversation,
            reply_to,
            author: self.author(&found),
            sent,
            text,
            edited: json::time(&found, &["te"]),
            attachments,
            reactions: json::list(&found, "re").iter().filter_map(reaction).collect(),
            source: raw,
            ..Incoming::default()
        };
        json::row(message, place)
    }

    fn author(&self, found: &Value) -> Author {
        let at = found.get("u").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok()); // tidy(swallow): nobody
        let handle = at.and_then(|at| self.index.get(at)).cloned().unwrap_or_default();
        Author { name: self.people.get(&handle).cloned(), handle, bot: false }
    }

    /// The words, or those of the embeds of a program that says nothing else.
    fn text(&self, found: &Value) -> String {
        let said = json::text(found, "m").unwrap_or_default();
        let person = |id: &str| self.people.get(id).map(String::as_str);
        let said = with_names(&said, person, |id| self.channels.get(id).map(String::as_str));
        if !said.is_empty() {
            return said;
        }
        let embeds = json::list(found, "e").iter();
        embeds.flat_map(|embed| ["t", "d"].map(|name| json::text(embed, name))).flatten().collect::<Vec<_>>().join("\n")
    }
}

fn reaction(sign: &Value) -> Option<Reaction> {
    Some(Reaction { name: json::text(sign, "n")?, count: sign.get("c")?.as_u64()? })
}
