//! How soon somebody should look at a message: words of urgency, harm done, shouting.

use crate::reader::cues::Subject;
use crate::reader::signals::Signals;

/// 0…1; rules, unmeasured.
pub(crate) fn score(signals: &Signals) -> f32 {
    let cues = signals.cues[Subject::URGENT.0 as usize];
    let anger = (-signals.sentiment).max(0.0) * 0.6;
    let emphasis = 0.15 * signals.valence.exclamations.min(3.0);
    let safety = signals.cues[Subject::SELF_HARM.0 as usize] + 0.5 * signals.cues[Subject::THREAT.0 as usize];
    let noise = 2.0 * signals.spam;
    1.0 / (1.0 + (3.0 - 2.2 * cues - anger - emphasis - 3.0 * safety + noise).exp())
}
