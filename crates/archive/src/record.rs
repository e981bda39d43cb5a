//! What a reader yields for each row of its source: a message, or the reason why there is none.

use std::fmt;
use std::sync::Arc;

use model::{Incoming, ThingKind};

/// Where a row stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file inside the archive or folder.
    pub path: Arc<str>,
    /// Which line, or which item of the file's list, counted from 1.
    pub row: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}", self.path, self.row)
    }
}

/// One message, where it stood, and what had to be repaired to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub message: Incoming,
    pub place: Place,
    pub warnings: Warnings,
}

/// One row that brings no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    pub place: Place,
    pub reason: Reason,
    /// What exactly is wrong, for the person who looks at this row; may be empty.
    pub detail: String,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason.sentence())?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

impl Skip {
    /// The reason without the place.
    pub(crate) fn to_reason(&self) -> String {
        if self.detail.is_empty() { self.reason.sentence().to_owned() } else { self.detail.clone() }
    }
}

/// What a reader says of each row.
pub type Row = Result<Record, Skip>;

/// The rows of a source, in its order.
pub type Rows = Box<dyn Iterator<Item = Row> + Send>;

/// Why a row brings no message: the closed list of the reconciliation sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    Malformed,
    TooLong,
    TooDeep,
    NoText,
    System,
    Folded,
    Unsupported,
    Encrypted,
    Names,
    Limit,
    Broken,
}

impl Reason {
    pub const ALL: [Reason; 11] = [
        Reason::Malformed,
        Reason::TooLong,
        Reason::TooDeep,
        Reason::NoText,
        Reason::System,
        Reason::Folded,
        Reason::Unsupported,
        Reason::Encrypted,
        Reason::Names,
        Reason::Limit,
        Reason::Broken,
    ];

    /// The word that stands for the reason in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Reason::Malformed => "malformed",
            Reason::TooLong => "too_long",
            Reason::TooDeep => "too_deep",
            Reason::NoText => "no_text",
            Reason::System => "system",
            Reason::Folded => "folded",
            Reason::Unsupported => "unsupported",
            Reason::Encrypted => "encrypted",
            Reason::Names => "names",
            Reason::Limit => "limit",
            Reason::Broken => "broken",
        }
    }

    /// What the reason means, in a few words.
    pub const fn sentence(self) -> &'static str {
        match self {
            Reason::Malformed => "not what this format allows",
            Reason::TooLong => "longer than a row may be",
            Reason::TooDeep => "nested deeper than 128 levels",
            Reason::NoText => "has neither text nor a file",
            Reason::System => "said by the program, not by a person (joined, left, renamed, pinned)",
            Reason::Folded => "an edit or deletion, told in the message that it changes, or a reaction",
            Reason::Unsupported => "a kind of row that holds no message",
            Reason::Encrypted => "encrypted",
            Reason::Names => "a list of people or places that is damaged: ids stand where it gives no name",
            Reason::Limit => "refused by a limit",
            Reason::Broken => "the file cannot be read any further",
        }
    }

    /// Whether rows that nobody has seen are missing: such a run must not be called complete.
    pub const fn loses_rows(self) -> bool {
        matches!(self, Reason::Limit | Reason::Broken)
    }
}

/// Something that was repaired to read a message; counted on the reconciliation sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Warning {
    NoTime = 0,
    NoAuthor = 1,
    Encoding = 2,
    Nul = 3,
    FileLeftOut = 4,
    NoMembers = 5,
    Zone = 6,
    NoChannel = 7,
    Cells = 8,
}

impl Warning {
    pub const ALL: [Warning; 9] = [
        Warning::NoTime,
        Warning::NoAuthor,
        Warning::Encoding,
        Warning::Nul,
        Warning::FileLeftOut,
        Warning::NoMembers,
        Warning::Zone,
        Warning::NoChannel,
        Warning::Cells,
    ];

