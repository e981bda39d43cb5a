//! The model file: a manifest that a person can read, then the features and their weights.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Model;
use super::calibrate::Scale;
use super::memory::Memory;
use super::space::Space;
use crate::features::BLOCKS;

/// The layout of the file and the cutting of features that it was learned with.
pub(super) const VERSION: u32 = 4;
const MAGIC: &[u8; 8] = b"tribune\n";
/// The SHA-256 of all that stands before it: a flipped bit would only show in wrong answers.
const SEAL_BYTES: usize = 32;

/// What a model is, where it comes from and what it is worth.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Manifest {
    pub version: u32,
    /// SHA-256 of the examples.
    pub data: String,
    pub rows: usize,
    pub folds: usize,
    /// On messages left out of learning, as are the next two.
    pub macro_f1: f64,
    pub accuracy: f64,
    /// Expected calibration error.
    pub ece: f64,
    /// What cross-validation chose: the cost of an error and the weight of each block of features.
    pub(super) cost: f32,
    pub(super) weights: [f32; BLOCKS],
    /// What an exact copy of a learned message adds to the score of its label.
    pub(super) memory: f32,
    /// The version of the built-in readings that it learned from.
    pub reading: String,
    pub(super) scale: Scale,
    /// Answers less sure than this are marked unsure.
    pub sure_from: f32,
    /// Messages more bits than this away from all learned ones are strange: whatever they are called is a guess.
    pub(super) strange_from: u32,
    pub labels: Vec<String>,
}

/// Why bytes are no model.
#[derive(Debug)]
pub enum Broken {
    /// Not one of our files, or cut short.
    NotAModel,
    /// Made by another version; train it again.
    OtherVersion(u32),
    /// Not the bytes that were written.
    Damaged,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Broken::NotAModel => {
                to.write_str("this is no model file, or it is cut short; make one with `tribune train`")
            }
            Broken::OtherVersion(version) => {
                write!(to, "the model has version {version}, this program reads {VERSION}; train it again")
            }
            Broken::Damaged => to.write_str("the model file is damaged or cut short; copy it again or train it again"),
        }
    }
}

impl std::error::Error for Broken {}

impl Model {
    /// The file's bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let manifest = serde_json::to_vec(&self.manifest).expect("a manifest is plain data");
        let mut bytes = MAGIC.to_vec();
        bytes.extend((manifest.len() as u32).to_le_bytes());
        bytes.extend((self.space.hashes.len() as u32).to_le_bytes());
        bytes.extend(manifest);
        bytes.extend(self.space.hashes.iter().flat_map(|hash| hash.to_le_bytes()));
        bytes.extend(self.space.rarity.iter().flat_map(|rarity| rarity.to_le_bytes()));
        bytes.extend(self.scales.iter().flat_map(|scale| scale.to_le_bytes()));
        bytes.extend(self.weights.iter().map(|weight| *weight as u8));
        bytes.extend(self.memory.codes.iter().flatten().flat_map(|part| part.to_le_bytes()));
        for labels in &self.memory.labels {
            bytes.push(labels.len() as u8);
            bytes.extend(labels.iter().flat_map(|label| label.to_le_bytes()));
        }
        sealed(bytes)
    }

    /// Reads a model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(Broken::NotAModel)?;
        let [manifest, features] = [take(&mut rest, 4)?, take(&mut rest, 4)?].map(|four| numbers(four)[0] as usize);
        let manifest = take(&mut rest, manifest)?;
        let version: Version = serde_json::from_slice(manifest).map_err(|_| Broken::NotAModel)?;
        if version.version != VERSION {
            return Err(Broken::OtherVersion(version.version));
        }
        let (written, seal) = bytes.split_last_chunk::<SEAL_BYTES>().ok_or(Broken::Damaged)?;
        if Sha256::digest(written).as_slice() != seal {
            return Err(Broken::Damaged);
        }
        rest = rest.strip_suffix(seal).ok_or(Broken::Damaged)?;
        let manifest: Manifest = serde_json::from_slice(manifest).map_err(|_| Broken::NotAModel)?;
        let mut table = || Ok(numbers(take(&mut rest, features.checked_mul(4).ok_or(Broken::NotAModel)?)?));
        let (hashes, rarity, scales): (_, Vec<u32>, Vec<u32>) = (table()?, table()?, table()?);
        if features == 0 || manifest.labels.is_empty() || !hashes.is_sorted() {
            return Err(Broken::NotAModel);
        }
        let weights = features.checked_mul(manifest.labels.len()).ok_or(Broken::NotAModel)?;
        let weights = take(&mut rest, weights)?.iter().map(|byte| *byte as i8).collect();
        let memory = memory(rest, &manifest)?;
        let floats = |bits: Vec<u32>| bits.into_iter().map(f32::from_bits).collect();
        let space = Space { hashes, rarity: floats(rarity), weights: manifest.weights };
        Ok(Self { manifest, space, scales: floats(scales), weights, memory })
    }
}

fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let seal = Sha256::digest(&bytes);
    bytes.extend_from_slice(&seal);
    bytes
}

fn memory(mut rest: &[u8], manifest: &Manifest) -> Result<Memory, Broken> {
    let mut memory = Memory { codes: Vec::new(), labels: Vec::new(), weight: manifest.memory };
    let codes = take(&mut rest, manifest.rows.checked_mul(32).ok_or(Broken::NotAModel)?)?;
    memory.codes = codes.chunks_exact(32).map(code).collect();
    for _ in 0..manifest.rows {
        let count = usize::from(take(&mut rest, 1)?[0]);
        let pairs = take(&mut rest, count * 2)?.chunks_exact(2);
        memory.labels.push(pairs.map(|two| u16::from_le_bytes([two[0], two[1]])).collect());
    }
    let known = |label: &u16| usize::from(*label) < manifest.labels.len();
    if rest.is_empty() && memory.labels.iter().flatten().all(known) { Ok(memory) } else { Err(Broken::NotAModel) }
}

fn code(bytes: &[u8]) -> [u64; 4] {
    std::array::from_fn(|part| {
        bytes[part * 8..part * 8 + 8].iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
    })
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

fn take<'a>(rest: &mut &'a [u8], bytes: usize) -> Result<&'a [u8], Broken> {
    let (head, tail) = rest.split_at_checked(bytes).ok_or(Broken::NotAModel)?;
    *rest = tail;
    Ok(head)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}
