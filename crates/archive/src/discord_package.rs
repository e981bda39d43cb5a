//! The data package that Discord gives to a person.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Author, Incoming};
use serde::Deserialize;

use crate::csv;
use crate::discord::{origin_of, time, upload};
use crate::discord_words::with_names;
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::jsonl::refuse;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warnings};
use crate::scalar::{Scalar, lenient};
use crate::source::{File, Source};
use crate::walk::{self, Names};

pub(crate) const FORMAT: Format = Format {
    name: "discord_package",
    title: "Discord data package of one person",
    losses: &[Loss::FileBytes, Loss::Profiles],
    mapped: Mapped::Known,
    detect,
    open,
};

fn detect(probe: &Probe) -> Confidence {
    let messages = probe.source().files().iter().any(|file| package_folder(file).is_some());
    if messages { Confidence::Sure } else { Confidence::No }
}

/// `messages/c123/messages.json` or `.csv`: the folder of one channel.
fn package_folder(file: &File) -> Option<&str> {
    let mut parts = file.path.rsplit('/');
    let name = parts.next()?;
    let folder = parts.next()?;
    let above = parts.next()?;
    let digits = folder.strip_prefix('c').unwrap_or(folder);
    let is_channel = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_messages = matches!(name, "messages.json" | "messages.csv");
    // A snowflake has 17 digits or more.
    let sure = above.eq_ignore_ascii_case("messages") || digits.len() >= 15;
    (is_messages && is_channel && sure).then_some(folder)
}

#[derive(Default, Deserialize)]
struct PackageChannel {
    #[serde(default)]
    id: Scalar,
    #[serde(default)]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    guild: Option<Guild>,
}

#[derive(Deserialize)]
struct Guild {
    #[serde(default)]
    id: Scalar,
}

#[derive(Deserialize)]
struct PackageUser {
    id: Scalar,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    global_name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct Relationship {
    #[serde(default, deserialize_with = "lenient")]
    user: Option<Friend>,
}

#[derive(Deserialize)]
struct Friend {
    id: Scalar,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    global_name: Option<String>,
}

#[derive(Deserialize)]
struct PackageMessage {
    #[serde(rename = "ID")]
    id: Scalar,
    #[serde(rename = "Timestamp")]
    timestamp: Scalar,
    #[serde(rename = "Contents", default)]
    contents: Scalar,
    #[serde(rename = "Attachments", default)]
    attachments: Scalar,
}

/// Who the package belongs to, and where its messages were written.
struct Package {
    owner: Author,
    /// The owner and friends, by number.
    people: HashMap<String, String>,
    names: HashMap<String, String>,
    origin: Option<String>,
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    // The names of the folders follow the language of the person.
    let depth = |file: &&File| file.path.matches('/').count() <= 2;
    let user = source.files().iter().filter(depth).find(|file| file.name() == "user.json");
    let mut damaged = Names::default();
    let user: Option<PackageUser> = user.and_then(|file| damaged.document(source, file));
    let people = user.as_ref().map(people).unwrap_or_default();
    let owner = user.map_or_else(Author::default, |user| Author {
        name: user.global_name.or(user.username),
        handle: user.id.text().unwrap_or_default(),
        bot: false,
    });
    let above = |file: &File| file.path.rsplitn(3, '/').nth(2).map(str::to_owned);
    let index = source.files().iter().find(|file| package_folder(file).is_some()).and_then(above);
    let index = index.and_then(|folder| source.find(&format!("{folder}/index.json")));
    let names: HashMap<String, Option<String>> =
        index.and_then(|file| damaged.document(source, file)).unwrap_or_default();
    let names = names.into_iter().filter_map(|(id, name)| Some((id, name?))).collect();
    let package = Arc::new(Package { owner, people, names, origin: options.origin.clone() });
    let files: Vec<File> = source.files().iter().filter(|file| package_folder(file).is_some()).cloned().collect();
    Ok(damaged.before(each_file(source, files, move |source, file| {
        let package = Arc::clone(&package);
        let mut damaged = Names::default();
        let beside = file.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/channel.json"));
        let room: PackageChannel = beside
            .and_then(|path| source.find(&path).cloned())
            .and_then(|file| damaged.document(source, &file))
            .unwrap_or_default();
        if file.has_ending("csv") {
            let table = csv::records(source, file)?;
            return Ok(damaged.before(Box::new(table.map(move |record| {
                let mut record = record?;
                let mut cell = |name: &str| Scalar(record.cells.remove(name));
                let found = PackageMessage {
                    id: cell("ID"),
                    timestamp: cell("Timestamp"),
                    contents: cell("Contents"),
                    attachments: cell("Attachments"),
                };
                package.row(found, record.raw, &room, record.place)
            }))));
        }
        let rows = walk::rows(source, file, &[&["*"]], move |piece, place| {
            vec![match serde_json::from_slice(&piece.raw) {
                Ok(found) => package.row(found, piece.raw, &room, place),
                Err(error) => Err(refuse(place, &error)),
            }]
        })?;
        Ok(damaged.before(rows))
    })))
}

fn people(user: &PackageUser) -> HashMap<String, String> {
    let own = (&user.id, &user.global_name, &user.username);
    let friends = user.relationships.iter().filter_map(|known| known.user.as_ref());
    let friends = friends.map(|friend| (&friend.id, &friend.global_name, &friend.username));
    let named = friends.chain([own]).filter_map(|(id, shown, name)| {
        let name = shown.as_ref().or(name.as_ref())?;
        Some((id.as_str().to_owned(), name.clone()))
    });
    named.collect()
}

/// `help` of `help in Acme`: names of channels that a text can mark have no spaces.
fn marked(name: &str) -> Option<&str> {
    let (channel, _) = name.split_once(" in ")?;
    (!channel.contains(' ')).then_some(channel)
}

impl Package {
    /// A text with the names of friends and channels for their numbers.
    fn words(&self, text: &str) -> String {
        with_names(text, |id| self.people.get(id).map(String::as_str), |id| marked(self.names.get(id)?))
    }

    fn row(&self, found: PackageMessage, raw: Vec<u8>, room: &PackageChannel, place: Place) -> Row {
        let room_id = room.id.as_str();
        let known = self.names.get(room_id).cloned();
        let channel = room.name.clone().or(known).unwrap_or_else(|| room_id.to_owned());
        let guild = room.guild.as_ref().map_or("", |guild| guild.id.as_str());
        let sent = time(found.timestamp.as_str());
        if found.contents.as_str().is_empty() && found.attachments.as_str().is_empty() {
            return Err(Skip { place, reason: Reason::NoText, detail: String::new() });
        }
        let message = Incoming {
            origin: self.origin.clone().unwrap_or_else(|| origin_of(guild)),
            channel,
            native_id: found.id.text(),
            conversation: flow::on_day(room_id, sent),
            author: self.owner.clone(),
            sent,
            text: self.words(found.contents.as_str()),
            attachments: found
                .attachments
                .as_str()
                .split_whitespace()
                .map(|url| upload(url.to_owned(), None))
                .collect(),
            source: raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, place, Warnings::default()))
    }
}
