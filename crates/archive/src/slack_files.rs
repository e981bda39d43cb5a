//! Files of Slack: those of a message, of a message that it shares, and pictures of cards.

use model::Attachment;
use serde::Deserialize;

use crate::media;
use crate::record::{Warning, Warnings};
use crate::scalar::{Scalar, lenient};
use crate::slack::{Message, pick};
use crate::slack_words::{Card, said_cards};
use crate::source::Source;

#[derive(Default, Deserialize)]
pub(crate) struct SlackFile {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    mimetype: Option<String>,
    /// Of a mail that was sent into the channel.
    #[serde(default)]
    subject: Scalar,
    #[serde(default)]
    plain_text: Scalar,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    url_private_download: Option<String>,
    #[serde(default)]
    url_private: Option<String>,
    #[serde(default)]
    permalink: Option<String>,
    /// What was said with a file, as exports before 2018 tell it.
    #[serde(default, deserialize_with = "lenient")]
    initial_comment: Option<Comment>,
}

impl SlackFile {
    /// What a mail says that stands as a file.
    pub(crate) fn mail(&self) -> impl Iterator<Item = &str> {
        let is_mail = self.mode.as_deref() == Some("email");
        let said = [self.subject.as_str(), self.plain_text.as_str()];
        said.into_iter().filter(move |said| is_mail && !said.trim().is_empty())
    }
}

#[derive(Default, Deserialize)]
pub(crate) struct Comment {
    #[serde(default)]
    pub(crate) user: Option<String>,
    #[serde(default)]
    pub(crate) comment: Option<String>,
}

/// Where the bytes of files are, if the archive has them.
pub(crate) struct Files<'a> {
    pub(crate) source: &'a Source,
    pub(crate) folder: &'a str,
    pub(crate) included: bool,
    /// The id of the channel.
    pub(crate) channel: &'a str,
}

impl Files<'_> {
    /// The files of a message and of its cards, as it was said last; what tells of an edit may leave the files out.
    pub(crate) fn all(&self, found: &Message, said: &Message, warnings: &mut Warnings) -> Vec<Attachment> {
        let told = if said.files.is_empty() && said.file.is_none() { found } else { said };
        let in_cards = said_cards(&said.attachments).flat_map(|card| &card.files);
        let load = |file: &SlackFile| {
            let mut found = attachment(file);
            self.load(file, &mut found, warnings);
            found
        };
        let mut all: Vec<Attachment> = told.files.iter().chain(&told.file).chain(in_cards).map(load).collect();
        all.extend(said_cards(&said.attachments).filter_map(picture));
        all
    }

    /// `__uploads/F1/name.png` at the top, `attachments/F1-name.png` beside the messages, or `C1/F1-name.png` beside
    /// the channel's one file.
    fn load(&self, file: &SlackFile, found: &mut Attachment, warnings: &mut Warnings) {
        let Some(id) = file.id.as_deref().filter(|_| self.included) else { return };
        let name = &found.name;
        let beside = if self.folder.is_empty() { String::new() } else { format!("{}/", self.folder) };
        let places = [
            format!("__uploads/{id}/{name}"),
            format!("{beside}attachments/{id}-{name}"),
            format!("{beside}{}/{id}-{name}", self.channel),
        ];
        found.bytes = places.iter().find_map(|place| media::load(self.source, place));
        if found.bytes.is_none() && file.mode.as_deref() != Some("tombstone") {
            warnings.add(Warning::FileLeftOut);
        }
    }
}

/// Before 2018 Slack wrote a sentence about a file in the place of what was said with it, with a key in its address.
pub(crate) fn without_notice(text: String, subtype: &str, file: Option<&mut SlackFile>) -> String {
    let Some(file) = file.filter(|_| matches!(subtype, "file_share" | "file_mention")) else { return text };
    let notice = text.strip_prefix("<@").and_then(|rest| rest.split_once('>')).map_or("", |(_, rest)| rest);
    if ![" uploaded ", " shared ", " mentioned "].iter().any(|begin| notice.starts_with(begin)) {
        return text;
    }
    let told = file.initial_comment.take().and_then(|said| said.comment);
    let in_notice = || notice.split_once("> and commented: ").map(|(_, said)| said.to_owned());
    told.or_else(in_notice).unwrap_or_default()
}

/// The picture that a card shows.
fn picture(card: &Card) -> Option<Attachment> {
    let url = card.image_url.clone().text()?;
    let last = url.split('?').next().unwrap_or("").rsplit('/').next().unwrap_or("").to_owned();
    let name = Some(last).filter(|last| !last.is_empty()).unwrap_or_else(|| "picture".to_owned());
    Some(Attachment { media_type: media::of_name(&name).to_owned(), name, bytes: None, url: Some(url) })
}

fn attachment(file: &SlackFile) -> Attachment {
    let gone = match file.mode.as_deref() {
        Some("tombstone") => "(deleted)",
        Some("hidden_by_limit") => "(hidden by the plan's limit)",
        _ => "file",
    };
    let url = file.url_private_download.clone().or_else(|| file.url_private.clone()).or_else(|| file.permalink.clone());
    Attachment {
        name: pick([file.name.clone(), file.title.clone()]).unwrap_or_else(|| gone.to_owned()),
        media_type: file.mimetype.clone().unwrap_or_else(|| "application/octet-stream".to_owned()),
        bytes: None,
        url,
    }
}
