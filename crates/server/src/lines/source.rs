//! Bytes in: a file, a packed file or standard input, cut into batches of whole lines.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use anyhow::Context;
use flate2::read::MultiGzDecoder;

use super::LINE_BYTES_MAX;

/// What is asked of the input at once: enough lines to be worth a thread's while, few enough to share out.
const READ_BYTES: usize = 128 << 10;

pub(super) fn open(file: Option<&Path>) -> anyhow::Result<Box<dyn Read + Send>> {
    let Some(path) = file.filter(|path| *path != Path::new("-")) else {
        return Ok(Box::new(std::io::stdin()));
    };
    let opened = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    anyhow::ensure!(!opened.metadata()?.is_dir(), "cannot read {}: it is a folder", path.display());
    let packed = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    Ok(if packed { Box::new(MultiGzDecoder::new(opened)) } else { Box::new(opened) })
}

/// Whole lines that arrived together.
pub(super) struct Batch {
    bytes: Vec<u8>,
    first_line: u64,
    /// The last line was cut off because it is longer than a line may be.
    overlong: bool,
}

impl Batch {
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Line numbers from 1 and lines, without their ends; blank lines are left out.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, Result<&[u8], &'static str>)> {
        let count = self.bytes.split(|byte| *byte == b'\n').count();
        self.bytes.split(|byte| *byte == b'\n').enumerate().filter_map(move |(index, line)| {
            let number = self.first_line + index as u64;
            let overlong = line.len() > LINE_BYTES_MAX || (self.overlong && index + 1 == count);
            let line = if overlong { Err("longer than 1 MiB") } else { Ok(line.strip_suffix(b"\r").unwrap_or(line)) };
            (!line.is_ok_and(|line| line.trim_ascii().is_empty())).then_some((number, line))
        })
    }
}

/// Cuts a stream into batches as its bytes arrive; what is there is never held back for more.
pub(super) struct Batches {
    from: Box<dyn Read + Send>,
    rest: Vec<u8>,
    next_line: u64,
    skipping: bool,
    ended: bool,
}

impl Batches {
    pub(super) fn new(from: Box<dyn Read + Send>) -> Self {
        Self { from, rest: Vec::new(), next_line: 1, skipping: false, ended: false }
    }

    /// Reads once; false at the end.
    fn read(&mut self) -> anyhow::Result<bool> {
        let old = self.rest.len();
        self.rest.resize(old + READ_BYTES, 0);
        let got = loop {
            match self.from.read(&mut self.rest[old..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.rest.truncate(old + *got.as_ref().unwrap_or(&0));
        Ok(got.context("cannot read the input")? > 0)
    }

    /// Drops what belongs to a line that was already refused for its length.
    fn skip_overlong(&mut self) {
        if !self.skipping {
            return;
        }
        match self.rest.iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                self.rest.drain(..=end);
                self.skipping = false;
            }
            None => self.rest.clear(),
        }
    }

    /// Takes the whole lines that have arrived, all that is left at the end, or a line that grew too long.
    fn take(&mut self) -> Option<Batch> {
        let whole = self.rest.iter().rposition(|byte| *byte == b'\n');
        let overlong = whole.is_none() && self.rest.len() > LINE_BYTES_MAX + 1;
        let mut bytes = match whole {
            Some(end) => {
                let rest = self.rest.split_off(end + 1);
                std::mem::replace(&mut self.rest, rest)
            }
            None if (self.ended && !self.rest.is_empty()) || overlong => std::mem::take(&mut self.rest),
            None => return None,
        };
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        self.skipping = overlong;
        let first_line = self.next_line;
        self.next_line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        if first_line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        Some(Batch { bytes, first_line, overlong })
    }
}

impl Iterator for Batches {
    type Item = anyhow::Result<Batch>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.ended {
                return self.take().map(Ok);
            }
            match self.read() {
                Ok(more) => self.ended = !more,
                Err(error) => {
                    self.ended = true;
                    self.rest.clear();
                    return Some(Err(error));
                }
            }
            self.skip_overlong();
            if let Some(batch) = self.take() {
                return Some(Ok(batch));
            }
        }
    }
}
