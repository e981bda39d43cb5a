//! What others' rows say of the erased person: quotes, names, notes, labels, journal, topics, things.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{ConversationId, EntryId, MessageId, Month, NoteId, Seen};
use serde_json::Value as Json;
use store::erase::traces::{self, TableSize, WORDED, Worded, Words, WordyThing};
use store::topic_book::{self, Learned};
use store::{Conn, erase};
use text::topics::TopicBook;

use super::person::Person;
use super::survey::Survey;
use super::traces::ERASED;
use super::{Erasing, Removed};
use crate::{Error, Result, index};

/// Takes the person out of a message as it stands now.
pub(super) async fn clean_message(
    conn: &mut Conn,
    seen: &Seen,
    (person, id): (&Person, MessageId),
    removed: &mut Removed,
) -> Result<()> {
    let (workspace, traces) = (seen.workspace, &person.traces);
    let Some(told) = traces::find_message(conn, workspace, id).await? else { return Ok(()) };
    let text = traces.cleaned(told.conversation, &told.text);
    if let Some(text) = &text {
        traces::set_text(conn, workspace, (told.id, text)).await?;
        index::refresh(conn, seen, told.id).await?;
        removed.others_cleaned += 1;
    }
    if told.reply_to.as_deref().is_some_and(|id| traces.is_id(id)) {
        traces::forget_reply(conn, workspace, told.id).await?;
    }
    // A record of a source cannot be rewritten without becoming another: it goes as a whole.
    let source = told.source.map(|packed| packed.unpack()).transpose()?;
    let named = source.is_some_and(|source| traces.touch(&String::from_utf8_lossy(&source)));
    if text.is_some() || named {
        removed.source_records += traces::drop_source(conn, workspace, told.id).await?;
    }
    Ok(())
}

/// Whether a thing is about the person, and not only names them.
pub(super) fn is_theirs(person: &Person, thing: &WordyThing) -> bool {
    person.identities.iter().any(|identity| identity.handle == thing.handle) || person.traces.touch(&thing.handle)
}

impl Erasing<'_, '_> {
    pub(super) async fn clean_others(&mut self, survey: Survey) -> Result<()> {
        for id in survey.messages {
            let whom = (&self.person, id);
            clean_message(self.doing.conn, &self.doing.seen, whom, &mut self.removed).await?;
        }
        for (place, key) in survey.words {
            let of = &WORDED[place];
            let row = traces::find_words(self.doing.conn, self.doing.seen.workspace, (of, &key)).await?;
            if let Some(row) = row {
                self.clean_row(of, row).await?;
            }
        }
        for of in WORDED.iter().filter(|of| of.size == TableSize::Small) {
            self.clean_words(of).await?;
        }
        let noted = self.clean_notes().await?;
        self.clean_labels().await?;
        self.clean_things(&survey.things).await?;
        self.clean_topics().await?;
        self.clean_book().await?;
        self.clean_journal(survey.payloads.into_iter().chain(noted).collect()).await?;
        self.removed.answers += traces::drop_answers(self.doing.conn, self.doing.seen.workspace).await?;
        Ok(())
    }

