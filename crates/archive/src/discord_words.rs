//! What Discord's API keeps beside a message's own words: polls, what programs lay out, and whom its marks name.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use crate::json;
use crate::scalar::lenient;

/// What programs lay out may lie in one another so deep.
const DEPTH_MAX: usize = 10;
/// How many things that a program laid out are looked at, and how many answers of a poll.
const COMPONENTS_MAX: usize = 1_000;
const ANSWERS_MAX: usize = 100;
/// The longest mark in a text that may stand for a name.
const MARK_BYTES_MAX: usize = 80;

#[derive(Deserialize)]
pub(crate) struct Poll {
    #[serde(default, deserialize_with = "lenient")]
    question: Said,
    #[serde(default, deserialize_with = "lenient")]
    answers: Vec<Answer>,
}

#[derive(Default, Deserialize)]
struct Said {
    #[serde(default)]
    text: Option<String>,
}

#[derive(Default, Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "lenient")]
    poll_media: Said,
}

impl Poll {
    /// The question, and an answer a line.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        let answers = self.answers.iter().take(ANSWERS_MAX).filter_map(|answer| answer.poll_media.text.as_ref());
        self.question.text.iter().cloned().chain(answers.map(|answer| format!("- {answer}")))
    }
}

/// What a program shows below a message.
#[derive(Deserialize)]
pub(crate) struct Embed {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    fields: Vec<EmbedField>,
    #[serde(default, deserialize_with = "lenient")]
    author: EmbedAuthor,
    #[serde(default, deserialize_with = "lenient")]
    footer: Said,
    #[serde(default, deserialize_with = "lenient")]
    image: Picture,
    #[serde(default, deserialize_with = "lenient")]
    images: Vec<Picture>,
    #[serde(default, deserialize_with = "lenient")]
    thumbnail: Picture,
}

#[derive(Deserialize)]
struct EmbedField {
    #[serde(default)]
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Default, Deserialize)]
struct EmbedAuthor {
    #[serde(default)]
    name: Option<String>,
}

#[derive(Default, Deserialize)]
struct Picture {
    #[serde(default)]
    url: Option<String>,
}

impl Embed {
    /// The words; the small print only where there are no others.
    pub(crate) fn lines(&self) -> Vec<String> {
        let heads = [&self.author.name, &self.title, &self.description];
        let mut lines: Vec<String> = heads.into_iter().flatten().cloned().collect();
        lines.extend(self.fields.iter().map(|field| format!("{}: {}", field.name, field.value)));
        lines.retain(|line| !line.trim().is_empty());
        if lines.is_empty() { self.footer.text.clone().into_iter().collect() } else { lines }
    }

    /// The addresses of the pictures; the small one only where there is nothing else.
    pub(crate) fn pictures(&self) -> Vec<String> {
        let shown = self.images.iter().chain([&self.image]);
        let mut urls: Vec<String> = shown.filter_map(|picture| picture.url.clone()).collect();
        if urls.is_empty() && self.lines().is_empty() {
            urls.extend(self.thumbnail.url.clone());
        }
        urls
    }
}

/// The texts that a program laid out, in their order, and the addresses of its pictures and files.
#[derive(Default)]
pub(crate) struct Layout {
    pub(crate) lines: Vec<String>,
    pub(crate) files: Vec<String>,
    looked_at: usize,
}

impl Layout {
    pub(crate) fn of(components: &[Value]) -> Layout {
        let mut layout = Layout::default();
        layout.add(components, 0);
        layout
    }

    fn add(&mut self, components: &[Value], depth: usize) {
        for component in components.iter().filter(|_| depth < DEPTH_MAX) {
            self.looked_at += 1;
            if self.looked_at > COMPONENTS_MAX {
                return;
            }
            self.lines.extend(json::text(component, "content"));
            let shown = json::list(component, "items").iter().chain([component]);
            self.files.extend(shown.filter_map(|item| json::first(item, &["media.url", "file.url"])));
            self.add(json::list(component, "components"), depth + 1);
            self.add(json::at(component, "accessory").map_or(&[], std::slice::from_ref), depth + 1);
        }
    }
}

/// Puts parts below a text, without those whose every line stood there before.
pub(crate) fn add_below(text: &mut String, parts: impl Iterator<Item = String>) {
    let known: HashSet<String> = text.lines().map(str::to_owned).collect();
    for part in parts.filter(|part| !part.lines().all(|line| known.contains(line))) {
        push_line(text, &part);
    }
}

pub(crate) fn push_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// A text with names for numbers: `<@501>` is `@Ada`, `<#9>` is `#help`, `<:party:77>` is `:party:`.
pub(crate) fn with_names<'a>(
    text: &str,
    person: impl Fn(&str) -> Option<&'a str>,
    channel: impl Fn(&str) -> Option<&'a str>,
) -> String {
    let name_for = |mark: &str| name_for(mark, &person, &channel);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(MARK_BYTES_MAX).position(|byte| byte == b'>');
        let mark = end.map(|end| &rest[1..end]);
        match mark.and_then(|mark| Some((mark, name_for(mark)?))) {
            Some((mark, name)) => {
                out.push_str(&name);
                rest = &rest[mark.len() + 2..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn name_for<'a>(
    mark: &str,
    person: impl Fn(&str) -> Option<&'a str>,
    channel: impl Fn(&str) -> Option<&'a str>,
) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(id) = mark.strip_prefix('@') {
        let id = id.strip_prefix('!').unwrap_or(id);
        return person(id).filter(|_| is_number(id)).map(|name| format!("@{name}"));
    }
    if let Some(id) = mark.strip_prefix('#') {
        return channel(id).filter(|_| is_number(id)).map(|name| format!("#{name}"));
    }
    let (name, id) = mark.strip_prefix(':').or_else(|| mark.strip_prefix("a:"))?.split_once(':')?;
    (is_number(id) && !name.is_empty()).then(|| format!(":{name}:"))
}
