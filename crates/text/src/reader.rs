//! Reads messages: one pass that cuts and looks up, then every reading part from what it gathered.

pub(crate) mod cues;
pub(crate) mod language;
pub(crate) mod lexicon;
pub(crate) mod scan;
pub(crate) mod signals;

use crate::entities::Products;
use crate::quality::{Part, status};
use crate::reading::{MODEL, Reading, Score, SentimentLabel, SentimentReading};
use crate::{asks, entities, keywords, kinds, sentiment, spam, toxicity, ugc, urgency};
use cues::Cues;
use lexicon::Lexicon;
use scan::Scan;
use signals::Signals;

/// A message to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    pub text: &'a str,
    pub title: Option<&'a str>,
    /// The workspace's product names, if it has any.
    pub products: Option<&'a Products>,
}

/// Everything that reading needs, built once; share it between threads.
#[derive(Debug)]
pub struct Reader {
    lexicon: Lexicon,
    cues: Cues,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader::new()
    }
}

/// Beyond this distance from zero a feeling is positive or negative.
const FEELING_MIN: f32 = 0.15;

impl Reader {
    /// Builds the reader from the models embedded in the program.
    pub fn new() -> Reader {
        let mut lexicon = Lexicon::embedded();
        let cues = Cues::embedded(&mut lexicon);
        Reader { lexicon, cues }
    }

    /// Reads one message. Quoted lines and code are not read as the author's words.
    /// Only the first 128 KiB count, so the time is bounded.
    pub fn read(&self, input: &Input<'_>) -> Reading {
        let scan = Scan::new(&self.lexicon, input.title, input.text);
        let mut signals = Signals::gather(scan, &self.cues);
        signals.sentiment = sentiment::rule_score(&signals.valence);
        signals.spam = spam::score(&signals.scan, signals.cues[8]);
        let language = language::detect(&signals.scan, input.text);
        let code = language.code;
        let confidences = kinds::confidences(&signals);
        let (kinds, unsure) = kinds::shown(&confidences, &signals, code);
        let (toxicity, categories) = toxicity::read(&signals);
        let score = |part, score| Score { score, status: status(part, code) };
        Reading {
            language,
            sentiment: feeling(signals.sentiment, code),
            kinds,
            unsure,
            confidences,
            urgency: score(Part::Urgency, urgency::score(&signals)),
            toxicity: score(Part::Toxicity, toxicity),
            categories,
            spam: score(Part::Spam, signals.spam),
            asks_reply: asks::asks_reply(&signals),
            rights: score(Part::Rights, ugc::rights(&signals)),
            keywords: keywords::keywords(&signals.scan, input.text),
            entities: entities::entities(&signals.scan, input),
            model: MODEL,
        }
    }
}

fn feeling(score: f32, language: &str) -> SentimentReading {
    let label = match score {
        score if score >= FEELING_MIN => SentimentLabel::Positive,
        score if score <= -FEELING_MIN => SentimentLabel::Negative,
        _ => SentimentLabel::Neutral,
    };
    SentimentReading { score, label, status: status(Part::Sentiment, language) }
}
