//! Files that people put into posts, as a backup of Discourse lists and holds them.

use std::collections::HashMap;

use model::Attachment;

use crate::media;
use crate::record::{Warning, Warnings};
use crate::source::Source;

/// How many files of one post are kept.
const FILES_MAX: usize = 20;
/// What begins the address of a file in the short form, and in that of older posts.
const SHORT: &str = "upload://";
const ON_DISK: &str = "/uploads/";
/// How many digits name a file in its short address: a SHA-1 in base 62.
const DIGITS_MAX: usize = 27;

/// The files that the backup lists, by SHA-1.
#[derive(Default)]
pub(crate) struct Uploads {
    listed: HashMap<[u8; 20], Upload>,
    source: Option<Source>,
}

struct Upload {
    name: Option<String>,
    /// `/uploads/default/original/1X/….png`, or where another server keeps it.
    url: String,
}

impl Uploads {
    pub(crate) fn of(source: &Source) -> Uploads {
        Uploads { source: Some(source.clone()), ..Uploads::default() }
    }

    pub(crate) fn learn(&mut self, sha1: &str, url: String, name: Option<String>) {
        if let Some(sha1) = of_hex(sha1) {
            self.listed.insert(sha1, Upload { name, url });
        }
    }

    /// The files that stand in a post, and what is to be said of them.
    pub(crate) fn of_post(&self, raw: &str) -> (Vec<Attachment>, Warnings) {
        let (mut files, mut warnings) = (Vec::new(), Warnings::default());
        let mut seen: Vec<&str> = Vec::new();
        for address in addresses(raw) {
            if seen.contains(&address) {
                continue;
            }
            if seen.len() == FILES_MAX {
                warnings.add(Warning::FileLeftOut);
                break;
            }
            seen.push(address);
            let file = self.file(address);
            if file.bytes.is_none() && file.url.is_none() {
                warnings.add(Warning::FileLeftOut);
            }
            files.push(file);
        }
        (files, warnings)
    }

    fn file(&self, address: &str) -> Attachment {
        let upload = sha1_of(address).and_then(|sha1| self.listed.get(&sha1));
        let url = upload.map_or(address, |upload| &upload.url);
        let path = url.strip_prefix('/').filter(|path| path.starts_with("uploads/"));
        let bytes = path.and_then(|path| media::load(self.source.as_ref()?, path));
        let last = address.rsplit('/').next().unwrap_or(address);
        let name = upload.and_then(|upload| upload.name.clone()).unwrap_or_else(|| last.to_owned());
        let url = url.strip_prefix("//").map(|rest| format!("https://{rest}")).unwrap_or_else(|| url.to_owned());
        let url = Some(url).filter(|url| url.starts_with("http"));
        Attachment { media_type: media::of_name(&name).to_owned(), name, bytes, url }
    }
}

/// The addresses of files in a post: `![pic|690x388](upload://….png)`, `<img src="/uploads/…">`.
fn addresses(raw: &str) -> impl Iterator<Item = &str> {
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, ')' | '"' | '\'' | '<' | '>' | '(' | ']');
    raw.split(ends).filter(|word| sha1_of(word).is_some() || is_on_disk(word))
}

fn is_on_disk(address: &str) -> bool {
    address.starts_with(ON_DISK) && address.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

/// The SHA-1 that a short address tells: a number in base 62, before the file's ending.
fn sha1_of(address: &str) -> Option<[u8; 20]> {
    let digits = address.strip_prefix(SHORT)?.split('.').next()?;
    let digits = Some(digits).filter(|digits| (1..=DIGITS_MAX).contains(&digits.len()))?;
    let mut number = [0_u8; 20];
    for digit in digits.bytes() {
        let mut carry = u32::from(match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'z' => digit - b'a' + 10,
            b'A'..=b'Z' => digit - b'A' + 36,
            _ => return None,
        });
        for byte in number.iter_mut().rev() {
            carry += u32::from(*byte) * 62;
            *byte = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(number)
}

fn of_hex(sha1: &str) -> Option<[u8; 20]> {
    let mut bytes = [0_u8; 20];
    if sha1.len() != 40 || !sha1.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&sha1[2 * at..2 * at + 2], 16).ok()?; // tidy(swallow): such a file is not found
    }
    Some(bytes)
}
