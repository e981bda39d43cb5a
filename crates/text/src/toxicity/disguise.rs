//! Sees alarming words through a letter lost or swapped, and words run together; written-over letters are `fold`'s work.

use std::collections::HashMap;

use crate::fold;
use crate::reader::hash::hash_word;
use crate::reader::lexicon::{Lexicon, WordClass};
use crate::reader::scan::{Scan, TokenKind};

/// Shorter words have too many neighbours.
const WORD_BYTES_MIN: usize = 5;
const JOINED_BYTES_MIN: usize = 7;
const JOINED_BYTES_MAX: usize = 40;
/// Tokens that are unmasked; who hides words does not write at length.
const TOKENS_MAX: usize = 300;

/// Classes that somebody would hide.
const HIDDEN: WordClass = WordClass::SLUR
    .with(WordClass::GROUP)
    .with(WordClass::GROUP_ADJECTIVE)
    .with(WordClass::HATE_VERB)
    .with(WordClass::HARM_VERB)
    .with(WordClass::DEHUMAN)
    .with(WordClass::BAD_TRAIT);

/// Marks that part sentences, where a space follows, and quotation marks.
const MARKS: [char; 11] = ['.', '!', '?', ',', ';', ':', '…', '"', '“', '”', '\n'];

/// Classes for which words that were run together are parted.
const JOINED: WordClass = HIDDEN.with(WordClass::INSULT).with(WordClass::PROFANE).with(WordClass::SEXUAL);

/// Misspellings of alarming words.
#[derive(Debug)]
pub(crate) struct Disguises {
    classes: HashMap<u32, WordClass>,
    /// Alarming words by their letters without doubled ones.
    single: HashMap<String, &'static str>,
    /// Alarming words, those that are swallowed most first.
    starred: Vec<&'static str>,
}

impl Disguises {
    /// Every alarming word with one letter lost or two neighbours swapped.
    pub(crate) fn new(lexicon: &Lexicon) -> Disguises {
        let mut classes = HashMap::new();
        for word in Lexicon::alarming_words() {
            let Some(entry) = lexicon.find(hash_word(word)).filter(|entry| entry.class.has(HIDDEN)) else { continue };
            if word.len() < WORD_BYTES_MIN || !word.is_ascii() {
                continue;
            }
            for misspelt in misspellings(word) {
                let hash = hash_word(&misspelt);
                if lexicon.find(hash).is_none() {
                    classes.insert(hash, entry.class);
                }
            }
        }
        let single = Lexicon::alarming_words().filter(|word| word.is_ascii()).map(|word| (without_doubles(word), word));
        Disguises { classes, single: single.collect(), starred: starred_words(lexicon) }
    }

    /// A plain text with its words put right: the folded form, stars filled in, letters written too often taken out, words run
    /// together parted, two-letter words freed of digits. Sentences and quotation marks stay. `known` says whether a word is
    /// an ordinary one.
    pub(crate) fn put_right(&self, text: &str, lexicon: &Lexicon, known: impl Fn(&str) -> bool) -> String {
        let text = shortened(text);
        let mut right = String::with_capacity(text.len() + 8);
        let (mut from, mut at) = (0, 0);
        for word in text.split_inclusive(char::is_whitespace) {
            if is_name_or_link(word) {
                self.push_sentences(&text[from..at], lexicon, &known, &mut right);
                right.push(' ');
                right.push_str(word);
                from = at + word.len();
            }
            at += word.len();
        }
        self.push_sentences(&text[from..], lexicon, &known, &mut right);
        right
    }

    fn push_sentences(&self, text: &str, lexicon: &Lexicon, known: &dyn Fn(&str) -> bool, right: &mut String) {
        let mut from = 0;
        for (at, mark) in text.match_indices(MARKS) {
            let next = text.as_bytes().get(at + mark.len());
            if matches!(mark, "\"" | "“" | "”" | "\n") || next.is_none_or(u8::is_ascii_whitespace) {
                self.push_folded(&text[from..at], lexicon, known, right);
                right.push_str(mark);
                from = at + mark.len();
            }
        }
        self.push_folded(&text[from..], lexicon, known, right);
    }

    fn push_folded(&self, text: &str, lexicon: &Lexicon, known: &dyn Fn(&str) -> bool, right: &mut String) {
        for word in fold::folded(text).split(' ').filter(|word| !word.is_empty()) {
            right.push(' ');
            if word.contains('*') {
                right.push_str(self.starred.iter().find(|full| fits(word, full)).unwrap_or(&word));
            } else if word.len() <= 2 {
                right.push_str(short_word(word));
            } else if lexicon.find(hash_word(word)).is_some() || known(word) {
                right.push_str(word);
            } else if let Some(full) = self.single.get(&without_doubles(word)).filter(|full| full.len() < word.len()) {
                right.push_str(full);
            } else {
                push_parted(word, lexicon, right);
            }
        }
    }

    /// Gives unknown words the classes of the words that they hide; says whether words were run together. `known` says
    /// whether a word is an ordinary one.
    pub(crate) fn unmask(&self, scan: &mut Scan, lexicon: &Lexicon, text: &str, known: impl Fn(&str) -> bool) -> bool {
        let mut run_together = false;
        let body_from = scan.body_from;
        for token in scan.tokens.iter_mut().skip(body_from).take(TOKENS_MAX) {
            let bytes = (token.end - token.start) as usize;
            let wordlike = matches!(token.kind, TokenKind::Word | TokenKind::Hashtag) && bytes >= WORD_BYTES_MIN - 1;
            if !wordlike || token.class != WordClass::NONE || token.valence != 0 {
                continue;
            }
            let Some(word) = text.get(token.start as usize..token.end as usize) else { continue };
            let joined = || {
                if (JOINED_BYTES_MIN..=JOINED_BYTES_MAX).contains(&bytes) { joined_class(word, lexicon) } else { None }
            };
            let misspelt = self.classes.get(&token.hash).copied();
            let joined = if misspelt.is_none() { joined() } else { None };
            let Some(class) = misspelt.or(joined).filter(|_| !known(word)) else { continue };
            run_together |= joined.is_some();
            if class.has(HIDDEN) {
                token.class = class;
            }
        }
        run_together
    }
}

