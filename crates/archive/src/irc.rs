//! IRC logs: irssi, weechat, znc, energymech, mIRC, HexChat and Ubuntu's bot.

use std::io;

use model::{Author, Incoming, Time};

use crate::clock::Clock;
use crate::dates::{self, Order};
use crate::decode;
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::irc_colours::without_colours;
use crate::irc_dates::{LogEvidence, LogLines};
use crate::irc_lines::{self, Begins, DAY_S, Line, When, clock};
use crate::irc_paths::{NOWHERE, Networks, day_of_path, of_session, order_of_suffixes, whereabouts};
use crate::lines::Lines;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings};
use crate::source::{File, Source, without_copy};

pub(crate) const FORMAT: Format = Format {
    name: "irc",
    title: "IRC logs (irssi, weechat, znc, energymech, mIRC, HexChat)",
    losses: &[Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

/// How many files are looked at, each for itself and together.
const FILES_PROBED: usize = 5;
const DAYS_PROBED: usize = 20;
/// How many lines of each then tell whether it is a log.
const LINES_SHARED: usize = 40;
/// How many lines are looked at for dates of numbers, and for signs of the program.
const LINES_PROBED: usize = 1_000;
const HALF_A_YEAR: i64 = 183;

fn detect(probe: &Probe) -> Confidence {
    let files = || probe.source().files().iter().filter(|file| is_log(file));
    let each = files().take(FILES_PROBED).any(|file| Share::default().with(probe, file).is_of_a_log());
    // In a folder of days the first may be quiet.
    let together = || files().take(DAYS_PROBED).fold(Share::default(), |share, file| share.with(probe, file));
    if each || together().is_of_a_log() { Confidence::Likely } else { Confidence::No }
}

/// How many of a log's first lines are understood.
#[derive(Default)]
struct Share {
    lines: usize,
    known: usize,
    said: usize,
}

impl Share {
    fn with(mut self, probe: &Probe, file: &File) -> Share {
        let (head, read) = (without_colours(&probe.text(file)), reading(file));
        for line in head.lines().filter(|line| !line.trim().is_empty()).take(LINES_SHARED) {
            let line = read(line);
            self.lines += 1;
            self.known += usize::from(line != Line::Unknown);
            self.said += usize::from(matches!(line, Line::Said { .. } | Line::Private { .. } | Line::Day(_)));
        }
        self
    }

    fn is_of_a_log(&self) -> bool {
        self.said > 0 && self.known * 10 >= self.lines * 8
    }
}

/// How the lines of a log are read: only its name tells that a table is of WeeChat.
fn reading(file: &File) -> for<'a> fn(&'a str) -> Line<'a> {
    if file.has_ending("weechatlog") { Line::of_weechat } else { Line::of }
}

fn is_log(file: &File) -> bool {
    !["json", "jsonl", "csv", "html", "xml", "mbox", "eml", "zip"].iter().any(|ending| file.has_ending(ending))
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = source.files().iter().filter(|file| is_log(file)).cloned().collect();
    let options = options.clone();
    let order = order_of_suffixes(&files);
    let networks = Networks::of(&files);
    Ok(each_file(source, files, move |source, file| {
        let mut lines = LogLines::open(source, file)?;
        let (network, channel) = whereabouts(file, &networks);
        let (network, channel) = session(&lines, &channel).unwrap_or((network, channel));
        // What a lone file is called says nothing of its network, and may be another name the next time.
        let network = network.or_else(|| (source.files().len() > 1).then(|| without_copy(source.stem()).to_owned()));
        let nowhere = network.is_none() && channel == NOWHERE && options.origin.is_none();
        let origin = network.map_or("irc".to_owned(), |network| format!("irc:{network}"));
        let day = day_of_path(&file.path, order);
        let order_of_numbers = order_of_numbers(&lines, day, || Lines::open(source, file))?;
        let mut log = Log {
            origin: options.origin.clone().unwrap_or(origin),
            channel,
            warnings: if nowhere { Warnings::of(Warning::NoChannel) } else { Warnings::default() },
            day,
            day_of_path: day,
            clock: 0,
            order_of_numbers,
            zone: options.clock.clone(),
            read: reading(file),
            marks_its_own: marks_its_own(&lines),
            has_types: false,
        };
        Ok(Box::new(std::iter::from_fn(move || {
            loop {
                let row = match lines.next_line()? {
                    (Ok(line), _) if line.trim_ascii().is_empty() => continue,
                    (Ok(line), place) => log.row(line, place),
                    (Err(skip), _) => Some(Err(skip)),
                };
                if row.is_some() {
                    return row;
                }
            }
        })))
    }))
}

