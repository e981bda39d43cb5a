//! A message from the named values of any table or list of objects.

use std::sync::Arc;

use model::{Author, Incoming};

use crate::clock::Clock;
use crate::dates::{self, Order};
use crate::fields::{FIELDS, Field, Map};
use crate::format::{Error, Options};
use crate::html_cells;
use crate::phpbb;
use crate::record::{Place, Reason, Record, Row, Skip, Warnings};
use crate::source::{Source, without_copy};
use crate::threads::{self, Roots};

/// What one thing tells for all of its messages is repeated with each of them only up to this length.
const REPEATED_BYTES_MAX: usize = 1_000;

/// What each of many messages may carry.
pub(crate) fn repeatable(told: String) -> Option<String> {
    Some(told).filter(|told| told.len() <= REPEATED_BYTES_MAX)
}

/// The values of one row, one for each field of ours; `None` where the source has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values(pub(crate) [Option<String>; FIELDS]);

impl Values {
    pub(crate) fn get(&self, field: Field) -> Option<&str> {
        self.0[field as usize].as_deref().filter(|value| !value.is_empty())
    }

    /// Sets a value, or adds it behind one that another field of theirs gave.
    pub(crate) fn add(&mut self, field: Field, value: Option<String>) {
        let slot = &mut self.0[field as usize];
        match (slot.as_mut().filter(|before| !before.is_empty()), value) {
            (_, None) => {}
            (None, value) => *slot = value,
            (Some(before), Some(value)) => {
                if field == Field::Time && value.contains(':') {
                    without_midnight(before);
                }
                before.push_str(if field == Field::Text { "\n\n" } else { " " });
                before.push_str(&value);
            }
        }
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.0[field as usize].take().filter(|value| !value.is_empty())
    }
}

/// A day is written as its midnight, too, where its time stands in a column of its own. A zone of that midnight is only
/// its program's way to write a day.
fn without_midnight(day: &mut String) {
    const ZONES: [&str; 6] = ["Z", "+00:00", "+0000", "+00", "UTC", "GMT"];
    let written = day.trim_end();
    let zoneless = ZONES.iter().find_map(|zone| written.strip_suffix(zone)).unwrap_or(written).trim_end();
    let whole = match zoneless.rsplit_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        _ => zoneless,
    };
    let only = ["T00:00:00", " 00:00:00"].iter().find_map(|midnight| whole.strip_suffix(midnight)).map(str::len);
    day.truncate(only.unwrap_or(day.len()));
}

/// What all rows of a generic source share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) origin: String,
    pub(crate) map: Map,
    /// The channel of rows that name none.
    pub(crate) channel: String,
    pub(crate) order: Order,
    pub(crate) clock: Clock,
    /// Which message began what each message answers, where nothing else names conversations.
    pub(crate) threads: Option<Arc<Roots>>,
    /// Whether this is a table of other columns than the first: it may count its rows from one again.
    pub(crate) further: bool,
}

impl Shared {
    pub(crate) fn new(source: &Source, options: &Options, map: Map) -> Shared {
        let channel = without_copy(source.stem()).to_owned();
        let origin = options.origin.clone().unwrap_or_else(|| format!("file:{channel}"));
        let (order, clock) = (Order::Unknown, options.clock.clone());
        Shared { origin, map, channel, order, clock, threads: None, further: false }
    }

    /// Whether conversations follow from replies alone.
    pub(crate) fn needs_threads(&self) -> bool {
        self.map.get(Field::Conversation).is_none()
            && self.map.get(Field::ReplyTo).is_some()
            && self.map.get(Field::Id).is_some()
    }

    /// Conversations only follow from replies where a table names none, whatever another table needs.
    pub(crate) fn without_strange_threads(mut self) -> Shared {
        self.threads = self.threads.take().filter(|_| self.needs_threads());
        self
    }

    /// Whether a row can answer what this names.
    fn may_be_answered(&self, parent: &str, path: &str) -> bool {
        let alone = || threads::may_be_answered(parent);
        self.threads.as_ref().map_or_else(alone, |roots| roots.may_be_answered(parent, path))
    }

    /// The id of a row, and of the row that it answers; none of a row whose id may be another table's. To tell such ids
    /// apart by the names of tables would give every row another id as soon as the table lies beside others.
    pub(crate) fn ids(&self, values: &mut Values) -> Option<(Option<String>, Option<String>)> {
        let is_ours = |id: &String| !self.further || !is_counted(id);
        let id = values.take(Field::Id).map(whole);
        if !id.as_ref().is_none_or(is_ours) {
            return None;
        }
        let reply_to = values.take(Field::ReplyTo).map(whole).filter(is_ours);
        let is_long = id.as_deref().is_some_and(|id| short(id).is_some());
        let shortened = reply_to.as_deref().filter(|_| !is_long).and_then(short).map(str::to_owned);
        Some((id, shortened.or(reply_to)))
    }
}

