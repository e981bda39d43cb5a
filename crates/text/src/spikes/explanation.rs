//! What an alert tells: what changed against what, the phrases that came with it, and whom to read first.

use std::collections::{HashMap, HashSet};

use super::detector::Direction;
use crate::tokens;

/// A longer phrase is rarely said twice in the same words.
const PHRASE_WORDS_MAX: usize = 3;
/// Phrases and messages that are shown.
const PHRASES_SHOWN: usize = 8;
const TOP_SHOWN: usize = 3;
/// A phrase of fewer voices is one person's.
const VOICES_MIN: u32 = 2;
/// 2.58 standard errors: what chance alone would show in one phrase of two hundred.
const Z_MIN: f64 = 2.58;
/// Of few voices no phrase can reach that: there the best are shown, if as much clearer as one in ten would be by
/// chance, and said by this share of the voices.
const Z_OF_FEW_MIN: f64 = 1.28;
const SHARE_OF_FEW_MIN: f64 = 0.3;
const FEW_VOICES_MAX: usize = 20;
/// How many phrases the prior is worth.
const PRIOR_PHRASES: f64 = 500.0;
/// Beyond these, messages are thinned evenly and long ones cut: an explanation is read within a second.
const MESSAGES_MAX: usize = 20_000;
const WORDS_MAX: usize = 400;

/// One message of the time that is explained, or of the time before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said<'a> {
    /// Its id, handed back.
    pub id: u64,
    /// Seconds of the epoch.
    pub at_s: i64,
    /// Who wrote it.
    pub author: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// A phrase said more often than before.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// One to three folded words.
    pub text: String,
    /// Voices that used it during the event, and before.
    pub voices: u32,
    /// See `voices`.
    pub voices_before: u32,
    /// Log-odds against before, in standard errors.
    pub z: f64,
}

/// What is known about an alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Which way the series went.
    pub direction: Direction,
    /// Messages during the event, and how many different people wrote them.
    pub messages: usize,
    /// See `messages`.
    pub voices: usize,
    /// What was expected in that time.
    pub expected: f64,
    /// Over-represented phrases, the clearest first.
    pub phrases: Vec<Phrase>,
    /// The id of the first message that carries one of the phrases, else of the first one at all.
    pub first: Option<u64>,
    /// Ids of the messages that best show the phrases, each by another author.
    pub top: Vec<u64>,
}

impl Explanation {
    /// What changed against what, in one English sentence.
    pub fn sentence(&self) -> String {
        let compared = match self.direction {
            Direction::Up => "where",
            Direction::Down => "where as many as",
        };
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        format!(
            "{} message{} by {} voice{}, {compared} {:.1} are usual at this hour of the week",
            self.messages,
            plural(self.messages),
            self.voices,
            plural(self.voices),
            self.expected,
        )
    }
}

/// Explains an event: the messages `during` it against those of a calm time `before`, and the count `expected`.
///
/// Phrases are ranked by log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008),
/// counting each author once, so that one loud account cannot name the event.
pub fn explain(direction: Direction, expected: f64, (during, before): (&[Said<'_>], &[Said<'_>])) -> Explanation {
    let mut spoken = Vocabulary::default();
    let now = spoken.count(during);
    let past = spoken.count(before);
    let voices = during.iter().map(|said| said.author).collect::<HashSet<_>>().len();
    let mut phrases = phrases(&spoken, (&now, &past), (VOICES_MIN, Z_MIN));
    if phrases.is_empty() && voices <= FEW_VOICES_MAX {
        let share = (voices as f64 * SHARE_OF_FEW_MIN).ceil() as u32;
        phrases = self::phrases(&spoken, (&now, &past), (share.max(VOICES_MIN), Z_OF_FEW_MIN));
    }
    let (first, top) = telling_messages(during, &phrases);
    Explanation { direction, messages: during.len(), voices, expected, phrases, first, top }
}

/// Phrases and their numbers.
#[derive(Default)]
struct Vocabulary {
    numbers: HashMap<String, usize>,
    names: Vec<String>,
}

impl Vocabulary {
    fn number(&mut self, phrase: String) -> usize {
        if let Some(&number) = self.numbers.get(&phrase) {
            return number;
        }
        self.names.push(phrase.clone());
        self.numbers.insert(phrase, self.names.len() - 1);
        self.names.len() - 1
    }

