//! Names for topics: the words that set one apart, and the sentence that says it best.

use std::collections::{HashMap, HashSet};

use crate::reader::hash::hash_word;
use crate::reader::lexicon::{Lexicon, WordClass};
use crate::{runs, tokens};

const KEYWORDS: usize = 6;
const NAME_KEYWORDS: usize = 3;
/// Texts of one topic that are read for its words, and words of one text.
const READ_MAX: usize = 200;
const WORDS_MAX: usize = 60;
/// From here on letters mixed with digits are a key or a checksum.
const MACHINE_BYTES_MIN: usize = 8;
/// Bytes of a text whose runs of Chinese, Japanese or Korean are counted.
const RUN_BYTES_MAX: usize = 1200;
/// Letters of a typical sentence.
const SENTENCE_LETTERS_MAX: usize = 160;
/// A pair of words is a keyword when it carries this share of what its better word carries.
const PAIR_SHARE_MIN: f64 = 0.6;
/// What is left of the weight of a word that names nothing ("my", "how"): enough for a topic made of nothing else.
const EMPTY_WORD_SHARE: f64 = 0.02;

/// In how many texts each word or pair of neighbouring words occurs.
#[derive(Default)]
struct Counts {
    with: HashMap<String, u32>,
    texts: u32,
}

impl Counts {
    fn add(&mut self, text: &str) {
        let mut words: Vec<String> = Vec::new();
        tokens::search_tokens(text, &mut |word| {
            if words.len() < WORDS_MAX && !is_of_runs(word) {
                words.push(word.to_owned());
            }
        });
        let mut found: HashSet<String> = words.windows(2).map(|pair| pair.join(" ")).collect();
        found.extend(words.into_iter().filter(|word| may_name(word)));
        if runs::may_hold(text) {
            let start = &text[..text.floor_char_boundary(RUN_BYTES_MAX)];
            runs::each_word(start, &mut |word| {
                found.insert(start[word].to_owned());
            });
        }
        found.into_iter().for_each(|word| *self.with.entry(word).or_default() += 1);
        self.texts += 1;
    }

    fn share(&self, word: &str) -> f64 {
        f64::from(self.with.get(word).copied().unwrap_or(0)) / f64::from(self.texts.max(1))
    }
}

/// Pairs of characters of scripts without spaces are no words.
fn is_of_runs(word: &str) -> bool {
    word.chars().next().is_some_and(runs::is_of)
}

/// Neither a single letter, nor a number, nor what only a machine writes: a long mix of letters and digits.
fn may_name(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    word.chars().count() > 1 && digits < word.len() && (digits == 0 || word.len() < MACHINE_BYTES_MIN)
}

/// For each topic its keywords, the most telling first, written as people write them.
///
/// c-TF-IDF by texts: the share of a topic's texts with the word, times the logarithm of how many times that is
/// the word's mean share over topics.
pub(super) fn keywords(topics: &[Vec<&str>]) -> Vec<Vec<String>> {
    let lexicon = Lexicon::embedded();
    let counted: Vec<Counts> = topics.iter().map(|texts| counts(texts, &lexicon)).collect();
    let mut everywhere: HashMap<&str, f64> = HashMap::new();
    for counts in &counted {
        for word in counts.with.keys() {
            *everywhere.entry(word).or_default() += counts.share(word) / topics.len() as f64;
        }
    }
    let named = counted.iter().zip(topics).map(|(counts, texts)| {
        let weigh = |word: &str| {
            let share = counts.share(word);
            // With a single topic nothing sets it apart: then frequency has to do.
            let rare = everywhere.get(word).map_or(1.0, |mean| (1.0 + share / mean).ln());
            let telling = share * if topics.len() > 1 { rare - std::f64::consts::LN_2 } else { rare };
            if is_empty(&lexicon, word) { telling * EMPTY_WORD_SHARE } else { telling }
        };
        let best = most_telling(counts, weigh, |word| is_empty(&lexicon, word));
        best.iter().map(|word| as_written(word, texts)).collect()
    });
    named.collect()
}

