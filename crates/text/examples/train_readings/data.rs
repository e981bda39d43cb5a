//! The messages that heads learn from: sets marked `train`, and texts written for this project.

use std::path::Path;

use serde_json::Value;
use text::training::{Features, HEADS, SPOKEN};
use text::{Input, Kind, Reader};

use crate::several::COUPLES;
use crate::{couples, grammar};

const UGC: usize = 5;
const PRESS: usize = 6;
const LEGAL: usize = 7;
pub(crate) const SPAM: usize = 8;
pub(crate) const SENTIMENT: usize = 10;
pub(crate) const HATE: usize = 11;
pub(crate) const OFFENCE: usize = 12;
pub(crate) const NAMES: [&str; HEADS] = [
    "bug",
    "idea",
    "question",
    "praise",
    "complaint",
    "ugc",
    "press",
    "legal",
    "spam",
    "other",
    "sentiment",
    "hate",
    "offence",
];

/// A message with what is known of it; a head without a label does not learn from it.
pub(crate) struct Example {
    pub(crate) features: Features,
    /// What a message with a target shows of hate.
    pub(crate) attack: Option<Features>,
    /// Its sentences, where its kinds are known and it has several.
    pub(crate) sentences: Vec<(Features, [bool; SPOKEN])>,
    pub(crate) labels: [Option<f32>; HEADS],
    /// Messages of one group are never on both sides of a fold.
    pub(crate) group: u64,
    pub(crate) source: &'static str,
}

/// A rating for labels that have none; developers' words are mild.
const LABEL_RATING: f32 = 1.6;
/// Samples that are drawn from the grammar per kind.
const DRAWS: usize = 400;
const CUSTOMER_DRAWS: usize = 400;
/// Apart from the templates of the other grammars.
const CUSTOMER_GROUPS: u64 = 1 << 20;
/// The grammar of hostility has more templates.
const HOSTILE_DRAWS: usize = 3000;
/// Lines of a long stretch of chat.
const TALK_LINES: usize = 12;
/// Messages that make one as long as a report.
const LONG_ROWS: usize = 8;

/// Sources whose every kind is known.
pub(crate) const OF_KNOWN_KINDS: [&str; 4] = ["written", "written fr", "grammar", COUPLES];

pub(crate) fn load(reader: &Reader, sets: &Path, written: &Path) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut add = |title: Option<&str>, text: &str, labels, group, source| {
        let input = Input { text, title, products: None };
        let (features, attack) = (reader.features(&input), reader.attack_features(&input));
        let sentences = if OF_KNOWN_KINDS.contains(&source) { reader.sentence_features(&input) } else { Vec::new() };
        examples.push(Example { features, attack, sentences, labels, group, source });
    };
    rated(sets, &mut add);
    labelled(sets, &mut add);
    harmless(sets, &mut add);
    own(written, &mut add);
    examples
}

/// Takes title, text, labels, group and source of a message.
type Add<'a> = dyn FnMut(Option<&str>, &str, [Option<f32>; HEADS], u64, &'static str) + 'a;

/// Sets with sentiment.
fn rated(sets: &Path, add: &mut Add<'_>) {
    for set in ["tweets", "amazonReviewSnippets", "movieReviewSnippets", "nytEditorialSnippets"] {
        for row in rows(&sets.join(format!("vader_{set}.jsonl"))) {
            let mut labels = one(SENTIMENT, row["rating"].as_f64().unwrap_or(0.0) as f32);
            labels[SPAM] = ham(text_of(&row));
            add(None, text_of(&row), labels, group_of(&row), source_name(set));
        }
    }
    for row in rows(&sets.join("senti4sd.jsonl")) {
        let rating = match row["label"].as_str() {
            Some("positive") => LABEL_RATING,
            Some("negative") => -LABEL_RATING,
            _ => 0.0,
        };
        add(None, text_of(&row), one(SENTIMENT, rating), group(text_of(&row)), "developers");
    }
}

