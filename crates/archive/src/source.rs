//! What is to be read: one file, a zip or a folder, all seen as a list of named files.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use unicode_normalization::UnicodeNormalization;

use crate::decode;
use crate::tar;
use crate::zip::{self, ReadSeek};

/// How often a packed file may exceed its own size before it is taken for a bomb; archives of
/// talk stay under 50.
pub const UNPACK_RATIO_MAX: u64 = 200;
/// Below this many unpacked bytes the ratio does not matter.
pub const UNPACK_BYTES_FREE: u64 = 64 << 20;
/// What one packed file may unpack to.
pub const UNPACK_BYTES_MAX: u64 = 64 << 30;
/// How many layers of gzip are opened, one inside the other.
pub const UNPACK_DEPTH_MAX: u32 = 2;
/// What is unpacked of tars to come to the files that messages were sent with; more would take hours.
const PASSED_BYTES_MAX: u64 = 128 << 30;
/// How many files a source may have.
pub const FILES_MAX: usize = 1_000_000;
const BUFFER_BYTES: usize = 64 << 10;

/// A file of the tree that the caller offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path from the top of the tree, with `/` between the parts.
    pub path: String,
    pub bytes: u64,
}

/// Files that the caller can list and open: one file, or a folder with all that is below it.
pub trait Tree: Send + Sync {
    fn list(&self) -> io::Result<Vec<Entry>>;
    fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek>>;
}

/// A tree in memory: an uploaded file, a test.
pub struct Memory(pub Vec<(String, Arc<[u8]>)>);

impl Memory {
    /// A tree of one file.
    pub fn file(name: &str, bytes: impl Into<Arc<[u8]>>) -> Memory {
        Memory(vec![(name.to_owned(), bytes.into())])
    }
}

impl Tree for Memory {
    fn list(&self) -> io::Result<Vec<Entry>> {
        Ok(self.0.iter().map(|(path, bytes)| Entry { path: path.clone(), bytes: bytes.len() as u64 }).collect())
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek>> {
        let found = self.0.iter().find(|(known, _)| known == path);
        let (_, bytes) = found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(Box::new(io::Cursor::new(Arc::clone(bytes))))
    }
}

/// One readable file of a source.
#[derive(Clone)]
pub struct File {
    /// Its path inside the source, as it stands in sheets and errors.
    pub path: Arc<str>,
    /// Its size as it is stored: packed for `.gz`, unpacked for members of a zip.
    pub bytes: u64,
    place: Whence,
}

impl File {
    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The last part of the path without its endings: `.gz` and one more.
    pub fn stem(&self) -> &str {
        stem(self.name())
    }

    /// Whether it lies in a tar, which is read from its beginning for a file before the last one.
    pub(crate) fn is_tarred(&self) -> bool {
        matches!(self.place, Whence::Tarred { .. })
    }