fn is_counted(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Which map reads which table of a source, or which list of objects.
#[derive(Clone)]
pub(crate) struct Maps {
    /// What somebody gave, or the guess that the plan shows.
    pub(crate) first: Map,
    /// Whether what has other names is guessed by itself.
    pub(crate) each: bool,
}

impl Maps {
    pub(crate) fn of(options: &Options, guessed: Result<Map, Error>) -> Result<Maps, Error> {
        // Whoever sends back the guess that the plan shows has corrected nothing.
        let corrected = !options.map.is_empty() && !guessed.as_ref().is_ok_and(|guessed| *guessed == options.map);
        let first = if corrected { options.map.clone() } else { guessed? };
        // What stands beside the posts of a phpBB and has a text is not public: private messages, drafts, reports.
        let each = !corrected && !first.get(Field::Text).is_some_and(phpbb::is_text);
        Ok(Maps { first, each })
    }

    /// What the rows share that have these names; `texts` gives some of their texts by another map than the first.
    pub(crate) fn shared(
        &self,
        all: &Shared,
        names: &[String],
        texts: impl FnOnce(&Map) -> Vec<Option<String>>,
    ) -> Shared {
        let is_further = |own: &Map| own.get(Field::Text) != self.first.get(Field::Text);
        let own = || Map::guess_beside(&self.first, names.iter().map(String::as_str));
        let own = self.each.then(own).flatten().filter(|own| !is_further(own) || are_said(&texts(own)));
        let further = own.as_ref().is_some_and(is_further);
        let map = own.unwrap_or_else(|| self.first.clone());
        Shared { map, further, ..all.clone() }.without_strange_threads()
    }
}

/// Whether these are words: reactions and votes call the number of what they belong to a message or comment too.
pub(crate) fn are_said(texts: &[Option<String>]) -> bool {
    let in_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'+');
    let is_id = |text: &str| text.bytes().all(in_id) && text.bytes().any(|byte| byte.is_ascii_digit());
    let mut texts = texts.iter().flatten().map(|text| text.trim()).filter(|text| !text.is_empty()).peekable();
    texts.peek().is_none() || !texts.all(is_id)
}

/// Spreadsheets end in rows of empty cells and sums: one that has none of these and no time is no message.
const TELLING: [Field; 5] = [Field::Text, Field::Title, Field::Author, Field::Name, Field::Id];

/// The message of one row.
pub(crate) fn row(mut values: Values, shared: &Shared, place: Place, source: Vec<u8>, warnings: Warnings) -> Row {
    let sent = values.get(Field::Time).and_then(|written| dates::parse_by(written, shared.order, &shared.clock));
    let is_silent = values.0[Field::Text as usize].is_none() && values.get(Field::Title).is_none();
    if is_silent || (sent.is_none() && TELLING.iter().all(|field| values.get(*field).is_none())) {
        return Err(Skip { place, reason: Reason::NoText, detail: String::new() });
    }
    let channel = values.take(Field::Channel).unwrap_or_else(|| shared.channel.clone());
    let Some((native_id, reply_to)) = shared.ids(&mut values) else {
        let detail = "its number may be another table's; import the table by itself".to_owned();
        return Err(Skip { place, reason: Reason::Unsupported, detail });
    };
    let reply_to = reply_to.filter(|parent| shared.may_be_answered(parent, &place.path));
    let topic = values.take(Field::Conversation);
    let title = values.take(Field::Title).or_else(|| topic.clone().filter(|topic| is_title(topic)));
    let topic = topic.map(|topic| short(&topic).map(str::to_owned).unwrap_or(topic));
    let author = author(&mut values, shared);
    let edited = values.get(Field::Edited).and_then(|written| dates::parse_by(written, shared.order, &shared.clock));
    let text = values.0[Field::Text as usize].take().unwrap_or_default();
    let conversation = match (topic, &native_id) {
        // A topic's name is unique only inside its channel.
        (Some(topic), _) => format!("{channel}\u{1f}{topic}"),
        (None, Some(id)) => {
            shared.threads.as_ref().map_or_else(|| id.clone(), |threads| threads.root(id, reply_to.as_deref()))
        }
        (None, None) => digest(&[&author.handle, values.get(Field::Time).unwrap_or(""), &text]),
    };
    // The fingerprint above is of the text as it stands, so that a conversation stays the same.
    let is_plain = shared.map.get(Field::Text).is_some_and(phpbb::is_text);
    let (text, attachments) = if is_plain { (text, Vec::new()) } else { html_cells::read(text) };
    let message = Incoming {
        origin: shared.origin.clone(),
        channel,
        native_id,
        conversation,
        title,
        reply_to,
        author,
        sent,
        text,
        edited: edited.filter(|edited| sent.is_none_or(|sent| edited.seconds() > sent.seconds())),
        attachments,
        source,
        ..Incoming::default()
    };
    Ok(Record::new(message, place, warnings))
}

/// Who wrote a row. Where the source has no handles, people are told apart by their names.
fn author(values: &mut Values, shared: &Shared) -> Author {
    let (handle, name) = (values.take(Field::Author).map(whole), values.take(Field::Name));
    match handle {
        None if shared.map.get(Field::Author).is_none() => {
            Author { handle: name.unwrap_or_default(), name: None, bot: false }
        }
        handle => Author { handle: handle.unwrap_or_default(), name, bot: false },
    }
}

/// Spreadsheets and data frames write whole numbers as `848.0`.
pub(crate) fn whole(value: String) -> String {
    match value.strip_suffix(".0") {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.to_owned(),
        _ => value,
    }
}

/// `1abc` of `t3_1abc`: comments of Reddit say what kind of thing they answer, whose own id does not.
fn short(id: &str) -> Option<&str> {
    let (_, id) = id.split_once('_').filter(|(kind, id)| matches!(*kind, "t1" | "t3") && !id.is_empty())?;
    id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).then_some(id)
}

/// A name that a person gave, not a number or a hash.
fn is_title(topic: &str) -> bool {
    if short(topic).is_some() {
        return false;
    }
    let machine = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b'.' | b'_' | b'#' | b':');
    !topic.bytes().all(machine)
}

/// A short fingerprint of `parts`, as hexadecimal digits.
pub(crate) fn digest(parts: &[&str]) -> String {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    model::Key::of(&parts).0.iter().map(|byte| format!("{byte:02x}")).collect()
}
