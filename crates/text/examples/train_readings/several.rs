//! How far above the decision a sentence must be to add its kind to those of the whole message.

use crate::data::Example;
use crate::learn::{Fit, Row};
use text::training::SPOKEN;

/// All kinds.
const KINDS: usize = 10;
/// Messages of several kinds are one in ten.
const SEVERAL_SHARE: f64 = 0.1;
/// The source of messages that were put together.
pub(crate) const COUPLES: &str = "several kinds";
/// Messages of one kind and of several, as heads read them that have learned from no part of them.
pub(crate) struct Several<'a> {
    messages: Vec<Message<'a>>,
}

/// A message whose kinds are known.
pub(crate) struct Message<'a> {
    example: &'a Example,
    whole: Row,
    /// With the kinds that each may add.
    sentences: Vec<(Row, [bool; SPOKEN])>,
    /// By the message as a whole, and with its sentences.
    before: [bool; KINDS],
    after: [bool; KINDS],
}

impl<'a> Message<'a> {
    pub(crate) fn new(example: &'a Example, whole: Row, sentences: Vec<(Row, [bool; SPOKEN])>) -> Message<'a> {
        Message { example, whole, sentences, before: [false; KINDS], after: [false; KINDS] }
    }

    /// The logit of the whole message, and the best of its sentences.
    fn logits(&self, kind: usize, fits: &[Fit]) -> (f32, f32) {
        let fit = &fits[self.whole.fold as usize];
        let speaking = self.sentences.iter().filter(|(_, speaks)| kind < SPOKEN && speaks[kind]);
        let sentence = speaking.map(|(row, _)| fit.predict(row)).fold(f32::NEG_INFINITY, f32::max);
        (fit.predict(&self.whole), sentence)
    }

    /// With sentences: what says something is not "other".
    fn shown(&self) -> [bool; KINDS] {
        let mut shown = self.after;
        shown[KINDS - 1] &= shown[..SPOKEN] == self.before[..SPOKEN];
        shown
    }

    fn is(&self, kind: usize) -> bool {
        self.example.labels[kind] == Some(1.0)
    }

    fn is_not(&self, kind: usize) -> bool {
        self.example.labels[kind] == Some(0.0)
    }
}

impl<'a> Several<'a> {
    pub(crate) fn of(messages: Vec<Message<'a>>) -> Several<'a> {
        Several { messages }
    }

    /// The margin of a kind with the best F1; `fits` are those of the folds.
    pub(crate) fn margin(&mut self, kind: usize, fits: &[Fit], threshold: f32) -> f32 {
        let logits: Vec<(f32, f32)> = self.messages.iter().map(|message| message.logits(kind, fits)).collect();
        let mut best = (-1.0, f32::INFINITY);
        for margin in (0..=24).map(|step| step as f32 / 4.0).take_while(|_| kind < SPOKEN) {
            let quality = self.f1(kind, &logits, (threshold, margin));
            best = if quality > best.0 { (quality, margin) } else { best };
        }
        for (message, (whole, sentence)) in self.messages.iter_mut().zip(&logits) {
            message.before[kind] = *whole > threshold;
            message.after[kind] = *whole > threshold || *sentence > threshold + best.1;
        }
        if kind < SPOKEN {
            let without = self.f1(kind, &logits, (threshold, f32::INFINITY));
            println!("  sentences: margin {}, F1 {:.4}, without {without:.4}", best.1, best.0);
        }
        best.1
    }

    /// F1 where messages of several kinds have their share, and written and drawn ones halve the rest.
    fn f1(&self, kind: usize, logits: &[(f32, f32)], (threshold, margin): (f32, f32)) -> f64 {
        let count = |source| self.messages.iter().filter(|message| message.example.source == source).count() as f64;
        let (couples, drawn) = (count(COUPLES), count("grammar"));
        let written = self.messages.len() as f64 - couples - drawn;
        let (mut hit, mut missed, mut wrong) = (0.0, 0.0, 0.0);
        for (message, (whole, sentence)) in self.messages.iter().zip(logits) {
            let weight = match message.example.source {
                COUPLES => SEVERAL_SHARE / couples,
                "grammar" => (1.0 - SEVERAL_SHARE) / 2.0 / drawn,
                _ => (1.0 - SEVERAL_SHARE) / 2.0 / written,
            };
            let said = *whole > threshold || *sentence > threshold + margin;
            hit += weight * f64::from(u8::from(message.is(kind) && said));
            missed += weight * f64::from(u8::from(message.is(kind) && !said));
            wrong += weight * f64::from(u8::from(message.is_not(kind) && said));
        }
        2.0 * hit / (2.0 * hit + missed + wrong)
    }

    /// How often all kinds of a message are shown, a wrong one, and several where it has one; by the whole and with sentences.
    pub(crate) fn print(&self) {
        for source in ["written", "written fr", "grammar", COUPLES] {
            let of: Vec<&Message<'_>> =
                self.messages.iter().filter(|message| message.example.source == source).collect();
            println!("\n{source}: {} messages", of.len());
            println!("  whole: {}", shares(&of, |message| message.before));
            println!("  with sentences: {}", shares(&of, |message| message.shown()));
        }
    }
}

fn shares(of: &[&Message<'_>], shown: fn(&Message<'_>) -> [bool; KINDS]) -> String {
    let share = |of: &[&&Message<'_>], yes: &dyn Fn(&Message<'_>, [bool; KINDS]) -> bool| {
        of.iter().filter(|message| yes(message, shown(message))).count() as f64 / of.len().max(1) as f64
    };
    let every: Vec<&&Message<'_>> = of.iter().collect();
    let single = |message: &&&Message<'_>| (0..KINDS).filter(|kind| message.is(*kind)).count() == 1;
    let singles: Vec<&&Message<'_>> = of.iter().filter(single).collect();
    format!(
        "all kinds {:.4}, a wrong one {:.4}, several shown of one {:.4}",
        share(&every, &|message, shown| (0..KINDS).all(|kind| !message.is(kind) || shown[kind])),
        share(&every, &|message, shown| (0..KINDS).any(|kind| shown[kind] && message.is_not(kind))),
        share(&singles, &|_, shown| shown.iter().filter(|said| **said).count() > 1)
    )
}
