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
    let seen = &signals.hostility;
    // Where nobody is named whom hate is turned against, nothing was learned: the rules alone decide.
    let attack = signals.hate.unwrap_or(seen.hate - 2.0 + nudge(signals.logits[HATE]));
    // What stands outside of quotation marks is meant, whatever they hold.
    let quotes = signals.scan.tokens.iter().any(|token| token.kind == TokenKind::Quote);
    let meant = if quotes { 1.0 } else { seen.meant };
    let threat = squash(2.2 * standing(signals, Subject::THREAT) * meant - 2.0);
    let scores = [
        (Category::IdentityAttack, squash(attack)),
        (Category::Threat, threat),
        (Category::Insult, squash(seen.insult - 2.0 + nudge(signals.logits[OFFENCE]))),
        (Category::Sexual, squash(seen.sexual - 2.5)),
        (Category::SelfHarm, squash(2.5 * standing(signals, Subject::SELF_HARM) - 2.5)),
    ];
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

/// The learned heads decide where the rules are in doubt, and cannot overrule them where they are not.
fn nudge(logit: f32) -> f32 {
    0.4 * logit.clamp(-2.5, 2.5)
}

fn squash(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}
