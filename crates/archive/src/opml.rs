//! OPML: lists of feeds that somebody follows.

use std::collections::VecDeque;
use std::sync::Arc;

use model::{Incoming, Thing, ThingKind};

use crate::format::{Confidence, Error, Format, Mapped, Options, Probe, each_file};
use crate::lines::unreadable;
use crate::properties::facts;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warnings};
use crate::source::{File, Source};
use crate::xml::{Element, Event, Xml};

pub(crate) const FORMAT: Format =
    Format { name: "opml", title: "list of feeds (OPML)", losses: &[], mapped: Mapped::Known, detect, open };

const DEPTH_MAX: usize = 64;
const NAME_CHARS_MAX: usize = 200;

fn detect(probe: &Probe) -> Confidence {
    let is_list = |file: &File| {
        let head = probe.text(file).to_ascii_lowercase();
        head.contains("<opml") || (head.contains("<outline") && file.has_ending("opml"))
    };
    if probe.source().files().iter().take(20).any(is_list) { Confidence::Sure } else { Confidence::No }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let all = source.files();
    let named = |file: &&File| file.has_ending("opml") || file.has_ending("xml") || all.len() == 1;
    let files: Vec<File> = all.iter().filter(named).cloned().collect();
    let origin = options.origin.clone().unwrap_or_else(|| "feeds".to_owned());
    Ok(each_file(source, files, move |source, file| {
        let xml = Some(Xml::new(source.open_text(file)?));
        let place = Place { path: Arc::clone(&file.path), row: 0 };
        let list = List { xml, place, origin: origin.clone(), open: Vec::new(), ready: VecDeque::new() };
        Ok(Box::new(list))
    }))
}

/// One list as it is read.
struct List {
    xml: Option<Xml>,
    place: Place,
    origin: String,
    /// The names of the outlines around the place that has been reached.
    open: Vec<String>,
    ready: VecDeque<Row>,
}

impl Iterator for List {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Some(row);
            }
            match self.xml.as_mut()?.next_event() {
                Ok(None) => return None,
                Ok(Some(Event::Start(element))) if element.name.eq_ignore_ascii_case("outline") => {
                    self.outline(&element);
                    if self.open.len() >= DEPTH_MAX {
                        self.xml = None;
                        let (place, detail) = (self.place.clone(), "folders in folders without end".to_owned());
                        return Some(Err(Skip { place, reason: Reason::TooDeep, detail }));
                    }
                    self.open.push(name(&element).unwrap_or_default());
                }
                Ok(Some(Event::End(name))) if name.eq_ignore_ascii_case("outline") => drop(self.open.pop()),
                Ok(Some(_)) => {}
                Err(error) => {
                    self.xml = None;
                    self.place.row += 1;
                    return Some(Err(unreadable(self.place.clone(), &error)));
                }
            }
        }
    }
}

fn name(element: &Element) -> Option<String> {
    let full = |name: &str| element.get(name).map(str::trim).filter(|text| !text.is_empty());
    full("text").or_else(|| full("title")).map(|name| name.chars().take(NAME_CHARS_MAX).collect())
}

impl List {
    /// An outline with an address is a row; a folder is none.
    fn outline(&mut self, element: &Element) {
        let full = |name: &str| element.get(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let kind = full("type").unwrap_or_default();
        let is = |known: &[&str]| known.iter().any(|known| kind.eq_ignore_ascii_case(known));
        let address = full("xmlUrl").or_else(|| full("url").filter(|_| is(&["rss", "pie", "atom"])));
        // Liferea calls a list of other lists so.
        let Some(address) = address.filter(|_| !is(&["source", "include"])) else {
            if let Some(other) = full("url").or_else(|| full("xmlUrl")).or_else(|| full("htmlUrl")) {
                self.place.row += 1;
                let detail = format!("no feed: {}", other.chars().take(80).collect::<String>());
                self.ready.push_back(Err(Skip { place: self.place.clone(), reason: Reason::Unsupported, detail }));
            }
            return;
        };
        self.place.row += 1;
        let folders: Vec<&str> = self.open.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let categories = full("category").map(|list| list.split(',').map(|one| one.trim().to_owned()).collect());
        let known = facts([
            ("address", vec![address.clone()]),
            ("page", full("htmlUrl").into_iter().collect()),
            ("format", vec![kind, full("version").unwrap_or_default()]),
            ("language", full("language").into_iter().collect()),
            ("category", categories.unwrap_or_default()),
        ]);
        let attributes: serde_json::Map<String, serde_json::Value> =
            element.attributes().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let message = Incoming {
            origin: self.origin.clone(),
            channel: folders.join(" / "),
            conversation: address.clone(),
            title: name(element).or_else(|| Some(address.clone())),
            text: full("description").unwrap_or_default(),
            native_id: Some(address),
            source: serde_json::Value::Object(attributes).to_string().into_bytes(),
            thing: Some(Box::new(Thing { kind: ThingKind::Feed, facts: known })),
            ..Incoming::default()
        };
        self.ready.push_back(Ok(Record::new(message, self.place.clone(), Warnings::default())));
    }
}
