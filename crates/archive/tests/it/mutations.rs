//! Fixtures broken at random places, from fixed seeds: whatever happens, no reader panics and all end.

use std::sync::Arc;

use archive::{Memory, Options, Source};

use crate::fixtures::{folder, load, names};
use crate::read::{gz, tar, zip};

/// A tree of files by path.
type Files = Vec<(String, Arc<[u8]>)>;

/// A small generator (SplitMix64), so that a failing seed can be tried again.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

const PIECES: [&[u8]; 18] = [
    b"\"",
    b"{",
    b"]",
    b"\0",
    b"\xff\xfe",
    b"\n",
    b":",
    b"99999999999999999999",
    b"-1",
    b"null",
    b"[[[[",
    b"\\u0000",
    b"\xc3",
    b"From ",
    b"<",
    b"&#x110000;",
    b"2024-99-99T99:99",
    b"\xe2\x80\x8e",
];

fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(5) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied())),
            3 => bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << random.below(8)),
            _ => {
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                drop(bytes.splice(to..to, copy));
            }
        }
    }
    bytes
}

/// Reads to the end with every format; an error is as good as a row here.
fn drain(name: &str, files: Files) {
    let total: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let Ok(source) = Source::new(name, Arc::new(Memory(files))) else { return };
    drop(archive::plan(&source, &Options::default()));
    for format in archive::FORMATS.iter().map(|format| Some(format.name.to_owned())).chain([None]) {
        let options = Options { format, ..Options::default() };
        if let Ok((_, rows)) = archive::open(&source, &options) {
            let rows = rows.take(total + 1000).count();
            assert!(rows < total + 1000, "{name}: more rows than bytes with {options:?}");
        }
    }
}

const MAIL: &[u8] = b"From a Mon Mar  4 12:00:00 2024\nFrom: =?utf-8?q?Ada?= <ada@x.org>\nDate: Mon, 4 Mar 2024 12:00:00 +0100\nMessage-ID: <1@x>\nReferences: <0@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>hi<blockquote><a href=\"http://x\">x</a>&amp;\n--b\nContent-Disposition: attachment; filename=a\n\nx\n--b--\n\nFrom b Mon Mar  4 12:00:00 2024\n\n>From x\n";
const CSV: &[u8] = b"id,user,time,text,parent_id\n1,ada,01/02/2024,\"a \"\"b\"\"\nc\",\n2,grace,1519660926,x,1\n";

#[test]
fn broken_archives_never_panic() {
    let mut cases: Vec<(String, Files)> = names().iter().map(|name| (name.clone(), load(&folder(name)))).collect();
    cases.push(("a.mbox".to_owned(), vec![("a.mbox".to_owned(), MAIL.into())]));
    cases.push(("a.csv".to_owned(), vec![("a.csv".to_owned(), CSV.into())]));
    for (number, (name, files)) in cases.into_iter().enumerate() {
        for seed in 0..5 {
            let mut random = Random(seed * 1000 + number as u64);
            let mut broken = files.clone();
            let at = random.below(broken.len());
            broken[at].1 = mutate(&broken[at].1, &mut random).into();
            drain(&name, broken);
        }
    }
}

#[test]
fn broken_zips_and_tars_never_panic() {
    let members: [(&str, &[u8]); 2] = [("a.jsonl", b"{\"text\":\"x\"}\n"), ("b/c.csv", CSV)];
    for (name, whole) in [("a.zip", zip(&members)), ("a.tar", tar(&members)), ("a.tar.gz", gz(&tar(&members)))] {
        for seed in 0..150 {
            let broken = mutate(&whole, &mut Random(seed));
            if let Ok(source) = Source::new(name, Arc::new(Memory::file(name, broken)))
                && let Ok((_, rows)) = archive::open(&source, &Options::default())
            {
                assert!(rows.take(10_000).count() < 10_000);
            }
        }
    }
}

#[test]
fn documents_that_hold_nothing_never_panic() {
    let odd = [
        "",
        " ",
        "1",
        "\"x\"",
        "null",
        "[]",
        "{}",
        "[[1]]",
        "[1]",
        "{\"messages\":1}",
        "{\"messages\":[1,null,[]]}",
        "{\"issues\":[{}]}",
        "[{}]",
        "{} {}",
        "{\"id\":1}",
        "From ",
        "\n\n",
        "<row />",
        "COPY x (",
        "1,2\n",
    ];
    let names = [
        "a.json",
        "a.jsonl",
        "a.csv",
        "a.txt",
        "x/realm.json",
        "users.json",
        "issues.ndjson",
        "Posts.xml",
        "dump.sql",
        "cur/1",
        "outbox.json",
        "project.json",
        "messages-000001.json",
        "messages/c1/messages.json",
        "general/2024-03-01.json",
    ];
    for content in odd {
        for name in names {
            drain(name, vec![(name.to_owned(), content.as_bytes().into())]);
        }
        drain("all", names.iter().map(|name| ((*name).to_owned(), content.as_bytes().into())).collect());
    }
}
