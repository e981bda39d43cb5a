//! The learned part: linear heads over hashed words and dense signals, from a model file embedded in the program.

use super::hash::hash_join;
use super::scan::{Scan, Token, TokenKind};
use crate::vectors::{DIMENSIONS, Vector, cosine};

/// What a head decides. The ten kinds come first, in the order of `Kind::ALL`.
pub(crate) const SENTIMENT: usize = 10;
pub(crate) const HATE: usize = 11;
pub(crate) const OFFENCE: usize = 12;
pub(crate) const SPAM: usize = 8;
/// Number of heads.
pub const HEADS: usize = 13;
/// Number of dense signals.
pub const DENSE: usize = 48;
/// One row: a 16-bit fingerprint, one signed byte per head, one spare byte.
pub(crate) const ROW_BYTES: usize = 16;
/// Numbers of one head: bias, scale, margin, dense weights, weights of the text's vector.
const HEAD_NUMBERS: usize = 3 + DENSE + DIMENSIONS;
/// Bytes before the rows: the number of rows, then the heads.
pub(crate) const HEADER_BYTES: usize = 4 + HEADS * HEAD_NUMBERS * 4;

/// Tokens that give features; what follows in a long message adds little.
const TOKENS_MAX: usize = 600;
/// Rows that are tried for one feature.
const PROBES_MAX: usize = 8;

const SALT_NEGATED: u32 = 0x51ed_270b;
const SALT_TITLE: u32 = 0x2545_f491;
const SALT_STEM: u32 = 0x9e6c_63d0;
const SALT_FIRST: u32 = 0x3c6e_f372;

/// Calls `add` with the hash of every feature of a message; returns the value that each has, so that long messages weigh like short ones.
pub(crate) fn features(scan: &Scan, mut add: impl FnMut(u32)) -> f32 {
    let mut previous = 0u32;
    let mut count = 0u32;
    let mut negated_for = 0u32;
    for token in scan.tokens.iter().filter(|token| counts(token)).take(TOKENS_MAX) {
        let hash = token.hash;
        add(hash_join(1, hash));
        add(hash_join(previous.rotate_left(3) ^ 0x77, hash));
        count += 2;
        if token.stem != 0 {
            add(hash_join(SALT_STEM, token.stem));
            count += 1;
        }
        if negated_for > 0 && token.valence != 0 {
            add(hash_join(SALT_NEGATED, hash));
        }
        if token.in_title {
            add(hash_join(SALT_TITLE, hash));
        }
        if previous == 0 {
            add(hash_join(SALT_FIRST, hash));
        }
        negated_for = match token.kind {
            TokenKind::Stop | TokenKind::Exclamation | TokenKind::Question => 0,
            _ if token.class.has(super::lexicon::WordClass::NEGATOR) => 4,
            _ => negated_for.saturating_sub(1),
        };
        previous = hash;
    }
    1.0 / (count.max(12) as f32).sqrt()
}

fn counts(token: &Token) -> bool {
    !matches!(token.kind, TokenKind::Break | TokenKind::Comma | TokenKind::Quote) && !token.in_heading
}

/// The heads and the table of hashed features.
#[derive(Debug)]
pub(crate) struct Weights {
    heads: Vec<Head>,
    rows: &'static [u8],
    mask: usize,
}

#[derive(Debug)]
struct Head {
    bias: f32,
    scale: f32,
    /// By how much a sentence alone must exceed the decision to speak for the message.
    margin: f32,
    dense: [f32; DENSE],
    vector: Vector,
}

static MODEL: &[u8] = include_bytes!("../../models/readings.bin");

impl Weights {
    /// The embedded model; its rows stay where they are.
    pub(crate) fn embedded() -> Weights {
        let float = |at: usize| f32::from_le_bytes([MODEL[at], MODEL[at + 1], MODEL[at + 2], MODEL[at + 3]]);
        let mut heads = Vec::with_capacity(HEADS);
        for head in 0..HEADS {
            let at = 4 + head * HEAD_NUMBERS * 4;
            let mut dense = [0.0; DENSE];
            dense.iter_mut().enumerate().for_each(|(place, weight)| *weight = float(at + 12 + place * 4));
            let mut vector = [0.0; DIMENSIONS];
            let from = at + (3 + DENSE) * 4;
            vector.iter_mut().enumerate().for_each(|(place, weight)| *weight = float(from + place * 4));
            heads.push(Head { bias: float(at), scale: float(at + 4), margin: float(at + 8), dense, vector });
        }
        let rows = &MODEL[HEADER_BYTES..];
        let mask = (rows.len() / ROW_BYTES).saturating_sub(1);
        Weights { heads, rows, mask }
    }

    /// The logit of every head; sentiment's is a score.
    pub(crate) fn logits(&self, scan: &Scan, dense: &[f32; DENSE], meaning: &Vector) -> [f32; HEADS] {
        let mut sums = [0i32; HEADS];
        let value = features(scan, |feature| self.add_row(feature, &mut sums));
        let mut logits = [0.0; HEADS];
        for ((logit, head), sum) in logits.iter_mut().zip(&self.heads).zip(sums) {
            let of_dense: f32 = head.dense.iter().zip(dense).map(|(weight, signal)| weight * signal).sum();
            *logit = head.bias + of_dense + cosine(&head.vector, meaning) + head.scale * sum as f32 * value;
        }
        logits
    }

    /// By how much a sentence alone must exceed each decision.
    pub(crate) fn margins(&self) -> [f32; HEADS] {
        let mut margins = [0.0; HEADS];
        margins.iter_mut().zip(&self.heads).for_each(|(margin, head)| *margin = head.margin);
        margins
    }

    fn add_row(&self, feature: u32, sums: &mut [i32; HEADS]) {
        if let Some(row) = self.row(feature) {
            sums.iter_mut().zip(&row[2..]).for_each(|(sum, weight)| *sum += i32::from(*weight as i8));
        }
    }

    fn row(&self, feature: u32) -> Option<&'static [u8]> {
        let fingerprint = fingerprint_of(feature);
        for probe in 0..PROBES_MAX {
            let at = ((feature as usize + probe) & self.mask) * ROW_BYTES;
            let row = self.rows.get(at..at + ROW_BYTES)?;
            match u16::from_le_bytes([row[0], row[1]]) {
                found if found == fingerprint => return Some(row),
                0 => return None,
                _ => {}
            }
        }
        None
    }
}

/// The mark that tells a feature's row from another's; 0 is an empty row.
pub(crate) fn fingerprint_of(feature: u32) -> u16 {
    ((feature.wrapping_mul(0x85eb_ca6b) >> 16) as u16).max(1)
}

/// Lays learned features out as rows; features that find no place within reach are left out, the last ones first.
pub(crate) fn lay_rows(features: &[(u32, [i8; HEADS])], rows: usize) -> Vec<u8> {
    let mut table = vec![0u8; rows * ROW_BYTES];
    for (feature, weights) in features {
        for probe in 0..PROBES_MAX {
            let at = ((*feature as usize + probe) & (rows - 1)) * ROW_BYTES;
            if table[at] == 0 && table[at + 1] == 0 {
                table[at..at + 2].copy_from_slice(&fingerprint_of(*feature).to_le_bytes());
                table[at + 2..].iter_mut().zip(weights).for_each(|(byte, weight)| *byte = *weight as u8);
                break;
            }
        }
    }
    table
}
