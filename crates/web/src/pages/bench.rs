//! The test bench: a text or a message, every reading of it with its evidence, and correcting a message.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use hub::bench::{Bench, Piece};
use hub::named::{Named, Naming};
use model::{ExampleId, MessageId};
use paper::words::readings::language_name;
use serde::Deserialize;
use store::examples::Example;
use store::{Conn, messages};

use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::pace::ACTS;
use crate::shown::reading::{score_percent, seen};
use crate::shown::text::{Marks, cut};
use crate::shown::{judged, row};
use crate::{App, paths, shown};

/// Characters of a text; what is longer is cut, and says so by ending there.
const TEXT_CHARS_MAX: usize = 20_000;
const TITLE_CHARS_MAX: usize = 300;
/// Examples of one page.
const EXAMPLES_MAX: i64 = 30;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The message to read.
    message: String,
    /// Examples before this one.
    before: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Pasted {
    title: String,
    text: String,
}

/// One reading on one line.
struct Line {
    name: String,
    says: String,
    is_decided: bool,
    score: String,
    /// 0…100, for the bar.
    percent: i64,
    threshold: String,
    threshold_percent: i64,
    /// Words, and whether they stand in the title.
    evidence: Vec<(String, bool)>,
    trust: &'static str,
    trust_word: &'static str,
}

/// What is kept of a message, and how to correct it.
struct Kept {
    id: MessageId,
    line: String,
    is_corrected: bool,
    conversation: String,
}

/// A text of which somebody said how it is to be read.
struct ExampleSeen {
    id: ExampleId,
    text: String,
    said: String,
    by: String,
}

/// The examples, the newest first, and where older ones are.
struct Examples {
    seen: Vec<ExampleSeen>,
    older: Option<String>,
}

struct Told {
    title_html: String,
    text_html: String,
    lines: Vec<Line>,
    keywords: Vec<String>,
    /// For the style, and in words.
    keywords_trust: (&'static str, &'static str),
    entities: Vec<(String, String)>,
    entities_trust: (&'static str, &'static str),
    model: String,
    trusts: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "bench.html")]
struct View {
    s: Shell,
    message: String,
    title: String,
    text: String,
    told: Option<Told>,
    kept: Option<Kept>,
    /// What a person said of the same words before.
    known: String,
    /// Fields of what may be said.
    judged: String,
    examples: Examples,
    here: String,
}

/// The empty bench, or a message on it.
pub(crate) async fn show(who: Can<Read>, State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Bench)).await?;
    let here = paths::bench(who.workspace.id);
    let examples = examples(&mut conn, &who, (&s, &asked.before)).await?;
    if asked.message.trim().is_empty() {
        return html(&View {
            known: String::new(),
            judged: String::new(),
            examples,
            s,
            message: String::new(),
            title: String::new(),
            text: String::new(),
            told: None,
            kept: None,
            here,
        });
    }
    let id: MessageId = asked.message.trim().parse().map_err(|_| Fault::not_found("message"))?;
    let found = messages::find(&mut conn, &who.seen, id).await?.ok_or_else(|| Fault::not_found("message"))?;
    let (text, _) = cut(&found.text, TEXT_CHARS_MAX);
    let naming = Naming::load(&app.hub, &mut conn, &who.seen).await?;
    // A message is read as it was when it came: without the title of its conversation.
    let told = told(&s, ("", text), &hub::bench::read(&naming, "", text));
    let language = s.language();
    let reading = seen(&found.reading, &found.text, language);
    let sure =
        if reading.known.is_weak || reading.confidence.is_empty() { reading.known.word } else { &reading.confidence };
    let kind = format!("{} {sure}", reading.kind);
    let place = paths::with(&paths::conversation(who.workspace.id, found.conversation), &[("at", &id.to_string())]);
    let kept = Kept {
        id,
        line: (s.w.bench.kept)(kind.trim(), &reading.model),
        is_corrected: !found.reading.said.is_nothing(),
        conversation: format!("{place}#m{id}"),
    };
    html(&View {
        known: reading.example.clone(),
        judged: if s.may_correct { judged::fields(s.w)? } else { String::new() },
        examples,
        s,
        message: id.to_string(),
        title: String::new(),
        text: String::new(),
        told: Some(told),
        kept: Some(kept),
        here,
    })
}

