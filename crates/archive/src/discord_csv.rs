//! CSV of DiscordChatExporter: a file a channel, without the ids of messages and of the server.

use model::{Author, Incoming, Reaction};

use crate::csv::{self, Named};
use crate::dates::{self, Order};
use crate::discord::{upload, with_files};
use crate::flow;
use crate::record::{Reason, Record, Row, Rows, Skip, Warnings};
use crate::source::{File, Source, without_copy};
use crate::walk;

/// Whether a file begins with the exporter's columns, which until 2019 ended in semicolons, each of them.
pub(crate) fn is_export(head: &str) -> bool {
    let header = head.trim_start_matches('\u{feff}').lines().next().unwrap_or("").replace('"', "").replace(';', ",");
    header.trim().trim_end_matches(',') == "AuthorID,Author,Date,Content,Attachments,Reactions"
}

/// The tables of a source that the exporter wrote.
pub(crate) fn files(source: &Source) -> Vec<File> {
    let tables = source.files().iter().filter(|file| file.has_ending("csv"));
    tables.filter(|file| walk::head(source, file).is_some_and(|head| is_export(&head))).cloned().collect()
}

/// The messages of one file, as of `origin`.
pub(crate) fn rows(source: &Source, file: &File, origin: String) -> std::io::Result<Rows> {
    let (channel, key) = channel_of(file);
    let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let source_of_files = source.clone();
    let records = csv::records(source, file)?;
    Ok(Box::new(records.map(move |record| {
        let row = row(record?, &origin, (&channel, &key));
        row.map(|record| with_files(record, &source_of_files, &folder))
    })))
}

/// The name of the channel and what it is told from others by: `Acme - help [900100]`. Where archives have the parts of
/// each channel in a folder, `help/1.csv`, that folder alone tells: those above it differ by how the archive was packed.
fn channel_of(file: &File) -> (String, String) {
    const PART_DIGITS_MAX: usize = 4;
    let stem = without_copy(file.stem());
    let is_part = stem.len() <= PART_DIGITS_MAX && stem.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(folder) = file.path.rsplit('/').nth(1).filter(|_| is_part) {
        return (folder.to_owned(), folder.to_owned());
    }
    let (name, id) = stem.strip_suffix(']').and_then(|stem| stem.rsplit_once(" [")).unwrap_or((stem, stem));
    let channel = name.rsplit_once(" - ").map_or(name, |(_, channel)| channel);
    (channel.to_owned(), id.to_owned())
}

fn row(record: Named, origin: &str, (channel, key): (&str, &str)) -> Row {
    let cell = |name: &str| record.cells.get(name).map_or("", String::as_str);
    let sent = dates::parse(cell("Date"), Order::Unknown, 0);
    let files = cell("Attachments").split(',').filter(|url| !url.trim().is_empty());
    let attachments: Vec<_> = files.map(|url| upload(url.trim().to_owned(), None)).collect();
    if cell("Content").trim().is_empty() && attachments.is_empty() {
        return Err(Skip { place: record.place, reason: Reason::NoText, detail: String::new() });
    }
    let name = Some(cell("Author")).filter(|name| !name.is_empty()).map(|name| name.trim_end_matches("#0000"));
    let message = Incoming {
        origin: origin.to_owned(),
        channel: channel.to_owned(),
        conversation: flow::on_day(key, sent),
        author: Author { handle: cell("AuthorID").to_owned(), name: name.map(str::to_owned), bot: false },
        sent,
        text: cell("Content").to_owned(),
        reactions: cell("Reactions").split(',').filter_map(reaction).collect(),
        attachments,
        source: record.raw,
        ..Incoming::default()
    };
    Ok(Record::new(message, record.place, Warnings::default()))
}

/// `👍 (2)`.
fn reaction(written: &str) -> Option<Reaction> {
    let (name, count) = written.trim().strip_suffix(')')?.rsplit_once(" (")?;
    let count = count.parse().ok()?; // tidy(swallow): what is no number is no reaction
    Some(Reaction { name: name.to_owned(), count })
}
