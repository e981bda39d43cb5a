//! Messages of two and three kinds, put together from written messages of one kind each.

use crate::FOLDS;
use crate::data::group;

/// Written messages in one.
pub(crate) struct Couple {
    pub(crate) label: String,
    pub(crate) message: String,
    pub(crate) fold: u64,
}

/// People say two things in two sentences, in two paragraphs, or in one breath.
const JOINTS: [&str; 6] = [". ", ". ", "\n\n", " and ", ", but ", ". Also, "];
/// A longer message is already about more than one thing.
const BYTES_MAX: usize = 200;
/// How far apart in the list, from one kind to the next, partners are looked for.
const STRIDES: [usize; 2] = [89, 191];

/// Each message with others of its fold, so that cross-validation has seen no part.
pub(crate) fn of(written: &[(String, String)]) -> Vec<Couple> {
    let plain: Vec<&(String, String)> = written.iter().filter(|(label, message)| joins(label, message)).collect();
    let mut couples = Vec::new();
    for (at, first) in plain.iter().enumerate() {
        let fold = group(&first.1) % FOLDS;
        let (mut label, mut message) = (first.0.clone(), first.1.clone());
        for stride in STRIDES {
            let partners = (0..plain.len()).map(|step| plain[(at + stride + step) % plain.len()]);
            let strange = |kind: &str| label.split('+').all(|known| known != kind);
            let mut others = partners.filter(|(kind, text)| strange(kind) && group(text) % FOLDS == fold);
            let Some((kind, text)) = others.next() else { continue };
            message = join(&message, text, JOINTS[couples.len() % JOINTS.len()]);
            label = format!("{label}+{kind}");
            couples.push(Couple { label: label.clone(), message: message.clone(), fold });
        }
    }
    couples
}

fn joins(label: &str, message: &str) -> bool {
    !label.contains(['(', '+'])
        && !["spam", "other"].contains(&label)
        && !message.contains(" || ")
        && message.len() <= BYTES_MAX
}

fn join(first: &str, second: &str, joint: &str) -> String {
    let (kept, second) = (first.trim_end_matches(['.', '!', ' ']), second.trim());
    // A question keeps its mark.
    let joint = if kept.ends_with('?') { joint.trim_start_matches(['.', ',']) } else { joint };
    let inside = !joint.starts_with(['.', '\n']) && !kept.ends_with('?');
    let capital = second.chars().next().filter(|letter| inside && letter.is_uppercase() && !second.starts_with('I'));
    match capital {
        Some(letter) => format!("{kept}{joint}{}{}", letter.to_lowercase(), &second[letter.len_utf8()..]),
        None => format!("{kept}{joint}{second}"),
    }
}
