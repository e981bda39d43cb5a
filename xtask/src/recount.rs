//! Counts an archive by itself, without the program, and compares a report's numbers with that.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::process::Command;

/// One message, as far as counting needs it. Texts stay as JSON escapes them: equal is equal.
struct Message<'a> {
    at: i64,
    author: &'a str,
    conversation: (&'a str, &'a str),
}

/// `recount REPORT.json ARCHIVE.jsonl.gz FROM TO`, a month as epoch seconds.
pub(crate) fn run(report: &str, archive: &str, span: (&str, &str)) -> Result<(), String> {
    let second = |text: &str| text.parse::<i64>().map_err(|_| format!("`{text}` is no number of seconds"));
    let (from, to) = (second(span.0)?, second(span.1)?);
    let report = fs::read_to_string(report).map_err(|reason| format!("cannot read {report}: {reason}"))?;
    let unpacked = Command::new("gzip").args(["-dc", archive]).output();
    let unpacked = unpacked.map_err(|reason| format!("cannot run gzip: {reason}"))?;
    if !unpacked.status.success() {
        return Err(format!("cannot unpack {archive}"));
    }
    let lines = String::from_utf8_lossy(&unpacked.stdout);
    let counted = count(&lines, from, to)?;
    let wrong: Vec<String> = counted.iter().filter_map(|(name, value)| difference(&report, name, *value)).collect();
    if wrong.is_empty() {
        println!("recount: {} numbers of the report equal an independent count", counted.len());
        return Ok(());
    }
    Err(wrong.join("\n"))
}

fn difference(report: &str, name: &str, counted: f64) -> Option<String> {
    let said = value(report, name);
    let same = said.is_some_and(|said| (said - counted).abs() < 0.00006);
    (!same).then(|| format!("{name}: the report says {said:?}, the archive {counted}"))
}

/// The `value` that follows the metric's `name`.
fn value(report: &str, name: &str) -> Option<f64> {
    let squeezed = report.replace(": ", ":");
    let rest = squeezed.split_once(&format!("\"name\":\"{name}\""))?.1.split_once("\"value\":")?.1;
    let end = rest.find([',', '}', '\n'])?;
    // tidy(swallow): `null` is no value
    rest[..end].trim().parse().ok()
}

/// The report's numbers of the month that need no reading of texts.
fn count(lines: &str, from: i64, to: i64) -> Result<Vec<(String, f64)>, String> {
    let mut messages = Vec::new();
    for (at, line) in lines.lines().enumerate() {
        messages.push(message(line).ok_or_else(|| format!("line {} is not a message", at + 1))?);
    }
    messages.sort_by_key(|message| message.at);
    let length_before = days_before(from) * 86_400;
    let inside: Vec<&Message> = messages.iter().filter(|message| (from..to).contains(&message.at)).collect();
    let before: BTreeSet<&str> = messages
        .iter()
        .filter(|message| (from - length_before..from).contains(&message.at))
        .map(|message| message.author)
        .collect();
    let mut counted = people(&messages, &inside, &before, from);
    counted.extend(conversations(&messages, from, to));
    for (channel, count) in tally(inside.iter().map(|message| message.conversation.0)) {
        counted.push((format!("messages.channel.{channel}"), count as f64));
    }
    let hours = tally(inside.iter().map(|message| message.at.rem_euclid(86_400) / 3_600));
    let busiest = hours.iter().max_by_key(|(hour, count)| (**count, -**hour)).map(|(hour, _)| *hour);
    counted.push(("busiest_hour_utc".to_owned(), busiest.unwrap_or(0) as f64));
    Ok(counted)
}

/// Days of the month before the one that begins at `from`.
fn days_before(from: i64) -> i64 {
    let is_first = |day: i64| civil_day(day) == 1;
    let first = from.div_euclid(86_400);
    (1..=31).find(|back| is_first(first - back)).unwrap_or(31)
}

/// Day of the month of a day counted from 1970-01-01, by walking years and months.
fn civil_day(mut day: i64) -> i64 {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while day >= 365 + i64::from(leap(year)) {
        day -= 365 + i64::from(leap(year));
        year += 1;
    }
    for length in [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < length {
            return day + 1;
        }
        day -= length;
    }
    day + 1
}

fn people(all: &[Message], inside: &[&Message], before: &BTreeSet<&str>, from: i64) -> Vec<(String, f64)> {
    let active: BTreeSet<&str> = inside.iter().map(|message| message.author).collect();
    let earlier: BTreeSet<&str> =
        all.iter().filter(|message| message.at < from).map(|message| message.author).collect();
    let mut loudest: Vec<usize> = tally(inside.iter().map(|message| message.author)).into_values().collect();
    loudest.sort_unstable_by(|a, b| b.cmp(a));
    let mut sum = 0;
    let half = loudest.iter().take_while(|count| {
        let short = sum * 2 < inside.len();
        sum += **count;
        short
    });
    let absence = half.count();
    [
        ("messages", inside.len()),
        ("active_members", active.len()),
        ("new_members", active.difference(&earlier).count()),
        ("returning_members", active.intersection(before).count()),
        ("lost_members", before.difference(&active).count()),
        ("absence_factor", absence),
    ]
    .map(|(name, value)| (name.to_owned(), value as f64))
    .to_vec()
}

