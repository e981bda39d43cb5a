//! The plan of an import: what the file is, what would come in, what is lost, and how to read it differently.

use askama::Template;
use axum::extract::{Path, Query, State};
use hub::import::Choices;
use hub::import::plan::{self, Planned};
use hub::spool::Spooled;
use model::FileId;
use serde::Deserialize;

use super::super::{Room, Shell};
use crate::access::{Can, Import};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::{App, paths, shown};

/// How the person wants the file read; empty means "find out".
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    format: String,
    origin: String,
    zone: String,
    text: String,
    author: String,
    name: String,
    time: String,
    conversation: String,
    title: String,
    channel: String,
    id: String,
    reply_to: String,
    edited: String,
}

impl Asked {
    fn choices(&self) -> Choices {
        let fields = [
            ("text", &self.text),
            ("author", &self.author),
            ("name", &self.name),
            ("time", &self.time),
            ("conversation", &self.conversation),
            ("title", &self.title),
            ("channel", &self.channel),
            ("id", &self.id),
            ("reply_to", &self.reply_to),
            ("edited", &self.edited),
        ];
        let named = fields.into_iter().filter(|(_, theirs)| !theirs.trim().is_empty());
        let pairs: Vec<String> = named.map(|(ours, theirs)| format!("{ours}={}", theirs.trim())).collect();
        Choices {
            format: self.format.clone(),
            map: pairs.join(","),
            origin: self.origin.trim().to_owned(),
            zone: self.zone.trim().to_owned(),
        }
    }
}

/// A field of ours, and what it is called in the file.
struct Field {
    name: &'static str,
    title: &'static str,
    theirs: String,
}

struct SampleSeen {
    who: String,
    when: String,
    place: String,
    title: String,
    text: String,
}

/// Everything that the plan tells, in words.
struct Told {
    title: &'static str,
    why: &'static str,
    size: String,
    messages: String,
    span: String,
    duration: String,
    channels: Vec<(String, String)>,
    channels_more: String,
    skipped: Vec<(String, String)>,
    warnings: Vec<(String, String)>,
    losses: Vec<String>,
    samples: Vec<SampleSeen>,
    refused: Vec<String>,
    fields: Vec<Field>,
    names: Vec<String>,
    has_messages: bool,
    is_export: bool,
}

#[derive(Template)]
#[template(path = "imports/plan.html")]
struct View {
    s: Shell,
    id: FileId,
    name: String,
    size: String,
    formats: Vec<(&'static str, &'static str)>,
    asked: Asked,
    /// What the form to import sends.
    format: String,
    map: String,
    told: Option<Told>,
    trouble: String,
    home: String,
}

pub(crate) async fn show(
    who: Can<Import>,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Page {
    let id: FileId = id.parse().map_err(|_| Fault::not_found("file"))?;
    let spooled = plan::find_file(&app.hub, &who.seen, id)?;
    let s = {
        let mut conn = app.hub.db.read().await?;
        Shell::load(&app, &mut conn, (&who, Room::Imports)).await?
    };
    let choices = asked.choices();
    let (planned, trouble) = match plan::plan(&app.hub, &who.seen, (&spooled, &choices)).await {
        Ok(planned) => (Some(planned), String::new()),
        Err(hub::Error::Conflict(why)) => (None, why),
        Err(hub::Error::Invalid { field, message }) => (None, format!("{field}: {message}")),
        Err(other) => return Err(Fault::from(other)),
    };
    let mut formats: Vec<(&str, &str)> = plan::formats().collect();
    formats.sort_unstable_by_key(|(_, title)| *title);
    html(&View {
        id,
        size: shown::bytes(spooled.bytes, s.language()),
        name: spooled.name.clone(),
        formats,
        format: planned.as_ref().map_or_else(String::new, |planned| planned.format.to_owned()),
        map: planned.as_ref().map_or_else(String::new, map_of),
        told: planned.map(|planned| told(&s, (&spooled, &asked), &planned)),
        trouble,
        home: paths::imports(who.workspace.id),
        asked,
        s,
    })
}

fn map_of(planned: &Planned) -> String {
    let named = planned.map.iter().filter(|(_, theirs)| !theirs.is_empty());
    named.map(|(ours, theirs)| format!("{ours}={theirs}")).collect::<Vec<_>>().join(",")
}

fn told(s: &Shell, (spooled, asked): (&Spooled, &Asked), planned: &Planned) -> Told {
    let (words, language) = (&s.w.imports, s.language());
    let rows = language.count(planned.rows);
    let messages = s.w.shell.message.with(language, planned.messages);
    let files = words.files.with(language, planned.files as u64);
    let hidden = planned.channels_all.saturating_sub(planned.channels.len());
    let span = planned.first.zip(planned.last).map(|(first, last)| (language.date(first), language.date(last)));
    let counted = |counts: &[(&'static str, u64)]| -> Vec<(String, String)> {
        counts.iter().map(|(word, count)| (language.count(*count), name(s, word))).collect()
    };
    Told {
        title: planned.title,
        why: if asked.format.is_empty() { why(s, planned.confidence) } else { chosen(s, planned.confidence) },
        size: (words.size)(&files, &shown::bytes(spooled.bytes, language)),
        messages: if planned.is_whole {
            (words.counts_whole)(&messages, &rows)
        } else {
            (words.counts_sample)(&messages, &rows)
        },
        span: span.map_or_else(String::new, |(first, last)| (words.span)(&first, &last)),
        duration: match planned.seconds {
            ..10 => words.seconds_few.to_owned(),
            seconds => (words.about)(&language.duration(seconds)),
        },
        channels: planned.channels.iter().map(|(name, count)| (language.count(*count), name.clone())).collect(),
        channels_more: if hidden == 0 { String::new() } else { (words.channels_more)(&language.count(hidden as u64)) },
        skipped: counted(&planned.skipped),
        warnings: counted(&planned.warnings),
        losses: planned.losses.iter().map(|word| name(s, word)).collect(),
        samples: planned.samples.iter().map(|sample| sample_seen(s, sample)).collect(),
        refused: planned.refused.clone(),
        fields: planned.map.iter().map(|(ours, theirs)| field(s, ours, theirs)).collect(),
        names: planned.names.clone(),
        has_messages: planned.messages > 0,
        is_export: planned.is_export,
    }
}

fn why(s: &Shell, confidence: &str) -> &'static str {
    match confidence {
        "sure" => s.w.imports.sure,
        "likely" => s.w.imports.likely,
        _ => s.w.imports.maybe,
    }
}

fn chosen(s: &Shell, confidence: &str) -> &'static str {
    if confidence == "no" { s.w.imports.unlikely } else { s.w.imports.chosen }
}

fn field(s: &Shell, ours: &'static str, theirs: &str) -> Field {
    Field { name: ours, title: (s.w.imports.of_word)(ours).unwrap_or(ours), theirs: theirs.to_owned() }
}

/// What stands for a word of the archive room; a newer one stands for itself.
pub(super) fn name(s: &Shell, word: &str) -> String {
    (s.w.imports.of_word)(word).unwrap_or(word).to_owned()
}

fn sample_seen(s: &Shell, sample: &plan::Sample) -> SampleSeen {
    SampleSeen {
        who: if sample.who.is_empty() { s.w.inbox.unknown_author.to_owned() } else { sample.who.clone() },
        when: sample.at.map_or_else(String::new, |at| shown::time(at, &s.language().moment(at), s.language())),
        place: sample.channel.clone(),
        title: sample.title.clone(),
        text: sample.text.clone(),
    }
}
