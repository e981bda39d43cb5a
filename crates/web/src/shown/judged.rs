//! What a person may say instead of what was read: the fields of a form, and what was said in words.

use askama::Template;
use model::Kind;
use paper::words::readings::language_name;
use paper::{Language, Words};
use store::readings::Said;

use crate::fault::Fault;

/// Languages that a correction offers.
const LANGUAGES: [&str; 12] = ["en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru", "ja", "zh", "ar"];
/// Sentiment counts as felt from here on, either way.
const FELT: i64 = 500;

/// The fields, for a form that already knows what it is about.
#[derive(Template)]
#[template(path = "judged.html")]
struct Fields {
    w: &'static Words,
    kinds: Vec<(&'static str, &'static str)>,
    languages: Vec<(&'static str, &'static str)>,
    /// Parts that are yes or no: their names and words.
    open: [(&'static str, &'static str); 4],
}

/// The fields as HTML.
pub(crate) fn fields(w: &'static Words) -> Result<String, Fault> {
    let readings = &w.readings;
    let fields = Fields {
        w,
        kinds: Kind::ALL.iter().map(|kind| (kind.word(), readings.of_kind(*kind))).collect(),
        languages: LANGUAGES.iter().map(|code| (*code, language_name(w.language, code))).collect(),
        open: [
            ("urgency", readings.urgency),
            ("toxicity", readings.toxicity),
            ("spam", readings.spam),
            ("asks_reply", readings.asks_reply),
        ],
    };
    Ok(fields.render()?)
}

/// What somebody said, in words: `Bug, negative, Spam: no`.
pub(crate) fn words(said: &Said, language: Language) -> String {
    let (readings, bench) = (&language.words().readings, &language.words().bench);
    let mut words: Vec<String> = Vec::new();
    words.extend(said.kind.and_then(Kind::from_number).map(|kind| readings.of_kind(kind).to_owned()));
    words.extend(said.sentiment.map(|score| {
        let mood = match score {
            score if score <= -FELT => readings.negative,
            score if score >= FELT => readings.positive,
            _ => readings.neutral,
        };
        mood.to_owned()
    }));
    words.extend(said.language.as_deref().map(|code| language_name(language, code).to_owned()));
    let yes_no = |yes: bool| if yes { bench.yes } else { bench.no };
    let scores = [
        (readings.urgency, said.urgency.map(|score| score > 0)),
        (readings.toxicity, said.toxicity.map(|score| score > 0)),
        (readings.spam, said.spam.map(|score| score > 0)),
        (readings.asks_reply, said.asks_reply),
    ];
    words.extend(scores.into_iter().filter_map(|(name, yes)| Some((bench.part)(name, yes_no(yes?)))));
    words.join(", ")
}