fn conversations(all: &[Message], from: i64, to: i64) -> Vec<(String, f64)> {
    let mut by_key: HashMap<(&str, &str), Vec<&Message>> = HashMap::new();
    for message in all {
        by_key.entry(message.conversation).or_default().push(message);
    }
    let started: Vec<&Vec<&Message>> = by_key.values().filter(|list| (from..to).contains(&list[0].at)).collect();
    let answer = |list: &&Vec<&Message>| -> Option<(i64, String)> {
        let first = list.iter().find(|message| message.author != list[0].author)?;
        Some((first.at - list[0].at, first.author.to_owned()))
    };
    let answers: Vec<(i64, String)> = started.iter().filter_map(answer).collect();
    let mut waits: Vec<i64> = answers.iter().map(|(wait, _)| *wait).collect();
    waits.sort_unstable();
    let helpers: BTreeSet<&String> = answers.iter().map(|(_, author)| author).collect();
    let unanswered = (started.len() - answers.len()) as f64 / started.len().max(1) as f64;
    let median = |list: &[i64]| (list[(list.len() - 1) / 2] + list[list.len() / 2]) as f64 / 2.0;
    let mut counted = vec![
        ("conversations".to_owned(), started.len() as f64),
        ("helpers".to_owned(), helpers.len() as f64),
        ("unanswered_share".to_owned(), unanswered),
    ];
    if !waits.is_empty() {
        let rank = (waits.len() * 9).div_ceil(10);
        counted.push(("time_to_first_response_median_s".to_owned(), median(&waits)));
        counted.push(("time_to_first_response_p90_s".to_owned(), waits[rank - 1] as f64));
    }
    counted
}

fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

fn message(line: &str) -> Option<Message<'_>> {
    let number = line.split_once("\"ts\": ")?.1;
    let digits = number.find(|letter: char| !letter.is_ascii_digit())?;
    // tidy(swallow): a line without a time is refused with its number
    let at = number[..digits].parse().ok()?;
    Some(Message {
        at,
        author: quoted(line, "author")?,
        conversation: (quoted(line, "stream")?, quoted(line, "topic")?),
    })
}

/// The string after `"name": `, escapes and all.
fn quoted<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.split_once(&format!("\"{name}\": \""))?.1;
    let mut escaped = false;
    let end = rest.find(|letter| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    })?;
    Some(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARCH: (i64, i64) = (1_709_251_200, 1_711_929_600);

    fn line(at: i64, author: &str, topic: &str) -> String {
        format!(
            "{{\"id\": 1, \"stream\": \"s\", \"topic\": \"{topic}\", \"author\": \"{author}\", \"ts\": {at}, \"text\": \"x\"}}\n"
        )
    }

    #[test]
    fn a_month_is_counted_by_its_definitions() {
        let first = MARCH.0;
        let lines = [
            line(first - 10, "old", "a \\\"b\\\""),
            line(first - 9, "gone", "z"),
            line(first, "old", "c"),
            line(first + 60, "new", "c"),
            line(first + 7_200, "old", "d"),
            line(MARCH.1, "late", "d"),
        ]
        .concat();
        let counted = count(&lines, MARCH.0, MARCH.1).expect("the lines are messages");
        let of = |name: &str| counted.iter().find(|(other, _)| other == name).map(|(_, value)| *value);
        assert_eq!(of("messages"), Some(3.0));
        assert_eq!((of("active_members"), of("new_members")), (Some(2.0), Some(1.0)));
        assert_eq!((of("returning_members"), of("lost_members")), (Some(1.0), Some(1.0)));
        assert_eq!((of("conversations"), of("unanswered_share")), (Some(2.0), Some(0.0)));
        assert_eq!(of("time_to_first_response_p90_s"), Some((MARCH.1 - first - 7_200) as f64));
        assert_eq!((of("absence_factor"), of("messages.channel.s")), (Some(1.0), Some(3.0)));
        assert_eq!(days_before(MARCH.0), 29, "2024 is a leap year");
    }

    #[test]
    fn a_wrong_number_is_named() {
        let report = r#"{"metrics": [{"name": "messages", "unit": "count", "value": 3, "previous": 2}]}"#;
        assert_eq!(difference(report, "messages", 3.0), None);
        assert!(difference(report, "messages", 4.0).is_some() && difference(report, "helpers", 1.0).is_some());
    }
}