/// A text that somebody pasted: read, shown, forgotten, unless they keep it as an example.
pub(crate) async fn read(who: Can<Read>, State(app): State<App>, Form(pasted): Form<Pasted>) -> Page {
    app.paces.step(&ACTS, &who.visitor.secret, app.now())?;
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Bench)).await?;
    let naming = Naming::load(&app.hub, &mut conn, &who.seen).await?;
    let (title, _) = cut(&pasted.title, TITLE_CHARS_MAX);
    let (text, _) = cut(&pasted.text, TEXT_CHARS_MAX);
    let is_empty = title.trim().is_empty() && text.trim().is_empty();
    let told = (!is_empty).then(|| told(&s, (title, text), &hub::bench::read(&naming, title, text)));
    html(&View {
        message: String::new(),
        title: title.to_owned(),
        text: text.to_owned(),
        kept: None,
        known: known(&mut conn, &who, (&s, text)).await?,
        judged: if told.is_some() && s.may_correct { judged::fields(s.w)? } else { String::new() },
        told,
        examples: examples(&mut conn, &who, (&s, "")).await?,
        here: paths::bench(who.workspace.id),
        s,
    })
}

/// What a person said of the same words before; empty where nobody did.
async fn known(conn: &mut Conn, who: &Can<Read>, (s, text): (&Shell, &str)) -> Result<String, Fault> {
    let found = hub::examples::find(conn, &who.seen, text).await?;
    let told = found.map(|one| {
        let said = judged::words(&one.said, s.language());
        (s.w.bench.known)(&said, who_said(s, &one), &s.language().date(one.at))
    });
    Ok(told.unwrap_or_default())
}

fn who_said<'a>(s: &Shell, example: &'a Example) -> &'a str {
    if example.by_name.is_empty() { s.w.journal.operator } else { &example.by_name }
}

async fn examples(conn: &mut Conn, who: &Can<Read>, (s, before): (&Shell, &str)) -> Result<Examples, Fault> {
    let before = before.parse().unwrap_or(ExampleId(i64::MAX));
    let mut found = store::examples::list(conn, &who.seen, before, EXAMPLES_MAX + 1).await?;
    let has_more = found.len() as i64 > EXAMPLES_MAX;
    found.truncate(EXAMPLES_MAX as usize);
    let last = found.last().map(|last| last.id.to_string()).filter(|_| has_more);
    let seen = found.iter().map(|one| ExampleSeen {
        id: one.id,
        text: row::titled(&one.title, &one.text).0,
        said: judged::words(&one.said, s.language()),
        by: (s.w.bench.by)(who_said(s, one), &s.language().date(one.at)),
    });
    let older = last.map(|last| paths::with(&paths::bench(who.workspace.id), &[("before", &last)]));
    Ok(Examples { seen: seen.collect(), older })
}

fn told(s: &Shell, (title, text): (&str, &str), bench: &Bench) -> Told {
    let shown: Vec<&Piece> = bench
        .kinds
        .iter()
        .enumerate()
        .filter(|(at, one)| one.is_decided || *at == 0)
        .flat_map(|(_, one)| &one.evidence)
        .collect();
    let marks = |is_title: bool| -> Marks {
        shown.iter().filter(|piece| piece.is_title == is_title).map(|piece| (piece.start, piece.end)).collect()
    };
    let words = &s.w.bench;
    let word = |word: &'static str| (words.of_word)(word).unwrap_or(word).to_owned();
    Told {
        title_html: shown::text::html(title, &marks(true)),
        text_html: shown::text::html(text, &marks(false)),
        lines: lines(s, bench),
        keywords: bench.keywords.iter().map(|piece| piece.words.clone()).collect(),
        keywords_trust: (bench.keywords_trust, trust_word(s, bench.keywords_trust)),
        entities_trust: (bench.entities_trust, trust_word(s, bench.entities_trust)),
        entities: bench.entities.iter().map(|one| (word(one.kind), written(one))).collect(),
        model: (words.model)(bench.model),
        trusts: vec![
            (words.measured, words.measured_lead),
            (words.rules, words.rules_lead),
            (words.absent, words.absent_lead),
        ],
    }
}

