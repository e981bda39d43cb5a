//! What people import by mistake, and what is made to hurt: one clear line each, and no panic.

use std::io::Write;

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};

use crate::{said, tribune};

const LINE: &str = "{\"text\":\"hi\",\"author\":\"ada\",\"time\":1519660926}\n";

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in members {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
        packer.write_all(bytes).unwrap();
        let packed = packer.finish().unwrap();
        let mut crc = Crc::new();
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

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let units = text.encode_utf16();
    let marked = mark.then_some(0xfeff).into_iter().chain(units);
    marked.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

fn case(name: &'static str, bytes: Vec<u8>, says: &'static [&'static str], code: i32) -> Case {
    Case { name, bytes, says, code }
}

/// A file by its name and bytes, what `plan` says of it, and the exit code.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    says: &'static [&'static str],
    code: i32,
}

const CSV: &str = "text,author\nGrüße,ada\n";

fn packed() -> Vec<Case> {
    let lines = LINE.repeat(50_000);
    let packed = gz(lines.as_bytes());
    let nested = zip(&[("inner.zip", &zip(&[("a.jsonl", LINE.as_bytes())]))]);
    vec![
        case("cut.jsonl.gz", packed[..packed.len() - 9].to_vec(), &["rows      2000", "more"], 0),
        case(
            "short.jsonl.gz",
            gz(&(0..9_000_u32).flat_map(u32::to_be_bytes).collect::<Vec<_>>())[..30].to_vec(),
            &["cannot read short.jsonl.gz: it is cut short"],
            1,
        ),
        case("bomb.jsonl.gz", gz(&[LINE.repeat(2).into_bytes(), vec![b' '; 300 << 20]].concat()), &["messages  2"], 0),
        case("bomb.zip", zip(&[("a.jsonl", &vec![0; 300 << 20])]), &["a zip bomb"], 1),
        case("deep.gz", gz(&gz(&gz(LINE.as_bytes()))), &["is none of the known formats"], 1),
        case("cut.zip", zip(&[("a.jsonl", LINE.as_bytes())])[..60].to_vec(), &["not a sound zip", "cut short"], 1),
        case("nested.zip", nested, &["a zip inside another archive; unpack the outer one first"], 1),
        case(
            "paths.zip",
            zip(&[
                ("../../etc/passwd.jsonl", LINE.as_bytes()),
                ("/abs.jsonl", LINE.as_bytes()),
                ("a/../a/../b.jsonl", LINE.as_bytes()),
                ("a/../a/../b.jsonl", LINE.as_bytes()),
            ]),
            &["messages  4"],
            0,
        ),
        case("encrypted.zip", zip(&[("a.jsonl", LINE.as_bytes())]), &["messages  1"], 0),
    ]
}

fn written() -> Vec<Case> {
    let latin: Vec<u8> = CSV.chars().map(|letter| letter as u32 as u8).collect();
    vec![
        case("latin.csv", latin, &["warning   1  encoding", "sample    ada: Grüße"], 0),
        case("nul.jsonl", LINE.replace("hi", "h\\u0000i").into_bytes(), &["warning   1  nul", "h\u{fffd}i"], 0),
        case(
            "raw-nul.jsonl",
            format!("{LINE}{}", LINE.replace("hi", "h\0i")).into_bytes(),
            &["skip      1  malformed", "control character"],
            0,
        ),
        case("le.csv", utf16(CSV, true, true), &["sample    ada: Grüße"], 0),
        case("be.csv", utf16(CSV, false, true), &["sample    ada: Grüße"], 0),
        case("bare-le.csv", utf16(CSV, true, false), &["sample    ada: Grüße"], 0),
        case("bare-be.csv", utf16(CSV, false, false), &["sample    ada: Grüße"], 0),
        case("odd.csv", [utf16(CSV, true, true), vec![0x41]].concat(), &["sample    ada: Grüße"], 0),
        case(
            "long.jsonl",
            format!("{LINE}{{\"text\":\"{}\"}}\n{LINE}", "x".repeat(16 << 20)).into_bytes(),
            &["messages  2", "skip      1  too_long"],
            0,
        ),
        case(
            "deep.jsonl",
            format!("{LINE}{{\"text\":{}\n{LINE}", "[".repeat(500_000)).into_bytes(),
            &["messages  2", "skip      1  too_deep"],
            0,
        ),
        case(
            "deep.json",
            format!("{{\"messages\":{}", "[".repeat(500_000)).into_bytes(),
            &["is none of the known formats"],
            1,
        ),
        case("empty.jsonl", Vec::new(), &["empty, or holds nothing but zeros"], 1),
        case("zeros.json", vec![0; 4096], &["empty, or holds nothing but zeros"], 1),
        case("mails.pst", b"!BDN\0\0\0\0".to_vec(), &["an Outlook file (.pst); save the mails as mbox or .eml"], 1),
        case("chat.html", b"<!doctype html><p>hi".to_vec(), &["a web page; export the messages as JSON"], 1),
        case("export.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), &["a 7-Zip archive; unpack it first"], 1),
        case("notes.bin", vec![1, 2, 3, 4], &["is none of the known formats; say which with --format"], 1),
        case("cut.xlsx", b"PK\x03\x04 and no more".to_vec(), &["not a sound zip"], 1),
        case("users.json", b"[{\"id\":\"U1\",\"na".to_vec(), &["no field is called like a text"], 1),
    ]
}

#[test]
fn every_bad_file_gets_a_clear_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for Case { name, bytes, says, code } in packed().into_iter().chain(written()) {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let told = said(&tribune(&["import", "plan", path.to_str().unwrap()], b""));
        let fits = says.iter().all(|part| told.contains(part)) && told.ends_with(&format!("exit {code}"));
        let short = code == 0 || told.lines().count() <= 2;
        if !fits || !short || told.contains("panicked") || told.lines().any(|line| line.len() > 2_000) {
            wrong.push(format!("{name}: {}", told.chars().take(600).collect::<String>()));
        }
        std::fs::remove_file(&path).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_folder_of_links_in_a_circle_ends_and_a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.jsonl"), LINE).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
    let told = said(&tribune(&["import", "plan", folder.path().to_str().unwrap()], b""));
    assert!(told.contains("files     1 ") && told.contains("messages  1"), "{told}");
    let gone = folder.path().join("gone.zip");
    let told = said(&tribune(&["import", "plan", gone.to_str().unwrap()], b""));
    assert!(told.contains("cannot read") && told.contains("gone.zip") && told.ends_with("exit 1"), "{told}");
}
