//! Rules that join a target with what is said of it, sentence by sentence, and see through quotes and denials.

use crate::reader::cues::Subject;
use crate::reader::lexicon::WordClass;
use crate::reader::scan::{Token, TokenKind};
use crate::reader::signals::Signals;

/// Evidence of hostility, as logits above the base rate.
#[derive(Debug, Default)]
pub(crate) struct Hostility {
    pub(crate) hate: f32,
    pub(crate) insult: f32,
    pub(crate) sexual: f32,
    /// 1 if the author speaks for themselves; less if they quote or object.
    pub(crate) meant: f32,
}

/// Words between a target and what is said of it.
const REACH: usize = 7;
const STRONG: f32 = 4.5;
const WEAK: f32 = 2.6;

impl Hostility {
    pub(crate) fn find(signals: &Signals) -> Hostility {
        let tokens = &signals.scan.tokens;
        let mut seen = Hostility { meant: 1.0, ..Hostility::default() };
        if !tokens.iter().any(|token| token.class.has(ALARMING)) {
            return seen;
        }
        let mut group_before = false;
        for sentence in
            tokens.split(|token| matches!(token.kind, TokenKind::Stop | TokenKind::Break | TokenKind::Exclamation))
        {
            let said = Said { tokens: sentence, group_before };
            seen.hate = seen.hate.max(said.hate());
            seen.insult = seen.insult.max(said.insult());
            group_before |= said.has_group();
        }
        seen.sexual = tokens.iter().filter(|token| token.class.has(WordClass::SEXUAL)).count() as f32;
        seen.weigh_distance(signals);
        seen
    }

    /// Counter-speech reports or quotes what it objects to.
    fn weigh_distance(&mut self, signals: &Signals) {
        let tokens = &signals.scan.tokens;
        let quotes = tokens.iter().filter(|token| token.kind == TokenKind::Quote).count() >= 2;
        let reports = tokens.iter().any(|token| token.class.has(WordClass::REPORTS));
        let objects = tokens.iter().filter(|token| token.class.has(WordClass::OBJECTS)).count() as f32;
        let counter = signals.cues[Subject::COUNTER.0 as usize];
        let distance = counter + if quotes { 1.5 } else { 0.0 } + if reports { 0.4 + objects } else { 0.5 * objects };
        if distance >= 1.5 {
            self.meant = 0.2;
            self.hate *= 0.2;
            self.insult *= 0.4;
        }
    }
}

const ALARMING: WordClass = WordClass::SLUR
    .with(WordClass::INSULT)
    .with(WordClass::PROFANE)
    .with(WordClass::HATE_VERB)
    .with(WordClass::HARM_VERB)
    .with(WordClass::DEHUMAN)
    .with(WordClass::BAD_TRAIT)
    .with(WordClass::SEXUAL);

/// One sentence, and whether an earlier one named a group that "they" may mean.
struct Said<'a> {
    tokens: &'a [Token],
    group_before: bool,
}

impl Said<'_> {
    fn is(&self, at: usize, class: WordClass) -> bool {
        self.tokens.get(at).is_some_and(|token| token.class.has(class))
    }

    /// A protected group as a noun, or as an adjective before or instead of a noun for people.
    fn is_group(&self, at: usize) -> bool {
        if self.is(at, WordClass::GROUP) {
            return true;
        }
        let adjective = self.is(at, WordClass::GROUP_ADJECTIVE);
        adjective
            && (self.is(at + 1, WordClass::PERSON)
                || self.is(at + 1, WordClass::GROUP)
                || self.is(at + 2, WordClass::PERSON))
    }

    fn is_target(&self, at: usize) -> bool {
        self.is_group(at) || self.group_before && self.is(at, WordClass::THIRD) || self.is(at, WordClass::SLUR)
    }

    fn has_group(&self) -> bool {
        (0..self.tokens.len()).any(|at| self.is_group(at))
    }

    fn negated(&self, from: usize, to: usize) -> bool {
        self.tokens[from..to].iter().any(|token| token.class.has(WordClass::NEGATOR))
    }

    fn hate(&self) -> f32 {
        (0..self.tokens.len()).filter(|at| self.is_target(*at)).map(|at| self.hate_of(at)).fold(0.0, f32::max)
    }

    fn hate_of(&self, target: usize) -> f32 {
        let before = target.saturating_sub(REACH);
        let after = (target + REACH + 2).min(self.tokens.len());
        let slur = self.is(target, WordClass::SLUR);
        let own = self.tokens[..target].iter().any(|token| token.class.has(WordClass::FIRST));
        let mut hate: f32 = if slur && !own { WEAK } else { 0.0 };
        for at in (before..after).filter(|at| *at != target) {
            let (from, to) = (at.min(target), at.max(target));
            let negated = self.negated(from.saturating_sub(if at < target { 3 } else { 0 }), to);
            if !negated {
                hate = hate.max(self.blow(at, target));
            }
        }
        hate
    }

    /// How hard the word at `at` hits the target.
    fn blow(&self, at: usize, target: usize) -> f32 {
        let near = at.abs_diff(target) <= 3;
        if self.is(at, WordClass::HATE_VERB) && at < target {
            return STRONG;
        }
        if self.is(at, WordClass::HARM_VERB) {
            let ought = self.tokens[at.min(target)..at].iter().any(|token| token.class.has(WordClass::OUGHT));
            return if ought || at < target && near { STRONG } else { 0.0 };
        }
        if self.is(at, WordClass::DEHUMAN.with(WordClass::BAD_TRAIT).with(WordClass::INSULT)) {
            let linked = self.tokens[at.min(target)..at].iter().any(|token| token.class.has(WordClass::COPULA));
            return if linked || at + 1 == target {
                STRONG
            } else if near {
                WEAK
            } else {
                0.0
            };
        }
        if self.is(at, WordClass::PROFANE.with(WordClass::SLUR)) && near { WEAK } else { 0.0 }
    }

    fn insult(&self) -> f32 {
        let insults = self.tokens.iter().any(|token| token.class.has(WordClass::INSULT.with(WordClass::SLUR)));
        let at_you = self.tokens.iter().any(|token| token.class.has(WordClass::SECOND));
        let swears = self.tokens.iter().any(|token| token.class.has(WordClass::PROFANE));
        match (insults, at_you, swears) {
            (true, true, _) => 4.0,
            (false, true, true) | (true, false, true) => 2.5,
            (true, ..) => 1.5,
            _ => 0.0,
        }
    }
}
