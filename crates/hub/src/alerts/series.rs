//! What is watched, and which readings may raise an alert: measured ones, and others where a person allows it.

use std::collections::BTreeSet;

use model::{ChannelId, Kind, Seen, WorkspaceId};
use store::Conn;
use store::alerts::{self, Heard, Judged};
use text::quality::{Part, Status, languages_measured, status_of};

use crate::Result;

/// Kinds whose rise or silence somebody wants to hear of.
const KINDS: [Kind; 5] = [Kind::Bug, Kind::Complaint, Kind::Question, Kind::Praise, Kind::Spam];
const MOOD: &str = "mood";

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Series {
    Channel(i64),
    Kind(i64),
    Mood,
}

impl Series {
    /// The series that a message belongs to.
    pub(super) fn of(heard: &Heard) -> [Series; 3] {
        [Series::Channel(heard.channel.0), Series::Kind(heard.reading.kind), Series::Mood]
    }

    pub(super) fn word(self) -> String {
        match self {
            Series::Channel(id) => format!("channel:{}", ChannelId(id)),
            Series::Kind(kind) => format!("kind:{kind}"),
            Series::Mood => MOOD.to_owned(),
        }
    }
}

/// Words of the series that a person may let raise alerts by what is not measured.
pub fn watchable() -> impl Iterator<Item = &'static str> {
    KINDS.into_iter().map(Kind::word).chain([MOOD])
}

/// The series that a person lets raise alerts by what is not measured; none by default.
#[derive(Default)]
pub struct Allowed {
    kinds: BTreeSet<i64>,
    mood: bool,
}

impl Allowed {
    pub(super) async fn load(conn: &mut Conn, workspace: WorkspaceId) -> Result<Allowed> {
        let words = alerts::list_watched(conn, workspace).await?;
        let is_allowed = |word: &str| words.iter().any(|known| known == word);
        let kinds = KINDS.into_iter().filter(|kind| is_allowed(kind.word())).map(|kind| kind as i64);
        Ok(Allowed { kinds: kinds.collect(), mood: is_allowed(MOOD) })
    }

    /// Whether a message counts in a series. What its language does not let us read never does.
    pub(super) fn holds(&self, series: Series, heard: &Heard) -> bool {
        let reading = &heard.reading;
        match series {
            Series::Channel(id) => heard.channel.0 == id,
            Series::Mood => reading.sentiment_by_person || is_trusted(Part::Sentiment, reading, self.mood),
            Series::Kind(number) => {
                let Some(kind) = KINDS.into_iter().find(|kind| *kind as i64 == number) else { return false };
                let part = Part::Kind(text::Kind::ALL[kind as usize]);
                let is_allowed = self.kinds.contains(&number);
                let is_decided = !reading.is_unsure && is_trusted(part, reading, is_allowed);
                reading.kind == number && (reading.kind_by_person || is_decided)
            }
        }
    }
}

fn is_trusted(part: Part, reading: &Judged, is_allowed: bool) -> bool {
    match status_of(part, &reading.language, reading.language_confidence as f32 / 10_000.0) {
        Status::Measured => true,
        Status::Rules => is_allowed,
        Status::Absent => false,
    }
}

/// A series as a person may switch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The word of a kind, or `mood`.
    pub series: &'static str,
    /// `None` for the mood.
    pub kind: Option<Kind>,
    /// Codes of the languages in which it is measured: these raise alerts in any case.
    pub measured: Vec<&'static str>,
    /// A person lets it raise alerts by what is not measured too.
    pub is_allowed: bool,
}

/// All series that can be switched.
pub async fn list_switches(conn: &mut Conn, seen: &Seen) -> Result<Vec<Switch>> {
    let words = alerts::list_watched(conn, seen.workspace).await?;
    let switch = |series: &'static str, kind: Option<Kind>| {
        let part = kind.map_or(Part::Sentiment, |kind| Part::Kind(text::Kind::ALL[kind as usize]));
        let is_allowed = words.iter().any(|known| known == series);
        Switch { series, kind, measured: languages_measured(part).collect(), is_allowed }
    };
    Ok(KINDS.into_iter().map(|kind| switch(kind.word(), Some(kind))).chain([switch(MOOD, None)]).collect())
}