fn misspellings(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut all = Vec::new();
    for at in 1..letters.len() {
        all.push(letters[..at].iter().chain(&letters[at + 1..]).collect());
        if at + 1 < letters.len() && letters[at] != letters[at + 1] {
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            all.push(swapped.into_iter().collect());
        }
    }
    all
}

/// `@ada`, but not `@ss`; `https://…`.
fn is_name_or_link(word: &str) -> bool {
    let name = word.strip_prefix('@').map_or(0, |name| name.bytes().take_while(u8::is_ascii_alphanumeric).count());
    name > 2 || word.contains("://")
}

/// Words that people swallow with stars: oaths first, then abuse and violence.
fn starred_words(lexicon: &Lexicon) -> Vec<&'static str> {
    const ORDER: [WordClass; 4] = [WordClass::PROFANE, WordClass::INSULT, WordClass::SLUR, HIDDEN];
    let mut words: Vec<(usize, &str)> = Vec::new();
    for word in Lexicon::alarming_words().filter(|word| word.is_ascii() && word.len() > 2) {
        let class = lexicon.find(hash_word(word)).map_or(WordClass::NONE, |entry| entry.class);
        words.push((ORDER.iter().position(|of| class.has(*of)).unwrap_or(ORDER.len()), word));
    }
    // Equal ones stay in the order of the file.
    words.sort_by_key(|(order, _)| *order);
    words.into_iter().map(|(_, word)| word).chain(["suicide", "suicidal", "myself"]).collect()
}

/// The text with at most two equal letters in a row, and "dont" for "don't".
fn shortened(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let (mut last, mut run) = (' ', 0);
    for letter in text.replace("n't", "nt").replace("n’t", "nt").chars() {
        let lower = letter.to_ascii_lowercase();
        run = if lower == last { run + 1 } else { 1 };
        last = lower;
        if run <= 2 || !letter.is_alphabetic() {
            short.push(letter);
        }
    }
    short
}

/// Whether a word with stars may be the whole one: as long, the first letter and one more given.
fn fits(starred: &str, full: &str) -> bool {
    starred.len() == full.len()
        && !starred.starts_with('*')
        && starred.bytes().zip(full.bytes()).all(|(star, letter)| star == b'*' || star == letter)
}

fn without_doubles(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// "1s", "0f", "n0": too short for the folded form to tell from numbers.
fn short_word(word: &str) -> &str {
    const SHORT: [(&str, &str); 24] = [
        ("1", "i"),
        ("4", "a"),
        ("1s", "is"),
        ("1n", "in"),
        ("1t", "it"),
        ("1f", "if"),
        ("0f", "of"),
        ("0n", "on"),
        ("0r", "or"),
        ("4n", "an"),
        ("4s", "as"),
        ("4t", "at"),
        ("4m", "am"),
        ("b3", "be"),
        ("h3", "he"),
        ("m3", "me"),
        ("w3", "we"),
        ("n0", "no"),
        ("s0", "so"),
        ("t0", "to"),
        ("d0", "do"),
        ("g0", "go"),
        ("u5", "us"),
        ("1m", "im"),
    ];
    SHORT.iter().find(|(dressed, _)| *dressed == word).map_or(word, |(_, plain)| plain)
}

/// Appends the known words that a word is made of, or the word itself.
fn push_parted(word: &str, lexicon: &Lexicon, right: &mut String) {
    let ends = if (JOINED_BYTES_MIN..=JOINED_BYTES_MAX).contains(&word.len()) { parts(word, lexicon) } else { None };
    let Some((ends, _)) = ends else { return right.push_str(word) };
    let mut from = 0;
    for end in ends {
        if from > 0 {
            right.push(' ');
        }
        right.push_str(&word[from..end]);
        from = end;
    }
}

/// The classes of the known words that a word is made of, if they fill it and one is alarming.
fn joined_class(word: &str, lexicon: &Lexicon) -> Option<WordClass> {
    parts(word.trim_start_matches('#'), lexicon).map(|(_, class)| class)
}

/// Where each known word of a word ends, and their classes together, if they fill it and one is alarming.
fn parts(word: &str, lexicon: &Lexicon) -> Option<(Vec<usize>, WordClass)> {
    if !word.is_ascii() {
        return None;
    }
    let mut reached: [Option<(usize, WordClass)>; JOINED_BYTES_MAX + 1] = [None; JOINED_BYTES_MAX + 1];
    reached[0] = Some((0, WordClass::NONE));
    for from in 0..word.len() {
        let Some((_, before)) = reached[from] else { continue };
        for to in from + 1..=word.len().min(from + 14) {
            // One-letter words other than "I" would join anything.
            if to - from == 1 && !word[from..to].eq_ignore_ascii_case("i") || reached[to].is_some() {
                continue;
            }
            if let Some(entry) = lexicon.find(hash_word(&word[from..to])) {
                reached[to] = Some((from, before.with(entry.class)));
            }
        }
    }
    let (_, class) = reached[word.len()].filter(|(_, class)| class.has(JOINED))?;
    let mut ends = Vec::new();
    let mut end = word.len();
    while end > 0 {
        ends.push(end);
        end = reached[end].map_or(0, |(from, _)| from);
    }
    ends.reverse();
    Some((ends, class))
}
