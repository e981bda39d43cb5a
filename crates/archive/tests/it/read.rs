//! Reading a source in a test, and showing its rows in one line each.

use std::fmt::Write;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use archive::{Memory, Options, Row, Source};

/// Real data that lies beside the repository on machines that have it.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here.ancestors().map(|above| above.join("shared").join(path)).find(|path| path.exists());
    if found.is_none() {
        println!("not here, so not tested: {path}");
    }
    found
}

pub(crate) fn source(name: &str, files: &[(&str, &[u8])]) -> Source {
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), Arc::from(*bytes))).collect();
    Source::new(name, Arc::new(Memory(files))).unwrap()
}

pub(crate) fn file(name: &str, bytes: &[u8]) -> Source {
    source(name, &[(name, bytes)])
}

pub(crate) fn rows(source: &Source, options: &Options) -> Vec<Row> {
    let (_, rows) = archive::open(source, options).unwrap_or_else(|error| panic!("{error}"));
    rows.collect()
}

pub(crate) fn mapped(map: &str) -> Options {
    Options { map: archive::Map::parse(map).unwrap(), ..Options::default() }
}

/// A row as a test states it: channel, conversation, title, id, what it answers, author, time, text and
/// everything that is not as usual.
pub(crate) fn show(row: &Row) -> String {
    let record = match row {
        Err(skip) if skip.detail.is_empty() => return format!("skip {} {}", skip.place.row, skip.reason.word()),
        Err(skip) => return format!("skip {} {}: {}", skip.place.row, skip.reason.word(), skip.detail),
        Ok(record) => record,
    };
    let message = &record.message;
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let mut shown = format!(
        "{} | {} | {} | {} > {} | {} | {} | {:?}",
        message.channel,
        conversation(&message.conversation),
        or_none(&message.title),
        or_none(&message.native_id),
        or_none(&message.reply_to),
        message
            .author
            .name
            .as_ref()
            .map_or(message.author.handle.clone(), |name| format!("{} ({name})", message.author.handle)),
        message.sent.map_or("-".to_owned(), |sent| sent.to_string()),
        message.text,
    );
    if message.author.bot {
        shown.push_str(" bot");
    }
    if message.deleted {
        shown.push_str(" deleted");
    }
    if let Some(edited) = message.edited {
        write!(shown, " edited={edited}").unwrap();
    }
    for file in &message.attachments {
        let bytes = file.bytes.as_ref().map_or("-".to_owned(), |bytes| bytes.len().to_string());
        write!(shown, " file={}:{}:{bytes}:{}", file.name, file.media_type, or_none(&file.url)).unwrap();
    }
    for reaction in &message.reactions {
        write!(shown, " {}×{}", reaction.name, reaction.count).unwrap();
    }
    if let Some(thing) = &message.thing {
        write!(shown, " [{}]", thing.kind.word()).unwrap();
        for (name, values) in &thing.facts {
            write!(shown, " {name}={}", values.join("|")).unwrap();
        }
    }
    for warning in record.warnings.iter() {
        write!(shown, " !{}", warning.word()).unwrap();
    }
    shown
}

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A zip of the given members, deflated.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in members {
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).unwrap();
        let packed = packer.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let at = out.len() as u32;
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        for number in [crc.sum(), packed.len() as u32, bytes.len() as u32] {
            common.extend(number.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(&packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((members.len() as u16).to_le_bytes());
    out.extend((members.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A conversation's key; one that is only a fingerprint of the message is not spelled out.
fn conversation(key: &str) -> String {
    let digest = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    if digest { "(digest)".to_owned() } else { key.replace('\u{1f}', " / ") }
}

/// A tar of the given members; names longer than 100 bytes as GNU writes them.
pub(crate) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut put = |name: &str, kind: u8, bytes: &[u8]| {
        let mut header = [0_u8; 512];
        let name = &name.as_bytes()[..name.len().min(100)];
        header[..name.len()].copy_from_slice(name);
        header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        header[156] = kind;
        header[257..263].copy_from_slice(b"ustar ");
        out.extend(header);
        out.extend(bytes);
        out.resize(out.len().div_ceil(512) * 512, 0);
    };
    for (name, bytes) in members {
        if name.len() > 100 {
            put("././@LongLink", b'L', name.as_bytes());
        }
        put(name, b'0', bytes);
    }
    out.resize(out.len() + 1024, 0);
    out
}
