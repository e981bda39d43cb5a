//! What the machine read in a message, how sure it was, why, how far that is known, and what a person said instead.

use hub::trust::{self, Trust};
use model::Kind;
use paper::Language;
use paper::words::readings::language_name;
use store::readings::Reading;

use super::text::Marks;

/// How a reading is known, as pages say it.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    /// `person`, `measured`, `rules` or `absent`, for the style.
    pub(crate) trust: &'static str,
    pub(crate) word: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) is_absent: bool,
    /// What must be said beside the reading: neither measured nor a person's word.
    pub(crate) is_weak: bool,
}

impl Known {
    pub(crate) fn of(trust: Trust, language: Language) -> Known {
        let words = language.words();
        let (word, lead) = match trust {
            Trust::Person => (words.readings.by_person, words.readings.by_person),
            Trust::Measured => (words.bench.measured, words.bench.measured_lead),
            Trust::Rules => (words.bench.rules, words.bench.rules_lead),
            Trust::Absent => (words.bench.absent, words.bench.absent_lead),
        };
        let is_weak = matches!(trust, Trust::Rules | Trust::Absent);
        Known { trust: trust.word(), word, lead, is_absent: trust == Trust::Absent, is_weak }
    }
}

/// A score of the message, or that it is not read in this language.
pub(crate) struct ScoreSeen {
    pub(crate) score: String,
    pub(crate) known: Known,
}

/// A kind with its evidence.
pub(crate) struct KindSeen {
    pub(crate) name: &'static str,
    pub(crate) confidence: String,
    pub(crate) known: Known,
    /// The words in the text that speak for it.
    pub(crate) words: Vec<String>,
}

/// A reading as a message shows it.
pub(crate) struct ReadingSeen {
    pub(crate) kind: &'static str,
    pub(crate) confidence: String,
    pub(crate) is_unsure: bool,
    pub(crate) known: Known,
    pub(crate) by_person: bool,
    /// Where a person said so of a text of the same words: when.
    pub(crate) example: String,
    pub(crate) mood: &'static str,
    pub(crate) mood_icon: &'static str,
    pub(crate) mood_known: Known,
    pub(crate) language: String,
    /// Urgent and waiting, where that can be read at all.
    pub(crate) is_urgent: bool,
    pub(crate) asks_reply: bool,
    /// Name, score and how each is known: urgency, toxicity, spam.
    pub(crate) scores: Vec<(&'static str, ScoreSeen)>,
    pub(crate) keywords: String,
    pub(crate) model: String,
    pub(crate) kinds: Vec<KindSeen>,
    pub(crate) marks: Marks,
}

/// Scores are in 1/10,000; the decision lies in the middle.
pub(crate) const DECIDED: i64 = 5_000;
/// Sentiment counts as felt from here on, either way.
const FELT: i64 = 500;

pub(crate) fn seen(reading: &Reading, text: &str, language: Language) -> ReadingSeen {
    let words = &language.words().readings;
    let machine = &reading.machine;
    let by_person = !reading.said.is_nothing();
    let example = machine.of_example();
    let evidence = parse_evidence(&machine.evidence);
    let scores = parse_kinds(&machine.kinds);
    let kind = Kind::from_number(reading.kind()).unwrap_or(Kind::Other);
    let confidence = scores.iter().find(|(known, _)| *known == kind).map(|(_, score)| score_percent(*score, language));
    let (mood, mood_icon) = match reading.sentiment() {
        score if score <= -FELT => (words.negative, "down"),
        score if score >= FELT => (words.positive, "up"),
        _ => (words.neutral, "level"),
    };
    let trusts = trust::of(reading);
    let known = |trust: Trust| Known::of(trust, language);
    let kinds = scores.iter().map(|(kind, score)| KindSeen {
        name: words.of_kind(*kind),
        confidence: score_percent(*score, language),
        known: known(trusts.kinds[*kind as usize]),
        words: quoted(&evidence, *kind, text),
    });
    let score = |name: &'static str, score: i64, trust: Trust| {
        (name, ScoreSeen { score: score_percent(score, language), known: known(trust) })
    };
    // Words of a kind that is not read in this language show nothing.
    let is_shown = |found: &Kind| *found == kind && trusts.kind != Trust::Absent;
    ReadingSeen {
        kind: words.of_kind(kind),
        confidence: if trusts.kind == Trust::Person { String::new() } else { confidence.unwrap_or_default() },
        is_unsure: reading.is_unsure(),
        known: known(trusts.kind),
        by_person: by_person || example.is_some(),
        example: example.map_or_else(String::new, |example| (words.by_example)(&language.date(example.at))),
        mood,
        mood_icon,
        mood_known: known(trusts.sentiment),
        language: language_name(language, reading.language()).to_owned(),
        is_urgent: reading.urgency() >= DECIDED && trusts.urgency != Trust::Absent,
        asks_reply: reading.asks_reply() && trusts.asks_reply != Trust::Absent,
        scores: vec![
            score(words.urgency, reading.urgency(), trusts.urgency),
            score(words.toxicity, reading.toxicity(), trusts.toxicity),
            score(words.spam, reading.spam(), trusts.spam),
        ],
        keywords: machine.keywords.lines().collect::<Vec<_>>().join(", "),
        model: (words.by_machine)(&machine.model),
        kinds: kinds.collect(),
        marks: evidence.iter().filter(|(found, _, _)| is_shown(found)).map(|(_, from, to)| (*from, *to)).collect(),
    }
}

