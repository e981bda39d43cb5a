//! The lines of a header that place a mail among others: ids, subject, date.

use model::Time;

use crate::dates::{self, Order};
use crate::decode;
use crate::generic;
use crate::mail::HEADER_BYTES_MAX;
use crate::mail_texts::decode_words;
use crate::threads::Threads;

/// The lines of a header that place a mail among others.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    pub(crate) id: Option<String>,
    answers: Option<String>,
    references: Vec<String>,
    pub(crate) subject: String,
    pub(crate) date: Option<Time>,
    from: String,
    /// Gmail's thread, by a word that is no mail's id.
    pub(crate) thread: Option<String>,
}

impl Heads {
    /// Reads them without the rest of the mail.
    pub(crate) fn of(raw: &[u8]) -> Heads {
        let mut heads = Heads::default();
        for (name, value) in fields(raw) {
            let value = decode::line(&value).0.into_owned();
            match name {
                "message-id" if heads.id.is_none() => heads.id = ids(&value).pop().or_else(|| bare_id(&value)),
                "in-reply-to" if heads.answers.is_none() => heads.answers = answered(&value),
                "references" if heads.references.is_empty() => heads.references = ids_or_bare(&value),
                "subject" if heads.subject.is_empty() => heads.subject = value,
                "date" if heads.date.is_none() => heads.date = dates::parse(&value, Order::Unknown, 0),
                "from" if heads.from.is_empty() => heads.from = value,
                "x-gm-thrid" if heads.thread.is_none() => heads.thread = Some(format!("X-GM-THRID {value}")),
                _ => {}
            }
        }
        heads
    }

    /// The id, or what stands for it in threads.
    pub(crate) fn key(&self) -> String {
        let date = self.date.map(|date| date.to_string()).unwrap_or_default();
        self.id.clone().unwrap_or_else(|| generic::digest(&[&self.from, &date, &self.subject]))
    }

    /// The mail that this one answers.
    pub(crate) fn parent(&self) -> Option<&str> {
        self.answers.as_deref().or_else(|| self.references.last().map(String::as_str))
    }

    /// Notes in `threads` all that the header says.
    pub(crate) fn join(&self, threads: &mut Threads) {
        for pair in self.references.windows(2) {
            threads.add(&pair[1], &pair[0]);
        }
        // The last reference is the direct ancestor; In-Reply-To alone may name any mail.
        if let Some(parent) = self.references.last().map(String::as_str).or(self.parent()) {
            threads.add(&self.key(), parent);
        }
        if let (Some(id), Some(thread)) = (&self.id, &self.thread) {
            threads.unite(id, thread);
        }
    }

    /// The subject without what answers put before it, and whether there was such.
    pub(crate) fn plain_subject(&self) -> (String, bool) {
        plain_subject(&decode_words(&self.subject))
    }

    /// Whether the mail says where it belongs by more than its subject.
    pub(crate) fn says_its_place(&self) -> bool {
        self.parent().is_some() || self.thread.is_some()
    }
}

/// What stands before the first empty line.
pub(crate) fn header(raw: &[u8]) -> &[u8] {
    let raw = &raw[..raw.len().min(HEADER_BYTES_MAX)];
    let mut ends = memchr::memchr_iter(b'\n', raw);
    ends.find(|end| matches!(&raw[end + 1..], [b'\n', ..] | [b'\r', b'\n', ..])).map_or(raw, |end| &raw[..=end])
}

/// What of a header places a mail among others.
const PLACING: [&str; 7] = ["message-id", "in-reply-to", "references", "subject", "date", "from", "x-gm-thrid"];

/// Those of the header's fields that [`PLACING`] names, unfolded.
fn fields(raw: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut fields: Vec<(&'static str, Vec<u8>)> = Vec::new();
    let mut inside = false;
    for line in header(raw).split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = fields.last_mut().filter(|_| inside) {
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii());
            }
        } else if let Some(colon) = memchr::memchr(b':', line) {
            let name = line[..colon].trim_ascii();
            let known = PLACING.iter().find(|known| name.eq_ignore_ascii_case(known.as_bytes()));
            inside = known.is_some();
            fields.extend(known.map(|known| (*known, line[colon + 1..].trim_ascii().to_vec())));
        }
    }
    fields
}