/// Sets with hate or spam, and tweets of six languages without.
fn labelled(sets: &Path, add: &mut Add<'_>) {
    for row in rows(&sets.join("davidson.jsonl")) {
        let label = row["label"].as_str().unwrap_or("");
        let mut labels = one(HATE, f32::from(u8::from(label == "hate")));
        labels[OFFENCE] = Some(f32::from(u8::from(label != "neither")));
        labels[SPAM] = ham(text_of(&row));
        let source = if label == "offensive" { "davidson offensive" } else { "davidson" };
        add(None, text_of(&row), labels, group(text_of(&row)), source);
    }
    for (file, source) in [("sms_spam", "sms"), ("youtube_spam_01", "video 1"), ("youtube_spam_02", "video 2")] {
        for row in rows(&sets.join(format!("{file}.jsonl"))) {
            let spam = f32::from(u8::from(row["label"] == "spam"));
            // A video is one group: what counts is a video that was never seen.
            let group = if source == "sms" { group(text_of(&row)) } else { group(source) };
            add(None, text_of(&row), one(SPAM, spam), group, source);
        }
    }
    for row in rows(&sets.join("langid_tweets.jsonl")) {
        let mut labels = none_of(&[]);
        labels[SPAM] = ham(text_of(&row));
        add(None, text_of(&row), labels, group(text_of(&row)), "tweets of six languages");
    }
}

/// Talk among developers and with clerks.
fn harmless(sets: &Path, add: &mut Add<'_>) {
    for text in talk(&sets.join("irc/ubuntu_dev.jsonl.gz")) {
        add(None, &text, none_of(&[SPAM, UGC, PRESS, LEGAL]), group(&text), "irc");
    }
    for (file, source) in [("senti4sd", "developers' talk"), ("banking77", "bank"), ("clinc150", "assistant")] {
        let rows = rows(&sets.join(format!("{file}.jsonl")));
        for row in rows.iter().step_by(4) {
            add(None, text_of(row), none_of(&[SPAM, UGC, PRESS, LEGAL]), group(text_of(row)), source);
        }
        for chunk in rows.chunks(LONG_ROWS) {
            let long = chunk.iter().map(text_of).collect::<Vec<_>>().join("\n\n");
            add(None, &long, none_of(&[SPAM]), group(&long), "long talk");
        }
    }
}

/// What was written for this project.
fn own(written: &Path, add: &mut Add<'_>) {
    for (name, source) in [("kinds_en.tsv", "written"), ("kinds_fr.tsv", "written fr")] {
        let messages = pairs(&written.join(name));
        for (label, message) in &messages {
            let (title, text) = parts(message);
            add(title, &text, kinds(label), group(message), source);
        }
        for couple in couples::of(&messages) {
            let mut labels = kinds(&couple.label);
            (labels[HATE], labels[OFFENCE]) = (None, None);
            add(None, &couple.message, labels, couple.fold, COUPLES);
        }
    }
    for (label, message) in pairs(&written.join("hostility.tsv")) {
        add(None, &message, hostility(&label), group(&message), "written hostility");
    }
    for drawn in grammar::draw(&written.join("grammar_en.txt"), DRAWS) {
        let (title, text) = parts(&drawn.message);
        add(title, &text, kinds(&drawn.label), drawn.template, "grammar");
    }
    for drawn in grammar::draw(&written.join("grammar_customers.txt"), CUSTOMER_DRAWS) {
        let spam = f32::from(u8::from(drawn.label == "spam"));
        add(None, &drawn.message, one(SPAM, spam), CUSTOMER_GROUPS + drawn.template, "customers");
    }
    for drawn in grammar::draw(&written.join("grammar_hostility.txt"), HOSTILE_DRAWS) {
        add(None, &drawn.message, hostility(&drawn.label), drawn.template, "hostility grammar");
    }
}

/// What advertises in sets that were not collected for spam: such rows say nothing of it.
const ADVERTISING: [&str; 14] = [
    "giveaway",
    "#win",
    "entered to win",
    "to win a",
    "you could win",
    "easy money",
    "earning money",
    "earn money",
    "coupon",
    "great prices",
    "yours for free",
    "sign up here",
    "free shipping",
    "follow us",
];

/// People's own words, unless they advertise.
fn ham(text: &str) -> Option<f32> {
    let lower = text.to_lowercase();
    (!ADVERTISING.iter().any(|phrase| lower.contains(phrase))).then_some(0.0)
}

