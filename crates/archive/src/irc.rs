//! IRC logs: irssi, weechat, znc, energymech, mIRC, HexChat and Ubuntu's bot.

use std::sync::Arc;

use model::{Author, Incoming, Time};

use crate::dates::{self, Order};
use crate::decode;
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::lines::Lines;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings};
use crate::source::{File, Source};

pub(crate) const FORMAT: Format = Format {
    name: "irc",
    title: "IRC logs (irssi, weechat, znc, energymech, mIRC, HexChat)",
    losses: &[Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

const DAY_S: i64 = 86_400;

fn detect(probe: &Probe) -> Confidence {
    let share = |file: &File| {
        let head = probe.text(file);
        let lines: Vec<&str> = head.lines().filter(|line| !line.trim().is_empty()).take(40).collect();
        let known = lines.iter().filter(|line| !matches!(Line::of(line), Line::Unknown)).count();
        let said = lines.iter().filter(|line| matches!(Line::of(line), Line::Said { .. } | Line::Day(_))).count();
        said > 0 && known * 10 >= lines.len() * 8
    };
    let found = probe.source().files().iter().filter(|file| is_log(file)).take(5).any(share);
    if found { Confidence::Likely } else { Confidence::No }
}

fn is_log(file: &File) -> bool {
    !["json", "jsonl", "csv", "html", "xml", "mbox", "eml", "zip"].iter().any(|ending| file.has_ending(ending))
}

/// What a line of any of the programs says.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    /// Somebody said or did something, at a time of day or at a full moment.
    Said {
        when: When,
        who: &'a str,
        what: String,
    },
    /// The program tells of joins, parts, modes.
    Program,
    /// A new day begins, or the log does.
    Day(i64),
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    /// Seconds since midnight.
    Clock(i64),
    Moment(Time),
}

impl Line<'_> {
    fn of(line: &str) -> Line<'_> {
        if let Some(day) = day_change(line) {
            return Line::Day(day);
        }
        if line.starts_with("=== ")
            || line.starts_with("--- Log closed")
            || line.starts_with("**** ENDING LOGGING")
            || line.starts_with("Session Close")
        {
            return Line::Program;
        }
        if let Some(found) = weechat(line) {
            return found;
        }
        let Some((when, rest)) = clock(line) else { return Line::Unknown };
        said(when, rest)
    }
}

/// `--- Log opened Mon Mar 04 12:00:00 2024`, `--- Day changed Tue Mar 05 2024`, `Session Start: …`.
fn day_change(line: &str) -> Option<i64> {
    let heads = [
        "--- Log opened ",
        "--- Day changed ",
        "Session Start: ",
        "Session Time: ",
        "**** BEGIN LOGGING AT ",
        "--- ",
        "[--- ",
    ];
    let rest = heads.iter().find_map(|head| line.strip_prefix(head))?;
    let rest = rest.strip_prefix("Day changed to ").or(rest.strip_prefix("Day changed ")).unwrap_or(rest);
    dates::parse(rest.trim_end_matches([']', '-', ' ']), Order::YearFirst, 0).map(Time::day)
}

/// `2024-03-04 12:00:00⇥ada⇥hi`.
fn weechat(line: &str) -> Option<Line<'_>> {
    let mut cells = line.splitn(3, '\t');
    let (date, who, what) = (cells.next()?, cells.next()?, cells.next().unwrap_or(""));
    let moment = dates::parse(date, Order::YearFirst, 0).filter(|_| date.len() >= 16 && date.as_bytes()[4] == b'-')?;
    let who = who.trim();
    Some(match who {
        "-->" | "<--" | "--" | "=!=" | "" => Line::Program,
        "*" => {
            let (who, what) = what.split_once(' ').unwrap_or((what, ""));
            Line::Said { when: When::Moment(moment), who: nick(who), what: format!("/me {what}") }
        }
        _ => Line::Said { when: When::Moment(moment), who: nick(who), what: what.to_owned() },
    })
}