    /// Whether the name ends in `.{ending}`, packed or not, in any letter case.
    pub fn has_ending(&self, ending: &str) -> bool {
        let name = self.name().to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        name.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'))
    }
}

#[derive(Clone)]
enum Whence {
    Whole(String),
    Zipped { zip: String, member: Arc<zip::Member> },
    Tarred { tar: String, member: Arc<tar::Member>, cursors: Cursors },
}

/// Where readers of a tar wait. Files that messages were sent with have a place of their own: else the way to them would
/// begin anew behind each file of messages.
#[derive(Clone, Default)]
struct Cursors {
    files: tar::Cursor,
    beside: tar::Cursor,
}

/// A source opened for reading: every file in it, zips seen as folders.
#[derive(Clone)]
pub struct Source {
    name: Arc<str>,
    tree: Arc<dyn Tree>,
    /// In the order of their paths.
    files: Arc<[File]>,
    /// The folders at the top, if they are few.
    tops: Arc<[String]>,
    /// Where files stand in the list whose paths are written in parts, by their paths as one letter each.
    composed: Arc<[(String, usize)]>,
    /// How much of each file is read.
    bytes_max: u64,
    /// How much of tars was unpacked on the way to files that messages were sent with.
    passed: Arc<AtomicU64>,
}

impl Source {
    /// Lists what `tree` has. `name` is how the person called it: the file's or folder's name.
    pub fn new(name: &str, tree: Arc<dyn Tree>) -> io::Result<Source> {
        let mut entries = tree.list()?;
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let alone = entries.len() == 1;
        let mut files = Vec::new();
        for entry in entries.into_iter().filter(|entry| !is_litter(&entry.path)) {
            if is_zip(&*tree, &entry)? {
                list_zip(&*tree, &entry, alone, &mut files)?;
            } else if is_tar(&*tree, &entry)? {
                list_tar(&*tree, &entry, alone, &mut files)?;
            } else {
                files.push(File {
                    path: entry.path.as_str().into(),
                    bytes: entry.bytes,
                    place: Whence::Whole(entry.path),
                });
            }
            if files.len() > FILES_MAX {
                return Err(limit(format!("more than {FILES_MAX} files; import a part of them at a time")));
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let (tops, composed) = (tops(&files), composed_paths(&files));
        Ok(Source {
            name: name.into(),
            tree,
            files: files.into(),
            tops,
            composed,
            bytes_max: u64::MAX,
            passed: Arc::default(),
        })
    }

    /// How the person called the source.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The source's name without folder and endings.
    pub fn stem(&self) -> &str {
        stem(self.name.trim_end_matches('/').rsplit('/').next().unwrap_or(&self.name))
    }

    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The file with this path, at the top or inside one of few top folders.
    pub fn find(&self, path: &str) -> Option<&File> {
        self.at(path).or_else(|| self.tops.iter().find_map(|top| self.at(&format!("{top}/{path}"))))
    }

    fn at(&self, path: &str) -> Option<&File> {
        self.exactly(path).or_else(|| {
            let path = Some(composed(path)).filter(|_| !path.is_ascii())?;
            let found = self.composed.binary_search_by(|(known, _)| known.as_str().cmp(&path));
            let decomposed = || self.composed.get(found.ok()?).and_then(|(_, at)| self.files.get(*at)); // tidy(swallow): no such file
            self.exactly(&path).or_else(decomposed)
        })
    }

    /// The file with exactly this path.
    pub(crate) fn exactly(&self, path: &str) -> Option<&File> {
        let at = self.files.partition_point(|file| &*file.path < path);
        self.files.get(at).filter(|file| &*file.path == path)
    }

    /// The bytes of a file, unpacked.
    pub fn open_bytes(&self, file: &File) -> io::Result<Box<dyn BufRead + Send>> {
        self.open_from(file, |cursors| &cursors.files)
    }

    fn open_from(&self, file: &File, cursor: fn(&Cursors) -> &tar::Cursor) -> io::Result<Box<dyn BufRead + Send>> {
        let raw: Box<dyn Read + Send> = match &file.place {
            Whence::Whole(path) => Box::new(self.tree.open(path)?),
            Whence::Zipped { zip, member } => {
                let read = Arc::new(AtomicU64::new(0));
                let packed = Counted { inner: self.tree.open(zip)?, read: Arc::clone(&read) };
                Box::new(Guarded::new(zip::open(Box::new(packed), member)?, read))
            }
            Whence::Tarred { tar, member, cursors } => {
                tar::open(member, cursor(cursors), || unpacked(self.tree.open(tar)?))?
            }
        };
        let reader = gunzip(raw)?;
        if self.bytes_max == u64::MAX { Ok(reader) } else { Ok(Box::new(reader.take(self.bytes_max))) }
    }

    /// A source that shows only a part, for a look of bounded time: the beginnings of the first
    /// files, and of all that lie at the top, where archives keep their lists of people and places.
    pub(crate) fn sample(&self, files_max: usize, bytes_max: u64) -> Source {
        let depth = |file: &File| file.path.matches('/').count();
        let top = self.files.iter().map(depth).min().unwrap_or(0) + 1;
        let mut below = 0;
        let shown = self.files.iter().filter(|file| {
            let first = below < files_max;
            below += 1;
            first || depth(file) < top
        });
        let files: Vec<File> = shown.take(files_max * 2).cloned().collect();
        Source { tops: tops(&files), composed: composed_paths(&files), files: files.into(), bytes_max, ..self.clone() }
    }

    /// The members of a file that is itself a zip: a spreadsheet.
    pub(crate) fn inside(&self, file: &File) -> io::Result<Source> {
        const PACKED_BYTES_MAX: u64 = 256 << 20;
        let (tree, path): (Arc<dyn Tree>, String) = match &file.place {
            Whence::Whole(path) => (Arc::clone(&self.tree), path.clone()),
            _ => {
                let bytes = self.read(file, PACKED_BYTES_MAX)?;
                (Arc::new(Memory::file(file.name(), bytes)), file.name().to_owned())
            }
        };
        let mut files = Vec::new();
        list_zip(&*tree, &Entry { path, bytes: file.bytes }, true, &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Source { tree, tops: tops(&files), composed: composed_paths(&files), files: files.into(), ..self.clone() })
    }

    /// The text of a file as UTF-8 bytes: a byte order mark is taken off, UTF-16 converted. Bytes
    /// that are not UTF-8 stay as they are.
    pub fn open_text(&self, file: &File) -> io::Result<Box<dyn BufRead + Send>> {
        decode::reader(self.open_bytes(file)?)
    }

    /// The same for a look through a file that is being read: in a tar that reader keeps its place.
    pub(crate) fn open_text_beside(&self, file: &File) -> io::Result<Box<dyn BufRead + Send>> {
        decode::reader(self.open_from(file, |cursors| &cursors.beside)?)
    }

    /// The bytes of a file that must fit into memory.
    pub fn read(&self, file: &File, bytes_max: u64) -> io::Result<Vec<u8>> {
        whole(self.open_bytes(file)?, file, bytes_max)
    }

    /// The bytes of a file that a message was sent with, and that lies in any order. In a tar much may lie on the way to it:
    /// each that lies before the last one costs another way from the beginning.
    pub(crate) fn read_beside(&self, file: &File, bytes_max: u64) -> io::Result<Vec<u8>> {
        if let Whence::Tarred { member, cursors, .. } = &file.place {
            let passed = tar::way(member, &cursors.beside)?.saturating_add(self.passed.load(Ordering::Relaxed));
            if passed > PASSED_BYTES_MAX {
                return Err(limit(format!("{} lies in a tar behind too much else; unpack it first", file.path)));
            }
            self.passed.store(passed, Ordering::Relaxed);
        }
        whole(self.open_from(file, |cursors| &cursors.beside)?, file, bytes_max)
    }
}

fn whole(reader: Box<dyn BufRead + Send>, file: &File, bytes_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(bytes_max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bytes_max {
        return Err(limit(format!("{} is larger than {bytes_max} bytes", file.path)));
    }
    Ok(bytes)
}

/// The first parts of the paths, where there are few: people pack the folder that they exported.
fn tops(files: &[File]) -> Arc<[String]> {
    const TOPS_MAX: usize = 4;
    let mut tops: Vec<String> = Vec::new();
    for (top, _) in files.iter().filter_map(|file| file.path.split_once('/')) {
        if tops.last().is_none_or(|last| last != top) {
            tops.push(top.to_owned());
        }
        if tops.len() > TOPS_MAX {
            return Arc::default();
        }
    }
    tops.into()
}

/// A name with one letter for each of what Macs write as two: `u` and its dots.
pub(crate) fn composed(name: &str) -> Cow<'_, str> {
    if unicode_normalization::is_nfc(name) { name.into() } else { name.nfc().collect::<String>().into() }
}

fn composed_paths(files: &[File]) -> Arc<[(String, usize)]> {
    let path = |(at, file)| match composed(file) {
        Cow::Owned(path) => Some((path, at)),
        Cow::Borrowed(_) => None,
    };
    let mut paths: Vec<(String, usize)> = files.iter().map(|file| &*file.path).enumerate().filter_map(path).collect();
    paths.sort();
    paths.into()
}

/// Opens the layers of gzip, each under the limits.
fn gunzip(raw: Box<dyn Read + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    let mut reader: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(BUFFER_BYTES, raw));
    for _ in 0..UNPACK_DEPTH_MAX {
        if !peek(&mut *reader)?.starts_with(&[0x1f, 0x8b]) {
            break;
        }
        let read = Arc::new(AtomicU64::new(0));
        let packed = BufReader::with_capacity(BUFFER_BYTES, Counted { inner: reader, read: Arc::clone(&read) });
        let unpacked = Guarded::new(MultiGzDecoder::new(packed), read);
        reader = Box::new(BufReader::with_capacity(BUFFER_BYTES, unpacked));
    }
    Ok(reader)
}

fn unpacked(file: Box<dyn ReadSeek>) -> io::Result<Box<dyn Read + Send>> {
    Ok(Box::new(gunzip(Box::new(file))?))
}

/// A tar by its name and its first block, packed or not.
fn is_tar(tree: &dyn Tree, entry: &Entry) -> io::Result<bool> {
    let lower = entry.path.to_ascii_lowercase();
    if ![".tar", ".tar.gz", ".tgz"].iter().any(|ending| lower.ends_with(ending)) {
        return Ok(false);
    }
    let mut head = Vec::new();
    unpacked(tree.open(&entry.path)?)?.take(512).read_to_end(&mut head)?;
    Ok(tar::is_tar(&head))
}

fn list_tar(tree: &dyn Tree, entry: &Entry, alone: bool, files: &mut Vec<File>) -> io::Result<()> {
    let cursors = Cursors::default();
    for member in tar::list(unpacked(tree.open(&entry.path)?)?)?.into_iter().filter(|member| !is_litter(&member.name)) {
        let path = if alone { member.name.clone() } else { format!("{}/{}", entry.path, member.name) };
        let (bytes, cursors) = (member.bytes, cursors.clone());
        files.push(File {
            path: path.into(),
            bytes,
            place: Whence::Tarred { tar: entry.path.clone(), member: Arc::new(member), cursors },
        });
    }
    Ok(())
}

/// The next bytes without taking them; empty at the end.
fn peek(reader: &mut dyn BufRead) -> io::Result<&[u8]> {
    reader.fill_buf()
}

/// What operating systems leave behind in folders and zips.
fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("__MACOSX/")
        || path.contains("/__MACOSX/")
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// A spreadsheet is a zip too, but it is read as one file.
fn is_zip(tree: &dyn Tree, entry: &Entry) -> io::Result<bool> {
    let lower = entry.path.to_ascii_lowercase();
    if lower.ends_with(".xlsx") || lower.ends_with(".ods") {
        return Ok(false);
    }
    let mut head = Vec::new();
    tree.open(&entry.path)?.take(4).read_to_end(&mut head)?;
    Ok(zip::MAGIC.iter().any(|magic| head == *magic))
}

fn list_zip(tree: &dyn Tree, entry: &Entry, alone: bool, files: &mut Vec<File>) -> io::Result<()> {
    let members = zip::list(&mut *tree.open(&entry.path)?)?;
    let unpacked = members.iter().fold(0_u64, |sum, member| sum.saturating_add(member.bytes));
    if unpacked > UNPACK_BYTES_FREE && unpacked > entry.bytes.saturating_mul(UNPACK_RATIO_MAX) {
        return Err(limit(format!(
            "{} unpacks to more than {UNPACK_RATIO_MAX} times its size: a zip bomb",
            entry.path
        )));
    }
    for member in members.into_iter().filter(|member| !is_litter(&member.name)) {
        let path = if alone { member.name.clone() } else { format!("{}/{}", entry.path, member.name) };
        let bytes = member.bytes;
        let place = Whence::Zipped { zip: entry.path.clone(), member: Arc::new(member) };
        files.push(File { path: path.into(), bytes, place });
    }
    Ok(())
}

fn stem(name: &str) -> &str {
    let name = [".tar.gz", ".gz", ".zip", ".tgz"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// A name without the number that a browser gives a second copy: `… with Acme (1)`.
pub(crate) fn without_copy(stem: &str) -> &str {
    let number = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once(" ("));
    number.filter(|(_, copy)| copy.len() < 3 && copy.parse::<u8>().is_ok()).map_or(stem, |(stem, _)| stem)
}

/// An error that names a limit.
pub(crate) fn limit(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::QuotaExceeded, what)
}

/// Counts the packed bytes that were read.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: io::Seek> io::Seek for Counted<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// Refuses to unpack what grows beyond the limits.
struct Guarded<R> {
    inner: R,
    packed: Arc<AtomicU64>,
    unpacked: u64,
}

impl<R> Guarded<R> {
    fn new(inner: R, packed: Arc<AtomicU64>) -> Guarded<R> {
        Guarded { inner, packed, unpacked: 0 }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        let allowed = self.packed.load(Ordering::Relaxed).saturating_mul(UNPACK_RATIO_MAX).max(UNPACK_BYTES_FREE);
        if self.unpacked > allowed {
            return Err(limit(format!("it unpacks to more than {UNPACK_RATIO_MAX} times its size: a bomb")));
        }
        if self.unpacked > UNPACK_BYTES_MAX {
            return Err(limit("it unpacks to more than 64 GiB; unpack it first".to_owned()));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two files of five bytes, `a` and `b`.
    fn tar() -> Vec<u8> {
        let mut tar = Vec::new();
        for name in ["a", "b"] {
            let mut member = [0; 1024];
            member[..1].copy_from_slice(name.as_bytes());
            member[124..135].copy_from_slice(b"00000000005");
            member[156] = b'0';
            member[257..262].copy_from_slice(b"ustar");
            member[512..517].copy_from_slice(b"hello");
            tar.extend(member);
        }
        tar
    }

    #[test]
    fn the_way_to_files_in_a_tar_has_an_end() {
        let source = Source::new("a.tar", Arc::new(Memory::file("a.tar", tar()))).unwrap();
        let read = |name: &str| source.read_beside(source.find(name).unwrap(), 5).ok();
        assert_eq!(
            (read("a"), read("b"), read("a")),
            (Some(b"hello".to_vec()), Some(b"hello".to_vec()), Some(b"hello".to_vec()))
        );
        source.passed.store(PASSED_BYTES_MAX, Ordering::Relaxed);
        assert_eq!((read("a"), read("b")), (None, None));
        // Messages are still read.
        assert!(["b", "a"].iter().all(|name| source.read(source.find(name).unwrap(), 5).is_ok()));
    }
}
