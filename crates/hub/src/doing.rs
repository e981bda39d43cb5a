//! An act while it is being done: every change goes through here, so that it can be undone.

use std::collections::{BTreeMap, BTreeSet};

use model::{ConversationId, EntryId, MessageId, Seen, Time};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use store::counts::{Deltas, HourKey};
use store::touch::{self, Place, Record, Table};
use store::{Conn, aggregates, counts};

use crate::{Error, Hub, Mint, Result, index};

/// One row that an act changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Touched {
    pub(crate) place: Place,
    /// The row before; `None` when the act created it.
    pub(crate) before: Option<Record>,
    /// The version that the act left the row at; `None` when it removed it.
    pub(crate) left: Option<i64>,
    /// The columns that it changed in a row that stayed.
    #[serde(default)]
    pub(crate) changed: BTreeSet<String>,
}

/// What an act left behind, kept in its journal payload.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Effects {
    pub(crate) touched: Vec<Touched>,
    /// Conversations whose counts follow from their messages.
    #[serde(default)]
    pub(crate) recount: BTreeSet<i64>,
    /// Messages whose search facets follow from their reading.
    #[serde(default)]
    pub(crate) reindex: BTreeSet<i64>,
    #[serde(default)]
    pub(crate) counted: Vec<(HourKey, i64, i64)>,
    /// Entries that this one undid.
    #[serde(default)]
    pub(crate) undone: Vec<i64>,
    /// Entries whose undoing this one undid, and the entry that had undone each.
    #[serde(default)]
    pub(crate) redone: Vec<(i64, i64)>,
}

/// An act while it is being done.
pub(crate) struct Doing<'a> {
    pub(crate) conn: &'a mut Conn,
    pub(crate) seen: Seen,
    pub(crate) now: Time,
    pub(crate) entry: EntryId,
    pub(crate) hub: &'a Hub,
    pub(crate) mint: &'a Mint,
    pub(crate) subjects: BTreeSet<String>,
    pub(crate) effects: Effects,
    /// What the journal keeps instead of the input, where the input must not stay.
    pub(crate) journaled: Option<Json>,
    /// The erasure that the act begins or takes over; its steps come after the act.
    pub(crate) erasing: Option<crate::erase::Begun>,
    /// What there is to tell besides; null for most acts.
    pub(crate) told: Json,
}

impl<'a> Doing<'a> {
    pub(crate) fn begin(conn: &'a mut Conn, hub: &'a Hub, seen: Seen, now: Time) -> Doing<'a> {
        let entry = EntryId(hub.mint.next(now));
        Doing {
            conn,
            seen,
            now,
            entry,
            hub,
            mint: &hub.mint,
            subjects: BTreeSet::new(),
            effects: Effects::default(),
            journaled: None,
            erasing: None,
            told: Json::Null,
        }
    }

    /// Who decides, as a number for rows: 0 for the operator and the program.
    pub(crate) fn by(&self) -> i64 {
        store::journal::actor_words(self.seen.actor).1
    }

    /// Notes what the act is about: `conversation:ID`.
    pub(crate) fn about(&mut self, noun: &str, id: i64) {
        self.subjects.insert(format!("{noun}:{}", model::ids::encode(id)));
    }

    /// A row as it stands.
    pub(crate) async fn find(&mut self, place: &Place) -> Result<Option<Record>> {
        Ok(touch::find(self.conn, self.seen.workspace.0, place).await?)
    }

    /// A row that must exist; whoever asks for another is told that there is none.
    pub(crate) async fn load(&mut self, noun: &str, place: &Place) -> Result<Record> {
        self.find(place).await?.ok_or_else(|| Error::NotFound(noun.to_owned()))
    }

    /// Changes columns of a row that was just loaded. Setting what stands there already is no change.
    pub(crate) async fn set(&mut self, place: &Place, before: &Record, columns: &[(&str, Json)]) -> Result<()> {
        let mut after = before.clone();
        for (name, value) in columns {
            after.columns.insert((*name).to_owned(), value.clone());
        }
        if after.columns == before.columns {
            return Ok(());
        }
        after.version = self.entry.0;
        self.write(place, (Some(before), Some(&after))).await
    }

    /// Creates a row; `false` when it is there already.
    pub(crate) async fn create(&mut self, place: &Place, columns: &[(&str, Json)]) -> Result<bool> {
        if self.find(place).await?.is_some() {
            return Ok(false);
        }
        let columns: Map<String, Json> =
            columns.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let after = Record { version: self.entry.0, columns };
        self.write(place, (None, Some(&after))).await?;
        Ok(true)
    }

    /// Removes a row that was just loaded.
    pub(crate) async fn remove(&mut self, place: &Place, before: &Record) -> Result<()> {
        self.write(place, (Some(before), None)).await
    }

    pub(crate) async fn write(&mut self, place: &Place, change: (Option<&Record>, Option<&Record>)) -> Result<()> {
        let (before, after) = change;
        touch::write(self.conn, self.seen.workspace.0, place, change).await?;
        let left = after.map(|after| after.version);
        let changed = differing(before, after);
        match self.effects.touched.iter_mut().find(|touched| touched.place == *place) {
            Some(known) => {
                known.left = left;
                known.changed.extend(changed);
            }
            None => {
                let touched = Touched { place: place.clone(), before: before.cloned(), left, changed };
                self.effects.touched.push(touched);
            }
        }
        Ok(())
    }

    pub(crate) fn recount(&mut self, conversation: ConversationId) {
        self.effects.recount.insert(conversation.0);
    }

    pub(crate) fn reindex(&mut self, message: MessageId) {
        self.effects.reindex.insert(message.0);
    }

    /// Moves one message in the counts from one row to another.
    pub(crate) fn count_moved(&mut self, (from, sentiment): (HourKey, i64), (to, then): (HourKey, i64)) {
        self.effects.counted.push((from, -1, -sentiment));
        self.effects.counted.push((to, 1, then));
    }

    /// Brings what follows from rows into step with them: counts, aggregates, search.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        let mut deltas = Deltas { hours: BTreeMap::new(), days: BTreeMap::new() };
        for (key, messages, sentiment) in &self.effects.counted {
            let sum = deltas.hours.entry(key.clone()).or_default();
            sum.0 += messages;
            sum.1 += sentiment;
        }
        deltas.hours.retain(|_, sum| *sum != (0, 0));
        counts::add(self.conn, self.seen.workspace, &deltas).await?;
        for id in self.effects.recount.clone() {
            aggregates::recount(self.conn, self.seen.workspace, ConversationId(id)).await?;
        }
        for id in self.effects.reindex.clone() {
            index::refresh(self.conn, &self.seen, MessageId(id)).await?;
        }
        Ok(())
    }
}

fn differing(before: Option<&Record>, after: Option<&Record>) -> BTreeSet<String> {
    let (Some(before), Some(after)) = (before, after) else { return BTreeSet::new() };
    after
        .columns
        .iter()
        .filter(|(name, value)| before.columns.get(*name) != Some(value))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Where a conversation's row is.
pub(crate) fn conversation(id: ConversationId) -> Place {
    Place { table: Table::Conversation, key: vec![id.0.into()] }
}

/// Where a member's row is.
pub(crate) fn member(id: model::MemberId) -> Place {
    Place { table: Table::Member, key: vec![id.0.into()] }
}

/// Where a message's row is.
pub(crate) fn message(id: MessageId) -> Place {
    Place { table: Table::Message, key: vec![id.0.into()] }
}
