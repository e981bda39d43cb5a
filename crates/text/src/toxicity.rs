//! Hate, threats, insults and signs of self-harm: who is meant, what is said of them, and whether the author means it.
//!
//! `toxicity.score` answers "should a moderator look at this": hate against a protected group, threats and sexual
//! harassment reach 0.5. A plain insult at one person, abuse of things, and swearing stay below it on purpose; the
//! insult is named in the categories, so that a rule can act on it.

pub(crate) mod attack;
pub(crate) mod bearings;
pub(crate) mod disguise;
pub(crate) mod hostility;
mod objection;
mod standing;

use crate::reader::cues::Subject;
use crate::reader::scan::TokenKind;
use crate::reader::signals::Signals;
use crate::reader::weights::{HATE, OFFENCE};
use standing::standing;

/// What is harmful in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    Insult,
    Threat,
    IdentityAttack,
    Sexual,
    SelfHarm,
}

impl Category {
    /// The word that stands for the category in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Category::Insult => "insult",
            Category::Threat => "threat",
            Category::IdentityAttack => "identity_attack",
            Category::Sexual => "sexual",
            Category::SelfHarm => "self_harm",
        }
    }
}

/// A category with its score, decided at 0.5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CategoryReading {
    pub label: Category,
    /// 0…1.
    pub score: f32,
}

/// What a plain insult may add to the score at most: below the decision.
const INSULT_SHARE: f32 = 0.45;

/// The score and the categories at or above 0.5, strongest first.
pub(crate) fn read(signals: &Signals) -> (f32, Vec<CategoryReading>) {
    let mut scores = scores(signals, signals);
    if let Some(seen) = &signals.seen_through {
        // Whichever is worse: the message as it stands, or with its letters put right.
        for ((_, score), (_, of_seen)) in scores.iter_mut().zip(self::scores(seen, signals)) {
            *score = score.max(of_seen);
        }
    }
    let mut score: f32 = 0.0;
    for (category, of_category) in scores {
        score = score.max(match category {
            Category::Insult => of_category * INSULT_SHARE,
            Category::SelfHarm => 0.0,
            _ => of_category,
        });
    }
    let mut categories: Vec<CategoryReading> = scores
        .into_iter()
        .filter(|(_, score)| *score >= 0.5)
        .map(|(label, score)| CategoryReading { label, score })
        .collect();
    categories.sort_by(|a, b| b.score.total_cmp(&a.score));
    (score, categories)
}

/// What each category scores by what was seen, with what the heads learned of the message as it was written.
fn scores(seen: &Signals, written: &Signals) -> [(Category, f32); 5] {
    let hostility = &seen.hostility;
    // Where nobody is named whom hate is turned against, nothing was learned: the rules alone decide.
    let attack = seen.hate.unwrap_or(hostility.hate - 2.0 + nudge(written.logits[HATE]));
    // What stands outside of quotation marks is meant, whatever they hold.
    let quotes = seen.scan.tokens.iter().any(|token| token.kind == TokenKind::Quote);
    let meant = if quotes { 1.0 } else { hostility.meant };
    [
        (Category::IdentityAttack, squash(attack)),
        (Category::Threat, squash(2.2 * standing(seen, Subject::THREAT) * meant - 2.0)),
        (Category::Insult, squash(hostility.insult - 2.0 + nudge(written.logits[OFFENCE]))),
        (Category::Sexual, squash(hostility.sexual - 2.5)),
        (Category::SelfHarm, squash(2.5 * standing(seen, Subject::SELF_HARM) - 2.5)),
    ]
}

/// The learned heads decide where the rules are in doubt, and cannot overrule them where they are not.
fn nudge(logit: f32) -> f32 {
    0.4 * logit.clamp(-2.5, 2.5)
}

fn squash(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}