    async fn clean_words(&mut self, of: &Worded) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let mut after: Option<Vec<i64>> = None;
        loop {
            let page = traces::list_words(self.doing.conn, workspace, (of, after.as_deref())).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.clone());
            for row in page {
                self.clean_row(of, row).await?;
            }
        }
    }

    async fn clean_row(&mut self, of: &Worded, mut row: Words) -> Result<()> {
        let mut changed = false;
        for (column, word) in of.words.iter().zip(&mut row.words) {
            let Some(word) = word else { continue };
            let machine = of.machine.contains(column);
            let cleaned = if machine { self.tidied(word) } else { self.person.cleaned(word) };
            if let Some(cleaned) = cleaned {
                *word = cleaned;
                changed = true;
            }
        }
        if changed {
            traces::set_words(self.doing.conn, self.doing.seen.workspace, (of, &row)).await?;
            self.removed.names += 1;
        }
        Ok(())
    }

    /// What the program reads itself: of JSON only the strings change, of anything else only names.
    fn tidied(&self, words: &str) -> Option<String> {
        let Ok(mut json) = serde_json::from_str::<Json>(words) else { return self.person.traces.without_names(words) };
        self.tidy(&mut json).then(|| json.to_string())
    }

    fn tidy(&self, json: &mut Json) -> bool {
        match json {
            Json::String(text) => match self.person.cleaned(text) {
                Some(cleaned) => {
                    *text = cleaned;
                    true
                }
                None => false,
            },
            Json::Array(all) => all.iter_mut().filter_map(|one| self.tidy(one).then_some(())).count() > 0,
            Json::Object(all) => all.values_mut().filter_map(|one| self.tidy(one).then_some(())).count() > 0,
            _ => false,
        }
    }

    /// Notes on what the person began are about the person; of others names and quotes go. Says which
    /// entries wrote the notes that changed.
    async fn clean_notes(&mut self) -> Result<BTreeSet<EntryId>> {
        let workspace = self.doing.seen.workspace;
        let (mut after, mut entries) = (NoteId(-1), BTreeSet::new());
        loop {
            let page = traces::list_notes(self.doing.conn, workspace, after).await?;
            let Some(last) = page.last() else { return Ok(entries) };
            after = last.id;
            for note in page {
                let whole = self.person.has_begun(note.conversation).then(|| ERASED.to_owned());
                let body = whole.or_else(|| self.person.traces.cleaned(note.conversation, &note.body));
                let Some(body) = body.filter(|body| *body != note.body) else { continue };
                traces::set_note(self.doing.conn, workspace, (note.id, &body)).await?;
                self.removed.notes += 1;
                entries.insert(note.entry);
            }
        }
    }

    /// Labels that name the person, and those that stand nowhere but on what the person began.
    async fn clean_labels(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let all = traces::list_labels(self.doing.conn, workspace).await?;
        let theirs = |subject: &str, id: i64| subject == "conversation" && self.person.has_begun(ConversationId(id));
        let mut elsewhere: HashMap<&str, usize> = HashMap::new();
        for (subject, id, name) in &all {
            *elsewhere.entry(name).or_default() += usize::from(!theirs(subject, *id));
        }
        let goes = |(subject, id, name): &&(String, i64, String)| {
            self.person.traces.touch(name) || theirs(subject, *id) && elsewhere.get(name.as_str()) == Some(&0)
        };
        let gone: Vec<_> = all.iter().filter(goes).collect();
        for (subject, id, name) in &gone {
            traces::drop_label(self.doing.conn, workspace, (subject, *id, name)).await?;
        }
        self.removed.labels += gone.len() as u64;
        Ok(())
    }

    async fn clean_things(&mut self, ids: &[i64]) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        for id in ids {
            let Some(thing) = traces::find_thing(self.doing.conn, workspace, *id).await? else { continue };
            traces::drop_thing(self.doing.conn, workspace, thing.id).await?;
            self.things.insert(erase::thing_digest(&self.salt, thing.id));
            if is_theirs(&self.person, &thing) {
                self.things.insert(erase::thing_handle_digest(&self.salt, &thing.origin, &thing.handle));
            }
            self.removed.things += 1;
        }
        Ok(())
    }

    /// Topics of months in which the person wrote are found anew; so are those that name the person.
    async fn clean_topics(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let mut months: BTreeMap<String, bool> = BTreeMap::new();
        for (month, words) in traces::list_topics(self.doing.conn, workspace).await? {
            *months.entry(month).or_default() |= self.person.traces.touch(&words);
        }
        for (month, named) in months {
            let month: Month = month.parse().map_err(|_| Error::Broken(format!("month {month}")))?;
            if named {
                self.person.months.insert(month);
            }
        }
        for month in self.person.months.clone() {
            self.removed.topics += traces::drop_topics(self.doing.conn, workspace, month).await?;
        }
        Ok(())
    }

    /// What the topics learned holds words as well.
    async fn clean_book(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let Some((bytes, version)) = topic_book::find_book(self.doing.conn, workspace).await? else { return Ok(()) };
        let broken = |error: text::topics::Broken| Error::Broken(format!("the book of topics: {error}"));
        let mut book = TopicBook::load(&bytes).map_err(broken)?;
        book.forget_texts();
        book.forget_words(|word| self.person.traces.touch(word));
        // Written even when no word told of the person: who sorts their messages just now begins anew.
        let (found, joined) = (Vec::new(), Vec::new());
        let learned = Learned { book: book.save(), version: Some(version), found, joined };
        Ok(topic_book::learn(self.doing.conn, workspace, learned).await?)
    }

    /// Forgets inputs and before-images; the chain still holds.
    async fn clean_journal(&mut self, entries: BTreeSet<EntryId>) -> Result<()> {
        for entry in entries {
            self.removed.journal_payloads +=
                traces::drop_payload(self.doing.conn, self.doing.seen.workspace, entry).await?;
        }
        Ok(())
    }
}
