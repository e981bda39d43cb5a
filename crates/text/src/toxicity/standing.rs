//! Which threats and signs of self-harm stand: not denied, not quoted from somebody else, not talk about help.

use crate::reader::cues::{Cue, Subject};
use crate::reader::hash::hash_word;
use crate::reader::lexicon::WordClass;
use crate::reader::scan::{Token, TokenKind};
use crate::reader::signals::Signals;

/// Words before a phrase within which a denial turns it.
const DENIAL_REACH: usize = 5;
/// Words after a bare "suicide" within which talk about help begins.
const HELP_REACH: usize = 2;
/// A message with fewer words of its own beside a quotation says nothing but the quotation.
const OWN_WORDS_MIN: usize = 2;

/// After a denial these take it back: "can't wait to", "won't stop until", "don't know why I should not".
const TAKES_BACK: &str = "wait stop help rest until till before unless afraid scared care matter mind sure know why \
    hesitate if make regret forget resist deny";
/// Who speaks of these speaks of suicide, not of their own.
const HELPS: &str = "prevention preventing hotline helpline line awareness support counselling counseling rate rates \
    statistics squad bomber bombers bombing attack attacks mission note watch survivor survivors";

/// The sum of a subject's phrases without those that do not stand.
pub(crate) fn standing(signals: &Signals, subject: Subject) -> f32 {
    let sum = signals.cues[subject.0 as usize];
    if sum <= 0.0 {
        return sum;
    }
    let tokens = &signals.scan.tokens;
    let theirs = Theirs::find(tokens);
    let falls = |cue: &Cue| {
        let at = cue.tokens.0 as usize;
        theirs.holds(at) || is_denied(tokens, at) || subject == Subject::SELF_HARM && is_about_help(tokens, cue)
    };
    let of_subject = signals.found.iter().filter(|cue| cue.subject == subject);
    let (all, fallen) = of_subject
        .fold((0.0, 0.0), |(all, fallen), cue| (all + cue.weight, fallen + if falls(cue) { cue.weight } else { 0.0 }));
    if all > 0.0 { sum * (1.0 - fallen / all) } else { sum }
}

/// An odd number of denials right before the phrase, none of them taken back.
fn is_denied(tokens: &[Token], at: usize) -> bool {
    let near = &tokens[sentence_start(tokens, at).max(at.saturating_sub(DENIAL_REACH))..at];
    let denials = near.iter().filter(|token| token.class.has(WordClass::NEGATOR)).count();
    denials % 2 == 1 && !near.iter().any(|token| is_one_of(token, TAKES_BACK))
}

/// The word "suicide" alone, where nobody says "I", or before "prevention", "hotline", "rate".
fn is_about_help(tokens: &[Token], cue: &Cue) -> bool {
    let (first, last) = (cue.tokens.0 as usize, cue.tokens.1 as usize);
    if first != last || tokens[first].hash != hash_word("suicide") {
        return false;
    }
    let helps = tokens[last + 1..].iter().take(HELP_REACH).any(|token| is_one_of(token, HELPS));
    let ends = tokens[last..].iter().position(ends_sentence).map_or(tokens.len(), |length| last + length);
    helps || !tokens[sentence_start(tokens, first)..ends].iter().any(|token| token.class.has(WordClass::FIRST))
}

fn is_one_of(token: &Token, words: &str) -> bool {
    words.split_whitespace().any(|word| hash_word(word) == token.hash)
}

fn sentence_start(tokens: &[Token], at: usize) -> usize {
    tokens[..at].iter().rposition(ends_sentence).map_or(0, |end| end + 1)
}

fn ends_sentence(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::Stop | TokenKind::Break | TokenKind::Exclamation | TokenKind::Question | TokenKind::Comma
    )
}

/// What stands between quotation marks, and what follows `RT @name`, unless the message is nothing else.
pub(crate) struct Theirs(Vec<(usize, usize)>);

impl Theirs {
    pub(crate) fn find(tokens: &[Token]) -> Theirs {
        let mut ranges = Vec::new();
        let mut open = None;
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Break => open = None,
                TokenKind::Quote => match open.take() {
                    Some(start) => ranges.push((start, at)),
                    None => open = Some(at),
                },
                TokenKind::Handle if at > 0 && tokens[at - 1].hash == hash_word("rt") => {
                    let end = tokens[at..].iter().position(|token| token.kind == TokenKind::Break);
                    return Theirs(vec![(at, end.map_or(tokens.len(), |length| at + length))]);
                }
                _ => {}
            }
        }
        let theirs = Theirs(ranges);
        let own = |(at, token): &(usize, &Token)| token.kind == TokenKind::Word && !theirs.holds(*at);
        if tokens.iter().enumerate().filter(own).count() < OWN_WORDS_MIN {
            return Theirs(Vec::new());
        }
        theirs
    }

    pub(crate) fn holds(&self, at: usize) -> bool {
        self.0.iter().any(|(start, end)| (*start..*end).contains(&at))
    }
}