    /// The word that stands for the warning in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Warning::NoTime => "no_time",
            Warning::NoAuthor => "no_author",
            Warning::Encoding => "encoding",
            Warning::Nul => "nul",
            Warning::FileLeftOut => "file_left_out",
            Warning::NoMembers => "no_members",
            Warning::Zone => "zone",
            Warning::NoChannel => "no_channel",
            Warning::Cells => "cells",
        }
    }

    /// What the warning means, in a few words.
    pub const fn sentence(self) -> &'static str {
        match self {
            Warning::NoTime => "no date that can be understood: counts in no statistic of time",
            Warning::NoAuthor => "no author",
            Warning::Encoding => "not UTF-8: read in the letters that it seems to be written in, else as Windows-1252",
            Warning::Nul => "NUL characters replaced",
            Warning::FileLeftOut => "an attached file is too large or missing from the archive",
            Warning::NoMembers => "a direct message that does not say between whom: a conversation of its own",
            Warning::Zone => "a time in a zone that is not known: read as UTC, or as the zone that was told",
            Warning::NoChannel => {
                "nothing tells the channel: all such files run together, unless each has an origin of its own"
            }
            Warning::Cells => {
                "more cells than columns: a separator in words without quotation marks; some may be misplaced"
            }
        }
    }
}

/// The set of warnings of one record.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Warnings(u16);

impl Warnings {
    /// The set of one.
    pub(crate) fn of(warning: Warning) -> Warnings {
        Warnings(1 << warning as u8)
    }

    pub fn add(&mut self, warning: Warning) {
        self.0 |= 1 << warning as u8;
    }

    pub(crate) fn remove(&mut self, warning: Warning) {
        self.0 &= !(1 << warning as u8);
    }

    pub fn has(self, warning: Warning) -> bool {
        self.0 & (1 << warning as u8) != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Warning> {
        Warning::ALL.into_iter().filter(move |warning| self.has(*warning))
    }
}

impl fmt::Debug for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Warning::word)).finish()
    }
}

/// The author of a row that names none.
pub const NOBODY: &str = "(unknown)";

/// The year 1970 to the end of 9998, in seconds: the months that are counted and can be written.
const SECONDS: std::ops::Range<i64> = 0..253_370_764_800;

/// A time that can be that of a message.
pub(crate) fn possible(time: Option<model::Time>) -> Option<model::Time> {
    time.filter(|time| SECONDS.contains(&time.seconds()))
}

impl Record {
    /// Finishes a message: NUL replaced, a nameless author named so, what is missing noted.
    pub(crate) fn new(mut message: Incoming, place: Place, mut warnings: Warnings) -> Record {
        let mut nul = false;
        for text in [&mut message.text, &mut message.author.handle, &mut message.conversation, &mut message.channel] {
            nul |= replace_nul(text);
        }
        for text in [&mut message.title, &mut message.native_id, &mut message.reply_to, &mut message.author.name] {
            nul |= text.as_mut().is_some_and(replace_nul);
        }
        for attachment in &mut message.attachments {
            nul |= replace_nul(&mut attachment.name) | replace_nul(&mut attachment.media_type);
            nul |= attachment.url.as_mut().is_some_and(replace_nul);
        }
        for value in message.thing.iter_mut().flat_map(|thing| thing.facts.values_mut()).flatten() {
            nul |= replace_nul(value);
        }
        for reaction in &mut message.reactions {
            nul |= replace_nul(&mut reaction.name);
        }
        if nul {
            warnings.add(Warning::Nul);
        }
        if possible(message.sent) != message.sent {
            message.sent = None;
            warnings.add(Warning::NoTime);
        }
        message.edited = possible(message.edited);
        // A feed has no author, a contact no time.
        let thing = message.thing.as_ref().map(|thing| thing.kind);
        if thing.is_none() && message.author.handle.trim().is_empty() {
            message.author.handle = NOBODY.to_owned();
            warnings.add(Warning::NoAuthor);
        }
        if message.sent.is_none() && matches!(thing, None | Some(ThingKind::Date)) {
            warnings.add(Warning::NoTime);
        }
        if message.attachments.iter().any(is_left_out) {
            warnings.add(Warning::FileLeftOut);
        }
        // A message that answers itself would make a reply chain without an end.
        if message.reply_to.is_some() && message.reply_to == message.native_id {
            message.reply_to = None;
        }
        Record { message, place, warnings }
    }
}

/// Whether there are neither the bytes of a file nor an address that leads anywhere.
pub(crate) fn is_left_out(file: &model::Attachment) -> bool {
    file.bytes.is_none() && !file.url.as_ref().is_some_and(|url| url.contains("://"))
}

/// Neither database keeps U+0000 in a text; says whether there was one.
fn replace_nul(text: &mut String) -> bool {
    let found = memchr::memchr(0, text.as_bytes()).is_some();
    if found {
        *text = text.replace('\0', "\u{fffd}");
    }
    found
}
