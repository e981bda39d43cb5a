//! iCalendar: events, tasks and journals, kept as dates.

use std::sync::Arc;

use model::{Author, Incoming, Thing, ThingKind, Time};

use crate::format::{Error, Format, Loss, Mapped, Options, each_file};
use crate::generic;
use crate::properties::{self, Component, Components, Property, facts};
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning};
use crate::source::Source;
use crate::vcard::spread;
use crate::zones::Zones;

pub(crate) const FORMAT: Format = Format {
    name: "icalendar",
    title: "calendar (iCalendar)",
    losses: &[Loss::OtherFields],
    mapped: Mapped::Known,
    detect: |probe| properties::detect(probe, b"BEGIN:VCALENDAR"),
    open,
};

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files = properties::files(source, ["ics", "ical"]);
    let origin = options.origin.clone().unwrap_or_else(|| "calendar".to_owned());
    let clock = options.clock.clone();
    Ok(each_file(source, files, move |source, file| {
        // Zones may stand behind the events that name them.
        let mut zones = Zones::new(clock.clone());
        for zone in Components::open(source, file, |name| name == "VTIMEZONE")? {
            // The second pass tells what cannot be read.
            let Ok(zone) = zone else { continue };
            zones.add(&zone);
        }
        let calendar = Calendar { origin: origin.clone(), channel: file.stem().to_owned(), zones: Arc::new(zones) };
        let wanted = |name: &str| matches!(name, "VEVENT" | "VTODO" | "VJOURNAL" | "VFREEBUSY" | "VAVAILABILITY");
        let events = Components::open(source, file, wanted)?;
        Ok(Box::new(events.map(move |event| event.and_then(|event| calendar.date(event)))))
    }))
}

struct Calendar {
    origin: String,
    channel: String,
    zones: Arc<Zones>,
}

impl Calendar {
    fn date(&self, mut event: Component) -> Row {
        let place = event.place.take().unwrap_or_else(|| Place { path: self.channel.as_str().into(), row: 1 });
        if matches!(event.name.as_str(), "VFREEBUSY" | "VAVAILABILITY") {
            let detail = event.name.to_ascii_lowercase();
            return Err(Skip { place, reason: Reason::Unsupported, detail });
        }
        let one = |name: &str| event.texts(name).into_iter().next();
        let stamp = || event.find("DTSTAMP").filter(|_| event.name == "VJOURNAL");
        let begins = ["DTSTART", "DUE", "RDATE"].iter().find_map(|name| event.find(name)).or_else(stamp);
        let sent = begins.and_then(|begins| self.zones.moment(begins));
        // Before 1970 there is no time of a message.
        let untimed = begins.filter(|_| sent.is_none()).map(|begins| begins.value().trim().to_owned());
        let all_day = event.find("DTSTART").is_some_and(|begins| begins.value().trim().len() == 8);
        let moment = |name: &str| event.find(name).and_then(|end| self.zones.moment(end)).map(|end| end.to_string());
        let (title, text) = (one("SUMMARY"), one("DESCRIPTION").or_else(|| one("COMMENT")).unwrap_or_default());
        if title.is_none() && text.is_empty() && sent.is_none() {
            return Err(Skip { place, reason: Reason::NoText, detail: "neither name nor day".to_owned() });
        }
        let uid = one("UID").unwrap_or_else(|| {
            let day = begins.map(Property::value).unwrap_or_default();
            generic::digest(&[title.as_deref().unwrap_or(""), &day, &text])
        });
        // A change of one of many repetitions has the same UID.
        let native_id = one("RECURRENCE-ID").map_or_else(|| uid.clone(), |one| format!("{uid}/{one}"));
        let known = facts([
            ("kind", vec![event.name.trim_start_matches('V').to_ascii_lowercase()]),
            ("begins", untimed.into_iter().collect()),
            ("ends", moment("DTEND").or_else(|| moment("DUE")).into_iter().collect()),
            ("lasts", event.texts("DURATION")),
            ("all_day", if all_day { vec!["true".to_owned()] } else { Vec::new() }),
            ("zone", begins.and_then(|begins| begins.parameter("TZID")).map(str::to_owned).into_iter().collect()),
            ("repeats", event.texts("RRULE")),
            ("also", event.texts("RDATE")),
            ("except", event.texts("EXDATE")),
            ("place", event.texts("LOCATION")),
            ("state", event.texts("STATUS")),
            ("page", event.texts("URL")),
            ("category", event.all("CATEGORIES").flat_map(|list| list.parts(',')).collect()),
            ("attendee", event.all("ATTENDEE").map(address).collect()),
        ]);
        let author = event.find("ORGANIZER").map_or_else(Author::default, |organizer| Author {
            handle: address(organizer),
            name: organizer.parameter("CN").map(str::to_owned),
            bot: false,
        });
        let timed =
            ["DTSTART", "DUE", "DTEND", "LAST-MODIFIED"].iter().filter_map(|name| event.find(name)).chain(begins);
        let mut warnings = event.warnings;
        if timed.into_iter().any(|property| self.zones.is_unknown(property)) {
            warnings.add(Warning::Zone);
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.channel.clone(),
            conversation: uid,
            native_id: Some(native_id),
            title,
            author,
            sent,
            text,
            edited: event.find("LAST-MODIFIED").and_then(|changed| self.zones.moment(changed)),
            source: event.raw,
            thing: Some(Box::new(Thing { kind: ThingKind::Date, facts: known })),
            ..Incoming::default()
        };
        Ok(Record::new(message, place, warnings))
    }
}

fn address(person: &Property) -> String {
    let written = person.text();
    let plain =
        written.get(..7).filter(|begin| begin.eq_ignore_ascii_case("mailto:")).map_or(&*written, |_| &written[7..]);
    plain.to_lowercase()
}

impl Zones {
    /// The moment of `DTSTART;TZID=Europe/Berlin:20240304T120000`; a day is its midnight.
    fn moment(&self, property: &Property) -> Option<Time> {
        let (local, needs_zone) = clock(property)?;
        if !needs_zone {
            return Some(local);
        }
        let told = property.parameter("TZID").and_then(|zone| self.offset_s(zone, local));
        Some(match told {
            Some(ahead_s) => local.plus_seconds(-i64::from(ahead_s)),
            None => self.otherwise.moment(local),
        })
    }

    /// Whether a property names a zone that nobody describes.
    fn is_unknown(&self, property: &Property) -> bool {
        let zone = property.parameter("TZID");
        let timed = clock(property).filter(|(_, needs_zone)| *needs_zone);
        zone.zip(timed).is_some_and(|(zone, (local, _))| self.offset_s(zone, local).is_none())
    }
}

/// What the clock shows, and whether only a zone tells the moment.
fn clock(property: &Property) -> Option<(Time, bool)> {
    let value = property.value();
    let written = value.split([',', '/']).next().unwrap_or("").trim();
    let local = crate::dates::parse(spread(written).trim_end_matches(['Z', 'z']), crate::dates::Order::YearFirst, 0)?;
    Some((local, !written.ends_with(['Z', 'z']) && written.len() != 8))
}