/// The ids between `<` and `>`.
fn ids(value: &str) -> Vec<String> {
    let parts = value.split('<').skip(1).filter_map(|part| part.split_once('>'));
    let ids = parts.map(|(id, _)| id.split_whitespace().collect::<String>());
    ids.filter(|id| !id.is_empty()).collect()
}

/// The id that a mail answers. Behind words it is the last in brackets, since those name people before it:
/// `Message from Bob <bob@example.org> of "Monday" <1@example.org>`.
fn answered(value: &str) -> Option<String> {
    let is_first = value.starts_with('<') || !value.contains(char::is_whitespace);
    let mut ids = if is_first { ids_or_bare(value) } else { ids(value) }.into_iter();
    // Of a single word in no brackets, `ada99@example.org` is rather the address of who is answered.
    if is_first && !value.contains('<') {
        return ids.next().filter(|id| !is_as_address(id));
    }
    if is_first { ids.next() } else { ids.last() }
}

/// The ids of a list, also of one whose program puts them in no brackets. Ids have digits, unlike most addresses.
fn ids_or_bare(value: &str) -> Vec<String> {
    let is_id = |word: &&str| {
        word.split_once('@')
            .is_some_and(|(id, host)| !host.is_empty() && id.contains(|letter: char| letter.is_ascii_digit()))
    };
    let ids = ids(value);
    let is_bare = ids.is_empty() && !value.contains(['<', '>']);
    if is_bare { value.split_whitespace().filter(is_id).map(str::to_owned).collect() } else { ids }
}

/// Whether the part before the `@` has no digits but at its end.
fn is_as_address(id: &str) -> bool {
    let who = id.split_once('@').map_or(id, |(who, _)| who);
    !who.trim_end_matches(|letter: char| letter.is_ascii_digit()).contains(|letter: char| letter.is_ascii_digit())
}

fn bare_id(value: &str) -> Option<String> {
    let id = value.trim().trim_matches(['<', '>']);
    (!id.is_empty() && !id.contains(char::is_whitespace)).then(|| id.to_owned())
}

/// A subject without `Re:`, `[list]` and the like, and whether there was a `Re:`.
fn plain_subject(subject: &str) -> (String, bool) {
    let mut rest = subject.trim();
    let mut answers = false;
    loop {
        if let Some(end) = rest.strip_prefix('[').and_then(|_| rest.find(']')) {
            rest = rest[end + 1..].trim_start();
            continue;
        }
        if let Some(after) = rest.strip_prefix("(fwd)") {
            (answers, rest) = (true, after.trim_start());
            continue;
        }
        let Some((word, after)) = rest.split_once([':', '：']) else { break };
        let word = word.trim().trim_end_matches(|letter: char| {
            letter.is_ascii_digit() || matches!(letter, '[' | ']' | '^' | '(' | ')' | '.')
        });
        if !ANSWERS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        answers = true;
        rest = after.trim_start();
    }
    if let Some(before) = rest.strip_suffix("(fwd)") {
        (answers, rest) = (true, before);
    }
    // `The plan (was: The goal)` begins something new.
    let now = rest.rfind("(was:").filter(|_| rest.ends_with(')')).map_or(rest, |at| &rest[..at]);
    (now.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(), answers)
}

/// What programs of many languages put before the subject of an answer, and of what is passed on.
const ANSWERS: [&str; 31] = [
    "re",
    "aw",
    "sv",
    "vs",
    "antw",
    "odp",
    "ref",
    "réf",
    "res",
    "rif",
    "fwd",
    "fw",
    "wg",
    "tr",
    "rv",
    "enc",
    "antwort",
    "r",
    "ynt",
    "vá",
    "bls",
    "ответ",
    "на",
    "ha",
    "回复",
    "答复",
    "回覆",
    "转发",
    "轉寄",
    "返信",
    "転送",
];
