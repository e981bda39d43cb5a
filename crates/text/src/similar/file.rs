//! An index as bytes, and back, whatever the bytes are.

use super::index::Index;
use super::rank::Text;

/// The beginning of every saved index; the digit changes when older programs could not read it.
const MAGIC: &[u8; 8] = b"TRSIMIL1";

/// Why bytes are no index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// They begin otherwise, or were written by a newer program.
    NotAnIndex,
    /// They end too early, or go on after the end.
    WrongLength,
    /// A text in them is not UTF-8.
    NotText,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::NotAnIndex => "not an index of this version; build it again",
            Self::WrongLength => "the index is cut off or damaged; build it again",
            Self::NotText => "the index holds a text that is not UTF-8; build it again",
        })
    }
}

impl std::error::Error for Broken {}

impl Index {
    /// The index as bytes: magic, count, then id, title and body of each text, numbers little-endian.
    ///
    /// Codes are made again on loading: they are cheap, and a new table of vectors then needs no new file.
    pub fn save(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&(self.len() as u64).to_le_bytes());
        for entry in &self.entries {
            bytes.extend_from_slice(&entry.id.to_le_bytes());
            for text in [&entry.title, &entry.body] {
                bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
                bytes.extend_from_slice(text.as_bytes());
            }
        }
        bytes
    }

    /// The index that `save` wrote.
    pub fn load(bytes: &[u8]) -> Result<Self, Broken> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(Broken::NotAnIndex)?;
        let count = u64::from_le_bytes(taken(&mut rest)?);
        let mut index = Self::new();
        for _ in 0..count {
            let id = u64::from_le_bytes(taken(&mut rest)?);
            let (title, body) = (text(&mut rest)?, text(&mut rest)?);
            index.insert(id, Text { title, body });
        }
        if rest.is_empty() { Ok(index) } else { Err(Broken::WrongLength) }
    }
}

fn taken<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Broken> {
    let (head, tail) = rest.split_first_chunk::<N>().ok_or(Broken::WrongLength)?;
    *rest = tail;
    Ok(*head)
}

fn text<'a>(rest: &mut &'a [u8]) -> Result<&'a str, Broken> {
    let length = u32::from_le_bytes(taken(rest)?) as usize;
    let (head, tail) = rest.split_at_checked(length).ok_or(Broken::WrongLength)?;
    *rest = tail;
    std::str::from_utf8(head).map_err(|_| Broken::NotText)
}