/// The time that a line begins with: `12:00`, `[12:00:00]`, `Mar 04 12:00:00`, `2024-03-04T12:00:00`.
fn clock(line: &str) -> Option<(When, &str)> {
    let (written, rest) = match line.strip_prefix('[') {
        Some(inside) => inside.split_once(']')?,
        None => {
            let end =
                line.find(" <").or_else(|| line.find(" *")).or_else(|| line.find(" -")).or_else(|| line.find(" ="))?;
            (&line[..end], &line[end..])
        }
    };
    let written = written.trim();
    if written.len() > 30 || !written.contains(':') {
        return None;
    }
    let when = match of_day(written) {
        Some(seconds) => When::Clock(seconds),
        // HexChat writes no year; the day then comes from the log's beginning.
        None => match dates::parse(written, Order::YearFirst, 0) {
            Some(moment) => When::Moment(moment),
            None => When::Clock(of_day(written.rsplit(' ').next()?)?),
        },
    };
    Some((when, rest.strip_prefix(' ').unwrap_or(rest)))
}

/// The seconds of `12:00` or `12:00:00`.
fn of_day(written: &str) -> Option<i64> {
    let mut parts = written.split(':').map(|part| part.parse::<i64>().ok().filter(|_| part.len() == 2));
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    (hour < 24 && minute < 60 && second < 61 && parts.next().is_none()).then_some(hour * 3600 + minute * 60 + second)
}

/// `<@ada> hi`, ` * ada waves`, `-!- grace has joined`, `*** Joins: grace`.
fn said(when: When, rest: &str) -> Line<'_> {
    if let Some((who, what)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        if who.is_empty() || who.len() > 64 || who.trim().contains(' ') {
            return Line::Unknown;
        }
        return Line::Said { when, who: nick(who), what: what.strip_prefix([' ', '\t']).unwrap_or(what).to_owned() };
    }
    let trimmed = rest.trim_start();
    if ["*** ", "-!- ", "=== ", "==> ", "=-= ", "*\t"].iter().any(|mark| trimmed.starts_with(mark)) {
        return Line::Program;
    }
    if let Some(deed) = trimmed.strip_prefix("* ") {
        let (who, what) = deed.split_once(' ').unwrap_or((deed, ""));
        return Line::Said { when, who: nick(who), what: format!("/me {what}") };
    }
    // A notice: `-NickServ- text` or `-NickServ(host)- text`.
    match trimmed.strip_prefix('-').and_then(|rest| rest.split_once("- ")) {
        Some((who, what)) if !who.contains(' ') => {
            let who = who.split(['(', ':']).next().unwrap_or(who);
            Line::Said { when, who: nick(who), what: what.to_owned() }
        }
        _ => Line::Unknown,
    }
}

/// A nick without the sign of its rank.
fn nick(written: &str) -> &str {
    written.trim().trim_start_matches(['@', '+', '%', '~', '&', '!', ' '])
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = source.files().iter().filter(|file| is_log(file)).cloned().collect();
    let options = options.clone();
    Ok(each_file(source, files, move |source, file| {
        let (network, channel) = whereabouts(file);
        let network = network.unwrap_or_else(|| source.stem().to_owned());
        let mut log = Log {
            origin: options.origin.clone().unwrap_or_else(|| format!("irc:{network}")),
            channel,
            day: day_of_path(&file.path),
            clock: 0,
            zone_offset_s: i64::from(options.zone_offset_s),
        };
        let mut lines = Lines::open(source, file)?;
        Ok(Box::new(std::iter::from_fn(move || {
            loop {
                let line = match lines.next_line()? {
                    Ok(line) if line.trim_ascii().is_empty() => continue,
                    Ok(line) => line.to_vec(),
                    Err(skip) => return Some(Err(skip)),
                };
                if let Some(row) = log.row(line, lines.place()) {
                    return Some(row);
                }
            }
        })))
    }))
}

struct Log {
    origin: String,
    channel: String,
    /// Days since 1970, once the path or a line has told.
    day: Option<i64>,
    clock: i64,
    zone_offset_s: i64,
}

