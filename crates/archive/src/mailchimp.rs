//! Mailchimp: an audience as CSV (a file a state) or JSON of its API, each person with what they agreed to.

use std::collections::BTreeMap;

use model::{Author, Incoming, Thing, ThingKind};
use serde_json::Value;

use crate::csv;
use crate::dates::{self, Order};
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::json;
use crate::lines::Lines;
use crate::properties::facts;
use crate::record::{Place, Reason, Row, Rows, Skip};
use crate::source::{File, Source};
use crate::walk;

pub(crate) const FORMAT: Format = Format {
    name: "mailchimp",
    title: "audience of Mailchimp (CSV, JSON)",
    losses: &[Loss::OtherFields],
    mapped: Mapped::Known,
    detect,
    open,
};

const MEMBERS: &[&[&str]] = &[&["members", "*"]];
/// How audiences call the parts of a name.
const FIRST_NAMES: &[&str] =
    &["first name", "vorname", "prénom", "nombre", "nome", "voornaam", "förnamn", "fornavn", "imię", "имя"];
const LAST_NAMES: &[&str] = &[
    "last name",
    "nachname",
    "nom",
    "apellido",
    "apellidos",
    "cognome",
    "sobrenome",
    "achternaam",
    "efternamn",
    "etternavn",
    "efternavn",
    "nazwisko",
    "фамилия",
];
/// Columns that only an audience has.
const COLUMNS: [&str; 6] = ["optin_time", "confirm_time", "leid", "euid", "member_rating", "last_changed"];

fn detect(probe: &Probe) -> Confidence {
    let is_audience = |file: &File| {
        let head = probe.text(file);
        let first = head.lines().next().unwrap_or("").to_lowercase();
        let known = COLUMNS.iter().filter(|name| first.contains(*name)).count();
        let names = || first.split(',').map(|name| name.trim().trim_matches(['"', '[', ']']));
        // An audience may rename or translate every column but these.
        let numbered = names().any(|name| name == "leid") && names().any(|name| name == "euid");
        numbered
            || (first.contains("email address") && known >= 2)
            || (head.contains("\"email_address\"") && head.contains("\"members\"") && head.contains("\"status\""))
    };
    if probe.source().files().iter().take(20).any(is_audience) { Confidence::Sure } else { Confidence::No }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let all = source.files();
    let named = |file: &&File| file.has_ending("csv") || file.has_ending("json") || all.len() == 1;
    let files: Vec<File> = all.iter().filter(named).cloned().collect();
    let origin = options.origin.clone().unwrap_or_else(|| "mailchimp".to_owned());
    let fallback = source.stem().to_owned();
    Ok(each_file(source, files, move |source, file| {
        let (origin, channel) = (origin.clone(), fallback.clone());
        let mut lines = Lines::open(source, file)?;
        if let Some(header) = lines.next_line().and_then(Result::ok).and_then(cells) {
            let own = own_columns(header.clone());
            let names: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
            let state = state_of(file.name());
            return Ok(Box::new(lines.rows(move |line, place| match cells(&line) {
                Some(cells) => {
                    let cells: BTreeMap<String, String> = names.iter().cloned().zip(cells).collect();
                    of_columns(&cells, &own, state).keep((&origin, &channel), line, &place)
                }
                None => Err(Skip { place, reason: Reason::Malformed, detail: "no list of cells".to_owned() }),
            })));
        }
        if walk::begins_as_json(source, file)? {
            return walk::rows(source, file, MEMBERS, move |piece, place| {
                if !piece.is(MEMBERS[0]) {
                    return Vec::new();
                }
                vec![
                    json::parse(&piece.raw, &place)
                        .and_then(|member| of_api(&member).keep((&origin, &channel), piece.raw, &place)),
                ]
            });
        }
        let state = state_of(file.name());
        let own = own_columns(csv::header(source, file)?);
        let records = csv::records(source, file)?;
        Ok(Box::new(records.map(move |record| {
            let record = record?;
            let cells = record.cells.into_iter().map(|(name, cell)| (name.to_lowercase(), cell));
            of_columns(&cells.collect(), &own, state).keep((&origin, &channel), record.raw, &record.place)
        })))
    }))
}

/// The cells of a line of the export API, which gives a list a line: the names first.
fn cells(line: &[u8]) -> Option<Vec<String>> {
    // tidy(swallow): what is no list is another form of an audience, or a row that is told
    let cells: Vec<Value> = serde_json::from_slice(line).ok()?;
    let text = |cell: &Value| match cell {
        Value::String(text) => Some(text.clone()),
        Value::Null => Some(String::new()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    cells.iter().map(text).collect()
}

/// The columns that an audience calls as it likes, in small letters: those before Mailchimp's own.
fn own_columns(header: Vec<String>) -> Vec<String> {
    let header = header.into_iter().map(|name| name.to_lowercase());
    header.take_while(|name| !COLUMNS.contains(&name.as_str())).collect()
}

/// The file's name tells the state: `unsubscribed_members_export_1a2b.csv`.
fn state_of(name: &str) -> &'static str {
    let name = name.to_lowercase();
    let known = ["unsubscribed", "nonsubscribed", "non_subscribed", "cleaned", "subscribed"];
    match known.into_iter().find(|state| name.contains(state)) {
        Some("subscribed") => "subscribed",
        Some("unsubscribed") => "unsubscribed",
        Some("cleaned") => "cleaned",
        Some(_) => "transactional",
        None => "",
    }
}

fn consent(status: &str) -> &'static str {
    match status {
        "subscribed" => "subscribed",
        "unsubscribed" | "archived" => "unsubscribed",
        "cleaned" => "bounced",
        "pending" => "unconfirmed",
        // Bought something, but never agreed to get mail.
        "transactional" | "nonsubscribed" | "non-subscribed" => "none",
        _ => "unknown",
    }
}

