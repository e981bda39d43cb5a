//! Reading tar files: the list of members, and the bytes of each, also inside gzip.

use std::io::{self, Read};
use std::sync::{Arc, Mutex};

const BLOCK: u64 = 512;
const NAME_BYTES_MAX: u64 = 64 << 10;
/// The members that one tar may have.
pub(crate) const MEMBERS_MAX: usize = 500_000;

/// One file of a tar.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    /// Where its bytes begin.
    at: u64,
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not a sound tar: {what}"))
}

/// Whether a file that begins so is a tar.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Lists the files of a tar by reading over it once.
pub(crate) fn list(mut reader: Box<dyn Read + Send>) -> io::Result<Vec<Member>> {
    let mut members = Vec::new();
    let mut at = 0;
    let mut long_name = None;
    let mut header = [0; BLOCK as usize];
    loop {
        if !fill(&mut *reader, &mut header)? || header.iter().all(|byte| *byte == 0) {
            return Ok(members);
        }
        at += BLOCK;
        let bytes = size(&header[124..136])?;
        let padded = bytes.div_ceil(BLOCK) * BLOCK;
        match header[156] {
            b'L' | b'x' => {
                if bytes > NAME_BYTES_MAX {
                    return Err(bad("a name of more than 64 KiB"));
                }
                let mut said = vec![0; padded as usize];
                reader.read_exact(&mut said)?;
                said.truncate(bytes as usize);
                long_name = if header[156] == b'L' { Some(text(&said)) } else { pax_path(&said).or(long_name) };
            }
            kind => {
                if matches!(kind, b'0' | 0) {
                    let name = long_name.take().unwrap_or_else(|| header_name(&header));
                    members.push(Member { name: name.trim_start_matches("./").to_owned(), bytes, at });
                    if members.len() > MEMBERS_MAX {
                        return Err(crate::source::limit(format!(
                            "the tar has more than {MEMBERS_MAX} files; unpack it first"
                        )));
                    }
                }
                long_name = None;
                skip(&mut *reader, padded)?;
            }
        }
        at += padded;
    }
}

/// Fills the block; `false` at the end of the file.
fn fill(reader: &mut dyn Read, block: &mut [u8]) -> io::Result<bool> {
    let mut filled = 0;
    while filled < block.len() {
        match reader.read(&mut block[filled..])? {
            0 if filled == 0 => return Ok(false),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => filled += read,
        }
    }
    Ok(true)
}

fn skip(reader: &mut dyn Read, bytes: u64) -> io::Result<()> {
    let skipped = io::copy(&mut reader.take(bytes), &mut io::sink())?;
    if skipped < bytes { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

/// Octal digits, or for large files a binary number marked by its first bit.
fn size(field: &[u8]) -> io::Result<u64> {
    if field[0] & 0x80 != 0 {
        let bytes = field[4..12].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        return if bytes < 1 << 50 { Ok(bytes) } else { Err(bad("a size that no file has")) };
    }
    let digits: String = field.iter().map(|byte| char::from(*byte)).filter(char::is_ascii_digit).collect();
    if digits.is_empty() { Ok(0) } else { u64::from_str_radix(&digits, 8).map_err(|_| bad("a size that is no number")) }
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

fn header_name(header: &[u8]) -> String {
    let (name, prefix) = (text(&header[..100]), text(&header[345..500]));
    // GNU writes times where POSIX has the prefix.
    if prefix.is_empty() || header[257..265] == *b"ustar  \0" { name } else { format!("{prefix}/{name}") }
}

/// `27 path=some/long/name` among the lines of an extended header.
fn pax_path(said: &[u8]) -> Option<String> {
    let said = String::from_utf8_lossy(said);
    said.lines().find_map(|line| line.split_once(" path=").map(|(_, path)| path.to_owned()))
}

/// A place where the reader of a packed tar waits between two members, so that reading them in
/// their order unpacks the tar once.
pub(crate) type Cursor = Arc<Mutex<Option<(u64, Box<dyn Read + Send>)>>>;

/// How much lies between the waiting reader, or else the beginning, and a member.
pub(crate) fn way(member: &Member, cursor: &Cursor) -> io::Result<u64> {
    let waiting = cursor.lock().map_err(|_| bad("a reader has failed"))?;
    Ok(waiting.as_ref().and_then(|(at, _)| member.at.checked_sub(*at)).unwrap_or(member.at))
}

/// The bytes of one member. `reopen` gives the tar from its beginning.
pub(crate) fn open(
    member: &Member,
    cursor: &Cursor,
    reopen: impl FnOnce() -> io::Result<Box<dyn Read + Send>>,
) -> io::Result<Box<dyn Read + Send>> {
    let waiting = cursor.lock().map_err(|_| bad("a reader has failed"))?.take();
    let (at, mut reader) = match waiting.filter(|(at, _)| *at <= member.at) {
        Some(waiting) => waiting,
        None => (0, reopen()?),
    };
    skip(&mut *reader, member.at - at)?;
    Ok(Box::new(Reading { reader: Some(reader), at: member.at, left: member.bytes, cursor: Arc::clone(cursor) }))
}

struct Reading {
    reader: Option<Box<dyn Read + Send>>,
    at: u64,
    left: u64,
    cursor: Cursor,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(reader) = self.reader.as_mut().filter(|_| self.left > 0 && !buffer.is_empty()) else { return Ok(0) };
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = reader.read(&mut buffer[..wanted])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let (Some(reader), Ok(mut waiting)) = (self.reader.take(), self.cursor.lock()) {
            *waiting = Some((self.at, reader));
        }
    }
}
