//! Contacts, feeds and dates as other programs wrote them.

use archive::{Options, Reason};

use crate::mime::files_below;
use crate::read::{file, rows, shared, show};

/// Reads every file of a suite by the format of its name: how many files, things, and rows skipped
/// for each reason.
fn suite(folder: &str, ending: &str, format: &str) -> Option<(usize, usize, Vec<String>)> {
    let folder = shared(folder)?;
    let (mut files, mut things, mut skipped) = (0, 0, Vec::new());
    let options = Options { format: Some(format.to_owned()), ..Options::default() };
    for path in files_below(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(ending) {
            continue;
        }
        files += 1;
        for row in rows(&file(&name, &std::fs::read(&path).unwrap()), &options) {
            match row {
                Ok(record) => {
                    assert!(record.message.thing.is_some(), "{name}: {}", show(&Ok(record)));
                    things += 1;
                }
                Err(skip) => skipped.push(format!("{name}: {skip}")),
            }
        }
    }
    println!("{format}: {files} files, {things} things, skipped: {skipped:#?}");
    Some((files, things, skipped))
}

#[test]
fn calendars_of_others_are_read() {
    let Some((files, things, skipped)) = suite("fixtures/icalendar/src", ".ics", "icalendar") else { return };
    let told = |skip: &&String| skip.contains("neither name nor day") || skip.contains("no message: v");
    let untold: Vec<&String> = skipped.iter().filter(|skip| !told(skip)).collect();
    assert!(files > 150 && things > 140 && untold.is_empty(), "{files} {things} {untold:?}");
}

#[test]
fn address_books_of_others_are_read() {
    let Some((files, things, skipped)) = suite("fixtures/calcard/resources/vcard", ".vcf", "vcard") else { return };
    let told = |skip: &&String| skip.contains("neither name nor address") || skip.contains("is never ended");
    let untold: Vec<&String> = skipped.iter().filter(|skip| !told(skip)).collect();
    assert!(files > 75 && things > 95 && untold.is_empty(), "{files} {things} {untold:?}");
}

/// The suite says in each file which feeds it expects.
#[test]
fn lists_of_feeds_are_read_as_their_authors_say() {
    let Some(folder) = shared("fixtures/listparser/tests/files/opml") else { return };
    let (mut agreed, mut all) = (0, 0);
    for path in files_below(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let expected: Vec<&str> =
            text.lines().filter_map(|line| line.trim().strip_prefix("Eval: result['feeds'][0]['url'] == ")).collect();
        let options = Options { format: Some("opml".to_owned()), ..Options::default() };
        let found = rows(&file("a.opml", &bytes), &options);
        let address = found.iter().flatten().next().and_then(|record| record.message.native_id.clone());
        for wanted in expected {
            all += 1;
            let wanted = wanted.trim_matches(['"', '\'']);
            let holds = address.as_deref() == Some(wanted);
            agreed += usize::from(holds);
            if !holds {
                println!("{}: {wanted} but {address:?}", path.display());
            }
        }
        assert!(
            found.iter().flatten().count() > 0
                || found.iter().all(|row| {
                    row.as_ref().is_err_and(|skip| matches!(skip.reason, Reason::Unsupported | Reason::Broken))
                })
        );
    }
    println!("{agreed} of {all} addresses agree");
    assert!(all > 0 && agreed * 100 >= all * 98, "{agreed} of {all}");
}

#[test]
fn a_spreadsheet_is_found_by_what_it_is_and_damage_is_told() {
    let whole = std::fs::read(crate::fixtures::folder("xlsx").join("feedback.xlsx")).unwrap();
    let (format, _) = archive::open(&file("feedback.bin", &whole), &Options::default()).unwrap();
    assert_eq!(format.name, "xlsx");
    let Err(error) = archive::open(&file("cut.xlsx", &whole[..whole.len() / 2]), &Options::default()) else {
        panic!("half a spreadsheet was opened")
    };
    assert_eq!(error.to_string(), "cannot read cut.xlsx: not a sound zip: its end is missing (cut short?)");
    let Err(error) = archive::open(&file("page.xlsx", b"<html>"), &Options::default()) else {
        panic!("a page was opened as a spreadsheet")
    };
    assert!(error.to_string().starts_with("cannot read page.xlsx: not a sound zip"), "{error}");
}

