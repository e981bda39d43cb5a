//! The files that people sent with issues and comments, as a migration archive of GitHub lists and holds them.

use std::collections::{HashMap, HashSet};

use model::Attachment;
use serde_json::Value;

use crate::generic;
use crate::github::is_list;
use crate::json;
use crate::media;
use crate::record::{Warning, Warnings};
use crate::source::Source;
use crate::walk::Names;

/// How many files of one message are kept.
const FILES_MAX: usize = 20;

/// What a file was sent with: the item that holds the address of its own kind.
const WITH: [&str; 8] = [
    "issue_comment",
    "pull_request_review_comment",
    "pull_request_review",
    "commit_comment",
    "discussion_comment",
    "issue",
    "pull_request",
    "discussion",
];

/// Files by the address of what they were sent with.
#[derive(Default)]
pub(crate) struct Sent {
    files: HashMap<String, Vec<Listed>>,
    /// What was sent with more files than are kept.
    many: HashSet<String>,
    source: Option<Source>,
}

struct Listed {
    name: String,
    media_type: String,
    /// Where the archive has it.
    path: Option<String>,
    url: Option<String>,
}

impl Sent {
    pub(crate) fn read(source: &Source, broken: &mut Names) -> Sent {
        let mut sent = Sent::default();
        for file in source.files().iter().filter(|file| file.has_ending("json") && is_list(file, "attachments")) {
            broken.each(source, file, |item| {
                let with = json::first(&item, &WITH);
                let Some((with, file)) = with.zip(Listed::of(&item)) else { return };
                if sent.files.get(&with).is_some_and(|known| known.len() == FILES_MAX) {
                    sent.many.insert(with);
                    return;
                }
                sent.files.entry(with).or_default().push(file);
            });
        }
        sent.source = Some(source.clone()).filter(|_| !sent.files.is_empty());
        sent
    }

    /// What was sent with an issue or a comment, and what is to be said of it.
    pub(crate) fn with(&self, said: &Value) -> (Vec<Attachment>, Warnings) {
        let url = json::text(said, "url").unwrap_or_default();
        let (Some(files), Some(source)) = (self.files.get(&url), &self.source) else { return Default::default() };
        let is_many = self.many.contains(&url);
        let warnings = if is_many { Warnings::of(Warning::FileLeftOut) } else { Warnings::default() };
        (files.iter().map(|file| file.attached(source)).collect(), warnings)
    }
}

impl Listed {
    fn of(item: &Value) -> Option<Listed> {
        // A hostile archive could give one file to many messages.
        let told = |name: &str| json::text(item, name).and_then(generic::repeatable);
        let place = told("asset_url");
        let path = place.as_deref().and_then(|place| place.strip_prefix("tarball://root/")).map(str::to_owned);
        let url = told("url").or(place).filter(|url| url.starts_with("http"));
        let last = |place: &String| place.rsplit('/').next().unwrap_or("file").to_owned();
        let name = told("asset_name").or_else(|| path.as_ref().or(url.as_ref()).map(last))?;
        let media_type = told("asset_content_type").unwrap_or_else(|| media::of_name(&name).to_owned());
        Some(Listed { name, media_type, path, url })
    }

    fn attached(&self, source: &Source) -> Attachment {
        let bytes = self.path.as_ref().and_then(|path| media::load(source, path));
        let url = self.url.clone().filter(|_| bytes.is_none());
        Attachment { name: self.name.clone(), media_type: self.media_type.clone(), url, bytes }
    }
}
