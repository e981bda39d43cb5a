//! Whether a message shows something that its author made, so that rights to reuse it may be asked.

use crate::reader::cues::Subject;
use crate::reader::scan::TokenKind;
use crate::reader::signals::Signals;
use crate::reading::Kind;

/// 0…1: the author says that it is their own work, and there is a link or a picture to it. Rules, unmeasured.
pub(crate) fn rights(signals: &Signals) -> f32 {
    let made = signals.cues[Kind::Ugc as usize] + signals.cues[Subject::RIGHTS.0 as usize];
    let links = signals.scan.tokens.iter().filter(|token| token.kind == TokenKind::Url).count();
    let shown = links.min(2) as f32 * 0.6 + signals.scan.shape.images.min(2) as f32;
    let noise = 3.0 * signals.spam + signals.cues[Kind::Bug as usize].max(0.0);
    1.0 / (1.0 + (2.6 - 1.2 * made - shown + noise).exp())
}
