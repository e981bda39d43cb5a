//! A reading as JSON fields, exactly as the command line's contract shows them.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use super::{EntityKind, Kind, KindReading, LanguageReading, Reading, Score, SentimentReading, Span};
use crate::Input;
use crate::quality::Part;

/// Which kinds to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Those at or above their thresholds, or the best alone.
    Sure,
    /// All ten, best first.
    All,
}

impl Reading {
    /// Adds the reading's fields, `language` to `model`, to a map, so that the caller can put an id before them.
    /// Evidence and keywords become words of `input`; floats have at most 4 decimals.
    pub fn fields<M: SerializeMap>(&self, map: &mut M, input: &Input<'_>, show: Show) -> Result<(), M::Error> {
        map.serialize_entry("language", &self.language)?;
        map.serialize_entry("sentiment", &self.sentiment)?;
        map.serialize_entry("kinds", &Kinds { reading: self, input, show })?;
        if self.unsure {
            map.serialize_entry("unsure", &true)?;
        }
        map.serialize_entry("urgency", &self.urgency)?;
        map.serialize_entry("toxicity", &Toxicity(self))?;
        map.serialize_entry("spam", &self.spam)?;
        map.serialize_entry("keywords", &Words { spans: &self.keywords, input })?;
        map.serialize_entry("asks_reply", &self.asks_reply)?;
        map.serialize_entry("rights", &self.rights)?;
        map.serialize_entry("entities", &Entities { reading: self, input })?;
        map.serialize_entry("status", &Statuses(self))?;
        map.serialize_entry("model", self.model)
    }
}

/// At most four decimals.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}

impl Serialize for LanguageReading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("language", 2)?;
        object.serialize_field("code", self.code)?;
        object.serialize_field("confidence", &rounded(self.confidence))?;
        object.end()
    }
}

impl Serialize for SentimentReading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("sentiment", 3)?;
        object.serialize_field("score", &rounded(self.score))?;
        object.serialize_field("label", self.label.word())?;
        object.serialize_field("status", self.status.word())?;
        object.end()
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("score", 2)?;
        object.serialize_field("score", &rounded(self.score))?;
        object.serialize_field("status", self.status.word())?;
        object.end()
    }
}

struct Toxicity<'a>(&'a Reading);

impl Serialize for Toxicity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Reading { toxicity, categories, .. } = self.0;
        let mut object = serializer.serialize_struct("toxicity", 3)?;
        object.serialize_field("score", &rounded(toxicity.score))?;
        object.serialize_field("status", toxicity.status.word())?;
        if !categories.is_empty() {
            object.serialize_field("categories", categories)?;
        }
        object.end()
    }
}

impl Serialize for super::CategoryReading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("category", 2)?;
        object.serialize_field("label", self.label.word())?;
        object.serialize_field("score", &rounded(self.score))?;
        object.end()
    }
}

/// How each part is known that has no object of its own to say so in.
struct Statuses<'a>(&'a Reading);

impl Serialize for Statuses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let word = |part: Part| self.0.status(part).word();
        let mut object = serializer.serialize_struct("status", 5)?;
        object.serialize_field("language", word(Part::Language))?;
        object.serialize_field("categories", word(Part::Toxicity))?;
        object.serialize_field("keywords", word(Part::Keywords))?;
        object.serialize_field("asks_reply", word(Part::AsksReply))?;
        object.serialize_field("entities", word(Part::Entities))?;
        object.end()
    }
}

struct Kinds<'a> {
    reading: &'a Reading,
    input: &'a Input<'a>,
    show: Show,
}

impl Serialize for Kinds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(None)?;
        for kind in &self.reading.kinds {
            array.serialize_element(&Judged { kind, input: self.input })?;
        }
        if self.show == Show::All {
            for kind in self.reading.other_kinds() {
                array.serialize_element(&Judged { kind: &kind, input: self.input })?;
            }
        }
        array.end()
    }
}

impl Reading {
    /// The kinds that are not shown, best first, without evidence.
    fn other_kinds(&self) -> Vec<KindReading> {
        let mut others = Kind::ALL.to_vec();
        others.retain(|kind| self.kinds.iter().all(|shown| shown.label != *kind));
        others.sort_by(|a, b| self.confidences[*b as usize].total_cmp(&self.confidences[*a as usize]));
        let judged = |label: Kind| KindReading {
            label,
            confidence: self.confidences[label as usize],
            evidence: Vec::new(),
            status: self.status(Part::Kind(label)),
        };
        others.into_iter().map(judged).collect()
    }
}

struct Judged<'a> {
    kind: &'a KindReading,
    input: &'a Input<'a>,
}

impl Serialize for Judged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("kind", 4)?;
        object.serialize_field("label", self.kind.label.word())?;
        object.serialize_field("confidence", &rounded(self.kind.confidence))?;
        object.serialize_field("evidence", &Words { spans: &self.kind.evidence, input: self.input })?;
        object.serialize_field("status", self.kind.status.word())?;
        object.end()
    }
}

struct Words<'a> {
    spans: &'a [Span],
    input: &'a Input<'a>,
}

impl Serialize for Words<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.spans.iter().map(|span| span.words(self.input)))
    }
}

struct Entities<'a> {
    reading: &'a Reading,
    input: &'a Input<'a>,
}

impl Serialize for Entities<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(Some(self.reading.entities.len()))?;
        for entity in &self.reading.entities {
            let text = entity.span.words(self.input);
            let name = self.input.products.filter(|_| entity.kind == EntityKind::Product);
            let name = name.and_then(|products| products.name_of(text));
            array.serialize_element(&Named { kind: entity.kind.word(), text, name })?;
        }
        array.end()
    }
}

struct Named<'a> {
    kind: &'static str,
    text: &'a str,
    /// How the product is called, however it is spelt.
    name: Option<&'a str>,
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("entity", 3)?;
        object.serialize_field("kind", self.kind)?;
        object.serialize_field("text", self.text)?;
        if let Some(name) = self.name {
            object.serialize_field("name", name)?;
        }
        object.end()
    }
}