pub(crate) fn score_percent(score: i64, language: Language) -> String {
    language.percent(((score as f64) / 100.0).round() / 100.0)
}

/// `? bug:9300 idea:5200` as kinds with scores; what this program does not know is left out.
fn parse_kinds(written: &str) -> Vec<(Kind, i64)> {
    let pairs = written.trim_start_matches('?').split_whitespace().filter_map(|pair| pair.split_once(':'));
    pairs.filter_map(|(kind, score)| Some((kind.parse().ok()?, score.parse().ok()?))).collect() // tidy(swallow): an older program may know other kinds
}

/// `bug:12-25 idea:40-48` as kinds with byte ranges.
fn parse_evidence(written: &str) -> Vec<(Kind, usize, usize)> {
    let piece = |piece: &str| {
        let (kind, range) = piece.split_once(':')?;
        let (from, to) = range.split_once('-')?;
        Some((kind.parse().ok()?, from.parse().ok()?, to.parse().ok()?)) // tidy(swallow): an older program may know other kinds
    };
    written.split_whitespace().filter_map(piece).collect()
}

fn quoted(evidence: &[(Kind, usize, usize)], kind: Kind, text: &str) -> Vec<String> {
    let of_kind = evidence.iter().filter(|(known, _, _)| *known == kind);
    let mut words: Vec<String> = of_kind.filter_map(|(_, from, to)| text.get(*from..*to).map(str::to_owned)).collect();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use store::readings::{NewReading, Said};

    use super::*;

    fn reading(kinds: &str, evidence: &str) -> Reading {
        let machine = NewReading {
            kinds: kinds.to_owned(),
            evidence: evidence.to_owned(),
            sentiment: -6200,
            language: "en".to_owned(),
            language_confidence: 9_900,
            ..NewReading::default()
        };
        Reading { machine, said: Said::default() }
    }

    #[test]
    fn a_reading_says_why() {
        let seen =
            seen(&reading("bug:9300 idea:5200", "bug:3-10 bug:90-99 idea:0-2"), "it crashes now", Language::English);
        assert_eq!((seen.kind, seen.confidence.as_str(), seen.mood), ("Bug", "93%", "negative"));
        assert_eq!(seen.kinds[0].words, ["crashes"]);
        assert_eq!(seen.kinds[1].name, "Idea");
        assert_eq!(seen.marks, [(3, 10), (90, 99)]);
    }

    #[test]
    fn a_reading_says_how_it_is_known() {
        let mut read = reading("complaint:9300 bug:5200", "complaint:0-2");
        read.machine.kind = Kind::Complaint as i64;
        let in_english = seen(&read, "it is bad", Language::English);
        assert_eq!((in_english.known.trust, in_english.mood_known.trust), ("rules", "measured"));
        assert_eq!(in_english.kinds.iter().map(|kind| kind.known.trust).collect::<Vec<_>>(), ["rules", "measured"]);
        // Which language it is, nobody can be sure of: what was measured in one is not measured here.
        read.machine.language_confidence = 1_200;
        assert_eq!(seen(&read, "it is bad", Language::English).mood_known.trust, "rules");
        read.machine.language = "es".to_owned();
        let in_spanish = seen(&read, "es malo", Language::English);
        assert!(in_spanish.known.is_absent && in_spanish.mood_known.is_absent && in_spanish.marks.is_empty());
        assert!(in_spanish.scores.iter().all(|(_, score)| score.known.is_absent));
        read.said.kind = Some(Kind::Bug as i64);
        assert_eq!(seen(&read, "es malo", Language::English).known.trust, "person");
    }

    #[test]
    fn what_was_said_of_the_same_words_says_so_and_when() {
        let mut read = reading("idea:10000", "example+kind+spam:7-1794994200000000 bug:0-2");
        read.machine.kind = Kind::Idea as i64;
        let seen = seen(&read, "so", Language::English);
        assert_eq!((seen.known.trust, seen.mood_known.trust, seen.confidence.as_str()), ("person", "measured", ""));
        assert_eq!(seen.scores.iter().map(|(_, score)| score.known.trust).collect::<Vec<_>>()[2], "person");
        assert!(seen.by_person && seen.example.contains("18 Nov"), "{}", seen.example);
    }

    #[test]
    fn a_person_wins_and_is_never_unsure() {
        let unsure = reading("?bug:3300", "");
        assert!(seen(&unsure, "", Language::French).is_unsure);
        let said = Reading { said: Said { kind: Some(Kind::Idea as i64), ..Said::default() }, ..unsure };
        let seen = seen(&said, "", Language::French);
        assert!(seen.by_person && !seen.is_unsure && seen.confidence.is_empty());
        assert_eq!(seen.kind, "Id\u{e9}e");
    }
}
