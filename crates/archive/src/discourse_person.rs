//! What Discourse hands out to a person: `user_archive.csv`, all posts of one's own, without their numbers.

use std::sync::Arc;

use model::{Author, Incoming, Reaction};

use crate::csv::{self, Named};
use crate::dates::{self, Order};
use crate::discourse::PRIVATE;
use crate::html_posts;
use crate::origins;
use crate::record::{Reason, Record, Row, Rows, Skip, Warnings};
use crate::source::{File, Source, without_copy};
use crate::walk;

/// What stands in the place of categories above private messages, and of those that one may no longer see.
const NO_CATEGORY: &str = "-";

/// Whether a file begins with the columns of the archive; older ones have no `post_cooked`.
pub(crate) fn is_archive(head: &str) -> bool {
    let header = head.trim_start_matches('\u{feff}').lines().next().unwrap_or("").replace(['"', ' '], "");
    header.starts_with("topic_title,categories,is_pm,post_raw,") && header.contains(",url,created_at")
}

/// The tables of a source that are such archives.
pub(crate) fn files(source: &Source) -> Vec<File> {
    let tables = source.files().iter().filter(|file| file.has_ending("csv"));
    tables.filter(|file| walk::head(source, file).is_some_and(|head| is_archive(&head))).cloned().collect()
}

/// The forum's host, which stands in the addresses of the posts.
pub(crate) fn host(source: &Source, file: &File) -> Option<String> {
    let mut records = csv::records(source, file).ok()?; // tidy(swallow): the rows tell what cannot be read
    records.find_map(|record| origins::host(record.ok()?.cells.get("url")?)) // tidy(swallow): the rows tell that, too
}

/// The posts of one file, as of `origin`.
pub(crate) fn rows(source: &Source, file: &File, origin: String) -> std::io::Result<Rows> {
    let person = person(source, file).unwrap_or_default();
    let archive = Archive { origin, stem: source.stem().to_owned(), person, no: word_for_no(source, file)? };
    let archive = Arc::new(archive);
    Ok(Box::new(csv::records(source, file)?.map(move |record| archive.row(record?))))
}

/// Whose archive it is: `ada` of `user_archive-ada-240101-120000-7`, the file, its folder or the zip.
fn person(source: &Source, file: &File) -> Option<String> {
    let names = [file.stem(), file.path.rsplit('/').nth(1).unwrap_or(""), source.stem()];
    names.iter().find_map(|name| {
        let name = without_copy(name);
        let rest = name.strip_prefix("user_archive-").or_else(|| name.strip_prefix("user-archive-"))?;
        let ends = rest.match_indices('-').map(|(at, _)| at);
        let person = ends.filter(|at| is_moment(&rest[at + 1..])).map(|at| &rest[..at]).next().unwrap_or(rest);
        Some(person.to_owned()).filter(|person| !person.is_empty())
    })
}

/// `240101-120000-7`, or as much of it as was left: the day, the time, the number of the export.
fn is_moment(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('-').all(digits) && text.split('-').next().is_some_and(|day| day.len() == 6)
}

/// How the forum's language says that a post is no private message: as it does of one in a category.
fn word_for_no(source: &Source, file: &File) -> std::io::Result<String> {
    let mut records = csv::records(source, file)?;
    let said = records.find_map(|record| {
        let cells = record.ok()?.cells; // tidy(swallow): the rows tell what cannot be read
        cells.get("categories").filter(|named| *named != NO_CATEGORY && !named.is_empty())?;
        cells.get("is_pm").cloned()
    });
    Ok(said.unwrap_or_else(|| "No".to_owned()))
}

struct Archive {
    origin: String,
    stem: String,
    person: String,
    no: String,
}

impl Archive {
    fn row(&self, record: Named) -> Row {
        let cell = |name: &str| record.cells.get(name).map_or("", String::as_str);
        let cooked = html_posts::read(cell("post_cooked"));
        let text = Some(cell("post_raw").to_owned()).filter(|raw| !raw.trim().is_empty()).unwrap_or(cooked.text);
        if text.is_empty() && cooked.files.is_empty() {
            return Err(Skip { place: record.place, reason: Reason::NoText, detail: String::new() });
        }
        let place = place_of(cell("url"));
        let likes = cell("like_count").parse().ok().filter(|count| *count > 0); // tidy(swallow): no number is no like
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.channel(cell("categories"), cell("is_pm")),
            native_id: place.map(|(topic, number)| format!("{topic}/{number}")),
            conversation: place.map_or(cell("topic_title"), |(topic, _)| topic).to_owned(),
            title: Some(cell("topic_title").to_owned()).filter(|title| !title.is_empty()),
            author: Author { handle: self.person.clone(), name: None, bot: false },
            sent: dates::parse(cell("created_at"), Order::YearFirst, 0),
            text,
            attachments: cooked.files,
            reactions: likes.map(|count| Reaction { name: "heart".to_owned(), count }).into_iter().collect(),
            source: record.raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, record.place, Warnings::default()))
    }

    /// The topic's own category, the last of those that hold each other: `General|Help`.
    fn channel(&self, categories: &str, is_private: &str) -> String {
        match categories.rsplit('|').next().unwrap_or("") {
            NO_CATEGORY | "" if is_private != self.no => PRIVATE.to_owned(),
            NO_CATEGORY | "" => self.stem.clone(),
            own => own.to_owned(),
        }
    }
}

/// The topic and the post's number there: `https://forum.example/t/hello-world/12/3`.
fn place_of(url: &str) -> Option<(&str, &str)> {
    let (_, place) = url.split_once("/t/")?;
    let mut parts = place.rsplit('/');
    let (number, topic) = (parts.next()?, parts.next()?);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(number) && digits(topic)).then_some((topic, number))
}
