//! listmonk: its subscribers, as CSV or as JSON of its API, each with what they agreed to.

use model::{Author, Incoming, Thing, ThingKind};
use serde::Deserialize;
use serde_json::Value;

use crate::csv;
use crate::dates::{self, Order};
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::properties::facts;
use crate::record::{Place, Reason, Row, Rows, Skip};
use crate::scalar::{Scalar, lenient};
use crate::source::{File, Source};
use crate::walk;

pub(crate) const FORMAT: Format = Format {
    name: "listmonk",
    title: "subscribers of listmonk (CSV, JSON)",
    losses: &[Loss::OtherFields],
    mapped: Mapped::Known,
    detect,
    open,
};

const ITEMS: &[&[&str]] = &[&["data", "results", "*"], &["results", "*"], &["*"]];

fn detect(probe: &Probe) -> Confidence {
    let is_list = |file: &File| {
        let head = probe.text(file);
        let first = head.lines().next().unwrap_or("").trim().to_ascii_lowercase().replace('"', "");
        let columns: Vec<&str> = first.split(',').map(str::trim).collect();
        let csv = ["uuid", "email", "name", "attributes", "status"].iter().all(|name| columns.contains(name));
        // What it takes in as an import.
        let taken_in = columns == ["email", "name", "attributes"];
        csv || taken_in
            || ["\"subscription_status\"", "\"attribs\"", "\"email\""].iter().all(|name| head.contains(name))
    };
    if probe.source().files().iter().take(20).any(is_list) { Confidence::Sure } else { Confidence::No }
}

#[derive(Default, Deserialize)]
struct Subscriber {
    #[serde(default)]
    uuid: Scalar,
    #[serde(default)]
    email: Scalar,
    #[serde(default)]
    name: Scalar,
    #[serde(default, alias = "attributes")]
    attribs: Value,
    #[serde(default)]
    status: Scalar,
    #[serde(default)]
    created_at: Scalar,
    #[serde(default)]
    updated_at: Scalar,
    #[serde(default, deserialize_with = "lenient")]
    lists: Vec<List>,
}

#[derive(Default, Deserialize)]
struct List {
    #[serde(default)]
    name: Scalar,
    #[serde(default)]
    subscription_status: Scalar,
    #[serde(default)]
    subscription_created_at: Scalar,
    #[serde(default)]
    subscription_updated_at: Scalar,
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = source.files().to_vec();
    let origin = options.origin.clone().unwrap_or_else(|| "listmonk".to_owned());
    Ok(each_file(source, files, move |source, file| {
        let (origin, stem) = (origin.clone(), file.stem().to_owned());
        if !file.has_ending("json") && !walk::begins_as_json(source, file)? {
            let records = csv::records(source, file)?;
            return Ok(Box::new(records.map(move |record| {
                let mut record = record?;
                let mut cell = |name: &str| Scalar(record.cells.remove(name));
                let found = Subscriber {
                    uuid: cell("uuid"),
                    email: cell("email"),
                    name: cell("name"),
                    attribs: Value::String(cell("attributes").as_str().to_owned()),
                    status: cell("status"),
                    created_at: cell("created_at"),
                    updated_at: cell("updated_at"),
                    lists: Vec::new(),
                };
                subscriber(&found, (&origin, &stem), record.raw, &record.place)
            })));
        }
        walk::rows(source, file, ITEMS, move |piece, place| {
            // The counts beside the list are no rows.
            if !piece.raw.starts_with(b"{") {
                return Vec::new();
            }
            vec![match serde_json::from_slice::<Subscriber>(&piece.raw) {
                Ok(found) => subscriber(&found, (&origin, &stem), piece.raw, &place),
                Err(error) => Err(crate::jsonl::refuse(place, &error)),
            }]
        })
    }))
}

/// What somebody agreed to on one list.
fn consent(status: &str, on_list: &str) -> &'static str {
    match (status, on_list) {
        ("blocklisted" | "blacklisted", _) => "blocked",
        (_, "unsubscribed") => "unsubscribed",
        ("disabled", _) => "disabled",
        (_, "unconfirmed") => "unconfirmed",
        (_, "confirmed") => "subscribed",
        // The export as CSV does not say to which lists somebody belongs.
        _ => "unknown",
    }
}

fn subscriber(found: &Subscriber, (origin, stem): (&str, &str), raw: Vec<u8>, place: &Place) -> Row {
    let email = found.email.as_str().trim().to_lowercase();
    if !email.contains('@') {
        return Err(Skip { place: place.clone(), reason: Reason::Malformed, detail: "has no address".to_owned() });
    }
    let status = found.status.as_str();
    // The facts of lists stand in the same order: one that is missing must keep its place.
    let each = |take: fn(&List) -> &Scalar| {
        let said = found.lists.iter().map(|list| take(list).clone().text().unwrap_or_else(|| "-".to_owned()));
        said.collect::<Vec<_>>()
    };
    let states = found.lists.iter().map(|list| consent(status, list.subscription_status.as_str()).to_owned());
    let states: Vec<String> =
        if found.lists.is_empty() { vec![consent(status, "").to_owned()] } else { states.collect() };
    let time = |written: &Scalar| dates::parse(written.as_str(), Order::YearFirst, 0);
    let attributes = match &found.attribs {
        Value::Null => Vec::new(),
        Value::String(text) if text.is_empty() || text == "{}" => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Object(object) if object.is_empty() => Vec::new(),
        other => vec![other.to_string()],
    };
    let known = facts([
        ("consent", states),
        ("status", vec![status.to_owned()]),
        ("list", each(|list| &list.name)),
        ("since", each(|list| &list.subscription_created_at)),
        ("changed", each(|list| &list.subscription_updated_at)),
        ("attributes", attributes),
    ]);
    let message = Incoming {
        origin: origin.to_owned(),
        channel: stem.to_owned(),
        conversation: email.clone(),
        native_id: Some(found.uuid.clone().text().unwrap_or_else(|| email.clone())),
        title: found.name.clone().text().or_else(|| Some(email.clone())),
        author: Author { handle: email, name: found.name.clone().text(), bot: false },
        sent: time(&found.created_at),
        edited: time(&found.updated_at).filter(|changed| Some(*changed) != time(&found.created_at)),
        source: raw,
        thing: Some(Box::new(Thing { kind: ThingKind::Subscriber, facts: known })),
        ..Incoming::default()
    };
    json::row(message, place)
}
