//! Encodings: UTF-16 and byte order marks at the head of a file, Windows-1252 where a line is not UTF-8.

use std::io::{self, BufRead, BufReader, Read};

/// Windows-1252 from 0x80 to 0x9f; the five unused places stay control characters.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// How a text had to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Guessed,
}

/// The text of a line: UTF-8, else Windows-1252, of which Latin-1 is a part.
pub(crate) fn line(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, Encoding) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), Encoding::Utf8),
        Err(_) => (bytes.iter().map(|byte| windows_1252(*byte)).collect::<String>().into(), Encoding::Guessed),
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Takes a byte order mark off and turns UTF-16 into UTF-8.
pub(crate) fn reader(mut inner: Box<dyn BufRead + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    let head = inner.fill_buf()?;
    let (mark_bytes, order) = match head {
        [0xef, 0xbb, 0xbf, ..] => (3, None),
        [0xff, 0xfe, ..] => (2, Some(Order::Little)),
        [0xfe, 0xff, ..] => (2, Some(Order::Big)),
        _ => (0, unmarked_order(head)),
    };
    inner.consume(mark_bytes);
    match order {
        None => Ok(inner),
        Some(order) => Ok(Box::new(BufReader::new(Utf16 { inner, order, high: None, ready: Vec::new(), given: 0 }))),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

/// UTF-16 without a mark: Latin text has NUL in every other byte.
fn unmarked_order(head: &[u8]) -> Option<Order> {
    let head = &head[..head.len().min(64)];
    if head.len() < 8 {
        return None;
    }
    let nul = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    match (nul(0), nul(1)) {
        (0, odd) if odd * 4 >= half * 3 => Some(Order::Little),
        (even, 0) if even * 4 >= half * 3 => Some(Order::Big),
        _ => None,
    }
}

/// Reads UTF-16 as UTF-8; a lone surrogate becomes U+FFFD.
struct Utf16 {
    inner: Box<dyn BufRead + Send>,
    order: Order,
    high: Option<u16>,
    ready: Vec<u8>,
    given: usize,
}

impl Utf16 {
    fn refill(&mut self) -> io::Result<()> {
        const CHUNK_BYTES: u64 = 8192;
        let mut chunk = Vec::new();
        (&mut self.inner).take(CHUNK_BYTES).read_to_end(&mut chunk)?;
        self.ready.clear();
        self.given = 0;
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        units.extend(chunk.chunks_exact(2).map(|pair| match self.order {
            Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
            Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
        }));
        // The other half of a pair may come with the next chunk.
        if chunk.len() as u64 == CHUNK_BYTES && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            self.high = units.pop();
        }
        let mut buffer = [0; 4];
        for decoded in char::decode_utf16(units) {
            let letter = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.ready.extend_from_slice(letter.encode_utf8(&mut buffer).as_bytes());
        }
        Ok(())
    }
}

impl Read for Utf16 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.refill()?;
        }
        let count = buffer.len().min(self.ready.len() - self.given);
        buffer[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}
