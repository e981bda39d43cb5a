//! How likely a message is advertising or a trick that nobody asked for: one learned head for every source.

use crate::reader::weights::SPAM;

/// 0…1 from the logits of the learned heads.
pub(crate) fn score(logits: &[f32]) -> f32 {
    1.0 / (1.0 + (-logits[SPAM]).exp())
}
