//! The lines of a table, which may be read once more: a mark that seemed to open a cell may have been a letter.

use std::io::{self, BufReader, Read};

use crate::lines::Lines;
use crate::record::{Place, Skip};
use crate::walk::Text;

/// How often a table is read again, as a whole.
const AGAIN_MAX: u64 = 4;
/// What may be read again of any table.
const AGAIN_BYTES_FREE: u64 = 16 << 20;

pub(crate) struct TableLines {
    lines: Lines,
    /// Lines to read again, each with its end, up to where that was done.
    held: Vec<u8>,
    held_from: usize,
    /// What was met behind those lines.
    fault: Option<Skip>,
    row: u64,
    read_bytes: u64,
    again_bytes: u64,
}

impl TableLines {
    pub(crate) fn new(lines: Lines) -> TableLines {
        let row = lines.place().row;
        TableLines { lines, held: Vec::new(), held_from: 0, fault: None, row, read_bytes: 0, again_bytes: 0 }
    }

    /// Where the line stands that was read last.
    pub(crate) fn place(&self) -> Place {
        Place { row: self.row, ..self.lines.place() }
    }

    /// Adds the next line to `record`.
    pub(crate) fn next_line(&mut self, record: &mut Vec<u8>) -> Option<Result<(), Skip>> {
        let held = &self.held[self.held_from..];
        if let Some(end) = memchr::memchr(b'\n', held) {
            record.extend_from_slice(&held[..end]);
            self.held_from += end + 1;
            self.row += 1;
            return Some(Ok(()));
        }
        if let Some(fault) = self.fault.take() {
            return Some(Err(fault));
        }
        let line = self.lines.next_line()?;
        self.row += 1;
        Some(line.map(|line| {
            self.read_bytes += line.len() as u64;
            record.extend_from_slice(line);
        }))
    }

    /// Takes back lines that were read; they come again.
    pub(crate) fn give_back(&mut self, lines: &[u8]) {
        self.row -= memchr::memchr_iter(b'\n', lines).count() as u64 + 1;
        self.again_bytes += lines.len() as u64 + 1;
        let read = self.held[..self.held_from].strip_suffix(b"\n");
        if read.is_some_and(|read| read.ends_with(lines)) {
            self.held_from -= lines.len() + 1;
            return;
        }
        let behind = &self.held[self.held_from..];
        self.again_bytes += behind.len() as u64;
        (self.held, self.held_from) = ([lines, b"\n", behind].concat(), 0);
    }

    /// Takes back what was met in the place of a line.
    pub(crate) fn give_back_fault(&mut self, fault: Skip) {
        self.fault = Some(fault);
    }

    /// Whether lines may be read only to see whether a mark is closed: not where it is open in each of many.
    pub(crate) fn may_look_ahead(&self) -> bool {
        self.again_bytes < AGAIN_BYTES_FREE.max(self.read_bytes.saturating_mul(AGAIN_MAX))
    }
}

/// Whether lines end as on an old Macintosh, which Excel calls CSV (Macintosh).
pub(crate) fn ends_with_returns(head: &[u8]) -> bool {
    // What a beginning ends with may be half of an end.
    let whole = &head[..head.len().saturating_sub(1)];
    memchr::memchr(b'\n', head).is_none() && memchr::memchr(b'\r', whole).is_some()
}

/// The same text with lines that end as usual.
pub(crate) fn without_returns(text: Text) -> Text {
    Box::new(BufReader::new(Returns(text)))
}

struct Returns(Text);

impl Read for Returns {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        for byte in buffer.iter_mut().take(read).filter(|byte| **byte == b'\r') {
            *byte = b'\n';
        }
        Ok(read)
    }
}
