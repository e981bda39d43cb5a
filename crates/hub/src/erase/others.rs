//! Taking the person out of others' rows: messages, words, notes.

use model::MessageId;
use serde_json::Value as Json;
use store::Conn;
use store::erase::traces::{self, Noted, Worded, Words, WordyThing};

use super::person::Person;
use super::steps::Erasing;
use super::traces::ERASED;
use crate::{Result, index};

/// Whether a thing is about the person, and not only names them.
pub(super) fn is_theirs(person: &Person, thing: &WordyThing) -> bool {
    person.identities.iter().any(|identity| identity.handle == thing.handle) || person.traces.touch(&thing.handle)
}

impl Erasing<'_> {
    /// Takes the person out of a message as it stands now.
    pub(super) async fn clean_message(&mut self, conn: &mut Conn, id: MessageId) -> Result<()> {
        let (workspace, traces) = (self.seen.workspace, &self.person.traces);
        let Some(told) = traces::find_message(conn, workspace, id).await? else { return Ok(()) };
        let text = traces.cleaned(told.conversation, &told.text);
        if let Some(text) = &text {
            traces::set_text(conn, workspace, (told.id, text)).await?;
            index::refresh(conn, &self.seen, told.id).await?;
            self.known.removed.others_cleaned += 1;
        }
        if told.reply_to.as_deref().is_some_and(|id| traces.is_id(id)) {
            traces::forget_reply(conn, workspace, told.id).await?;
        }
        // A record of a source cannot be rewritten without becoming another: it goes as a whole.
        let source = told.source.map(|packed| packed.unpack()).transpose()?;
        let named = source.is_some_and(|source| traces.touch(&String::from_utf8_lossy(&source)));
        if text.is_some() || named {
            self.known.removed.source_records += traces::drop_source(conn, workspace, told.id).await?;
        }
        Ok(())
    }

    pub(super) async fn clean_table(&mut self, conn: &mut Conn, of: &Worded) -> Result<()> {
        let mut after: Option<Vec<i64>> = None;
        loop {
            let page = traces::list_words(conn, self.seen.workspace, (of, after.as_deref())).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.key.clone());
            for row in page {
                self.clean_row(conn, (of, row)).await?;
            }
        }
    }

    pub(super) async fn clean_row(&mut self, conn: &mut Conn, (of, mut row): (&Worded, Words)) -> Result<()> {
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
            traces::set_words(conn, self.seen.workspace, (of, &row)).await?;
            self.known.removed.names += 1;
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

    /// A note as it may stay, where it must change: on what the person began it is about the person; of others names
    /// and quotes go.
    pub(super) fn cleaned_note(&self, note: &Noted) -> Option<String> {
        let whole = self.person.has_begun(note.conversation).then(|| ERASED.to_owned());
        let body = whole.or_else(|| self.person.traces.cleaned(note.conversation, &note.body));
        body.filter(|body| *body != note.body)
    }

    /// A note goes out of the journal together with what it said.
    pub(super) async fn clean_note(&mut self, conn: &mut Conn, id: model::NoteId) -> Result<()> {
        let workspace = self.seen.workspace;
        let Some(note) = traces::find_note(conn, workspace, id).await? else { return Ok(()) };
        let Some(body) = self.cleaned_note(&note) else { return Ok(()) };
        traces::set_note(conn, workspace, (note.id, &body)).await?;
        self.known.removed.notes += 1;
        self.known.removed.journal_payloads += traces::drop_payload(conn, workspace, note.entry).await?;
        Ok(())
    }
}
