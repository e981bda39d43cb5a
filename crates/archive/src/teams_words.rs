//! What a message of Microsoft Teams says: its HTML, the cards of programs, what it forwards, and its pictures.

use model::Attachment;
use serde_json::Value;

use crate::html::{self, attribute, tag_end, tag_name};
use crate::json;
use crate::media;

/// How many files of a message are kept, and how many lines of its cards.
const FILES_MAX: usize = 200;
const LINES_MAX: usize = 100;

/// The words of a message, and where its pictures are.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) pictures: Vec<Picture>,
}

/// A picture among the words, or code that lies beside them.
pub(crate) struct Picture {
    pub(crate) name: String,
    pub(crate) url: String,
}

/// What a message says by itself, then what it forwards, then what programs lay out.
pub(crate) fn said(found: &Value) -> Said {
    let content = json::text(found, "body.content").unwrap_or_default();
    let is_html = json::text(found, "body.contentType").is_none_or(|kind| !kind.eq_ignore_ascii_case("text"));
    let mut said = if is_html { Reader::of(found).read(&content) } else { Said { text: content, ..Said::default() } };
    let (mut lines, mut cards) = (Vec::new(), Vec::new());
    for (kind, content) in contents(found) {
        if kind == "forwardedMessageReference" {
            let forwarded = json::text(&content, "originalMessageContent").unwrap_or_default();
            lines.extend(html::to_text(&forwarded).lines().map(|line| format!("> {line}").trim_end().to_owned()));
        } else if let Some(url) = json::text(&content, "codeSnippetUrl") {
            let name = json::text(&content, "name").unwrap_or_else(|| "snippet.txt".to_owned());
            said.pictures.push(Picture { name, url });
        } else if kind.contains(".card.") {
            let before = cards.len();
            told(&content, &mut cards);
            let nothing = cards.len() == before;
            cards.extend(json::first(&content, &["summary", "fallbackText"]).filter(|_| nothing));
        }
    }
    cards.truncate(LINES_MAX);
    for line in lines.iter().chain(&cards).filter(|line| !line.trim().is_empty()) {
        said.text.push_str(if said.text.is_empty() { "" } else { "\n" });
        said.text.push_str(line);
    }
    said
}

/// The message that a message quotes.
pub(crate) fn quoted(found: &Value) -> Option<String> {
    contents(found)
        .find(|(kind, _)| kind == "messageReference")
        .and_then(|(_, content)| json::text(&content, "messageId"))
        .filter(|id| !id.is_empty())
}

/// What is attached that is no file: the kind of each, and its JSON.
fn contents(found: &Value) -> impl Iterator<Item = (String, Value)> {
    json::list(found, "attachments").iter().filter_map(|attached| {
        let content = match json::at(attached, "content")? {
            Value::String(written) => serde_json::from_str(written).ok()?, // tidy(swallow): what is no JSON lays nothing out
            content => content.clone(),
        };
        Some((json::text(attached, "contentType")?, content))
    })
}

/// The files that a message links to.
pub(crate) fn files(found: &Value) -> Vec<Attachment> {
    let attached = json::list(found, "attachments").iter().take(FILES_MAX);
    let files = attached.filter_map(|attached| {
        let url = json::text(attached, "contentUrl").filter(|url| url.contains("://"))?;
        let is_card = json::text(attached, "contentType").is_some_and(|kind| kind.contains(".card."));
        let last = url.rsplit('/').next().unwrap_or("file").split('?').next().unwrap_or("file").to_owned();
        let name = json::text(attached, "name").unwrap_or(last);
        let media_type = media::of_name(&name).to_owned();
        (!is_card).then_some(Attachment { name, media_type, bytes: None, url: Some(url) })
    });
    files.collect()
}

