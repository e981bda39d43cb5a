//! What one pass over a message gathered; every reading part is computed from it.

use super::cues::{Cue, Cues, Subject};
use super::lexicon::WordClass;
use super::scan::{Scan, Token, TokenKind};
use super::weights::HEADS;
use crate::sentiment::Valence;
use crate::toxicity::attack::Evidence;
use crate::toxicity::hostility::Hostility;

/// Evidence of the title counts more: it was written to say what the message is.
const TITLE_WEIGHT: f32 = 1.6;
const HEADING_WEIGHT: f32 = 0.8;
/// People say first what they want: a phrase this many tokens into the text weighs half.
const OPENING_TOKENS: f32 = 80.0;
/// Subjects below this are kinds; what harms or feels counts wherever it stands.
const KINDS: u8 = 10;
/// Cues kept as evidence of one message.
const CUES_MAX: usize = 64;

pub(crate) struct Signals {
    pub(crate) scan: Scan,
    /// Sum of cue weights per subject.
    pub(crate) cues: [f32; Subject::COUNT],
    pub(crate) found: Vec<Cue>,
    pub(crate) valence: Valence,
    pub(crate) hostility: Hostility,
    /// What is said around a target, if there is one.
    pub(crate) attack: Option<Evidence>,
    /// How much of that speaks for hate, decided at 0.
    pub(crate) hate: Option<f32>,
    /// The text with its costumes taken off, where it wore some.
    pub(crate) plain: Option<String>,
    /// The same message with its letters put right, where they were not.
    pub(crate) seen_through: Option<Box<Signals>>,
    /// What the learned heads say.
    pub(crate) logits: [f32; HEADS],
    /// −1…1.
    pub(crate) sentiment: f32,
    pub(crate) spam: f32,
}

impl Signals {
    pub(crate) fn gather(scan: Scan, cues: &Cues) -> Signals {
        let mut sums = [0.0; Subject::COUNT];
        let mut found = Vec::new();
        cues.each(&scan.tokens, |cue| {
            let first = &scan.tokens[cue.tokens.0 as usize];
            let place = match (first.in_title, first.in_heading) {
                (true, _) => TITLE_WEIGHT,
                (_, true) => HEADING_WEIGHT,
                _ if cue.subject.0 >= KINDS => 1.0,
                _ => 1.0 / (1.0 + (cue.tokens.0 as usize).saturating_sub(scan.body_from) as f32 / OPENING_TOKENS),
            };
            sums[cue.subject.0 as usize] += cue.weight * place;
            if found.len() < CUES_MAX {
                found.push(cue);
            }
        });
        let valence = crate::sentiment::valence(&scan, sums[Subject::FEELING.0 as usize]);
        let hostility = Hostility::find(&scan, &found, &sums);
        Signals {
            scan,
            cues: sums,
            found,
            valence,
            hostility,
            attack: None,
            hate: None,
            plain: None,
            seen_through: None,
            logits: [0.0; HEADS],
            sentiment: 0.0,
            spam: 0.0,
        }
    }

    /// Whether a word stands here that the other signals do not know; little ones are cut at apostrophes in several ways.
    pub(crate) fn says_more_than(&self, other: &Signals) -> bool {
        const LITTLE: WordClass = WordClass::NEGATOR
            .with(WordClass::STOP)
            .with(WordClass::QUESTION)
            .with(WordClass::FIRST)
            .with(WordClass::SECOND)
            .with(WordClass::THIRD)
            .with(WordClass::COPULA);
        let mut known: Vec<u32> = other.scan.tokens.iter().map(|token| token.hash).collect();
        known.sort_unstable();
        let new = |token: &Token| {
            token.kind == TokenKind::Word
                && token.end - token.start > 2
                && !token.class.has(LITTLE)
                && known.binary_search(&token.hash).is_err()
        };
        self.scan.tokens.iter().any(new)
    }
}
