//! Sees alarming words through a letter lost or swapped, and words run together; written-over letters are `fold`'s work.

use std::collections::HashMap;

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

/// Misspellings of alarming words.
#[derive(Debug)]
pub(crate) struct Disguises {
    classes: HashMap<u32, WordClass>,
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
        Disguises { classes }
    }

    /// Gives unknown words the classes of the words that they hide. `known` says whether a word is an ordinary one.
    pub(crate) fn unmask(&self, scan: &mut Scan, lexicon: &Lexicon, text: &str, known: impl Fn(&str) -> bool) {
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
            let hidden = self.classes.get(&token.hash).copied().or_else(joined);
            if let Some(class) = hidden.filter(|_| !known(word)) {
                token.class = class;
            }
        }
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

/// The classes of the known words that a word is made of, if they fill it and one is alarming.
fn joined_class(word: &str, lexicon: &Lexicon) -> Option<WordClass> {
    let word = word.trim_start_matches('#');
    if !word.is_ascii() {
        return None;
    }
    let mut reached: [Option<WordClass>; JOINED_BYTES_MAX + 1] = [None; JOINED_BYTES_MAX + 1];
    reached[0] = Some(WordClass::NONE);
    for from in 0..word.len() {
        let Some(before) = reached[from] else { continue };
        for to in from + 1..=word.len().min(from + 14) {
            // One-letter words other than "I" would join anything.
            if to - from == 1 && !word[from..to].eq_ignore_ascii_case("i") || reached[to].is_some() {
                continue;
            }
            if let Some(entry) = lexicon.find(hash_word(&word[from..to])) {
                reached[to] = Some(before.with(entry.class));
            }
        }
    }
    reached[word.len()].filter(|class| class.has(HIDDEN))
}