/// Network and channel of a log of mIRC's that is called by both, where it tells the channel.
fn session(lines: &LogLines, named: &str) -> Option<(Option<String>, String)> {
    let ident = lines.head().take(LINES_SHARED).find_map(|line| line.strip_prefix(b"Session Ident: "))?;
    let (network, channel) = of_session(named, &decode::line(ident).0)?;
    Some((Some(network.to_owned()), channel.to_owned()))
}

fn marks_its_own(lines: &LogLines) -> bool {
    lines.head().take(LINES_PROBED).any(|line| irc_lines::marks_its_own(&without_colours(&decode::line(line).0)))
}

/// What a log that writes dates as `04/03/24` says about the order of their numbers: by its head, by its path, or else
/// as a whole.
fn order_of_numbers(
    lines: &LogLines,
    day_of_path: Option<i64>,
    reopen: impl FnOnce() -> io::Result<Lines>,
) -> io::Result<Order> {
    let numbers = |line: &[u8]| match clock(&without_colours(&decode::line(line).0)) {
        Some((When::OfNumbers(numbers, _), _)) => Some(numbers),
        _ => None,
    };
    let mut evidence = LogEvidence::default();
    if !lines.head().take(LINES_PROBED).any(|line| numbers(line).is_some()) {
        return Ok(Order::Unknown);
    }
    let is_of_bip = |line: &[u8]| irc_lines::is_of_bip(&without_colours(&decode::line(line).0));
    if lines.head().take(LINES_PROBED).any(is_of_bip) {
        return Ok(Order::DayFirst);
    }
    lines.head().filter_map(numbers).for_each(|numbers| evidence.add(numbers));
    let order = match evidence.order() {
        Order::Unknown => day_of_path.map_or(Order::Unknown, |day| evidence.order_of_path(day)),
        known => known,
    };
    if order != Order::Unknown || lines.is_whole {
        return Ok(order);
    }
    let (mut lines, mut evidence) = (reopen()?, LogEvidence::default());
    while let Some(line) = lines.next_line() {
        line.ok().and_then(numbers).into_iter().for_each(|numbers| evidence.add(numbers)); // tidy(swallow): told as a row
    }
    Ok(evidence.order())
}

struct Log {
    origin: String,
    channel: String,
    /// What is amiss with all messages.
    warnings: Warnings,
    /// Days since 1970, once the path or a line has told.
    day: Option<i64>,
    day_of_path: Option<i64>,
    clock: i64,
    order_of_numbers: Order,
    zone: Clock,
    read: for<'a> fn(&'a str) -> Line<'a>,
    /// Whether its program writes a sign before all that it says itself.
    marks_its_own: bool,
    /// Whether it tells what happened by its type.
    has_types: bool,
}

