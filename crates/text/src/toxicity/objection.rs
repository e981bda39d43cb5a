//! Whether a sentence objects to what is done to a group: "treating them so is cruel", "stop insulting", "violence against".

use crate::reader::lexicon::WordClass;
use crate::reader::scan::{Token, TokenKind};
use crate::toxicity::hostility::Said;

/// Words between what is done and whom it is done to.
const REACH: usize = 5;
/// Words before what is done within which it is forbidden, or laid to somebody.
const BEFORE: usize = 4;

/// What is done to people, as somebody says who objects to it. The ending follows by itself.
const ACTS: &str = "treat call hate attack hurt insult mock bully exclud blam discriminat harass abus kill beat threaten \
    sham stereotyp judg label accus laugh tortur harm humiliat assault murder demonis demoniz dehumanis dehumaniz \
    offend oppress persecut spit push target stigmatis stigmatiz punch shout yell despis mistreat";
/// Two words that are an act: "make fun".
const MAKES: &str = "make makes making poke pokes poking";
const FUN: &str = "fun jokes";
/// Acts as nouns; what follows "against" or "towards" suffers them.
const WRONGS: &str = "violence hate hatred discrimination abuse attack attacks racism prejudice crime crimes harassment \
    bullying slur slurs insults threat threats mistreatment persecution rant rants injustice aggression bias";
const AGAINST: &str = "against towards toward at on";
const FORBIDS: &str = "stop quit stops forbid forbids ban bans refuse refuses";
/// Who hates is somebody else.
const OTHERS: &str = "who whoever bigots bigot racists racist nazis haters trolls homophobes extremists";
/// Who wants more of it does not object.
const WANTS: &str = "more love loves like need needs want support justified deserved good right fun";

const WORTHY: &str = "human humans equal equals normal real smart clever good";

/// A sentence with the words that it was written in.
pub(crate) struct Sentence<'a> {
    pub(crate) said: &'a Said<'a>,
    pub(crate) word: &'a dyn Fn(&Token) -> &'a str,
}

impl Sentence<'_> {
    /// Whether something is done to a target and the sentence is against it.
    pub(crate) fn objects(&self) -> bool {
        (0..self.said.tokens.len()).any(|at| self.is_wrong_against(at) || self.is_act(at) && self.is_condemned(at))
    }

    fn is_act(&self, at: usize) -> bool {
        let token = &self.said.tokens[at];
        if token.kind != TokenKind::Word || self.said.is_target(at) {
            return false;
        }
        let of = |words: &str, at: usize| self.is_one_of(at, words);
        if of(MAKES, at) && of(FUN, at + 1) {
            return true;
        }
        let word = (self.word)(token);
        ACTS.split_whitespace().any(|act| {
            let start = word.get(..act.len()).is_some_and(|start| start.eq_ignore_ascii_case(act));
            let ending = if start { word[act.len()..].to_ascii_lowercase() } else { return false };
            matches!(ending.as_str(), "" | "s" | "e" | "es" | "ed" | "d" | "ing" | "ling" | "led" | "ting" | "en")
        })
    }

    fn is_condemned(&self, at: usize) -> bool {
        let targets = at + 1..(at + 1 + REACH).min(self.said.tokens.len());
        let Some(target) = targets.clone().find(|target| self.said.is_target(*target)) else {
            return self.is_suffered(at);
        };
        // "I wouldn't call them human."
        if (target + 1..target + 3).any(|after| self.is_one_of(after, WORTHY)) {
            return false;
        }
        self.is_forbidden(at) || self.is_laid_to_others(at) || self.is_judged(at, target)
    }

    /// "Nobody should be attacked for being …" is judged by the rules of hate; here stands "they do not deserve to be …".
    fn is_suffered(&self, at: usize) -> bool {
        let before = at.saturating_sub(REACH + 3)..at;
        let target = before.clone().any(|before| self.said.is_target(before));
        target && self.is_forbidden(at) && before.into_iter().any(|at| self.said.is(at, WordClass::OUGHT))
    }

    /// "Stop …", "don't …", "you have no right to …".
    fn is_forbidden(&self, at: usize) -> bool {
        let near = at.saturating_sub(BEFORE)..at;
        let denials = near.clone().filter(|before| self.said.is_denial(*before)).count();
        let joins = |before: usize| self.said.is(before, WordClass::BUT);
        denials == 1 && !near.clone().any(joins) && !near.clone().any(|at| self.is_one_of(at, "why"))
            || near.into_iter().any(|before| self.is_one_of(before, FORBIDS))
    }

    /// "People who …", "bigots …": somebody else does it.
    fn is_laid_to_others(&self, at: usize) -> bool {
        (at.saturating_sub(3)..at).any(|before| self.is_one_of(before, OTHERS)) && !self.said.is(0, WordClass::QUESTION)
    }

    /// "Calling … that is cruel", "it is wrong to call …".
    fn is_judged(&self, at: usize, target: usize) -> bool {
        let opens = at <= 1 && (self.word)(&self.said.tokens[at]).to_ascii_lowercase().ends_with("ing");
        let end = self.said.tokens.len();
        if opens {
            let copula = (target + 1..end).find(|after| self.said.is(*after, WordClass::COPULA));
            return copula.is_some_and(|copula| (copula..end).any(|after| self.is_bad(after)))
                || (target + 1..end).any(|after| self.said.is(after, WordClass::OBJECTS));
        }
        let to = at > 1 && self.is_one_of(at - 1, "to");
        to && (0..at - 1).any(|before| self.is_bad(before)) && self.is_one_of(0, "it it's its that's how")
    }

    /// "Violence against …".
    fn is_wrong_against(&self, at: usize) -> bool {
        let target = |target: usize| target < self.said.tokens.len() && self.said.is_target(target);
        self.is_one_of(at, WRONGS)
            && self.is_one_of(at + 1, AGAINST)
            && (at + 2..at + 5).any(target)
            && !(0..self.said.tokens.len()).any(|at| self.is_one_of(at, WANTS))
    }

    fn is_bad(&self, at: usize) -> bool {
        let bad = WordClass::OBJECTS.with(WordClass::BAD_TRAIT).with(WordClass::NEGATOR);
        self.said.is(at, bad) || self.said.tokens[at].valence < -8
    }

    fn is_one_of(&self, at: usize, words: &str) -> bool {
        self.said.is_one_of(at, words)
    }
}
