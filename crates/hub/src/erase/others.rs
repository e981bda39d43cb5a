//! What others' rows say of the erased person: quotes, names, notes, labels, journal, topics, things.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{ConversationId, EntryId, MessageId, Month, NoteId};
use serde_json::Value as Json;
use store::erase;
use store::erase::traces::{self, Told, WORDED, Worded};
use store::topic_book::{self, Learned};
use text::topics::TopicBook;

use super::Erasing;
use super::traces::ERASED;
use crate::{Error, Result, index};

impl Erasing<'_, '_> {
    pub(super) async fn clean_others(&mut self) -> Result<()> {
        self.clean_messages().await?;
        for of in WORDED {
            self.clean_words(of).await?;
        }
        let noted = self.clean_notes().await?;
        self.clean_labels().await?;
        self.clean_things().await?;
        self.clean_topics().await?;
        self.clean_book().await?;
        self.clean_journal(&noted).await?;
        self.removed.answers += traces::drop_answers(self.doing.conn, self.doing.seen.workspace).await?;
        Ok(())
    }

    /// Reads every message once: a quote may stand anywhere.
    async fn clean_messages(&mut self) -> Result<()> {
        let mut after = MessageId(-1);
        loop {
            let page = traces::list_messages(self.doing.conn, self.doing.seen.workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for told in page {
                self.clean_message(told).await?;
            }
        }
    }

    async fn clean_message(&mut self, told: Told) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let text = self.traces.cleaned(told.conversation, &told.text);
        if let Some(text) = &text {
            traces::set_text(self.doing.conn, workspace, (told.id, text)).await?;
            index::refresh(self.doing.conn, &self.doing.seen, told.id).await?;
            self.removed.others_cleaned += 1;
        }
        if told.reply_to.as_deref().is_some_and(|id| self.traces.is_id(id)) {
            traces::forget_reply(self.doing.conn, workspace, told.id).await?;
        }
        // A record of a source cannot be rewritten without becoming another: it goes as a whole.
        let named = told.source.is_some_and(|source| self.traces.touch(&String::from_utf8_lossy(&source)));
        if text.is_some() || named {
            self.removed.source_records += traces::drop_source(self.doing.conn, workspace, told.id).await?;
        }
        Ok(())
    }

    async fn clean_words(&mut self, of: &Worded) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let mut after: Option<Vec<i64>> = None;
        loop {
            let page = traces::list_words(self.doing.conn, workspace, (of, after.as_deref())).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.clone());
            for mut row in page {
                let mut changed = false;
                for (column, word) in of.words.iter().zip(&mut row.words) {
                    let Some(word) = word else { continue };
                    let cleaned = if of.machine.contains(column) { self.tidied(word) } else { self.words(word) };
                    if let Some(cleaned) = cleaned {
                        *word = cleaned;
                        changed = true;
                    }
                }
                if changed {
                    traces::set_words(self.doing.conn, workspace, (of, &row)).await?;
                    self.removed.names += 1;
                }
            }
        }
    }

    /// Words for people without the person; `None` where they do not tell of the person.
    fn words(&self, words: &str) -> Option<String> {
        let named = self.traces.touch(words);
        named.then(|| self.traces.without_names(words).unwrap_or_else(|| ERASED.to_owned()))
    }

    /// What the program reads itself: of JSON only the strings change, of anything else only names.
    fn tidied(&self, words: &str) -> Option<String> {
        let Ok(mut json) = serde_json::from_str::<Json>(words) else { return self.traces.without_names(words) };
        self.tidy(&mut json).then(|| json.to_string())
    }

    fn tidy(&self, json: &mut Json) -> bool {
        match json {
            Json::String(text) => match self.words(text) {
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

    fn is_begun(&self, conversation: ConversationId) -> bool {
        self.begun.iter().any(|(id, _)| *id == conversation)
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
                let whole = self.is_begun(note.conversation).then(|| ERASED.to_owned());
                let body = whole.or_else(|| self.traces.cleaned(note.conversation, &note.body));
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
        let theirs = |subject: &str, id: i64| subject == "conversation" && self.is_begun(ConversationId(id));
        let mut elsewhere: HashMap<&str, usize> = HashMap::new();
        for (subject, id, name) in &all {
            *elsewhere.entry(name).or_default() += usize::from(!theirs(subject, *id));
        }
        let goes = |(subject, id, name): &&(String, i64, String)| {
            self.traces.touch(name) || theirs(subject, *id) && elsewhere.get(name.as_str()) == Some(&0)
        };
        let gone: Vec<_> = all.iter().filter(goes).collect();
        for (subject, id, name) in &gone {
            traces::drop_label(self.doing.conn, workspace, (subject, *id, name)).await?;
        }
        self.removed.labels += gone.len() as u64;
        Ok(())
    }

    async fn clean_things(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let mut after = i64::MIN;
        loop {
            let page = traces::list_things(self.doing.conn, workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for thing in page {
                let known = self.identities.iter().any(|identity| identity.handle == thing.handle);
                let theirs = known || self.traces.touch(&thing.handle);
                if theirs || self.traces.touch(&thing.words) {
                    traces::drop_thing(self.doing.conn, workspace, thing.id).await?;
                    self.things.insert(erase::thing_digest(&self.salt, thing.id));
                    if theirs {
                        self.things.insert(erase::thing_handle_digest(&self.salt, &thing.origin, &thing.handle));
                    }
                    self.removed.things += 1;
                }
            }
        }
    }

    /// Topics of months in which the person wrote are found anew; so are those that name the person.
    async fn clean_topics(&mut self) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let mut months: BTreeMap<String, bool> = BTreeMap::new();
        for (month, words) in traces::list_topics(self.doing.conn, workspace).await? {
            *months.entry(month).or_default() |= self.traces.touch(&words);
        }
        for (month, named) in months {
            let month: Month = month.parse().map_err(|_| Error::Broken(format!("month {month}")))?;
            if named {
                self.months.insert(month);
            }
        }
        for month in self.months.clone() {
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
        book.forget_words(|word| self.traces.touch(word));
        // Written even when no word told of the person: who sorts their messages just now begins anew.
        let (found, joined) = (Vec::new(), Vec::new());
        let learned = Learned { book: book.save(), version: Some(version), found, joined };
        Ok(topic_book::learn(self.doing.conn, workspace, learned).await?)
    }

    /// Inputs and before-images of what was decided about the person or names the person.
    async fn clean_journal(&mut self, noted: &BTreeSet<EntryId>) -> Result<()> {
        let workspace = self.doing.seen.workspace;
        let mut after = EntryId(-1);
        loop {
            let page = traces::list_payloads(self.doing.conn, workspace, after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.entry;
            for one in page {
                let about = one.subjects.split(' ').any(|subject| self.subjects.contains(subject));
                if about || noted.contains(&one.entry) || self.traces.touch(&one.payload) {
                    traces::drop_payload(self.doing.conn, workspace, one.entry).await?;
                    self.removed.journal_payloads += 1;
                }
            }
        }
    }
}