impl Log {
    fn row(&mut self, raw: Vec<u8>, place: Place) -> Option<Row> {
        let (line, encoding) = decode::line(&raw);
        let mut warnings = Warnings::default();
        if encoding == decode::Encoding::Guessed {
            warnings.add(Warning::Encoding);
        }
        let skip = |reason, detail: &str| Some(Err(Skip { place: place.clone(), reason, detail: detail.to_owned() }));
        let line = without_colours(&line);
        let (when, who, what) = match Line::of(&line) {
            Line::Day(day) => {
                (self.day, self.clock) = (Some(day), 0);
                return skip(Reason::System, "a day begins");
            }
            Line::Program => return skip(Reason::System, ""),
            Line::Unknown => return skip(Reason::Malformed, "a line of no known log"),
            Line::Said { when, who, what } => (when, who.to_owned(), what),
        };
        let sent = self.time(when);
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.channel.clone(),
            conversation: flow::on_day(&self.channel, sent),
            author: Author { handle: who, name: None, bot: false },
            sent,
            text: what,
            source: raw,
            ..Incoming::default()
        };
        Some(Ok(Record::new(message, place, warnings)))
    }

    fn time(&mut self, when: When) -> Option<Time> {
        match when {
            When::Moment(moment) => Some(moment.plus_seconds(-self.zone_offset_s)),
            When::Clock(seconds) => {
                // A clock that falls by half a day has passed midnight without saying so.
                if seconds + DAY_S / 2 < self.clock {
                    self.day = self.day.map(|day| day + 1);
                }
                self.clock = seconds;
                self.day.map(|day| Time::from_seconds(day * DAY_S + seconds - self.zone_offset_s))
            }
        }
    }
}

/// Takes mIRC's colours and other control characters away.
fn without_colours(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{3}' => {
                for _ in 0..2 {
                    letters.next_if(char::is_ascii_digit);
                }
                let mut ahead = letters.clone();
                if ahead.next() == Some(',') && ahead.next().is_some_and(|next| next.is_ascii_digit()) {
                    letters.next();
                    for _ in 0..2 {
                        letters.next_if(char::is_ascii_digit);
                    }
                }
            }
            '\u{2}' | '\u{f}' | '\u{11}' | '\u{16}' | '\u{1d}' | '\u{1e}' | '\u{1f}' => {}
            _ => out.push(letter),
        }
    }
    out
}

/// Network and channel from the path: `libera/#help/2024-03-04.log`, `irc.libera.#help.weechatlog`.
fn whereabouts(file: &File) -> (Option<String>, String) {
    let parts: Vec<&str> = file.path.split('/').collect();
    let at = parts.iter().rposition(|part| part.contains('#'));
    let Some(at) = at else { return (None, channel_of_stem(file.stem())) };
    let part = parts[at];
    let start = part.find('#').unwrap_or(0);
    let name = &part[start..];
    let name = [".weechatlog", ".log", ".txt", ".gz"].iter().fold(name, |name, ending| name.trim_end_matches(ending));
    let channel = name.split(['.', '_']).next().unwrap_or(name).to_owned();
    let before = part[..start].trim_end_matches(['.', '_', '-']).trim_start_matches("irc.");
    let network = if before.is_empty() {
        at.checked_sub(1).map(|above| parts[above].to_owned())
    } else {
        Some(before.to_owned())
    };
    (network, channel)
}

/// A name without the date that stands in it.
fn channel_of_stem(stem: &str) -> String {
    let parts: Vec<&str> =
        stem.split(['.', '_']).filter(|part| !part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')).collect();
    if parts.is_empty() { stem.to_owned() } else { parts.join("_") }
}

/// The day that a path names: `2024-03-04`, `20240304`, `2024/03/04`.
fn day_of_path(path: &Arc<str>) -> Option<i64> {
    let digits: Vec<&str> = path.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let packed =
        digits.iter().find(|run| run.len() == 8).map(|run| format!("{}-{}-{}", &run[..4], &run[4..6], &run[6..]));
    let parts = digits
        .windows(3)
        .find(|run| run[0].len() == 4 && run[1].len() == 2 && run[2].len() == 2)
        .map(|run| run.join("-"));
    [parts, packed].into_iter().flatten().find_map(|date| dates::parse(&date, Order::YearFirst, 0)).map(Time::day)
}