    /// Voices per phrase number.
    fn count(&mut self, messages: &[Said<'_>]) -> Vec<u32> {
        let mut used: HashSet<(usize, &str)> = HashSet::new();
        let mut counts = Vec::new();
        let step = messages.len().div_ceil(MESSAGES_MAX).max(1);
        for said in messages.iter().step_by(step) {
            for phrase in phrases_of(said.text) {
                let number = self.number(phrase);
                if used.insert((number, said.author)) {
                    counts.resize(counts.len().max(number + 1), 0);
                    counts[number] += 1;
                }
            }
        }
        counts
    }
}

/// Runs of one to three words; numbers and single letters start and end none.
fn phrases_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    tokens::search_tokens(text, &mut |word| {
        if words.len() < WORDS_MAX {
            words.push(word.to_owned());
        }
    });
    let telling = |word: &String| word.chars().count() > 1 && !word.bytes().all(|byte| byte.is_ascii_digit());
    let mut found = Vec::new();
    for length in 1..=PHRASE_WORDS_MAX {
        for run in words.windows(length) {
            if telling(&run[0]) && telling(&run[length - 1]) {
                found.push(run.join(" "));
            }
        }
    }
    found
}

/// Phrases of at least so many voices and so clear, the clearest first.
fn phrases(spoken: &Vocabulary, (now, past): (&[u32], &[u32]), (voices_min, z_min): (u32, f64)) -> Vec<Phrase> {
    let total = |counts: &[u32]| counts.iter().map(|count| f64::from(*count)).sum::<f64>();
    let (now_total, past_total) = (total(now), total(past));
    let mut found: Vec<Phrase> = Vec::new();
    for (number, name) in spoken.names.iter().enumerate() {
        let count = |counts: &[u32]| counts.get(number).copied().unwrap_or(0);
        let (voices, voices_before) = (count(now), count(past));
        if voices < voices_min {
            continue;
        }
        let share = (f64::from(voices) + f64::from(voices_before)) / (now_total + past_total);
        let prior = share * PRIOR_PHRASES;
        let odds = |count: u32, total: f64| {
            let with = f64::from(count) + prior;
            (with / (total + PRIOR_PHRASES - with).max(f64::MIN_POSITIVE)).ln()
        };
        let error = (1.0 / (f64::from(voices) + prior) + 1.0 / (f64::from(voices_before) + prior)).sqrt();
        let z = (odds(voices, now_total) - odds(voices_before, past_total)) / error;
        if z >= z_min {
            found.push(Phrase { text: name.clone(), voices, voices_before, z });
        }
    }
    found.sort_by(|a, b| {
        b.z.total_cmp(&a.z).then_with(|| b.text.len().cmp(&a.text.len())).then_with(|| a.text.cmp(&b.text))
    });
    without_overlaps(found)
}

/// Keeps the longest of phrases that say the same, and drops those that share a word with a clearer one.
fn without_overlaps(found: Vec<Phrase>) -> Vec<Phrase> {
    let mut kept: Vec<Phrase> = Vec::new();
    for phrase in found {
        let within = |inner: &str, outer: &str| format!(" {outer} ").contains(&format!(" {inner} "));
        let shared =
            |known: &Phrase| phrase.text.split(' ').any(|word| known.text.split(' ').any(|other| other == word));
        let related: Vec<usize> = (0..kept.len()).filter(|place| shared(&kept[*place])).collect();
        match related[..] {
            [] if kept.len() < PHRASES_SHOWN => kept.push(phrase),
            // A longer phrase by nearly as many voices says more than its part.
            [part] if within(&kept[part].text, &phrase.text) && 5 * phrase.voices >= 4 * kept[part].voices => {
                kept[part] = phrase;
            }
            _ => {}
        }
    }
    kept
}

/// The first message with a phrase, and those that carry most of them, each by another author in other words.
fn telling_messages(during: &[Said<'_>], phrases: &[Phrase]) -> (Option<u64>, Vec<u64>) {
    let wanted: HashMap<&str, f64> = phrases.iter().map(|phrase| (phrase.text.as_str(), phrase.z)).collect();
    let mut weighed: Vec<(f64, &Said<'_>)> = Vec::new();
    for said in during {
        let own: HashSet<String> = phrases_of(said.text).into_iter().collect();
        let mut carried: Vec<f64> = own.iter().filter_map(|phrase| wanted.get(phrase.as_str()).copied()).collect();
        carried.sort_by(f64::total_cmp);
        // Between two messages with the same phrases the shorter one is quicker to read.
        let weight = carried.iter().sum::<f64>() / (20.0 + own.len() as f64).sqrt();
        weighed.push((weight, said));
    }
    let earliest = |all: &mut dyn Iterator<Item = &(f64, &Said<'_>)>| {
        all.map(|(_, said)| (said.at_s, said.id)).min().map(|(_, id)| id)
    };
    let first =
        earliest(&mut weighed.iter().filter(|(weight, _)| *weight > 0.0)).or_else(|| earliest(&mut weighed.iter()));
    weighed
        .sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| (one.at_s, one.id).cmp(&(other.at_s, other.id))));
    let (mut authors, mut texts) = (HashSet::new(), HashSet::new());
    weighed
        .retain(|(_, said)| !authors.contains(said.author) && texts.insert(said.text) && authors.insert(said.author));
    (first, weighed.iter().take(TOP_SHOWN).map(|(_, said)| said.id).collect())
}
