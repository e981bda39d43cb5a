//! vCard 2.1, 3.0 and 4.0: people of address books, kept as contacts.

use model::{Attachment, Author, Incoming, Thing, ThingKind};

use crate::dates::{self, Order};
use crate::format::{Error, Format, Loss, Mapped, Options, each_file};
use crate::generic;
use crate::media::FILE_BYTES_MAX;
use crate::properties::{self, Component, Components, Property, facts};
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning};
use crate::source::Source;

pub(crate) const FORMAT: Format = Format {
    name: "vcard",
    title: "address book (vCard)",
    losses: &[Loss::OtherFields],
    mapped: Mapped::Known,
    detect: |probe| properties::detect(probe, b"BEGIN:VCARD"),
    open,
};

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files = properties::files(source, ["vcf", "vcard"]);
    // A mail from the same address is by the same person.
    let origin = options.origin.clone().unwrap_or_else(|| "mail".to_owned());
    Ok(each_file(source, files, move |source, file| {
        let (origin, channel) = (origin.clone(), file.stem().to_owned());
        let cards = Components::open(source, file, |name| name == "VCARD")?;
        Ok(Box::new(cards.map(move |card| card.and_then(|card| contact(card, &origin, &channel)))))
    }))
}

fn contact(card: Component, origin: &str, channel: &str) -> Row {
    let place = card.place.clone().unwrap_or_else(|| Place { path: channel.into(), row: 1 });
    let emails: Vec<String> = card.texts("EMAIL").iter().map(|email| plain_address(email)).collect();
    let phones: Vec<String> =
        card.texts("TEL").iter().map(|phone| phone.trim_start_matches("tel:").to_owned()).collect();
    let name = name(&card);
    let Some(handle) = emails.first().or(phones.first()).cloned().or_else(|| name.clone()) else {
        return Err(Skip { place, reason: Reason::NoText, detail: "neither name nor address".to_owned() });
    };
    let mut attachments = Vec::new();
    let mut warnings = card.warnings;
    for picture in ["PHOTO", "LOGO", "SOUND"].into_iter().flat_map(|name| card.all(name)) {
        attachments.push(file(picture, &mut warnings));
    }
    let addresses = card.all("ADR").map(|address| {
        let parts: Vec<String> = address.parts(';').into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    });
    let profiles = ["IMPP", "X-JABBER", "X-SKYPE", "X-TWITTER", "X-SOCIALPROFILE", "SOCIALPROFILE"];
    let known = facts([
        ("email", emails.clone()),
        ("phone", phones),
        ("organization", card.all("ORG").map(|org| join(&org.parts(';'), ", ")).collect()),
        ("role", [card.texts("TITLE"), card.texts("ROLE")].concat()),
        ("address", addresses.collect()),
        ("page", card.texts("URL")),
        ("profile", profiles.iter().flat_map(|name| card.texts(name)).collect()),
        ("nickname", card.texts("NICKNAME")),
        ("birthday", card.all("BDAY").map(birthday).collect()),
        ("category", card.all("CATEGORIES").flat_map(|list| list.parts(',')).collect()),
        ("kind", card.texts("KIND")),
    ]);
    let note = card.texts("NOTE").join("\n");
    let native_id = card.texts("UID").into_iter().next();
    let native_id = native_id.unwrap_or_else(|| generic::digest(&[&handle, name.as_deref().unwrap_or("")]));
    let revised = card.find("REV").and_then(|rev| dates::parse(&spread(&rev.text()), Order::YearFirst, 0));
    let message = Incoming {
        origin: origin.to_owned(),
        channel: channel.to_owned(),
        conversation: native_id.clone(),
        native_id: Some(native_id),
        title: name.clone(),
        author: Author { handle, name, bot: false },
        text: note,
        edited: revised,
        attachments,
        source: card.raw,
        thing: Some(Box::new(Thing { kind: ThingKind::Contact, facts: known })),
        ..Incoming::default()
    };
    Ok(Record::new(message, place, warnings))
}

/// `mailto:` belongs to the address only in a link.
fn plain_address(written: &str) -> String {
    written.trim_start_matches("mailto:").trim().to_lowercase()
}

/// The name as people write it, else put together from its parts.
fn name(card: &Component) -> Option<String> {
    let written = card.texts("FN").into_iter().next();
    let parts = || {
        let parts = card.find("N")?.parts(';');
        let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
        Some(join(&[part(3), part(1), part(2), part(0), part(4)], " "))
    };
    let nick = || card.texts("NICKNAME").into_iter().next();
    let organization = || card.find("ORG").map(|org| join(&org.parts(';'), ", "));
    let full = |name: &String| !name.trim().is_empty();
    written.filter(full).or_else(|| parts().filter(full)).or_else(nick).or_else(|| organization().filter(full))
}

/// A day whose year nobody told: Apple writes one in its place, and says so.
fn birthday(day: &Property) -> String {
    let told = day.text();
    let placeholder = day.parameter("X-APPLE-OMIT-YEAR");
    let rest = placeholder.filter(|year| !year.is_empty()).and_then(|year| told.strip_prefix(year));
    rest.map_or(told.clone(), |rest| format!("--{}", rest.replace('-', "")))
}

fn join(parts: &[String], between: &str) -> String {
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

fn file(picture: &Property, warnings: &mut crate::record::Warnings) -> Attachment {
    let kind = picture.parameter("TYPE").or(picture.parameter("MEDIATYPE")).unwrap_or("jpeg").to_ascii_lowercase();
    let media_type = if kind.contains('/') { kind.clone() } else { format!("image/{kind}") };
    let name = format!("{}.{}", picture.name.to_ascii_lowercase(), kind.rsplit('/').next().unwrap_or("jpeg"));
    if !picture.is_binary() {
        return Attachment { name, media_type, bytes: None, url: Some(picture.text()) };
    }
    let bytes = picture.bytes().filter(|bytes| bytes.len() as u64 <= FILE_BYTES_MAX);
    if bytes.is_none() {
        warnings.add(Warning::FileLeftOut);
    }
    Attachment { name, media_type, bytes, url: None }
}

/// `20240304T120000Z` with the signs that other programs write.
pub(crate) fn spread(written: &str) -> String {
    let digits = |range: std::ops::Range<usize>| {
        written.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let Some((year, month, day)) = digits(0..4).zip(digits(4..6)).zip(digits(6..8)).map(|((y, m), d)| (y, m, d)) else {
        return written.to_owned();
    };
    match (digits(9..11), digits(11..13), digits(13..15)) {
        (Some(hour), Some(minute), Some(second)) => {
            let zone = written.get(15..).unwrap_or("");
            format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
        }
        _ => format!("{year}-{month}-{day}"),
    }
}
