//! The one list of import formats, and how the right one is found.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;

use crate::clock::Clock;
use crate::fields::Map;
use crate::lines::{unreadable, why_unreadable};
use crate::record::{Place, Rows};
use crate::source::{File, Source};
use crate::{
    csv, desks, discord, discord_package, discourse, discourse_backup, foreign, github, gitlab, google_chat, hangouts,
    icalendar, irc, jsonl, lemmy, listmonk, mailchimp, mastodon, matrix, mattermost, mbox, messenger, opml, rocketchat,
    signal, skype, slack, stackexchange, teams, telegram, tribune, unread, vcard, whatsapp, xlsx, zulip,
};

/// Every format, the most particular first: of equally sure ones the first wins. Chats come before
/// what people send each other in them, and mails before what lies beside them: cards, calendars, tables.
pub const FORMATS: &[Format] = &[
    tribune::FORMAT,
    slack::FORMAT,
    discord::FORMAT,
    discord_package::FORMAT,
    telegram::FORMAT,
    signal::FORMAT,
    whatsapp::FORMAT,
    messenger::FORMAT,
    google_chat::FORMAT,
    hangouts::FORMAT,
    skype::FORMAT,
    teams::FORMAT,
    zulip::FORMAT,
    mattermost::FORMAT,
    matrix::FORMAT,
    discourse::FORMAT,
    discourse_backup::FORMAT,
    gitlab::FORMAT,
    github::FORMAT,
    mastodon::FORMAT,
    lemmy::FORMAT,
    stackexchange::FORMAT,
    desks::CHATWOOT,
    desks::FRESHDESK,
    desks::ZENDESK,
    desks::INTERCOM,
    desks::HELPSCOUT,
    rocketchat::FORMAT,
    mbox::MBOX,
    mbox::EML,
    listmonk::FORMAT,
    mailchimp::FORMAT,
    vcard::FORMAT,
    icalendar::FORMAT,
    opml::FORMAT,
    irc::FORMAT,
    xlsx::FORMAT,
    jsonl::FORMAT,
    csv::FORMAT,
];

/// How much of a file's beginning is looked at.
const HEAD_BYTES: u64 = 64 << 10;

/// One kind of archive.
pub struct Format {
    /// The word that names it in commands and JSON.
    pub name: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// What such an archive has and Tribune does not keep.
    pub losses: &'static [Loss],
    /// Whether fields have to be mapped by name.
    pub mapped: Mapped,
    pub(crate) detect: fn(&Probe) -> Confidence,
    pub(crate) open: fn(&Source, &Options) -> Result<Rows, Error>,
}

/// Whether a format has fields of its own names or of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapped {
    /// Its fields are known.
    Known,
    /// `--map` or a guess says which field is which.
    ByMap,
}

/// How sure a format is that a source is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    No,
    Maybe,
    Likely,
    Sure,
}

/// Something that an archive may have and that is not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    OtherFields,
    EditHistory,
    Profiles,
    Membership,
    FileBytes,
    Formatting,
    Polls,
    Reactions,
    WhoReacted,
    SystemMessages,
    States,
    Subscribers,
}

impl Loss {
    /// The word that stands for the loss in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Loss::OtherFields => "other_fields",
            Loss::EditHistory => "edit_history",
            Loss::Profiles => "profiles",
            Loss::Membership => "membership",
            Loss::FileBytes => "file_bytes",
            Loss::Formatting => "formatting",
            Loss::Polls => "polls",
            Loss::Reactions => "reactions",
            Loss::WhoReacted => "who_reacted",
            Loss::SystemMessages => "system_messages",
            Loss::States => "states",
            Loss::Subscribers => "subscribers",
        }
    }

    /// What is lost, in a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Loss::OtherFields => "fields that no name is mapped to stay only in the kept source record",
            Loss::EditHistory => "earlier versions of edited messages",
            Loss::Profiles => "profiles beyond handle and name (addresses, pictures, time zones)",
            Loss::Membership => "who belongs to which channel, and roles",
            Loss::FileBytes => "the bytes of files that the archive only links to",
            Loss::Formatting => "bold, colours and layout: the words are kept",
            Loss::Polls => "votes in polls: the question and its answers are kept as text",
            Loss::Reactions => "reactions and votes",
            Loss::WhoReacted => "who reacted: how often each reaction was left is kept",
            Loss::SystemMessages => "lines of the program (joined, left, renamed, pinned)",
            Loss::States => "labels, assignees and states of tickets",
            Loss::Subscribers => "lists of subscribers",
        }
    }
}

/// How to read a source.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format's name; found out by itself when there is none.
    pub format: Option<String>,
    /// Which field of the source is which of ours.
    pub map: Map,
    /// Where the messages have their identity; each format has its own default.
    pub origin: Option<String>,
    /// The clock that wrote times without a zone.
    pub clock: Clock,
}