#[test]
fn a_calendar_keeps_the_clock_of_its_zones() {
    let calendar = |local: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nDTSTART;TZID=X:{local}\r\nEND:VEVENT\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n"
        )
    };
    for (local, expected) in [
        ("20240309T120000", "2024-03-09T17:00:00Z"),
        ("20240310T120000", "2024-03-10T16:00:00Z"),
        ("20241102T120000", "2024-11-02T16:00:00Z"),
        ("20241103T120000", "2024-11-03T17:00:00Z"),
        ("19990101T120000", "1999-01-01T17:00:00Z"),
    ] {
        let found = rows(&file("a.ics", calendar(local).as_bytes()), &Options::default()).remove(0).unwrap();
        assert_eq!(found.message.sent.map(|at| at.to_string()).as_deref(), Some(expected), "{local}");
    }
}

/// One event, in a calendar with this before it.
fn event(before: &str, begins: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\n{before}BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nDTSTART{begins}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn shown(name: &str, text: &str) -> Vec<String> {
    rows(&file(name, text.as_bytes()), &Options::default()).iter().map(show).collect()
}

#[test]
fn zones_that_began_long_ago_hold_and_unknown_ones_are_warned_of() {
    let part = |name: &str, first: &str, (from, to): (&str, &str), rule: &str| {
        format!("BEGIN:{name}\r\nDTSTART:{first}\r\nTZOFFSETFROM:{from}\r\nTZOFFSETTO:{to}\r\n{rule}END:{name}\r\n")
    };
    let zone = |parts: &str| format!("BEGIN:VTIMEZONE\r\nTZID:Here\r\n{parts}END:VTIMEZONE\r\n");
    let yearly = |month: u8| format!("RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH={month}\r\n");
    let old = zone(
        &(part("STANDARD", "16010101T030000", ("+0200", "+0100"), &yearly(10))
            + &part("DAYLIGHT", "16010101T020000", ("+0100", "+0200"), &yearly(3))),
    );
    let fixed = zone(&part("STANDARD", "16010101T000000", ("+0530", "+0530"), ""));
    let past = zone(
        &(part("STANDARD", "19451118T030000", ("+0200", "+0300"), "")
            + &part("STANDARD", "18930401T000000", ("+0053", "+0100"), "")
            + &part("STANDARD", "19160501T000000", ("+0100", "+0200"), "")),
    );
    for (before, begins, expected) in [
        (&*old, ";TZID=Here:20190509T080000", "2019-05-09T06:00:00Z"),
        (&old, ";TZID=\"Here\":20190109T080000", "2019-01-09T07:00:00Z"),
        (&fixed, ";TZID=Here:20190109T080000", "2019-01-09T02:30:00Z"),
        (&past, ";TZID=Here:20190109T080000", "2019-01-09T05:00:00Z"),
        ("", ";TZID=GMT+0200:20250506T180000", "2025-05-06T16:00:00Z"),
        ("", ";TZID=\"UTC+03:00\":20220519T110000", "2022-05-19T08:00:00Z"),
        ("", ";TZID=Etc/GMT-2:20250506T180000", "2025-05-06T16:00:00Z"),
        ("", ";TZID=UTC:20250506T180000", "2025-05-06T18:00:00Z"),
        ("", ":20250506T180000", "2025-05-06T18:00:00Z"),
        ("", ";TZID=Europe/Vienna:20250506T180000", "2025-05-06T16:00:00Z"),
        ("", ";TZID=Europe/Vienna:20250106T180000", "2025-01-06T17:00:00Z"),
        ("", ";TZID=W. Europe Standard Time:20250506T180000", "2025-05-06T18:00:00Z !zone"),
        ("", ";TZID=Europe/Vienna;VALUE=DATE:20250506", "2025-05-06T00:00:00Z"),
        ("", ";VALUE=DATE:19500510", "- begins=19500510 !no_time"),
    ] {
        let found = rows(&file("a.ics", event(before, begins).as_bytes()), &Options::default()).remove(0).unwrap();
        let mut told = found.message.sent.map_or("-".to_owned(), |at| at.to_string());
        let facts = found.message.thing.unwrap().facts;
        told.extend(facts.get("begins").map(|begins| format!(" begins={}", begins.join("|"))));
        told.extend(found.warnings.iter().map(|warning| format!(" !{}", warning.word())));
        assert_eq!(told, expected, "{before}{begins}");
    }
}

#[test]
fn an_event_whose_beginning_is_damaged_is_read_or_told_of() {
    let whole = event("", ":20250204T160000Z");
    let read = shown("a.ics", &whole);
    assert_eq!(shown("a.ics", &whole.replace("BEGIN:VEVENT", "NoneBEGIN:VEVENT")), read);
    let torn = shown("a.ics", &whole.replace("BEGIN:VEVENT", "BEGIN VEVENT"));
    assert_eq!(torn, ["skip 6 malformed: an end of VEVENT without its beginning"]);
}

#[test]
fn an_audience_with_columns_of_its_own_is_known_by_mailchimps() {
    let audience = "\
Firma,Emailadresse,Vorname,Nachname,MEMBER_RATING,OPTIN_TIME,LAST_CHANGED,LEID,EUID,NOTES
Acme,ada@example.org,Ada,Lovelace,4,2018-02-12 17:59:31,2018-02-12 18:06:58,33,8b66,ask bob@example.org
Acme,,Grace,,4,2018-02-12 17:59:31,2018-02-12 18:06:58,34,8b67,ask bob@example.org
";
    assert_eq!(
        shown("subscribed_segment_export_1.csv", audience),
        [
            "subscribed_segment_export_1 | ada@example.org | Ada Lovelace | 8b66 > - | ada@example.org (Ada Lovelace) | 2018-02-12T17:59:31Z | \"\" edited=2018-02-12T18:06:58Z [subscriber] asked_at=2018-02-12 17:59:31 consent=subscribed note=ask bob@example.org status=subscribed",
            "skip 3 malformed: has no address",
        ]
    );
}

#[test]
fn lists_of_mailchimps_export_api_are_read() {
    let lists = r#"["Email Address","First Name","MEMBER_RATING","OPTIN_TIME","LAST_CHANGED","LEID","EUID","NOTES"]
["ada@example.org","Ada",4,"2018-02-12 17:59:31","2018-02-12 18:06:58","33","8b66",null]
{"error":"too many"}
"#;
    assert_eq!(
        shown("list.txt", lists),
        [
            "list | ada@example.org | Ada | 8b66 > - | ada@example.org (Ada) | 2018-02-12T17:59:31Z | \"\" edited=2018-02-12T18:06:58Z [subscriber] asked_at=2018-02-12 17:59:31 consent=unknown",
            "skip 3 malformed: no list of cells",
        ]
    );
}

#[test]
fn a_list_that_listmonk_takes_in_is_known() {
    let text = b"email,name,attributes\nada@example.org,Ada Lee,\"{\"\"city\"\": \"\"Bern\"\"}\"\n";
    let found = rows(&file("subs.csv", text), &Options::default());
    let message = &found[0].as_ref().unwrap().message;
    let facts = &message.thing.as_ref().unwrap().facts;
    assert_eq!((message.author.handle.as_str(), facts["consent"][0].as_str()), ("ada@example.org", "unknown"));
    assert_eq!(facts["attributes"], ["{\"city\": \"Bern\"}"]);
}

#[test]
fn a_birthday_without_a_year_has_none() {
    let card = |day: &str| format!("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\n{day}\nEND:VCARD\n");
    for (day, told) in [
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-06", "--0506"),
        ("BDAY;VALUE=date;X-APPLE-OMIT-YEAR=1604:16040506", "--0506"),
        ("BDAY:1604-05-06", "1604-05-06"),
    ] {
        let row = rows(&file("a.vcf", card(day).as_bytes()), &Options::default()).remove(0);
        assert!(show(&row).contains(&format!(" birthday={told}")), "{}", show(&row));
    }
}
