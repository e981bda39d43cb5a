//! Phrases that show what a message is for, each with a weight; found in one pass, with their places as evidence.

use super::hash::{hash_join, hash_word};
use super::lexicon::{Lexicon, WordClass};
use super::scan::{Token, TokenKind};

/// Longest phrase, in tokens.
const PHRASE_TOKENS_MAX: usize = 5;

/// What a cue speaks for: the ten kinds by their number, then other readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subject(pub(crate) u8);

impl Subject {
    pub(crate) const URGENT: Subject = Subject(10);
    pub(crate) const ASKS: Subject = Subject(11);
    pub(crate) const RIGHTS: Subject = Subject(12);
    pub(crate) const THREAT: Subject = Subject(13);
    pub(crate) const SELF_HARM: Subject = Subject(14);
    pub(crate) const COUNTER: Subject = Subject(15);
    /// Said of a group, it is hate.
    pub(crate) const HOSTILE: Subject = Subject(16);
    /// A phrase whose feeling is not that of its words.
    pub(crate) const FEELING: Subject = Subject(17);
    pub(crate) const COUNT: usize = 18;
}

const HEADINGS: [&str; Subject::COUNT] = [
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
    "urgent",
    "asks",
    "rights",
    "threat",
    "self harm",
    "counter",
    "hostile",
    "feeling",
];

#[derive(Clone, Copy, Debug, Default)]
struct Phrase {
    hash: u32,
    subject: u8,
    /// Hundredths.
    weight: i16,
}

/// One phrase found in a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    pub(crate) subject: Subject,
    pub(crate) weight: f32,
    /// First and last token.
    pub(crate) tokens: (u32, u32),
}

/// The phrase table, with open addressing; one hash may hold several subjects in neighbouring places.
#[derive(Debug)]
pub(crate) struct Cues {
    places: Vec<Phrase>,
}

const PLACES: usize = 1 << 13;

const FILES: [&str; 4] = [
    include_str!("../../data/cues/feeling.txt"),
    include_str!("../../data/cues/kinds_en.txt"),
    include_str!("../../data/cues/kinds_fr.txt"),
    include_str!("../../data/cues/others.txt"),
];

impl Cues {
    /// Reads the embedded phrases and marks their first words in the lexicon.
    pub(crate) fn embedded(lexicon: &mut Lexicon) -> Cues {
        let mut cues = Cues { places: vec![Phrase::default(); PLACES] };
        FILES.into_iter().for_each(|file| cues.add(file, lexicon));
        cues
    }

    /// Lines `[subject]` followed by lines `weight TAB phrase | phrase`.
    fn add(&mut self, file: &str, lexicon: &mut Lexicon) {
        let mut subject = None;
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                subject = HEADINGS.iter().position(|known| *known == heading);
                continue;
            }
            let (Some(subject), Some((weight, phrases))) = (subject, line.split_once('\t')) else { continue };
            let Ok(weight) = weight.parse::<f32>() else { continue };
            for phrase in phrases.split('|') {
                self.add_phrase(phrase, subject, weight, lexicon);
            }
        }
    }

    fn add_phrase(&mut self, phrase: &str, subject: usize, weight: f32, lexicon: &mut Lexicon) {
        let mut hash = 0;
        for (at, word) in phrase.split_whitespace().enumerate() {
            let next = if word == "?" { 2 } else { hash_word(word) };
            if at == 0 {
                lexicon.add_class(next, WordClass::CUE);
            }
            hash = hash_join(hash, next);
        }
        let mut place = hash as usize & (PLACES - 1);
        while self.places[place].hash != 0 {
            place = (place + 1) & (PLACES - 1);
        }
        self.places[place] = Phrase { hash, subject: subject as u8, weight: (weight * 100.0) as i16 };
    }

    /// Calls `found` for every phrase in the tokens, in order.
    pub(crate) fn each(&self, tokens: &[Token], mut found: impl FnMut(Cue)) {
        for (first, token) in tokens.iter().enumerate() {
            if !token.class.has(WordClass::CUE) {
                continue;
            }
            let mut hash = 0;
            for (step, next) in tokens[first..].iter().take(PHRASE_TOKENS_MAX).enumerate() {
                if !matches!(next.kind, TokenKind::Word | TokenKind::Hashtag | TokenKind::Question) {
                    break;
                }
                hash = hash_join(hash, next.hash);
                self.at(hash, |phrase| {
                    found(Cue {
                        subject: Subject(phrase.subject),
                        weight: f32::from(phrase.weight) / 100.0,
                        tokens: (first as u32, (first + step) as u32),
                    });
                });
            }
        }
    }

    fn at(&self, hash: u32, mut found: impl FnMut(&Phrase)) {
        let mut place = hash as usize & (PLACES - 1);
        while self.places[place].hash != 0 {
            if self.places[place].hash == hash {
                found(&self.places[place]);
            }
            place = (place + 1) & (PLACES - 1);
        }
    }
}