/// What was named, and which product that is where it is spelt otherwise.
fn written(named: &Named) -> String {
    match named.product.as_ref().filter(|product| **product != named.words) {
        Some(product) => format!("{} ({product})", named.words),
        None => named.words.clone(),
    }
}

fn lines(s: &Shell, bench: &Bench) -> Vec<Line> {
    let (words, readings, language) = (&s.w.bench, &s.w.readings, s.language());
    let yes_no = |is_yes: bool| if is_yes { words.yes } else { words.no }.to_owned();
    let mut lines = Vec::with_capacity(20);
    for (at, one) in bench.kinds.iter().enumerate() {
        let is_guess = bench.is_unsure && at == 0;
        lines.push(Line {
            name: readings.of_kind(one.kind).to_owned(),
            says: if is_guess { words.best_guess.to_owned() } else { yes_no(one.is_decided) },
            is_decided: one.is_decided,
            evidence: one.evidence.iter().map(|piece| (piece.words.clone(), piece.is_title)).collect(),
            ..scored(s, (one.confidence, one.threshold), one.trust)
        });
    }
    let mood = match bench.sentiment_word {
        "negative" => readings.negative,
        "positive" => readings.positive,
        _ => readings.neutral,
    };
    let signed = |score: i64| language.decimal(score as f64 / 10_000.0, 2);
    lines.push(Line {
        name: readings.sentiment.to_owned(),
        says: mood.to_owned(),
        is_decided: bench.sentiment.abs() >= bench.sentiment_threshold,
        score: signed(bench.sentiment),
        threshold: format!("±{}", signed(bench.sentiment_threshold)),
        ..scored(s, (bench.sentiment.abs(), bench.sentiment_threshold), bench.sentiment_trust)
    });
    for one in &bench.scores {
        let name = match one.part {
            "urgency" => readings.urgency,
            "toxicity" => readings.toxicity,
            "spam" => readings.spam,
            "rights" => words.rights,
            _ => readings.asks_reply,
        };
        let is_decided = one.score >= one.threshold;
        let categories = bench.categories.iter().filter(|_| one.part == "toxicity");
        let sorts = categories.map(|(word, _)| (words.of_word)(word).unwrap_or(word)).collect::<Vec<_>>().join(", ");
        lines.push(Line {
            name: if sorts.is_empty() { name.to_owned() } else { format!("{name}: {sorts}") },
            says: yes_no(is_decided),
            is_decided,
            ..scored(s, (one.score, one.threshold), one.trust)
        });
    }
    lines.push(Line {
        name: readings.language.to_owned(),
        says: language_name(language, &bench.language).to_owned(),
        is_decided: true,
        threshold: String::new(),
        ..scored(s, (bench.language_confidence, 0), bench.language_trust)
    });
    lines
}

/// A line with its score and how far it is to be trusted; the rest is for who calls.
fn scored(s: &Shell, (score, threshold): (i64, i64), trust: &'static str) -> Line {
    let language = s.language();
    Line {
        name: String::new(),
        says: String::new(),
        is_decided: false,
        score: score_percent(score, language),
        percent: score.clamp(0, 10_000) / 100,
        threshold: score_percent(threshold, language),
        threshold_percent: threshold.clamp(0, 10_000) / 100,
        evidence: Vec::new(),
        trust,
        trust_word: trust_word(s, trust),
    }
}

fn trust_word(s: &Shell, trust: &str) -> &'static str {
    match trust {
        "measured" => s.w.bench.measured,
        "rules" => s.w.bench.rules,
        _ => s.w.bench.absent,
    }
}