impl Log {
    fn row(&mut self, raw: Vec<u8>, place: Place) -> Option<Row> {
        let (line, encoding) = decode::line(&raw);
        let mut warnings = self.warnings;
        if encoding == decode::Encoding::Guessed {
            warnings.add(Warning::Encoding);
        }
        let skip = |reason, detail: &str| Some(Err(Skip { place: place.clone(), reason, detail: detail.to_owned() }));
        let line = without_colours(&line);
        let (when, who, what) = match (self.read)(&line) {
            Line::Day(day) => {
                (self.day, self.clock) = (Some(day), 0);
                return skip(Reason::System, "a day begins");
            }
            Line::LostDay(begins) => {
                // Messages under a wrong day would be worse than messages under none.
                self.day = self.day_of_path.filter(|_| begins == Begins::Log);
                self.clock = 0;
                return skip(Reason::System, "a day begins whose date cannot be read");
            }
            Line::Doubtful { when, who, what } if self.marks_its_own => (when, who.to_owned(), what),
            Line::Private { when, who, what } if !irc_lines::is_channel(&self.channel) => (when, who.to_owned(), what),
            Line::Program | Line::Doubtful { .. } | Line::Private { .. } => return skip(Reason::System, ""),
            Line::Unknown => return skip(Reason::Malformed, "a line of no known log"),
            Line::Said { when, who, what } => (when, who.to_owned(), what),
        };
        let Some(what) = self.told_in_types(when, what) else { return skip(Reason::System, "") };
        let sent = self.time(when);
        if matches!(when, When::InUnknownZone(_)) {
            warnings.add(Warning::Zone);
        }
        if what.trim().is_empty() {
            return skip(Reason::NoText, "");
        }
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

    /// What was said, or nothing where The Lounge tells of it: until 2017 it wrote the type of whatever was none of
    /// people's lines behind the name, `* ada quit`, beginning with its own `* ada join`.
    fn told_in_types(&mut self, when: When, what: String) -> Option<String> {
        const TYPES: [&str; 9] = ["invite", "join", "kick", "mode", "nick", "part", "quit", "topic", "whois"];
        let Some(deed) = what.strip_prefix("/me ").filter(|_| matches!(when, When::Moment(_))) else {
            return Some(what);
        };
        let address = deed.strip_prefix('(').and_then(|inside| inside.split_once(") "));
        let deed = address.filter(|(host, _)| host.contains('@')).map_or(deed, |(_, deed)| deed);
        let (kind, rest) = deed.split_once(' ').unwrap_or((deed, ""));
        self.has_types |= deed == "join";
        match kind {
            "action" if self.has_types => Some(format!("/me {rest}")),
            kind if self.has_types && TYPES.contains(&kind) => None,
            _ => Some(what),
        }
    }

    fn time(&mut self, when: When) -> Option<Time> {
        match when {
            When::Exact(moment) => Some(moment),
            When::Moment(moment) | When::InUnknownZone(moment) => Some(self.zone.moment(moment)),
            When::OfNumbers([first, second, third], seconds) => {
                let known = Some(self.order_of_numbers).filter(|order| *order != Order::Unknown)?;
                let day = dates::parse(&format!("{first}/{second}/{third}"), known, 0)?;
                Some(self.zone.moment(day.plus_seconds(seconds)))
            }
            When::OfYear(month, day, seconds) => {
                let known = self.day?;
                let (year, ..) = Time::from_seconds(known * DAY_S).date();
                let of =
                    |year| dates::parse(&format!("{year}-{month:02}-{day:02}"), Order::YearFirst, 0).map(Time::day);
                // A day far before the last one is one of the next year.
                let found = of(year).filter(|day| *day + HALF_A_YEAR >= known).or_else(|| of(year + 1))?;
                (self.day, self.clock) = (Some(found), seconds);
                Some(self.zone.moment(Time::from_seconds(found * DAY_S + seconds)))
            }
            When::Clock(seconds) => {
                // A clock that falls by half a day has passed midnight without saying so.
                if seconds + DAY_S / 2 < self.clock {
                    self.day = self.day.map(|day| day + 1);
                }
                self.clock = seconds;
                self.day.map(|day| self.zone.moment(Time::from_seconds(day * DAY_S + seconds)))
            }
        }
    }
}
