//! Reading zip files: the list of members and the bytes of each, with zip64, under named limits.

use std::io::{self, Read, Seek, SeekFrom, Take};

/// The members that one zip may list.
pub const ZIP_ENTRIES_MAX: u64 = 500_000;
/// The size of the list of members.
const DIRECTORY_BYTES_MAX: u64 = 256 << 20;
const NAME_BYTES_MAX: usize = 4096;
/// The end record with the longest comment that it may carry.
const END_BYTES_MAX: u64 = 22 + 65_535;

const END: &[u8; 4] = b"PK\x05\x06";
const END_64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR_64: &[u8; 4] = b"PK\x06\x07";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const LOCAL: &[u8; 4] = b"PK\x03\x04";
/// How every zip begins that has a member, or that is empty.
pub(crate) const MAGIC: [&[u8; 4]; 2] = [LOCAL, END];

/// Bytes that can be read from any place.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// One member of a zip.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    packed_bytes: u64,
    method: u16,
    flags: u16,
    crc: u32,
    header_at: u64,
}

impl Member {
    pub(crate) fn encrypted(&self) -> bool {
        self.flags & 1 != 0
    }
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not a sound zip: {what}"))
}

fn u16_at(bytes: &[u8], at: usize) -> io::Result<u16> {
    let found = bytes.get(at..at + 2).ok_or_else(|| bad("a record is cut short"))?;
    Ok(u16::from_le_bytes([found[0], found[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> io::Result<u32> {
    Ok(u32::from(u16_at(bytes, at)?) | u32::from(u16_at(bytes, at + 2)?) << 16)
}

fn u64_at(bytes: &[u8], at: usize) -> io::Result<u64> {
    Ok(u64::from(u32_at(bytes, at)?) | u64::from(u32_at(bytes, at + 4)?) << 32)
}

/// Lists the members of a zip in the order of its directory; folders are left out.
pub(crate) fn list(file: &mut dyn ReadSeek) -> io::Result<Vec<Member>> {
    let directory = find_directory(file)?;
    if directory.entries > ZIP_ENTRIES_MAX {
        return Err(io::Error::other(format!("the zip lists more than {ZIP_ENTRIES_MAX} members; unpack it first")));
    }
    if directory.bytes > DIRECTORY_BYTES_MAX {
        return Err(io::Error::other("the zip's list of members is larger than 256 MiB; unpack it first"));
    }
    file.seek(SeekFrom::Start(directory.at))?;
    let mut bytes = Vec::new();
    file.take(directory.bytes).read_to_end(&mut bytes)?;
    let mut members = Vec::new();
    let mut at = 0;
    for _ in 0..directory.entries {
        let (member, next) = read_member(&bytes, at)?;
        at = next;
        if !member.name.ends_with('/') {
            members.push(member);
        }
    }
    Ok(members)
}

struct Directory {
    at: u64,
    bytes: u64,
    entries: u64,
}

fn find_directory(file: &mut dyn ReadSeek) -> io::Result<Directory> {
    let length = file.seek(SeekFrom::End(0))?;
    let tail_at = length.saturating_sub(END_BYTES_MAX);
    file.seek(SeekFrom::Start(tail_at))?;
    let mut tail = Vec::new();
    file.take(END_BYTES_MAX).read_to_end(&mut tail)?;
    let end = memchr::memmem::rfind(&tail, END).ok_or_else(|| bad("its end is missing (cut short?)"))?;
    let directory = Directory {
        at: u64::from(u32_at(&tail, end + 16)?),
        bytes: u64::from(u32_at(&tail, end + 12)?),
        entries: u64::from(u16_at(&tail, end + 10)?),
    };
    let needs_64 = directory.at == u64::from(u32::MAX)
        || directory.bytes == u64::from(u32::MAX)
        || directory.entries == u64::from(u16::MAX);
    let Some(locator) = end.checked_sub(20).filter(|at| needs_64 && tail[*at..].starts_with(LOCATOR_64)) else {
        return Ok(directory);
    };
    file.seek(SeekFrom::Start(u64_at(&tail, locator + 8)?))?;
    let mut record = Vec::new();
    file.take(56).read_to_end(&mut record)?;
    if !record.starts_with(END_64) {
        return Err(bad("its 64-bit end is missing"));
    }
    Ok(Directory { at: u64_at(&record, 48)?, bytes: u64_at(&record, 40)?, entries: u64_at(&record, 32)? })
}

fn read_member(directory: &[u8], at: usize) -> io::Result<(Member, usize)> {
    let head =
        directory.get(at..).filter(|rest| rest.starts_with(CENTRAL)).ok_or_else(|| bad("a member is missing"))?;
    let lengths = [usize::from(u16_at(head, 28)?), usize::from(u16_at(head, 30)?), usize::from(u16_at(head, 32)?)];
    let [name_bytes, extra_bytes, comment_bytes] = lengths;
    if name_bytes > NAME_BYTES_MAX {
        return Err(bad("a member's name is longer than 4096 bytes"));
    }
    let name = head.get(46..46 + name_bytes).ok_or_else(|| bad("a name is cut short"))?;
    let extra = head.get(46 + name_bytes..46 + name_bytes + extra_bytes).ok_or_else(|| bad("a record is cut short"))?;
    let mut member = Member {
        name: read_name(name, extra, u16_at(head, 8)?).replace('\\', "/"),
        bytes: u64::from(u32_at(head, 24)?),
        packed_bytes: u64::from(u32_at(head, 20)?),
        method: u16_at(head, 10)?,
        flags: u16_at(head, 8)?,
        crc: u32_at(head, 16)?,
        header_at: u64::from(u32_at(head, 42)?),
    };
    widen(&mut member, extra)?;
    Ok((member, at + 46 + name_bytes + extra_bytes + comment_bytes))
}

/// The letters of code page 437 behind ASCII, in which names stand that do not say otherwise.
const CODE_PAGE_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// The flag of a name in Unicode; Macs leave it out.
const IS_UNICODE: u16 = 1 << 11;
/// The extra field in which Info-ZIP and WinRAR write the name in Unicode, behind a version and a checksum.
const UNICODE_NAME: [u8; 2] = [0x75, 0x70];

fn read_name(name: &[u8], extra: &[u8], flags: u16) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) if flags & IS_UNICODE != 0 => String::from_utf8_lossy(name).into_owned(),
        Err(_) => unicode_name(extra).unwrap_or_else(|| in_code_page_437(name)),
    }
}

fn unicode_name(mut extra: &[u8]) -> Option<String> {
    while let [first, second, low, high, rest @ ..] = extra {
        let (field, behind) = rest.split_at_checked(usize::from(u16::from_le_bytes([*low, *high])))?;
        if [*first, *second] == UNICODE_NAME {
            let name = field.get(5..).filter(|name| !name.is_empty())?;
            return String::from_utf8(name.to_vec()).ok(); // tidy(swallow): the other name is taken
        }
        extra = behind;
    }
    None
}

fn in_code_page_437(name: &[u8]) -> String {
    let letter = |byte: &u8| match byte.checked_sub(0x80) {
        Some(above) => CODE_PAGE_437.chars().nth(usize::from(above)).unwrap_or('\u{fffd}'),
        None => char::from(*byte),
    };
    name.iter().map(letter).collect()
}

/// Takes the sizes and the place that did not fit into 32 bits from the extra field 0x0001.
fn widen(member: &mut Member, mut extra: &[u8]) -> io::Result<()> {
    while extra.len() >= 4 {
        let (tag, bytes) = (u16_at(extra, 0)?, usize::from(u16_at(extra, 2)?));
        let field = extra.get(4..4 + bytes).ok_or_else(|| bad("an extra field is cut short"))?;
        if tag == 1 {
            let mut at = 0;
            for value in [&mut member.bytes, &mut member.packed_bytes, &mut member.header_at] {
                if *value == u64::from(u32::MAX) {
                    *value = u64_at(field, at)?;
                    at += 8;
                }
            }
        }
        extra = &extra[4 + bytes..];
    }
    Ok(())
}

/// The unpacked bytes of one member; a wrong checksum is an error at its end.
pub(crate) fn open(mut file: Box<dyn ReadSeek>, member: &Member) -> io::Result<Box<dyn Read + Send>> {
    if member.encrypted() {
        return Err(io::Error::other(format!("{} is encrypted; unpack the zip with its password first", member.name)));
    }
    file.seek(SeekFrom::Start(member.header_at))?;
    let mut head = [0; 30];
    file.read_exact(&mut head)?;
    if !head.starts_with(LOCAL) {
        return Err(bad("a member is not where the list says"));
    }
    let skip = u64::from(u16_at(&head, 26)?) + u64::from(u16_at(&head, 28)?);
    file.seek(SeekFrom::Start(member.header_at + 30 + skip))?;
    let packed = file.take(member.packed_bytes);
    let unpacked: Box<dyn Read + Send> = match member.method {
        0 => Box::new(packed),
        8 => Box::new(flate2::read::DeflateDecoder::new(packed)),
        other => {
            return Err(io::Error::other(format!(
                "{} is packed with method {other}; unpack the zip first",
                member.name
            )));
        }
    };
    Ok(Box::new(Checked { inner: unpacked.take(member.bytes), crc: flate2::Crc::new(), member: member.clone() }))
}

/// Compares length and checksum with the directory once the end is reached.
struct Checked {
    inner: Take<Box<dyn Read + Send>>,
    crc: flate2::Crc,
    member: Member,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.crc.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() {
            if self.inner.limit() > 0 {
                return Err(bad(&format!("{} is cut short", self.member.name)));
            }
            if self.crc.sum() != self.member.crc {
                return Err(bad(&format!("{} has a wrong checksum", self.member.name)));
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_unicode_stands_beside_the_old_one() {
        let extra = b"UT\x01\x00\x03up\x09\x00\x01abcdJ\xc3\xbcr";
        assert_eq!(read_name(b"J\x81r", extra, 0), "Jür");
        for cut in 0..extra.len() {
            assert_eq!(read_name(b"J\x81r", &extra[..cut], 0), "Jür", "{cut}");
        }
        assert_eq!(read_name(b"\xff\xe1", b"up\x05\x00\x01abcd", 0), "\u{a0}ß");
        assert_eq!(read_name(b"J\x81r", extra, IS_UNICODE), "J\u{fffd}r");
        assert_eq!(read_name("Jür".as_bytes(), b"", 0), "Jür");
    }
}
