//! The open conversation: its messages with what was read in them, its notes, its history, its acts.

use askama::Template;
use hub::named::Naming;
use model::{ConversationId, EntryId, MessageId, Time};
use paper::Words;
use store::conversations::{self, Conversation, State};
use store::messages::{self, Message};
use store::{Conn, global, journal, labels, notes};

use super::{Asked, views};
use crate::access::{Can, Read};
use crate::fault::Fault;
use crate::pages::Shell;
use crate::shown::judged;
use crate::shown::named::{self, NamedSeen};
use crate::shown::reactions::{self, Sign};
use crate::shown::reading::{ReadingSeen, seen};
use crate::shown::{row, text};
use crate::{App, paths, shown, toast};

/// Messages of one page; older ones are a link away.
const MESSAGES_MAX: usize = 20;
/// Bytes of text that a page shows before it cuts: the whole page stays below 100 KB.
const PAGE_BYTES_MAX: usize = 20_000;
/// Characters of a text that are always shown.
const TEXT_CHARS_MIN: usize = 280;
const HISTORY_MAX: i64 = 20;
/// Conversations that are offered to be joined, and messages that are looked through for them.
const JOINABLE_MAX: usize = 8;
const HITS_MAX: i64 = 100;
/// Words of a title that look for others like it.
const TITLE_WORDS_MAX: usize = 4;
const TITLE_WORD_CHARS_MIN: usize = 4;
const DAY_SECONDS: i64 = 24 * 3600;
/// Snoozed conversations come back at this hour, UTC.
const MORNING_HOUR: i64 = 8;

#[derive(Template)]
#[template(path = "inbox/pane.html")]
pub(crate) struct Pane {
    pub(crate) s: Shell,
    pub(crate) back: String,
    pub(crate) open: Option<Open>,
}

/// Everything about the open conversation.
pub(crate) struct Open {
    pub(crate) id: ConversationId,
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) state: &'static str,
    pub(crate) state_icon: &'static str,
    pub(crate) is_closed: bool,
    pub(crate) until: String,
    pub(crate) started: String,
    pub(crate) messages_count: String,
    pub(crate) assignee: String,
    pub(crate) my_email: String,
    pub(crate) is_mine: bool,
    pub(crate) staff: Vec<(String, String)>,
    /// Names, and the address of all that carry it.
    pub(crate) labels: Vec<(String, String)>,
    pub(crate) known_labels: Vec<String>,
    pub(crate) snoozes: Vec<(Time, &'static str, String)>,
    pub(crate) merged_into: Option<String>,
    pub(crate) items: Vec<Item>,
    pub(crate) older: Option<String>,
    pub(crate) newer: Option<String>,
    pub(crate) history: Vec<Event>,
    pub(crate) history_all: String,
    /// The address that shows boxes to split messages off, and whether they are shown.
    pub(crate) split: String,
    pub(crate) is_splitting: bool,
    /// The address that shows what could be joined.
    pub(crate) merge: String,
    pub(crate) joining: Option<Joining>,
    pub(crate) here: String,
    /// Fields of a correction, where one is being made.
    pub(crate) judged: String,
}

/// Choosing the conversation to join.
pub(crate) struct Joining {
    pub(crate) words: String,
    pub(crate) keep: Vec<(&'static str, String)>,
    pub(crate) found: Vec<Joinable>,
}

/// A conversation that could be joined.
pub(crate) struct Joinable {
    pub(crate) id: ConversationId,
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) who: String,
    pub(crate) when: String,
}

/// One thing of the conversation, in the order of time.
pub(crate) enum Item {
    Message(Box<Said>),
    Note { who: String, when: String, body: String },
}

pub(crate) struct Said {
    pub(crate) id: MessageId,
    pub(crate) who: String,
    pub(crate) member: String,
    pub(crate) when: String,
    pub(crate) is_deleted: bool,
    pub(crate) is_edited: bool,
    pub(crate) is_found: bool,
    pub(crate) html: String,
    pub(crate) full: Option<String>,
    pub(crate) files: Vec<String>,
    /// The signs that people left, and how many more there are.
    pub(crate) signs: (Vec<Sign>, usize),
    pub(crate) reading: ReadingSeen,
    pub(crate) named: NamedSeen,
    pub(crate) correct: String,
    pub(crate) is_correcting: bool,
}