/// The words of a card, a line each: those of old connectors and of adaptive cards.
fn told(card: &Value, lines: &mut Vec<String>) {
    const WORDS: [&str; 6] = ["title", "activityTitle", "subtitle", "activitySubtitle", "text", "activityText"];
    const PARTS: [&str; 8] = ["sections", "body", "items", "columns", "rows", "cells", "card", "content"];
    if let Value::Array(cards) = card {
        cards.iter().for_each(|card| told(card, lines));
        return;
    }
    for words in WORDS.iter().filter_map(|name| json::text(card, name)) {
        let words = if words.contains("</") || words.contains("<br") { html::to_text(&words) } else { words };
        lines.extend(words.lines().map(str::to_owned));
    }
    let runs = json::list(card, "inlines").iter();
    let runs: String =
        runs.filter_map(|run| run.as_str().map(str::to_owned).or_else(|| json::text(run, "text"))).collect();
    lines.extend(Some(runs).filter(|runs| !runs.is_empty()));
    lines.extend(json::list(card, "facts").iter().map(|fact| {
        let name = json::first(fact, &["title", "name"]).unwrap_or_default();
        format!("{}: {}", name.trim_end_matches(':'), json::text(fact, "value").unwrap_or_default())
    }));
    for part in PARTS.iter().filter_map(|name| json::at(card, name)) {
        told(part, lines);
    }
}

/// Turns the HTML of Teams into that of everybody.
struct Reader {
    kept: String,
    pictures: Vec<Picture>,
    /// Whom the marks in the text name, by their numbers.
    mentions: Vec<(String, String)>,
    /// Whom the last mark named, and where it ended: first and last name are two marks.
    last: Option<(String, usize)>,
    open: Option<String>,
}

impl Reader {
    fn of(found: &Value) -> Reader {
        let mentions = json::list(found, "mentions").iter().filter_map(|mention| {
            let who = json::first(mention, &["mentioned.user.id", "mentioned.application.id"])?;
            Some((json::text(mention, "id")?, who))
        });
        let mentions = mentions.take(FILES_MAX).collect();
        Reader { kept: String::new(), pictures: Vec::new(), mentions, last: None, open: None }
    }

    fn read(mut self, html: &str) -> Said {
        let mut rest = html;
        while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
            self.kept.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = (tag_end(rest) + 1).min(rest.len());
            self.tag(&rest[1..end], &rest[..end], &rest[end..]);
            rest = &rest[end..];
        }
        self.kept.push_str(rest);
        Said { text: html::to_text(&self.kept), pictures: self.pictures }
    }

    fn tag(&mut self, tag: &str, whole: &str, behind: &str) {
        let closes = tag.starts_with('/');
        match tag_name(tag).as_str() {
            "at" if closes => self.last = self.open.take().map(|who| (who, self.kept.len())),
            "at" => self.mention(tag, behind),
            "attachment" | "systemeventmessage" => {}
            "emoji" | "customemoji" => self.words(attribute(tag, "alt")),
            "img" if attribute(tag, "itemtype").is_some_and(|kind| kind.ends_with("/Emoji")) => {
                self.words(attribute(tag, "alt"));
            }
            "img" | "video" | "audio" if !closes => self.picture(tag),
            "codeblock" => self.kept.push_str(if closes { "</pre>" } else { "<pre>" }),
            _ => self.kept.push_str(whole),
        }
    }

    fn mention(&mut self, tag: &str, behind: &str) {
        let id = attribute(tag, "id").unwrap_or_default();
        let who = self.mentions.iter().find(|(known, _)| *known == id).map(|(_, who)| who.clone());
        let goes_on = self.last.take().is_some_and(|(last, end)| {
            let between = self.kept.get(end..).unwrap_or("x").replace("&nbsp;", " ");
            Some(last) == who && between.trim().is_empty()
        });
        if !goes_on && !behind.starts_with('@') {
            self.kept.push('@');
        }
        self.open = who;
    }

    fn words(&mut self, words: Option<String>) {
        self.kept.push_str(&words.unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;"));
    }

    fn picture(&mut self, tag: &str) {
        let Some(url) = attribute(tag, "src").filter(|url| url.contains("://")) else { return };
        if self.pictures.len() < FILES_MAX && self.pictures.iter().all(|picture| picture.url != url) {
            let alt = attribute(tag, "alt").filter(|alt| alt.contains('.') && !alt.contains(['/', '\n']));
            self.pictures.push(Picture { name: alt.unwrap_or_else(|| "picture".to_owned()), url });
        }
    }
}