#[derive(Default)]
struct Member {
    id: Option<String>,
    email: String,
    name: String,
    status: String,
    since: Option<String>,
    changed: Option<String>,
    facts: BTreeMap<String, Vec<String>>,
}

fn of_api(found: &Value) -> Member {
    let text = |path: &str| json::text(found, path);
    let join =
        |first: Option<String>, last: Option<String>| [first, last].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let named = join(text("merge_fields.FNAME"), text("merge_fields.LNAME"));
    let tags = json::list(found, "tags").iter().filter_map(|tag| json::text(tag, "name")).collect();
    Member {
        id: json::first(found, &["unique_email_id", "id"]),
        email: text("email_address").unwrap_or_default(),
        name: text("full_name").unwrap_or(named),
        status: text("status").unwrap_or_default(),
        since: json::first(found, &["timestamp_opt", "timestamp_signup"]),
        changed: text("last_changed"),
        facts: facts([
            ("tag", tags),
            ("asked_at", text("timestamp_signup").into_iter().collect()),
            ("asked_from", text("ip_signup").into_iter().collect()),
            ("agreed_at", text("timestamp_opt").into_iter().collect()),
            ("agreed_from", text("ip_opt").into_iter().collect()),
            ("why_left", text("unsubscribe_reason").into_iter().collect()),
            ("language", text("language").into_iter().collect()),
        ]),
    }
}

fn of_columns(cells: &BTreeMap<String, String>, own: &[String], state: &str) -> Member {
    let cell = |name: &str| cells.get(name).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty());
    let one = |name: &str| cell(name).into_iter().collect::<Vec<_>>();
    let address = || own.iter().filter_map(|name| cell(name)).find(|cell| cell.contains('@'));
    let names: Vec<String> =
        [FIRST_NAMES, LAST_NAMES].iter().filter_map(|names| names.iter().find_map(|name| cell(name))).collect();
    let tags = cell("tags").unwrap_or_default();
    let tags = tags.split(',').map(|tag| tag.trim().trim_matches('"').to_owned()).collect();
    Member {
        id: cell("euid").or_else(|| cell("leid")),
        email: cell("email address").or_else(|| cell("email")).or_else(address).unwrap_or_default(),
        name: names.join(" "),
        status: if state.is_empty() { cell("status").unwrap_or_default().to_lowercase() } else { state.to_owned() },
        since: cell("confirm_time").or_else(|| cell("optin_time")),
        changed: cell("unsub_time").or_else(|| cell("clean_time")).or_else(|| cell("last_changed")),
        facts: facts([
            ("tag", tags),
            ("asked_at", one("optin_time")),
            ("asked_from", one("optin_ip")),
            ("agreed_at", one("confirm_time")),
            ("agreed_from", one("confirm_ip")),
            ("left_at", [one("unsub_time"), one("clean_time")].concat()),
            ("why_left", [one("unsub_reason"), one("unsub_reason_other")].concat()),
            ("note", one("notes")),
        ]),
    }
}

impl Member {
    fn keep(self, (origin, channel): (&str, &str), raw: Vec<u8>, place: &Place) -> Row {
        let email = self.email.trim().to_lowercase();
        if !email.contains('@') {
            return Err(Skip { place: place.clone(), reason: Reason::Malformed, detail: "has no address".to_owned() });
        }
        let mut facts = self.facts;
        facts.insert("consent".to_owned(), vec![consent(&self.status).to_owned()]);
        if !self.status.is_empty() {
            facts.insert("status".to_owned(), vec![self.status]);
        }
        let time = |written: Option<String>| dates::parse(&written?, Order::YearFirst, 0);
        let sent = time(self.since);
        let name = Some(self.name).filter(|name| !name.is_empty());
        let message = Incoming {
            origin: origin.to_owned(),
            channel: channel.to_owned(),
            conversation: email.clone(),
            native_id: Some(self.id.unwrap_or_else(|| email.clone())),
            title: name.clone().or_else(|| Some(email.clone())),
            author: Author { handle: email, name, bot: false },
            sent,
            edited: time(self.changed).filter(|changed| Some(*changed) != sent),
            source: raw,
            thing: Some(Box::new(Thing { kind: ThingKind::Subscriber, facts })),
            ..Incoming::default()
        };
        json::row(message, place)
    }
}