pub(crate) struct Event {
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) when: String,
    pub(crate) address: String,
    pub(crate) is_undone: bool,
}

pub(super) async fn load(
    app: &App,
    conn: &mut Conn,
    (who, s): (&Can<Read>, Shell),
    (asked, id): (&Asked, Option<ConversationId>),
) -> Result<Pane, Fault> {
    let back = asked.list(who.workspace.id, &[]);
    let Some(id) = id else { return Ok(Pane { s, back, open: None }) };
    let found = conversations::find(conn, &who.seen, id).await?;
    let found = found.ok_or_else(|| Fault::not_found("conversation"))?;
    let at = Loading { app, who, asked, s: &s };
    let open = at.open(conn, &found).await?;
    Ok(Pane { s, back, open: Some(open) })
}

/// The telling words of a title as a query: any of them.
fn title_words(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_alphanumeric());
    let telling = words.filter(|word| word.chars().count() >= TITLE_WORD_CHARS_MIN && *word != "OR");
    telling.take(TITLE_WORDS_MAX).collect::<Vec<_>>().join(" OR ")
}

/// What all parts of the pane need.
struct Loading<'a> {
    app: &'a App,
    who: &'a Can<Read>,
    asked: &'a Asked,
    s: &'a Shell,
}

impl Loading<'_> {
    async fn open(&self, conn: &mut Conn, found: &Conversation) -> Result<Open, Fault> {
        let (w, language, now) = (self.s.w, self.s.language(), self.app.now());
        let me = self.who.visitor.signed.staff;
        let group = self.group(conn, found.id).await?;
        let (items, older, newer) = self.items(conn, (found.id, &group)).await?;
        let title = row::titled(&found.title, &found.last_text).0;
        let staff = global::staff_of(conn, self.who.workspace.id).await?;
        let assignee = found.assignee.and_then(|id| staff.iter().find(|one| one.id == id));
        let (state, state_icon) = row::state(found.state, language);
        let known_labels = views::names(self.app, conn, (self.who, self.s.since)).await?;
        let labels = labels::list(conn, &self.who.seen, "conversation", &[found.id.0]).await?;
        Ok(Open {
            id: found.id,
            title: if title.is_empty() { w.inbox.untitled.to_owned() } else { title },
            place: found.channel_name.clone(),
            state,
            state_icon,
            is_closed: found.state == State::Closed,
            until: found
                .snoozed_until
                .map_or_else(String::new, |until| (w.inbox.snoozed_until)(&language.moment(until))),
            started: found.started_at.map_or_else(String::new, |at| shown::time_ago(at, now, language)),
            messages_count: w.shell.message.with(language, found.messages.unsigned_abs()),
            assignee: assignee.map_or_else(String::new, |one| one.name.clone()),
            my_email: self.who.visitor.signed.email.clone(),
            is_mine: found.assignee == Some(me),
            staff: staff.into_iter().map(|one| (one.email, one.name)).collect(),
            labels: labels.into_iter().map(|label| self.label(label.name)).collect(),
            known_labels: known_labels.into_iter().map(|(name, _)| name).collect(),
            snoozes: snoozes(w, now),
            merged_into: found.merged_into.map(|into| self.asked.conversation(self.who.workspace.id, into, &[])),
            items,
            older,
            newer,
            history: self.history(conn, found.id).await?,
            history_all: paths::with(
                &paths::journal(self.who.workspace.id),
                &[("about", &format!("conversation:{}", found.id))],
            ),
            split: self.address(found.id, &[("split", "1")]),
            is_splitting: !self.asked.split.is_empty() && self.s.may_merge,
            merge: self.address(found.id, &[("merge", "1")]),
            joining: self.joining(conn, found).await?,
            here: self.address(found.id, &[]),
            judged: if self.asked.correct.is_empty() { String::new() } else { judged::fields(w)? },
        })
    }

    fn address(&self, id: ConversationId, more: &[(&str, &str)]) -> String {
        self.asked.conversation(self.who.workspace.id, id, more)
    }

    fn label(&self, name: String) -> (String, String) {
        let address = paths::with(&paths::inbox(self.who.workspace.id), &[("view", "all"), ("label", &name)]);
        (name, address)
    }

    /// The conversation and those that joined it.
    async fn group(&self, conn: &mut Conn, id: ConversationId) -> Result<Vec<ConversationId>, Fault> {
        let mut group = vec![id];
        group.extend(conversations::list_merged(conn, &self.who.seen, id).await?);
        Ok(group)
    }

    /// What could be joined: what was searched for, else conversations that share words of the title.
    async fn joining(&self, conn: &mut Conn, of: &Conversation) -> Result<Option<Joining>, Fault> {
        let asked = self.asked.merge.trim();
        if asked.is_empty() || !self.s.may_merge {
            return Ok(None);
        }
        let words = if asked == "1" { String::new() } else { asked.to_owned() };
        let query = if words.is_empty() { title_words(&of.title) } else { words.clone() };
        let hits = match hub::search::find(conn, &self.who.seen, (&query, None), HITS_MAX).await {
            Ok(hits) if !query.is_empty() => hits.messages,
            Ok(_) | Err(hub::Error::Invalid { .. }) => Vec::new(),
            Err(other) => return Err(other.into()),
        };
        let mut ids: Vec<ConversationId> = Vec::new();
        for hit in hits.iter().map(|hit| hit.conversation).filter(|id| *id != of.id) {
            if !ids.contains(&hit) {
                ids.push(hit);
            }
        }
        let mut found = conversations::list_by_ids(conn, &self.who.seen, &ids).await?;
        found.retain(|one| one.merged_into.is_none());
        // Those that share most words with the title come first, the newest among equals.
        let like: Vec<String> = query.split(" OR ").map(str::to_lowercase).collect();
        let shared = |title: &str| like.iter().filter(|word| title.to_lowercase().contains(*word)).count();
        found.sort_by_cached_key(|one| std::cmp::Reverse(shared(&one.title)));
        let found = found.into_iter().take(JOINABLE_MAX).map(|one| Joinable {
            address: self.address(one.id, &[]),
            when: shown::time_short(one.last_at, self.app.now(), self.s.language()),
            title: if one.title.trim().is_empty() { row::snippet(&one.last_text) } else { one.title },
            who: one.starter_name,
            id: one.id,
        });
        let keep = self.asked.list_pairs().into_iter().filter(|(_, value)| !value.is_empty());
        let keep = keep.map(|(name, value)| (name, value.to_owned())).collect();
        Ok(Some(Joining { words, keep, found: found.collect() }))
    }

    /// Messages and notes in the order of time, with the addresses of what comes before and after.
    async fn items(
        &self,
        conn: &mut Conn,
        (id, group): (ConversationId, &[ConversationId]),
    ) -> Result<(Vec<Item>, Option<String>, Option<String>), Fault> {
        let at: Option<MessageId> = if self.asked.at.is_empty() { None } else { self.asked.at.parse().ok() }; // tidy(swallow): an edited address shows the newest
        let before: Option<MessageId> =
            if self.asked.before.is_empty() { None } else { self.asked.before.parse().ok() }; // tidy(swallow): an edited address shows the newest
        let newest = MessageId(i64::MAX);
        let mut said = messages::list_in_conversations(conn, &self.who.seen, (group, before.unwrap_or(newest))).await?;
        let is_away = at.is_some_and(|at| !said.iter().rev().take(MESSAGES_MAX).any(|message| message.id == at));
        if let Some(at) = at.filter(|_| is_away && before.is_none()) {
            said = messages::list_in_conversations(conn, &self.who.seen, (group, MessageId(at.0 + 1))).await?;
        }
        let hidden = said.len().saturating_sub(MESSAGES_MAX);
        said.drain(..hidden);
        let first = said.iter().map(|message| message.id).min().filter(|_| hidden > 0);
        let older = first.map(|first| self.address(id, &[("before", &first.to_string())]));
        let newer = (is_away || before.is_some()).then(|| self.address(id, &[]));
        let ids: Vec<MessageId> = said.iter().map(|message| message.id).collect();
        let files = store::attachments::list(conn, self.who.workspace.id, &ids).await?;
        let signs = store::reactions::list(conn, self.who.workspace.id, &ids).await?;
        let mut items: Vec<(Option<Time>, Item)> = Vec::new();
        let mut room = PAGE_BYTES_MAX;
        let naming = Naming::load(&self.app.hub, conn, &self.who.seen).await?;
        for message in &said {
            let mut shown = self.said(id, message, &mut room);
            shown.named = named::seen(&naming.of(message), self.s.language());
            shown.files =
                files.iter().filter(|file| file.message_id == message.id).map(|file| file.name.clone()).collect();
            let left = signs.iter().filter(|(on, _)| *on == message.id).map(|(_, sign)| sign);
            shown.signs = reactions::seen(left, self.s.language());
            items.push((message.sent_at, Item::Message(Box::new(shown))));
        }
        for note in notes::list(conn, &self.who.seen, group).await? {
            let when = shown::time_ago(note.at, self.app.now(), self.s.language());
            let who = if note.by_name.is_empty() { self.s.w.journal.operator.to_owned() } else { note.by_name };
            items.push((Some(note.at), Item::Note { who, when, body: note.body }));
        }
        // Messages keep the order in which they came; notes go between them by their time.
        items.sort_by_key(|(at, _)| *at);
        Ok((items.into_iter().map(|(_, item)| item).collect(), older, newer))
    }

    /// `room` is how many bytes of text the page still takes; what comes later is cut shorter.
    fn said(&self, conversation: ConversationId, message: &Message, room: &mut usize) -> Said {
        let (w, language, id) = (self.s.w, self.s.language(), message.id.to_string());
        let wants_full = self.asked.full == id;
        let chars_max = if *room > message.text.len() { text::TEXT_CHARS_MAX } else { TEXT_CHARS_MIN };
        let (shown_text, is_all) =
            if wants_full { (message.text.as_str(), true) } else { text::cut(&message.text, chars_max) };
        *room = room.saturating_sub(shown_text.len());
        let reading = seen(&message.reading, &message.text, language);
        let anchored = |pair: (&str, &str)| format!("{}#m{id}", self.address(conversation, &[pair]));
        Said {
            id: message.id,
            who: if message.author.is_empty() { w.inbox.unknown_author.to_owned() } else { message.author.clone() },
            member: paths::member(self.who.workspace.id, message.member),
            when: match message.sent_at {
                Some(at) => shown::time_ago(at, self.app.now(), language),
                None => w.inbox.unknown_time.to_owned(),
            },
            is_deleted: message.deleted,
            is_edited: message.edited_at.is_some(),
            is_found: self.asked.at == id,
            html: text::html(shown_text, &reading.marks),
            full: (!is_all).then(|| anchored(("full", &id))),
            files: Vec::new(),
            signs: (Vec::new(), 0),
            reading,
            named: NamedSeen::default(),
            correct: anchored(("correct", &id)),
            is_correcting: self.asked.correct == id && self.s.may_correct,
        }
    }

    async fn history(&self, conn: &mut Conn, id: ConversationId) -> Result<Vec<Event>, Fault> {
        let subject = format!("conversation:{id}");
        let newest = (subject.as_str(), EntryId(i64::MAX));
        let entries = journal::list_about(conn, &self.who.seen, newest, HISTORY_MAX).await?;
        let events = entries.into_iter().map(|entry| Event {
            who: crate::pages::journal::actor(&entry, self.s.w),
            what: toast::named(&entry.act, self.s.w).map_or(entry.act.clone(), |act| act.done.to_owned()),
            when: shown::time_ago(entry.at, self.app.now(), self.s.language()),
            address: paths::entry(self.who.workspace.id, entry.id),
            is_undone: entry.undone_by.is_some(),
        });
        Ok(events.collect())
    }
}

/// Tomorrow morning, Monday morning, in a week.
pub(super) fn snoozes(w: &'static Words, now: Time) -> Vec<(Time, &'static str, String)> {
    let (acts, language) = (&w.acts, w.language);
    let morning = |days: i64| Time::from_seconds((now.day() + days) * DAY_SECONDS + MORNING_HOUR * 3600);
    // 1970-01-01 was a Thursday.
    let weekday = (now.day() + 3).rem_euclid(7);
    let choices = [(1, acts.snooze_tomorrow), (7 - weekday, acts.snooze_monday), (7, acts.snooze_week)];
    let written = |at: Time| {
        let day = usize::try_from((at.day() + 3).rem_euclid(7)).unwrap_or(0);
        format!("{} {}", language.weekday_short(day), language.date_short(at, now))
    };
    choices.into_iter().map(|(days, title)| (morning(days), title, written(morning(days)))).collect()
}
