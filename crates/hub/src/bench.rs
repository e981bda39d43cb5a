//! The test bench: everything that the text room reads in one text, with its evidence and how far it is to be trusted.

use model::Kind;
use text::Input;
use text::quality::{Part, threshold};
use text::reader::FEELING_MIN;
use text::reading::{Place, Score, Span};

use crate::named::{Named, Naming};
use crate::reading::ten_thousandths;

/// Where a score becomes a decision.
const DECISION: i64 = 5_000;

/// All readings of one text. Scores are in 1/10,000; `trust` is `measured`, `rules` or `absent`.
#[derive(Clone, Debug)]
pub struct Bench {
    pub language: String,
    pub language_confidence: i64,
    pub language_trust: &'static str,
    /// Every kind, the likeliest first.
    pub kinds: Vec<KindRead>,
    /// No kind reached its threshold: the first is only the best guess.
    pub is_unsure: bool,
    /// −10,000…10,000.
    pub sentiment: i64,
    pub sentiment_word: &'static str,
    /// From here on, either way, a feeling counts.
    pub sentiment_threshold: i64,
    pub sentiment_trust: &'static str,
    pub scores: Vec<ScoreRead>,
    /// Sorts of hostility at or above the decision: `insult`, `threat`…
    pub categories: Vec<(&'static str, i64)>,
    pub keywords: Vec<Piece>,
    pub keywords_trust: &'static str,
    pub entities: Vec<Named>,
    pub entities_trust: &'static str,
    pub model: &'static str,
}

#[derive(Clone, Debug)]
pub struct KindRead {
    pub kind: Kind,
    pub confidence: i64,
    pub threshold: i64,
    pub is_decided: bool,
    pub trust: &'static str,
    pub evidence: Vec<Piece>,
}

/// One of `urgency`, `toxicity`, `spam`, `rights`, `asks_reply`.
#[derive(Clone, Debug)]
pub struct ScoreRead {
    pub part: &'static str,
    pub score: i64,
    pub threshold: i64,
    pub trust: &'static str,
}

/// A piece of the title or text, as byte offsets and as words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub is_title: bool,
    pub start: usize,
    pub end: usize,
    pub words: String,
}

/// Reads a text that is not stored.
pub fn read(naming: &Naming<'_>, title: &str, text: &str) -> Bench {
    let title = (!title.trim().is_empty()).then_some(title);
    let input = Input { text, title, products: Some(&naming.products) };
    let reading = naming.reader.read(&input);
    let trust = |part: Part| reading.status(part).word();
    let piece = |span: &Span| Piece {
        is_title: span.place == Place::Title,
        start: span.start as usize,
        end: span.end as usize,
        words: span.words(&input).to_owned(),
    };
    let mut kinds: Vec<KindRead> = text::Kind::ALL
        .iter()
        .zip(reading.confidences)
        .map(|(kind, confidence)| {
            let shown = reading.kinds.iter().find(|one| one.label == *kind);
            KindRead {
                kind: kind.word().parse().unwrap_or(Kind::Other),
                confidence: ten_thousandths(confidence),
                threshold: ten_thousandths(threshold(*kind)),
                is_decided: shown.is_some() && !reading.unsure,
                trust: trust(Part::Kind(*kind)),
                evidence: shown.map_or_else(Vec::new, |one| one.evidence.iter().map(piece).collect()),
            }
        })
        .collect();
    kinds.sort_by_key(|one| (!one.is_decided, -one.confidence));
    let score = |part: &'static str, of: &Score| ScoreRead {
        part,
        score: ten_thousandths(of.score),
        threshold: DECISION,
        trust: of.status.word(),
    };
    let asks = ScoreRead {
        part: "asks_reply",
        score: if reading.asks_reply { 10_000 } else { 0 },
        threshold: DECISION,
        trust: trust(Part::AsksReply),
    };
    Bench {
        language: reading.language.code.to_owned(),
        language_confidence: ten_thousandths(reading.language.confidence),
        language_trust: trust(Part::Language),
        kinds,
        is_unsure: reading.unsure,
        sentiment: ten_thousandths(reading.sentiment.score),
        sentiment_word: reading.sentiment.label.word(),
        sentiment_threshold: ten_thousandths(FEELING_MIN),
        sentiment_trust: reading.sentiment.status.word(),
        scores: vec![
            score("urgency", &reading.urgency),
            score("toxicity", &reading.toxicity),
            score("spam", &reading.spam),
            score("rights", &reading.rights),
            asks,
        ],
        categories: reading.categories.iter().map(|one| (one.label.word(), ten_thousandths(one.score))).collect(),
        keywords: reading.keywords.iter().map(piece).collect(),
        keywords_trust: trust(Part::Keywords),
        entities_trust: trust(Part::Entities),
        entities: reading.entities.iter().map(|one| naming.named(one, &input)).collect(),
        model: reading.model,
    }
}
