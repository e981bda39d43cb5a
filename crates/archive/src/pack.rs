//! Writing files into one zip or tar, as a stream: the same files give the same bytes everywhere.

use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// What a pack is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Zip,
    Tar,
}

/// A zip or tar under way. Each file is given whole; nothing but the zip's list stays in memory.
pub struct Pack<W> {
    out: W,
    shape: Shape,
    at: u64,
    listed: Vec<Listed>,
}

/// What the list at a zip's end says of a file.
struct Listed {
    path: String,
    method: u16,
    crc: u32,
    packed_bytes: u32,
    bytes: u32,
    at: u64,
}

/// Larger files would need 64-bit sizes; ours are parts of a few megabytes and files of at most 64.
const FILE_BYTES_MAX: usize = 1 << 30;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Half the time of the usual 6 for a twentieth more bytes.
const LEVEL: u32 = 3;
/// 1 January 1980, the first day that a zip can tell: files carry no time of their own.
const DAY: u16 = (1 << 5) | 1;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const TAR_BLOCK: usize = 512;
const TAR_NAME_BYTES: usize = 100;

impl<W: Write> Pack<W> {
    pub fn new(out: W, shape: Shape) -> Pack<W> {
        Pack { out, shape, at: 0, listed: Vec::new() }
    }

    /// Adds one file.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > FILE_BYTES_MAX {
            return Err(io::Error::other(format!("{path} is larger than 1 GiB")));
        }
        match self.shape {
            Shape::Zip => self.add_to_zip(path, bytes),
            Shape::Tar => self.add_to_tar(path, bytes),
        }
    }

    /// Writes what stands at the end, and gives the stream back.
    pub fn finish(mut self) -> io::Result<W> {
        match self.shape {
            Shape::Zip => self.finish_zip()?,
            Shape::Tar => self.put(&[0; 2 * TAR_BLOCK])?,
        }
        self.out.flush()?;
        Ok(self.out)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    fn add_to_zip(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::new(LEVEL));
        packed.write_all(bytes)?;
        let packed = packed.finish()?;
        let (method, content) =
            if packed.len() < bytes.len() { (DEFLATED, packed.as_slice()) } else { (STORED, bytes) };
        let (packed_bytes, bytes) = (content.len() as u32, bytes.len() as u32);
        let listed = Listed { path: path.to_owned(), method, crc: crc.sum(), packed_bytes, bytes, at: self.at };
        let mut head = b"PK\x03\x04".to_vec();
        head.extend(20_u16.to_le_bytes());
        head.extend(listed.middle());
        head.extend(0_u16.to_le_bytes());
        head.extend(path.as_bytes());
        self.put(&head)?;
        self.put(content)?;
        self.listed.push(listed);
        Ok(())
    }

    fn finish_zip(&mut self) -> io::Result<()> {
        let start = self.at;
        for listed in std::mem::take(&mut self.listed) {
            self.put(&listed.entry())?;
            self.listed.push(listed);
        }
        let (bytes, count) = (self.at - start, self.listed.len() as u64);
        let wide = self.at;
        let mut end = b"PK\x06\x06".to_vec();
        end.extend(44_u64.to_le_bytes());
        end.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for number in [count, count, bytes, start] {
            end.extend(number.to_le_bytes());
        }
        end.extend(b"PK\x06\x07");
        end.extend([0; 4]);
        end.extend(wide.to_le_bytes());
        end.extend([1, 0, 0, 0]);
        let is_wide = start >= u64::from(u32::MAX) || count >= u64::from(u16::MAX) || bytes >= u64::from(u32::MAX);
        if is_wide {
            self.put(&end)?;
        }
        let mut last = b"PK\x05\x06\0\0\0\0".to_vec();
        let narrow = count.min(u64::from(u16::MAX)) as u16;
        last.extend([narrow.to_le_bytes(), narrow.to_le_bytes()].concat());
        for number in [bytes, start] {
            last.extend((number.min(u64::from(u32::MAX)) as u32).to_le_bytes());
        }
        last.extend([0, 0]);
        self.put(&last)
    }

    fn add_to_tar(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut head = [0; TAR_BLOCK];
        let fields: [(usize, &[u8]); 8] = [
            (0, path.as_bytes()),
            (100, b"0000644\0"),
            (108, b"0000000\0"),
            (116, b"0000000\0"),
            (136, b"00000000000\0"),
            (148, b"        "),
            (156, b"0"),
            (257, b"ustar\x0000"),
        ];
        if path.len() >= TAR_NAME_BYTES {
            return Err(io::Error::other(format!("{path} is too long a name for a tar")));
        }
        for (at, field) in fields {
            head[at..at + field.len()].copy_from_slice(field);
        }
        head[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        self.put(&head)?;
        self.put(bytes)?;
        let over = bytes.len() % TAR_BLOCK;
        if over > 0 { self.put(&vec![0; TAR_BLOCK - over]) } else { Ok(()) }
    }
}

impl Listed {
    /// What both heads of a file say: flags, method, time, checksum, sizes, the name's length.
    fn middle(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [FLAGS, self.method, 0, DAY] {
            bytes.extend(number.to_le_bytes());
        }
        for number in [self.crc, self.packed_bytes, self.bytes] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend((self.path.len() as u16).to_le_bytes());
        bytes
    }

    fn entry(&self) -> Vec<u8> {
        let wide = self.at >= u64::from(u32::MAX);
        let mut bytes = b"PK\x01\x02".to_vec();
        bytes.extend([if wide { 45 } else { 20 }, 0, if wide { 45 } else { 20 }, 0]);
        bytes.extend(self.middle());
        bytes.extend((if wide { 12_u16 } else { 0 }).to_le_bytes());
        bytes.extend([0; 10]);
        bytes.extend((self.at.min(u64::from(u32::MAX)) as u32).to_le_bytes());
        bytes.extend(self.path.as_bytes());
        if wide {
            bytes.extend([1, 0, 8, 0]);
            bytes.extend(self.at.to_le_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Memory, Source};

    #[test]
    fn what_is_packed_is_read_again() {
        let noise: Vec<u8> = (0..3000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let files = [("a/000001.jsonl", b"again and again ".repeat(90)), ("b", Vec::new()), ("media/ff", noise)];
        for (name, shape) in [("whole.zip", Shape::Zip), ("whole.tar", Shape::Tar)] {
            let mut pack = Pack::new(Vec::new(), shape);
            for (path, bytes) in &files {
                pack.add(path, bytes).unwrap();
            }
            let packed = pack.finish().unwrap();
            let source = Source::new(name, Arc::new(Memory::file(name, packed))).unwrap();
            let paths: Vec<&str> = source.files().iter().map(|file| &*file.path).collect();
            assert_eq!(paths, files.each_ref().map(|(path, _)| *path), "{name}");
            for (path, bytes) in &files {
                let file = source.find(path).unwrap();
                assert_eq!(source.read(file, 1 << 20).unwrap(), *bytes, "{name} {path}");
            }
        }
    }
}
