//! The files beside an export of Signal, which are called by fingerprints of what is in them.

use std::collections::HashMap;

use model::Attachment;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::base64;
use crate::json;
use crate::media;
use crate::signal_words::{LONG_TEXT, Pointer};
use crate::source::Source;

/// The digits of a fingerprint.
const DIGITS: usize = 64;

/// Where files lie, by the fingerprints that they are called by.
#[derive(Default)]
pub(crate) struct Files(HashMap<String, String>);

impl Files {
    /// `files/3f/3f9a….jpg`.
    pub(crate) fn of(source: &Source) -> Files {
        let is_digits = |stem: &str| stem.len() >= DIGITS && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        let files = source.files().iter().filter(|file| is_digits(file.stem()));
        Files(files.map(|file| (file.stem().to_ascii_lowercase(), file.path.to_string())).collect())
    }

    /// The files of a message, and the text that was too long for it.
    pub(crate) fn take(&self, source: &Source, pointers: &[Pointer]) -> (Option<String>, Vec<Attachment>) {
        let (mut longer, mut files) = (None, Vec::new());
        for pointer in pointers {
            let file = self.file(source, pointer);
            match file.bytes.as_deref().map(str::from_utf8) {
                Some(Ok(text)) if pointer.what == LONG_TEXT => longer = Some(text.to_owned()),
                _ => files.push(file),
            }
        }
        (longer, files)
    }

    fn file(&self, source: &Source, pointer: &Pointer) -> Attachment {
        let path = json::at(pointer.found, "locatorInfo").and_then(|locator| self.find(locator));
        let ending = path.and_then(|path| path.rsplit_once('.')).map(|(_, ending)| format!(".{ending}"));
        let unnamed = || format!("{}{}", pointer.what, ending.unwrap_or_default());
        let name = json::text(pointer.found, "fileName").unwrap_or_else(unnamed);
        let media_type = json::text(pointer.found, "contentType").unwrap_or_else(|| media::of_name(&name).to_owned());
        let bytes = path.and_then(|path| media::load(source, path));
        Attachment { name, media_type, bytes, url: None }
    }

    /// A file is called by the fingerprint of its own and its key, or by its own alone.
    fn find(&self, locator: &Value) -> Option<&str> {
        let bytes = |field: &str| json::text(locator, field).and_then(|written| base64::decode(&written));
        let own = bytes("plaintextHash")?;
        let keyed = bytes("localKey").map(|key| Sha256::new().chain_update(&own).chain_update(key).finalize().to_vec());
        let with_key = bytes("key").map(|key| [own.clone(), key].concat());
        let names = keyed.into_iter().chain(with_key).chain([own]);
        let mut names = names.map(|name| name.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        names.find_map(|name| self.0.get(&name)).map(String::as_str)
    }
}
