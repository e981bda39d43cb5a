//! A conversation as a row of a list: who, where, what, when and state, in two lines.

use std::collections::HashMap;

use hub::trust::{self, Trust};
use model::{ConversationId, Kind, StaffId, Time};
use paper::Language;
use store::conversations::{Conversation, State};

use super::reading::Known;
use super::time_short;

/// Characters of the last message that a row shows.
const SNIPPET_CHARS_MAX: usize = 110;
/// Labels that a row shows; what it is about needs the room.
const LABELS_MAX: usize = 2;

pub(crate) struct Row {
    /// What acts on this row name: where it was merged into another, that one.
    pub(crate) id: ConversationId,
    pub(crate) is_picked: bool,
    pub(crate) address: String,
    pub(crate) who: String,
    pub(crate) place: String,
    pub(crate) when: String,
    pub(crate) title: String,
    pub(crate) snippet: String,
    pub(crate) messages: String,
    pub(crate) kind: Option<KindShown>,
    pub(crate) state: &'static str,
    pub(crate) state_icon: &'static str,
    pub(crate) assignee: String,
    /// The first of its labels, how many more there are, and all of them.
    pub(crate) labels: Vec<String>,
    pub(crate) more_labels: usize,
    pub(crate) all_labels: String,
    pub(crate) is_urgent: bool,
    pub(crate) is_unanswered: bool,
    pub(crate) is_open: bool,
    pub(crate) is_here: bool,
}

/// A conversation's kind where it can be told, and how it is known.
pub(crate) struct KindShown {
    pub(crate) name: String,
    pub(crate) known: Known,
}

/// The kind of a conversation, with a question mark where the machine is unsure; none where the language is not read.
pub(crate) fn kind(of: &Conversation, language: Language) -> Option<KindShown> {
    let kind = Kind::from_number(of.kind).filter(|kind| *kind != Kind::Other)?;
    let trust = trust::of_conversation(of).kind;
    if trust == Trust::Absent {
        return None;
    }
    let words = &language.words().readings;
    let name = words.of_kind(kind);
    let name = if of.is_unsure() { (words.maybe)(name) } else { name.to_owned() };
    Some(KindShown { name, known: Known::of(trust, language) })
}

/// Whether somebody waits who should not, in whatever language the conversation began.
pub(crate) fn is_urgent(of: &Conversation) -> bool {
    of.urgency >= store::conversations::URGENT_MIN
}

/// What rows share.
pub(crate) struct Rows<'a> {
    pub(crate) language: Language,
    pub(crate) now: Time,
    pub(crate) staff: &'a HashMap<i64, String>,
    pub(crate) labels: &'a HashMap<i64, Vec<String>>,
    pub(crate) here: Option<ConversationId>,
    pub(crate) picked: Picked<'a>,
}

/// Which rows begin selected.
#[derive(Clone, Copy)]
pub(crate) enum Picked<'a> {
    All,
    These(&'a [ConversationId]),
}

impl Rows<'_> {
    pub(crate) fn row(&self, of: &Conversation, address: String) -> Row {
        let w = self.language.words();
        let (title, snippet) = titled(&of.title, &of.last_text);
        let who = if of.last_name.is_empty() { w.inbox.unknown_author } else { of.last_name.as_str() };
        let (state, state_icon) = state(of.state, self.language);
        let labels = self.labels.get(&of.id.0).map_or(&[][..], Vec::as_slice);
        let id = of.merged_into.unwrap_or(of.id);
        Row {
            id,
            is_picked: match self.picked {
                Picked::All => true,
                Picked::These(these) => these.contains(&id),
            },
            address,
            who: who.to_owned(),
            place: of.channel_name.clone(),
            when: time_short(of.last_at, self.now, self.language),
            title,
            snippet,
            messages: if of.messages > 1 { self.language.count(of.messages.unsigned_abs()) } else { String::new() },
            kind: kind(of, self.language),
            state,
            state_icon,
            assignee: of
                .assignee
                .map_or_else(String::new, |StaffId(id)| self.staff.get(&id).cloned().unwrap_or_default()),
            labels: labels.iter().take(LABELS_MAX).cloned().collect(),
            more_labels: labels.len().saturating_sub(LABELS_MAX),
            all_labels: labels.join(", "),
            is_urgent: is_urgent(of),
            is_unanswered: of.first_other_at.is_none() && of.state == State::Open,
            is_open: of.state == State::Open,
            is_here: self.here == Some(of.id),
        }
    }
}

/// A title and the beginning of a text; without a title the text stands in its place, as in chats.
pub(crate) fn titled(title: &str, text: &str) -> (String, String) {
    match title.trim() {
        "" => (snippet(text), String::new()),
        title => (title.to_owned(), snippet(text)),
    }
}

/// The word for a state and its sign.
pub(crate) fn state(state: State, language: Language) -> (&'static str, &'static str) {
    let words = &language.words().inbox;
    match state {
        State::Open => (words.state_open, "open"),
        State::Waiting => (words.state_waiting, "clock"),
        State::Snoozed => (words.state_snoozed, "clock"),
        State::Closed => (words.state_closed, "check"),
    }
}

/// The beginning of a text on one line.
pub(crate) fn snippet(text: &str) -> String {
    let own = text.lines().filter(|line| !line.trim_start().starts_with('>'));
    let line = own.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    let (start, is_all) = super::text::cut(&line, SNIPPET_CHARS_MAX);
    if is_all { line } else { format!("{start}…") }
}
