//! Rules that join a target with what is said of it, sentence by sentence, and see through quotes and denials.

use crate::reader::cues::{Cue, Subject};
use crate::reader::hash::hash_word;
use crate::reader::lexicon::WordClass;
use crate::reader::scan::{Scan, Token, TokenKind};

/// Evidence of hostility, as logits above the base rate.
#[derive(Debug)]
pub(crate) struct Hostility {
    pub(crate) hate: f32,
    pub(crate) insult: f32,
    pub(crate) sexual: f32,
    /// 1 if the author speaks for themselves; less if they quote or object.
    pub(crate) meant: f32,
}

/// Words between a target and what is said of it.
const REACH: usize = 8;
/// Words before a blow within which a denial turns it.
const DENIAL_REACH: usize = 4;
/// The same after "don't think", "never said".
const THOUGHT_REACH: usize = 6;
const THINKS: &str = "think believe say said call called mean meant suggest imply find";
/// "You can't be this stupid."
const WONDERS: &str = "can't cant cannot";
const YOUR: &str = "your ur ton ta tes votre vos";
/// What is said of these is said of you.
const YOUR_OWN: &str = "mother mom mum father dad wife husband face brain brains ass head boss team staff";
const ALL: &str = "all the these those most many no some every les ces";
/// Sentences that are judged; a longer message has shown what it is.
const SENTENCES_MAX: usize = 200;
/// Words of one sentence that are judged.
const SENTENCE_TOKENS_MAX: usize = 80;
const STRONG: f32 = 4.5;
const WEAK: f32 = 2.6;
const DOUBT: f32 = 1.2;

const ALARMING: WordClass = WordClass::SLUR
    .with(WordClass::INSULT)
    .with(WordClass::PROFANE)
    .with(WordClass::HATE_VERB)
    .with(WordClass::HARM_VERB)
    .with(WordClass::DEHUMAN)
    .with(WordClass::BAD_TRAIT)
    .with(WordClass::SEXUAL)
    .with(WordClass::GROUP)
    .with(WordClass::GROUP_ADJECTIVE);
const BAD: WordClass = WordClass::DEHUMAN.with(WordClass::BAD_TRAIT).with(WordClass::INSULT);

impl Hostility {
    pub(crate) fn find(scan: &Scan, cues: &[Cue], sums: &[f32; Subject::COUNT]) -> Hostility {
        let tokens = &scan.tokens;
        let mut seen = Hostility { hate: 0.0, insult: 0.0, sexual: 0.0, meant: 1.0 };
        if !tokens.iter().any(|token| token.class.has(ALARMING)) {
            return seen;
        }
        let mut group_before = false;
        for (from, sentence) in sentences(tokens) {
            let range = (from as u32, (from + sentence.len()) as u32);
            let hostile = cues
                .iter()
                .filter(|cue| cue.subject == Subject::HOSTILE && range.0 <= cue.tokens.0 && cue.tokens.1 < range.1);
            let said = Said {
                tokens: sentence,
                group_before,
                hostile: hostile.map(|cue| ((cue.tokens.0 - range.0) as usize, cue.weight < 1.0)).next(),
            };
            seen.hate = seen.hate.max(said.hate());
            seen.insult = seen.insult.max(said.insult());
            group_before |= said.has_group();
        }
        seen.sexual = tokens.iter().filter(|token| token.class.has(WordClass::SEXUAL)).count() as f32;
        seen.weigh_distance(tokens, sums[Subject::COUNTER.0 as usize]);
        seen
    }

    /// Counter-speech reports or quotes what it objects to.
    fn weigh_distance(&mut self, tokens: &[Token], counter: f32) {
        let quotes = tokens.iter().filter(|token| token.kind == TokenKind::Quote).count() >= 2;
        let reports = tokens.iter().any(|token| token.class.has(WordClass::REPORTS));
        let objects = tokens.iter().filter(|token| token.class.has(WordClass::OBJECTS)).count() as f32;
        let distance = counter + if quotes { 1.5 } else { 0.0 } + if reports { 0.5 + objects } else { 0.6 * objects };
        if distance >= 1.5 {
            self.meant = 0.2;
            self.hate *= 0.2;
            self.insult *= 0.4;
        }
    }
}