/// Whether a single word names nothing by itself; a pair is judged by its parts.
fn is_empty(lexicon: &Lexicon, word: &str) -> bool {
    const EMPTY: WordClass = WordClass::STOP
        .with(WordClass::QUESTION)
        .with(WordClass::NEGATOR)
        .with(WordClass::BOOSTER)
        .with(WordClass::FIRST)
        .with(WordClass::SECOND)
        .with(WordClass::THIRD)
        .with(WordClass::COPULA)
        .with(WordClass::FRENCH)
        .with(WordClass::DETERMINER);
    // What an elision leaves: "qu'est-ce", "jusqu'à".
    matches!(word, "qu" | "jusqu" | "lorsqu" | "puisqu")
        || lexicon.find(hash_word(word)).is_some_and(|entry| entry.class.has(EMPTY))
}

fn counts(texts: &[&str], lexicon: &Lexicon) -> Counts {
    let mut counts = Counts::default();
    texts.iter().step_by(texts.len().div_ceil(READ_MAX).max(1)).for_each(|text| counts.add(text));
    // What one text of a topic says names none of it, and most words are such.
    let often = if counts.texts > 3 { 2 } else { 1 };
    let tells = |(word, with): (&String, &u32)| *with >= often && !word.split(' ').any(|part| is_empty(lexicon, part));
    // Save where all that is said twice is "de" and "où".
    if counts.with.iter().any(tells) {
        counts.with.retain(|_, with| *with >= often);
    }
    counts.with.shrink_to_fit();
    counts
}

fn most_telling(counts: &Counts, weigh: impl Fn(&str) -> f64, is_empty: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut weighed: Vec<(f64, &str)> = Vec::new();
    let says_something = counts.with.keys().any(|word| !word.contains(' ') && !is_empty(word) && weigh(word) > 0.0);
    for word in counts.with.keys() {
        if says_something && word.split(' ').all(&is_empty) {
            continue;
        }
        let mut weight = weigh(word);
        if let Some((first, second)) = word.split_once(' ') {
            // A pair must say more than "of the" beside a telling word: both its words have to tell.
            let (low, high) = (weigh(first).min(weigh(second)), weigh(first).max(weigh(second)));
            let says_more = low > 0.3 * high && weight >= PAIR_SHARE_MIN * high;
            weight = if says_more { weight.clamp(high, 2.0 * high) * 1.01 } else { 0.0 };
        }
        if weight > 0.0 {
            weighed.push((weight, word));
        }
    }
    weighed.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    let mut kept: Vec<&str> = Vec::new();
    for (_, word) in weighed {
        let repeats = |known: &&str| word.split(' ').any(|part| known.split(' ').any(|theirs| akin(part, theirs)));
        if kept.len() < KEYWORDS && !kept.iter().any(repeats) {
            kept.push(word);
        }
    }
    kept
}

/// Whether two words are forms of one: one begins with the other and is at most three letters longer.
fn akin(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short == long || (short.len() > 2 && long.len() <= short.len() + 3 && long.starts_with(short))
}

/// The most frequent spelling of a folded word, with its accents, in lower case.
fn as_written(folded: &str, texts: &[&str]) -> String {
    let written = folded.split(' ').map(|word| {
        if is_of_runs(word) {
            return word.to_owned();
        }
        let mut spellings: HashMap<String, u32> = HashMap::new();
        for text in texts.iter().step_by(texts.len().div_ceil(READ_MAX).max(1)) {
            for piece in text.split(|letter: char| !letter.is_alphanumeric()).filter(|piece| !piece.is_ascii()) {
                let mut same = false;
                tokens::search_tokens(piece, &mut |token| same = token == word);
                if same {
                    *spellings.entry(piece.to_lowercase()).or_default() += 1;
                }
            }
        }
        let best = spellings.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(&one.0)));
        best.map_or_else(|| word.to_owned(), |(spelling, _)| spelling)
    });
    written.collect::<Vec<_>>().join(" ")
}

/// A topic's name from its keywords; a topic without words is named by its typical sentence.
pub(super) fn name(keywords: &[String], typical: &str) -> String {
    if keywords.is_empty() {
        return if typical.is_empty() { "?".to_owned() } else { typical.chars().take(40).collect() };
    }
    keywords[..keywords.len().min(NAME_KEYWORDS)].join(", ")
}

/// The first sentence of a text that says something, in one line.
pub(super) fn sentence(text: &str) -> String {
    let ends = ['.', '?', '!', '\n'];
    let telling = text.split_inclusive(ends).find(|sentence| sentence.split_whitespace().count() > 2);
    let line = telling.unwrap_or(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SENTENCE_LETTERS_MAX {
        return line;
    }
    let cut: String = line.chars().take(SENTENCE_LETTERS_MAX).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{whole_words}…")
}
