//! What a message is for: the ten kinds, as learned heads weigh words, cue phrases, feeling and layout.

use crate::quality::{self, Part};
use crate::reader::signals::Signals;
use crate::reading::{Kind, KindReading, LanguageReading, Place, Span};

const EVIDENCE_MAX: usize = 3;

/// The confidence from which each kind is shown, in the order of `Kind::ALL`.
pub(crate) const THRESHOLDS: [f32; KINDS] = [0.5; KINDS];

/// Number of kinds.
pub(crate) const KINDS: usize = Kind::ALL.len();

/// The confidence of each kind, 0…1; training has moved each decision to 0.5.
pub(crate) fn confidences(logits: &[f32]) -> [f32; KINDS] {
    let mut confidences = [0.0; KINDS];
    confidences.iter_mut().zip(logits).for_each(|(share, logit)| *share = 1.0 / (1.0 + (-logit).exp()));
    confidences
}

/// The kinds to show, best first, and whether none reached its threshold.
pub(crate) fn shown(
    confidences: &[f32; KINDS],
    signals: &Signals,
    language: LanguageReading,
) -> (Vec<KindReading>, bool) {
    let mut order = Kind::ALL;
    order.sort_by(|a, b| confidences[*b as usize].total_cmp(&confidences[*a as usize]));
    let sure = |kind: &Kind| confidences[*kind as usize] >= THRESHOLDS[*kind as usize];
    let unsure = !order.iter().any(sure);
    let mut kinds = Vec::with_capacity(2);
    for (at, kind) in order.into_iter().enumerate() {
        if sure(&kind) || unsure && at == 0 {
            let confidence = confidences[kind as usize];
            let status = quality::status_of(Part::Kind(kind), language.code, language.confidence);
            kinds.push(KindReading { label: kind, confidence, evidence: evidence(signals, kind), status });
        }
    }
    (kinds, unsure)
}

/// The strongest phrases of a kind, none inside another.
fn evidence(signals: &Signals, kind: Kind) -> Vec<Span> {
    let mut cues: Vec<_> = signals.found.iter().filter(|cue| cue.subject.0 == kind as u8 && cue.weight > 0.0).collect();
    cues.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.tokens.cmp(&b.tokens)));
    let mut spans: Vec<Span> = Vec::new();
    for cue in cues {
        let (first, last) = (&signals.scan.tokens[cue.tokens.0 as usize], &signals.scan.tokens[cue.tokens.1 as usize]);
        let place = if first.in_title { Place::Title } else { Place::Text };
        let span = Span { place, start: first.start, end: last.end };
        let apart = |other: &Span| other.place != place || other.end <= span.start || span.end <= other.start;
        if spans.len() < EVIDENCE_MAX && spans.iter().all(apart) {
            spans.push(span);
        }
    }
    spans
}