/// Why a source cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot read {name}: {error}")]
    Unreadable { name: String, error: io::Error },
    #[error("{0} has no file")]
    Empty(String),
    #[error(
        "{0} is none of the known formats; say which with --format, or map the fields of a JSONL or CSV file with --map"
    )]
    Unknown(String),
    #[error("cannot read {name}: {why}")]
    Damaged { name: String, why: String },
    #[error("{name} is {what}")]
    Foreign { name: String, what: &'static str },
    #[error(
        "{name} is {what}, which Tribune does not read yet; write its messages as JSONL, a line each with text, \
         author, time and conversation (docs/operators/import-formats.md), and import that"
    )]
    Unread { name: String, what: &'static str },
    #[error("there is no format `{0}`; the formats are {known}", known = names())]
    NoSuchFormat(String),
    #[error("{0}")]
    Map(String),
}

impl Error {
    pub(crate) fn unreadable(file: &File, error: io::Error) -> Error {
        Error::Unreadable { name: file.path.to_string(), error }
    }
}

fn names() -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ")
}

/// The beginning of a source, for the formats to look at.
pub struct Probe<'a> {
    source: &'a Source,
    heads: RefCell<BTreeMap<Arc<str>, Arc<[u8]>>>,
    /// The first file that could not be read to the end of its head.
    fault: RefCell<Option<Error>>,
}

impl Probe<'_> {
    /// Looks at a source.
    pub fn new(source: &Source) -> Probe<'_> {
        Probe { source, heads: RefCell::default(), fault: RefCell::default() }
    }

    pub fn source(&self) -> &Source {
        self.source
    }

    /// The only file, or the first of several.
    pub fn first(&self) -> Option<&File> {
        self.source.files().first()
    }

    /// Up to 64 KiB of the beginning of a file, unpacked, as far as it can be read; the reader itself
    /// will tell of the rest.
    pub fn head(&self, file: &File) -> Arc<[u8]> {
        if let Some(known) = self.heads.borrow().get(&file.path) {
            return Arc::clone(known);
        }
        let mut head = Vec::new();
        let read = self.source.open_text(file).and_then(|text| text.take(HEAD_BYTES).read_to_end(&mut head));
        if let Err(error) = read {
            let fault = || Error::Damaged { name: file.path.to_string(), why: why_unreadable(&error) };
            self.fault.borrow_mut().get_or_insert_with(fault);
        }
        let head: Arc<[u8]> = head.into();
        self.heads.borrow_mut().insert(Arc::clone(&file.path), Arc::clone(&head));
        head
    }

    /// The beginning of a file as text.
    pub fn text(&self, file: &File) -> String {
        String::from_utf8_lossy(&self.head(file)).into_owned()
    }
}

/// The format called so, or the one that is surest of the source.
pub fn choose(source: &Source, options: &Options) -> Result<(&'static Format, Confidence), Error> {
    if source.files().is_empty() {
        return Err(Error::Empty(source.name().to_owned()));
    }
    let probe = Probe::new(source);
    if let Some(name) = &options.format {
        let found = FORMATS.iter().find(|format| format.name == name);
        let format = found.ok_or_else(|| Error::NoSuchFormat(name.chars().take(40).collect()))?;
        return Ok((format, (format.detect)(&probe)));
    }
    let mut best: Option<(&Format, Confidence)> = None;
    // Whoever names fields wants them read as named, whatever the file looks like.
    let fits = |format: &&Format| options.map.is_empty() || format.mapped == Mapped::ByMap;
    for format in FORMATS.iter().filter(fits) {
        let confidence = (format.detect)(&probe);
        if confidence > best.map_or(Confidence::No, |(_, surest)| surest) {
            best = Some((format, confidence));
        }
    }
    if best.is_none()
        && let Some(fault) = probe.fault.take()
    {
        return Err(fault);
    }
    best.ok_or_else(|| match (foreign::what(&probe), foreign::unread(&probe)) {
        (Some((name, what)), _) => Error::Foreign { name, what },
        (None, Some(unread)) => unread,
        (None, None) => whatsapp::lost_dates(&probe).unwrap_or_else(|| Error::Unknown(source.name().to_owned())),
    })
}

impl Format {
    /// The rows of a source. Where no field can be guessed and the file is that of a program which nobody reads here,
    /// the person hears that in the place of a call for a map.
    pub(crate) fn rows(&self, source: &Source, options: &Options) -> Result<Rows, Error> {
        let rows = (self.open)(source, options);
        let unguessed = options.map.is_empty() && matches!(rows, Err(Error::Map(_)));
        let foreign = if unguessed { foreign::unread(&Probe::new(source)) } else { None };
        let rows = foreign.map_or(rows, Err)?;
        Ok(Box::new(unread::row(source, self).into_iter().chain(rows)))
    }
}

/// The rows of a source, read as they are asked for.
pub fn open(source: &Source, options: &Options) -> Result<(&'static Format, Rows), Error> {
    let (format, _) = choose(source, options)?;
    Ok((format, format.rows(source, options)?))
}

/// Reads one file after the other; one that cannot be opened gives a row that says so.
pub(crate) fn each_file<F>(source: &Source, files: Vec<File>, mut read: F) -> Rows
where
    F: FnMut(&Source, &File) -> io::Result<Rows> + Send + 'static,
{
    let source = source.clone();
    Box::new(files.into_iter().flat_map(move |file| match read(&source, &file) {
        Ok(rows) => rows,
        Err(error) => Box::new(std::iter::once(Err(unreadable(Place { path: file.path, row: 1 }, &error)))),
    }))
}
