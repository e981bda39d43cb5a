//! From what the text room says of a message to what the store keeps of it.

use store::readings::NewReading;
use text::reading::Place;
use text::{Input, Reading};

use crate::own::Own;

/// How many keywords of a message are kept.
const KEYWORDS_MAX: usize = 8;

/// Reads a message; scores become integers in 1/10,000.
pub(crate) fn read(reader: &text::Reader, title: &str, text: &str) -> NewReading {
    let input = Input { text, title: (!title.is_empty()).then_some(title), products: None };
    kept(&reader.read(&input), &input)
}

/// Reads a mail by its author's own words; evidence points into the whole.
pub(crate) fn read_mail(reader: &text::Reader, title: &str, mail: &str) -> NewReading {
    let Some(own) = Own::of(mail) else { return read(reader, title, mail) };
    let input = Input { text: &own.words, title: (!title.is_empty()).then_some(title), products: None };
    let mut reading = reader.read(&input);
    let evidence = reading.kinds.iter_mut().flat_map(|kind| &mut kind.evidence);
    for span in evidence.filter(|span| span.place == Place::Text) {
        span.start = own.place(span.start as usize) as u32;
        span.end = own.place(span.end as usize) as u32;
    }
    kept(&reading, &input)
}

fn kept(reading: &Reading, input: &Input<'_>) -> NewReading {
    let mut kinds = String::new();
    let mut evidence = String::new();
    if reading.unsure {
        kinds.push_str("? ");
    }
    for kind in &reading.kinds {
        kinds.push_str(&format!("{}:{} ", kind.label.word(), ten_thousandths(kind.confidence)));
        for span in kind.evidence.iter().filter(|span| span.place == Place::Text) {
            evidence.push_str(&format!("{}:{}-{} ", kind.label.word(), span.start, span.end));
        }
    }
    let keywords: Vec<&str> = reading.keywords.iter().take(KEYWORDS_MAX).map(|span| span.words(input)).collect();
    NewReading {
        model: reading.model.to_owned(),
        language: reading.language.code.to_owned(),
        language_confidence: ten_thousandths(reading.language.confidence),
        sentiment: ten_thousandths(reading.sentiment.score),
        kind: best(reading),
        kinds: kinds.trim_end().to_owned(),
        urgency: ten_thousandths(reading.urgency.score),
        toxicity: ten_thousandths(reading.toxicity.score),
        spam: ten_thousandths(reading.spam.score),
        asks_reply: reading.asks_reply,
        keywords: keywords.join("\n"),
        evidence: evidence.trim_end().to_owned(),
    }
}

/// The best kind's number; `text` and `model` list the kinds in one order, which a test holds them to.
fn best(reading: &Reading) -> i64 {
    let best = reading.kinds.first().map(|kind| kind.label.word()).unwrap_or("other");
    best.parse::<model::Kind>().map_or(model::Kind::Other as i64, |kind| kind as i64)
}

pub(crate) fn ten_thousandths(score: f32) -> i64 {
    (f64::from(score) * 10_000.0).round() as i64
}