/// What a message counts for one head. Sets that were not collected for spam count less for it: their ham is many, and
/// its raters saw no spam.
pub(crate) fn weight(source: &str, head: usize) -> f32 {
    match (head, source) {
        (SPAM, "tweets") => 0.3,
        (SPAM, "customers") => 0.1,
        (SPAM, "amazon" | "films" | "nyt" | "tweets of six languages") => 0.04,
        (SPAM, "davidson" | "davidson offensive") => 0.02,
        _ => weight_of(source),
    }
}

/// Drawn messages are many and alike; real ones count in full.
fn weight_of(source: &str) -> f32 {
    match source {
        "grammar" | "customers" | "long talk" | "irc" | "developers' talk" => 0.3,
        "bank" | "assistant" => 0.1,
        "davidson" | "davidson offensive" => 0.3,
        "hostility grammar" => 0.5,
        _ => 1.0,
    }
}

/// For hate: what Davidson's raters call offensive is often only a dialect.
pub(crate) fn attack_weight(source: &str) -> f32 {
    match source {
        "davidson" => 0.3,
        "davidson offensive" => 0.03,
        "hostility grammar" => 0.5,
        "written hostility" => 1.0,
        _ => 0.2,
    }
}

fn source_name(set: &str) -> &'static str {
    match set {
        "tweets" => "tweets",
        "amazonReviewSnippets" => "amazon",
        "movieReviewSnippets" => "films",
        _ => "nyt",
    }
}

fn one(head: usize, label: f32) -> [Option<f32>; HEADS] {
    let mut labels = [None; HEADS];
    labels[head] = Some(label);
    labels
}

/// Talk among people who know each other, or with a clerk, is none of these.
fn none_of(heads: &[usize]) -> [Option<f32>; HEADS] {
    let mut labels = [None; HEADS];
    heads.iter().for_each(|head| labels[*head] = Some(0.0));
    labels
}

/// Lines of a chat, alone and in long stretches, so that length alone decides nothing.
fn talk(path: &Path) -> Vec<String> {
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(file), &mut text).expect("a set is UTF-8");
    let rows =
        text.lines().map(|line| serde_json::from_str::<Value>(line).expect("a set has one JSON object per line"));
    let lines: Vec<String> = rows.filter(|row| row["kind"] == "msg").map(|row| text_of(&row).to_owned()).collect();
    let single = lines.iter().step_by(5).cloned();
    single.chain(lines.chunks(TALK_LINES).map(|chunk| chunk.join("\n"))).collect()
}

/// `bug+complaint`: these kinds and no other; a kind in brackets is left open.
fn kinds(label: &str) -> [Option<f32>; HEADS] {
    let mut labels = [None; HEADS];
    for kind in Kind::ALL {
        let said = label.split('+').any(|word| word == kind.word());
        let open = label.split('+').any(|word| word.trim_matches(['(', ')']) == kind.word() && word.starts_with('('));
        labels[kind as usize] = if open { None } else { Some(f32::from(u8::from(said))) };
    }
    if !label.contains("complaint") {
        labels[HATE] = Some(0.0);
        labels[OFFENCE] = Some(0.0);
    }
    labels
}

fn hostility(label: &str) -> [Option<f32>; HEADS] {
    let mut labels = one(HATE, f32::from(u8::from(label == "hate")));
    labels[OFFENCE] = match label {
        "hate" | "insult" => Some(1.0),
        "none" => Some(0.0),
        _ => None,
    };
    labels
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("a set has one JSON object per line")).collect()
}

fn text_of(row: &Value) -> &str {
    row["text"].as_str().unwrap_or("")
}

/// Lines `label TAB message`.
fn pairs(path: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(label, message)| (label.to_owned(), message.to_owned()))
        .collect()
}

/// `title || text`, where `\n` is a line break.
fn parts(message: &str) -> (Option<&str>, String) {
    match message.split_once(" || ") {
        Some((title, text)) => (Some(title), text.replace("\\n", "\n")),
        None => (None, message.replace("\\n", "\n")),
    }
}

/// Sentences of one review or article (`amazonReviewSnippets-12_3`) stay together.
fn group_of(row: &Value) -> u64 {
    match row["id"].as_str().and_then(|id| id.split_once('_')) {
        Some((whole, _)) => group(whole),
        None => group(text_of(row)),
    }
}

/// Messages that begin alike fall into the same fold.
pub(crate) fn group(message: &str) -> u64 {
    let words = message.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(6).flat_map(str::bytes).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    }) >> 7
}