/// The sentences that are judged, each with the place of its first token.
pub(crate) fn sentences(tokens: &[Token]) -> impl Iterator<Item = (usize, &[Token])> {
    let ends = |token: &Token| {
        matches!(token.kind, TokenKind::Stop | TokenKind::Break | TokenKind::Exclamation | TokenKind::Question)
    };
    let mut from = 0;
    tokens.split(ends).take(SENTENCES_MAX).map(move |sentence| {
        let first = from;
        from += sentence.len() + 1;
        (first, &sentence[..sentence.len().min(SENTENCE_TOKENS_MAX)])
    })
}

/// One sentence, and whether an earlier one named a group that "they" may mean.
pub(crate) struct Said<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) group_before: bool,
    /// Where a phrase stands that is hate when said of a group, and whether it denies something: then harm denied is no hate.
    pub(crate) hostile: Option<(usize, bool)>,
}

impl Said<'_> {
    pub(crate) fn is(&self, at: usize, class: WordClass) -> bool {
        self.tokens.get(at).is_some_and(|token| token.class.has(class))
    }

    pub(crate) fn any(&self, from: usize, to: usize, class: WordClass) -> bool {
        let to = to.min(self.tokens.len());
        self.tokens[from.min(to)..to].iter().any(|token| token.class.has(class))
    }

    /// A protected group as a noun, or as an adjective before a noun for people.
    pub(crate) fn is_group(&self, at: usize) -> bool {
        let language = self.is(at, WordClass::LANGUAGE);
        if self.is(at, WordClass::GROUP) && !language {
            return true;
        }
        let person = WordClass::PERSON.with(WordClass::GROUP);
        let people = self.is(at + 1, person) || self.is(at + 2, person) || self.is(at + 1, BAD);
        let named_state = at > 0 && self.is(at - 1, WordClass::COPULA) && self.is(at + 1, WordClass::COPULA);
        let noun = at > 0 && self.is(at - 1, BAD.with(WordClass::PROFANE));
        let alone = at > 0 && self.is(at - 1, WordClass::DETERMINER) && !self.is_noun(at + 1);
        let adjective = self.is(at, WordClass::GROUP_ADJECTIVE) || language;
        adjective && (people || noun || named_state || alone) || language && self.is_people_by_itself(at)
    }

    /// "Chinese" means people where it does or suffers something: "Chinese are", "I hate all Chinese"; "Chinese input"
    /// and "translate it to Chinese" name no group.
    fn is_people_by_itself(&self, at: usize) -> bool {
        let does = self.is(at + 1, WordClass::COPULA.with(WordClass::OUGHT).with(WordClass::NEGATOR));
        let named = self.is(at + 1, WordClass::HATE_VERB.with(WordClass::HARM_VERB));
        let before = at.saturating_sub(2)..at;
        let blows = WordClass::HATE_VERB.with(WordClass::HARM_VERB).with(WordClass::PROFANE).with(BAD);
        let suffers = before.clone().any(|before| self.is(before, blows)) && !self.is_noun(at + 1);
        let all = before.into_iter().any(|before| self.is_one_of(before, ALL)) && !self.is_noun(at + 1);
        let first = at == 0 || self.is_one_of(at - 1, ALL);
        suffers || all || first && (does || named)
    }

    /// A word that no other part of speech is known of: "a black cat" names no group.
    fn is_noun(&self, at: usize) -> bool {
        let others = WordClass::STOP
            .with(WordClass::COPULA)
            .with(WordClass::OUGHT)
            .with(WordClass::NEGATOR)
            .with(WordClass::QUESTION)
            .with(WordClass::REPORTS)
            .with(WordClass::BUT);
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word && !token.class.has(others))
    }

    pub(crate) fn is_target(&self, at: usize) -> bool {
        let stands_for_group =
            self.is(at, WordClass::THIRD) && (self.group_before || (0..at).any(|before| self.is_group(before)));
        self.is_group(at) || stands_for_group || self.is(at, WordClass::SLUR)
    }

    /// "My neighbours are …", "she is a …": to belong to a group is told.
    pub(crate) fn is_predicate(&self, at: usize) -> bool {
        self.is_group(at) && self.any(at.saturating_sub(3), at, WordClass::COPULA)
    }

    pub(crate) fn has_group(&self) -> bool {
        (0..self.tokens.len()).any(|at| self.is_group(at))
    }

    fn hate(&self) -> f32 {
        (0..self.tokens.len()).filter(|at| self.is_target(*at)).map(|at| self.hate_of(at)).fold(0.0, f32::max)
    }

    fn hate_of(&self, target: usize) -> f32 {
        if self.reclaims(target) {
            return 0.0;
        }
        let mut hate: f32 = if self.is(target, WordClass::SLUR) { self.slur(target) } else { 0.0 };
        if self.hostile.is_some_and(|phrase| self.condemns(phrase)) || self.denies_dignity(target) {
            hate = STRONG;
        }
        let from = target.saturating_sub(REACH);
        for at in from..(target + REACH + 2).min(self.tokens.len()) {
            let blow = self.blow(at, target);
            if blow > hate && !self.denied_between(at, target) {
                hate = blow;
            }
        }
        hate
    }

    fn condemns(&self, (at, denies): (usize, bool)) -> bool {
        let harm_denied = denies && self.any(at, at + 6, WordClass::HARM_VERB);
        !self.denied(at) && !harm_denied
    }

    /// "My …", "we …", "as a … myself": the word is the author's own.
    fn reclaims(&self, target: usize) -> bool {
        let near =
            self.any(target.saturating_sub(3), target, WordClass::FIRST) || self.is(target + 1, WordClass::FIRST);
        let attacks = WordClass::SECOND.with(WordClass::HATE_VERB).with(WordClass::HARM_VERB).with(BAD);
        self.is(target, WordClass::SLUR)
            && near
            && !self.tokens.iter().any(|token| token.class.has(attacks) && !token.class.has(WordClass::SLUR))
    }

    /// A slur by itself: thrown at somebody, or only used.
    fn slur(&self, target: usize) -> f32 {
        let somebody = WordClass::SECOND.with(WordClass::THIRD).with(WordClass::PERSON);
        let named = self.any(target.saturating_sub(4), target, WordClass::COPULA) && self.any(0, target, somebody);
        let sworn = target > 0 && self.is(target - 1, WordClass::PROFANE.with(BAD));
        // Words such as "bitch" are mere insults more often than slurs.
        let mild = self.is(target, WordClass::INSULT);
        if named || sworn && !mild { WEAK } else { DOUBT }
    }

    /// How hard the word at `at` hits the target.
    fn blow(&self, at: usize, target: usize) -> f32 {
        if self.is(at, WordClass::HATE_VERB) && (at <= target || !self.is(at, WordClass::FIRST)) {
            let by_others = at > 0 && self.is(at - 1, WordClass::COPULA);
            return if at > target || by_others { 0.0 } else { STRONG };
        }
        if self.is(at, WordClass::HARM_VERB) {
            return self.harm(at, target);
        }
        if self.is(at, BAD) {
            return self.trait_of(at, target);
        }
        if self.is(at, WordClass::PROFANE) && at < target && self.leads_to(at, target) { WEAK } else { 0.0 }
    }

    /// "fuck women", "fuck all these women": at most one other word between the two, or three that only point.
    fn leads_to(&self, at: usize, target: usize) -> bool {
        let points = |between: usize| {
            self.is(between, WordClass::STOP.with(WordClass::THIRD))
                && !self.is(between, WordClass::QUESTION.with(WordClass::COPULA))
        };
        target - at <= 2 || target - at <= 4 && (at + 1..target).all(points)
    }

    /// "should be shot", "kill all …", "I will hurt …"; what merely happened is no threat.
    fn harm(&self, at: usize, target: usize) -> f32 {
        if at == target {
            // Words run together, as in a hashtag.
            return if self.is(at, WordClass::GROUP) { STRONG } else { 0.0 };
        }
        if at > target {
            let ought = self.any(target, at, WordClass::OUGHT);
            return if ought { STRONG } else { 0.0 };
        }
        let wills = at == 0 || self.any(at.saturating_sub(4), at, WordClass::FIRST.with(WordClass::OUGHT));
        if wills && target - at <= 4 { STRONG } else { 0.0 }
    }

    fn trait_of(&self, at: usize, target: usize) -> f32 {
        if at == target {
            return if self.is(at, WordClass::GROUP) { STRONG } else { 0.0 };
        }
        if at < target {
            // "filthy gypsies", "stupid fucking women"
            let filled =
                (at + 1..target).all(|between| self.is(between, BAD.with(WordClass::PROFANE).with(WordClass::BOOSTER)));
            return if filled { STRONG } else { 0.0 };
        }
        let linked = self.any(target, at, WordClass::COPULA);
        let asked = target > 0
            && self.any(target.saturating_sub(2), target, WordClass::COPULA)
            && self.is(0, WordClass::QUESTION.with(WordClass::COPULA));
        let apposed = at == target + 1 || at == target + 2 && self.is(at, WordClass::DEHUMAN);
        if linked || asked || apposed { STRONG } else { 0.0 }
    }

    /// "are not human", "nobody wants …", "I don't think … are equal".
    fn denies_dignity(&self, target: usize) -> bool {
        let good =
            |at: usize| self.is(at, WordClass::DIGNITY) || self.tokens.get(at).is_some_and(|token| token.valence > 8);
        let bad = |at: usize| self.is(at, BAD.with(WordClass::HATE_VERB).with(WordClass::HARM_VERB));
        let after = (target + 1..target + 5).find(|at| self.is(*at, WordClass::NEGATOR));
        let before = (target.saturating_sub(5)..target).find(|at| self.is(*at, WordClass::NEGATOR));
        let after = after.filter(|at| self.any(target, at + 2, WordClass::COPULA.with(WordClass::OUGHT)));
        let Some(negator) = after.or(before).filter(|at| self.is_denial(*at)) else { return false };
        let span = negator + 1..(negator.max(target) + 6).min(self.tokens.len());
        span.clone().any(good) && !span.clone().any(bad)
    }

    /// A denial right before the word at `at`.
    fn denied(&self, at: usize) -> bool {
        (at.saturating_sub(DENIAL_REACH)..at).any(|before| self.is_denial(before))
    }

    fn denied_between(&self, at: usize, target: usize) -> bool {
        let from = at.min(target).saturating_sub(DENIAL_REACH);
        (from..at.max(target)).any(|between| self.is_denial(between))
    }

    /// A negator that negates: not "nothing but", not "aren't they …".
    pub(crate) fn is_denial(&self, at: usize) -> bool {
        self.is(at, WordClass::NEGATOR)
            && !self.any(at + 1, at + 2, WordClass::BUT)
            && !self.any(at + 2, at + 3, WordClass::BUT)
    }

    fn insult(&self) -> f32 {
        let insults = self.insults();
        let at_you = self.tokens.iter().any(|token| token.class.has(WordClass::SECOND));
        let swears = self.tokens.iter().any(|token| token.class.has(WordClass::PROFANE));
        match (insults, at_you, swears) {
            (true, true, _) => 4.0,
            (false, true, true) | (true, false, true) => 2.5,
            (true, ..) => 1.5,
            _ => 0.0,
        }
    }

    /// Whether an insult is said of somebody: neither denied nor said of a thing.
    fn insults(&self) -> bool {
        let insult = WordClass::INSULT.with(WordClass::SLUR);
        (0..self.tokens.len()).any(|at| self.is(at, insult) && !self.insult_denied(at) && !self.is_of_thing(at))
    }

    /// "You are not an idiot", "I don't think that you are one"; "you can't be that stupid" denies nothing.
    fn insult_denied(&self, at: usize) -> bool {
        let comma = self.tokens[..at].iter().rposition(|token| token.kind == TokenKind::Comma);
        (comma.map_or(0, |comma| comma + 1)..at).any(|before| {
            let reach = if self.is_one_of(before + 1, THINKS) { THOUGHT_REACH } else { DENIAL_REACH };
            at - before <= reach && self.is_denial(before) && !self.is_one_of(before, WONDERS)
        })
    }

    /// "Stupid update", "your servers are trash".
    fn is_of_thing(&self, at: usize) -> bool {
        if self.is(at + 1, WordClass::THING) {
            return true;
        }
        let Some(copula) = (at.saturating_sub(3)..at).rev().find(|before| self.is(*before, WordClass::COPULA)) else {
            return false;
        };
        let yours = copula > 1 && self.is_one_of(copula - 2, YOUR) && !self.is(copula - 1, WordClass::PERSON);
        copula > 0 && (yours && !self.is_one_of(copula - 1, YOUR_OWN) || self.is(copula - 1, WordClass::THING))
    }

    pub(crate) fn is_one_of(&self, at: usize, words: &str) -> bool {
        let is = |token: &Token| words.split_whitespace().any(|word| hash_word(word) == token.hash);
        self.tokens.get(at).is_some_and(is)
    }
}
