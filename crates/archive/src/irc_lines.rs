//! What the lines of IRC logs say, in the words of whichever program wrote them.

use model::Time;

use crate::dates::{self, Order};
use crate::irc_konversation;
use crate::months;

/// The seconds of a day.
pub(crate) const DAY_S: i64 = 86_400;

/// What a line of any of the programs says.
#[derive(Debug, PartialEq)]
pub(crate) enum Line<'a> {
    /// Somebody said or did something, at a time of day or at a full moment.
    Said {
        when: When,
        who: &'a str,
        what: String,
    },
    /// The same, or the program tells of it: `* ada is now known as bo`.
    Doubtful {
        when: When,
        who: &'a str,
        what: String,
    },
    /// Somebody said it to the log's owner alone.
    Private {
        when: When,
        who: &'a str,
        what: String,
    },
    /// The program tells of joins, parts, modes.
    Program,
    /// A new day begins, or the log does.
    Day(i64),
    /// The same, in words that nobody can read.
    LostDay(Begins),
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Begins {
    Log,
    Day,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum When {
    /// Seconds since midnight.
    Clock(i64),
    /// Month, day and seconds since midnight, without a year: XChat and HexChat.
    OfYear(i32, i32, i64),
    /// Three numbers of which the whole log tells which is the day, and seconds since midnight.
    OfNumbers([i32; 3], i64),
    /// A full moment on the clock of the machine.
    Moment(Time),
    /// The same, beside a zone that nobody knows.
    InUnknownZone(Time),
    /// One whose zone stands beside it.
    Exact(Time),
}

impl Line<'_> {
    /// What a line of WeeChat's says, whose stamps are what people set them to: `02:10:00`, seconds since 1970.
    pub(crate) fn of_weechat(line: &str) -> Line<'_> {
        weechat_stamped(line, stamped).unwrap_or_else(|| Line::of(line))
    }

    /// What a line says whose colours are taken away.
    pub(crate) fn of(line: &str) -> Line<'_> {
        let line = without_colour_number(line);
        if let Some(day) = day_change(line) {
            return Line::Day(day);
        }
        if let Some(begins) = begins_in_other_words(line) {
            return Line::LostDay(begins);
        }
        if line.starts_with("=== ")
            || line.starts_with("--- Log closed")
            || line.starts_with("**** ENDING LOGGING")
            || line.starts_with("IRC log ended")
            || line.starts_with("### Log session terminated")
            || line.starts_with("Session Close")
            || line.starts_with("Session Ident:")
            || line.starts_with("* Logfile")
            || tells_of_address(line)
        {
            return Line::Program;
        }
        if let Some(found) = weechat(line) {
            return found;
        }
        if irc_konversation::tells(line) {
            return Line::Program;
        }
        let Some((when, rest)) = clock(line) else { return Line::Unknown };
        // Eggdrop: `[00:00] --- Mon Mar  4 2024`.
        if !rest.trim_start().starts_with("--- ") {
            return said(when, rest);
        }
        let rest = rest.trim_start();
        let lost = || begins_in_other_words(rest).map(Line::LostDay);
        day_change(rest).map(Line::Day).or_else(lost).unwrap_or_else(|| said(when, rest))
    }
}

/// HexChat's `[bo has address bo@host.example]`, without a time.
fn tells_of_address(line: &str) -> bool {
    let inside = line.strip_prefix('[').and_then(|line| line.trim_end().strip_suffix(']'));
    inside.and_then(|inside| inside.split_once(" has address ")).is_some_and(|(who, _)| !who.contains(' '))
}

/// What stands before a date, in any language of the date's own words.
const HEADS: [(&str, Begins); 7] = [
    ("--- Log opened ", Begins::Log),
    ("--- Day changed ", Begins::Day),
    ("Session Start: ", Begins::Log),
    ("Session Time: ", Begins::Day),
    ("**** BEGIN LOGGING AT ", Begins::Log),
    ("IRC log started ", Begins::Log),
    ("### Log session started at ", Begins::Log),
];

/// `--- Log opened Mon Mar 04 12:00:00 2024`, `--- Day changed Tue Mar 05 2024`, `Session Start: …`.
fn day_change(line: &str) -> Option<i64> {
    // XChat translates what stands before the date: `**** INIZIO DEL LOG Sun Feb 26 19:52:46 2012`.
    if let Some(rest) = line.strip_prefix("**** ") {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let date = words.get(words.len().checked_sub(5)?..)?;
        return day_of_words(date).filter(|_| date[3].contains(':') && !line.starts_with("**** ENDING"));
    }
    // Konversation's: `*** on Mon Mar 29 18:06:08 2010`, in whatever language.
    if let Some(rest) = line.strip_prefix("*** ") {
        let words: Vec<&str> = rest.split_whitespace().take(7).collect();
        let [_, date @ ..] = &words[..] else { return None };
        return day_of_words(date).filter(|_| date.len() == 5 && date[3].contains(':'));
    }
    let others = ["--- ", "[--- "];
    let head = HEADS.iter().map(|(head, _)| *head).chain(others).find_map(|head| line.strip_prefix(head));
    let rest = head?;
    let rest = rest.strip_prefix("Day changed to ").or(rest.strip_prefix("Day changed ")).unwrap_or(rest);
    let rest = rest.trim_end_matches([']', '-', '#', ' ']);
    let words: Vec<&str> = rest.split_whitespace().collect();
    // In `mar. déc. 26` and `mar dic 26` the first word is a Tuesday.
    if words.len() >= 4 && !words[0].starts_with(|first: char| first.is_numeric()) && is_day_of_month(words[2]) {
        return day_of_words(&words);
    }
    dates::parse(rest, Order::YearFirst, 0).map(Time::day)
}

/// What begins with a date of the right form whose words nobody knows.
fn begins_in_other_words(line: &str) -> Option<Begins> {
    let known = HEADS.iter().find(|(head, _)| line.starts_with(head)).map(|(_, begins)| *begins);
    known.or_else(|| {
        let rest = line.strip_prefix("--- ").or(line.strip_prefix("[--- "))?;
        let words: Vec<&str> = rest.trim_end_matches([']', '-', ' ']).split_whitespace().collect();
        let year = words.last().is_some_and(|year| year.len() == 4 && year.parse::<u16>().is_ok());
        (year && matches!(words.len(), 4 | 5) && is_day_of_month(words[2])).then_some(Begins::Day)
    })
}

/// The day of `Tue Mar 05 2024` and `Tue Mar 05 12:00:00 2024`, the name of the weekday in whatever language.
fn day_of_words(words: &[&str]) -> Option<i64> {
    let (month, day, year) = (words.get(1)?, words.get(2)?, words.last()?);
    let month = months::named(month).filter(|_| words.len() <= 6)?;
    // A zone may stand before the year, or behind it.
    let year = if year.len() == 4 { year } else { words.get(words.len().checked_sub(2)?)? };
    dates::parse(&format!("{year}-{month:02}-{day:0>2}"), Order::YearFirst, 0).map(Time::day)
}

fn is_day_of_month(word: &str) -> bool {
    word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// `2024-03-04 12:00:00⇥ada⇥hi`.
fn weechat(line: &str) -> Option<Line<'_>> {
    weechat_stamped(line, |date| moment(date).filter(|_| date.len() >= 16 && date.as_bytes()[4] == b'-'))
}

fn weechat_stamped(line: &str, stamp: impl FnOnce(&str) -> Option<When>) -> Option<Line<'_>> {
    let mut cells = line.splitn(3, '\t');
    let (date, who, what) = (cells.next()?, cells.next()?, cells.next().unwrap_or(""));
    let when = stamp(date)?;
    let who = who.trim();
    Some(match who {
        "-->" | "<--" | "--" | "=!=" | "" => Line::Program,
        "*" => {
            let (who, what) = what.split_once(' ').unwrap_or((what, ""));
            Line::Said { when, who: nick(who), what: format!("/me {what}") }
        }
        _ => Line::Said { when, who: nick(who), what: what.to_owned() },
    })
}

/// mIRC writes the colour of a line before it; in a text without control characters its number is
/// left: `03[12:00] * Now talking in #acme`.
fn without_colour_number(line: &str) -> &str {
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if rest.starts_with('[') && line.len() - rest.len() <= 2 { rest } else { line }
}

/// The time that a line begins with: `12:00`, `[12:00:00]`, `Mar 04 12:00:00`, `2024-03-04T12:00:00`.
pub(crate) fn clock(line: &str) -> Option<(When, &str)> {
    if let Some(found) = irc_konversation::clock(line) {
        return Some(found);
    }
    let (written, rest) = match line.strip_prefix('[') {
        Some(inside) => {
            let (first, rest) = inside.split_once(']')?;
            (first, rest)
        }
        None => {
            let marked = end_of_stamp(line).filter(|end| stamped(&line[..*end]).is_some());
            let end = marked.or_else(|| end_of_words(line))?;
            line.split_at(line[..end].trim_end().len())
        }
    };
    Some((stamped(written)?, rest.strip_prefix(' ').unwrap_or(rest)))
}

/// Where a stamp ends that none of the known signs follows.
fn end_of_words(line: &str) -> Option<usize> {
    let ends = line.match_indices(' ').map(|(at, _)| at).take(3);
    ends.filter(|end| stamped(&line[..*end]).is_some()).last()
}

/// Where the stamp of a line without brackets ends.
fn end_of_stamp(line: &str) -> Option<usize> {
    let marks = [" <", " > ", " *", " -", " =", " ["];
    // irssi's settings may leave out the space: `16:59:05< ada> hi`.
    let direct = || line.find('<').filter(|at| of_day(&line[..*at]).is_some());
    end_of_zone(line).or_else(direct).or_else(|| marks.iter().filter_map(|mark| line.find(mark)).min())
}

/// Where `2017-03-15 17:41 -0500` ends, whose last sign is none of the program's.
fn end_of_zone(line: &str) -> Option<usize> {
    let ends = line.match_indices(' ').take(2).filter_map(|(at, _)| {
        let zone = line[at + 1..].strip_prefix(['+', '-'])?;
        let digits = zone.bytes().take_while(u8::is_ascii_digit).count();
        (digits == 4).then_some(at + 2 + digits)
    });
    ends.filter(|end| matches!(stamped(&line[..*end]), Some(When::Exact(_)))).last()
}

/// When a stamp of any form is.
fn stamped(written: &str) -> Option<When> {
    let written = written.trim();
    // ii counts the seconds since 1970.
    if written.len() == 10 && written.bytes().all(|byte| byte.is_ascii_digit()) {
        return dates::parse(written, Order::Unknown, 0).map(When::Exact);
    }
    if written.len() > 30 || !written.contains(':') {
        return None;
    }
    let clock = of_day(written).map(When::Clock);
    clock.or_else(|| of_numbers(written)).or_else(|| moment(written)).or_else(|| of_year(written))
}

/// A full moment.
pub(crate) fn moment(written: &str) -> Option<When> {
    const ANY_OFFSET_S: i32 = 3600;
    let sent = dates::parse(written, Order::YearFirst, 0)?;
    // Most stamps end with their clock, and need not be read twice.
    let (_, behind) = written.split_once(':')?;
    let may_tell_zone = behind.contains(|sign: char| sign.is_alphabetic() || matches!(sign, '+' | '-'));
    let zone_is_told = may_tell_zone && dates::parse(written, Order::YearFirst, ANY_OFFSET_S) == Some(sent);
    Some(if zone_is_told { When::Exact(sent) } else { When::Moment(sent) })
}

/// `04/03/24 12:00:00`: no year of four digits stands first.
fn of_numbers(written: &str) -> Option<When> {
    let (date, clock) = written.split_once([' ', ','])?;
    let clock = dates::parse(&format!("2000-01-01 {}", clock.trim()), Order::YearFirst, 0)?;
    Some(When::OfNumbers(three_numbers(date)?, clock.seconds().rem_euclid(DAY_S)))
}

/// The numbers of `04/03/24`, `4.3.2024` and `04-03-24`.
fn three_numbers(date: &str) -> Option<[i32; 3]> {
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |part: &str, most: usize| part.parse::<i32>().ok().filter(|_| part.len() <= most); // tidy(swallow): no date
    Some([number(first, 2)?, number(second, 2)?, number(third, 4)?])
}

/// `Mar 04 12:00:00`, dircproxy's `04 Mar 12:00`, and BitchX's `04 Mar/12:00`.
fn of_year(written: &str) -> Option<When> {
    let mut words = written.split(|sign: char| sign.is_whitespace() || sign == '/').filter(|word| !word.is_empty());
    let (first, second, clock) = (words.next()?, words.next()?, words.next()?);
    let (month, day) = if is_day_of_month(first) { (second, first) } else { (first, second) };
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?; // tidy(swallow): no number is no day
    Some(When::OfYear(months::named(month)?, day, of_day(clock).filter(|_| words.next().is_none())?))
}

/// The seconds of `12:00`, `12:00:00`, `3:45pm` or `03:45:10 PM`.
pub(crate) fn of_day(written: &str) -> Option<i64> {
    let half = written.len().checked_sub(2).and_then(|at| written.split_at_checked(at));
    let is = |half: &str, name: &str| half.eq_ignore_ascii_case(name);
    let half = half.filter(|(_, half)| is(half, "am") || is(half, "pm"));
    let clock = half.map_or(written, |(clock, _)| clock.trim_end());
    let number = |part: &str, digits_min: usize| {
        part.parse::<i64>().ok().filter(|_| (digits_min..=2).contains(&part.len())) // tidy(swallow): no clock
    };
    let (hour, rest) = clock.split_once(':')?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "00"));
    let (minute, second) = (number(minute, 2)?, number(second, 2)?);
    let hour = match (number(hour, if half.is_some() { 1 } else { 2 })?, half) {
        (hour @ 0..12, Some((_, half))) if is(half, "pm") => hour + 12,
        (12, Some((_, half))) if is(half, "am") => 0,
        (13.., Some((_, half))) if is(half, "am") => return None,
        (hour, _) => hour,
    };
    (hour < 24 && minute < 60 && second < 61).then_some(hour * 3600 + minute * 60 + second)
}

/// Whether a line tells that its program writes a sign before what it says itself, as irssi and ZNC do: the stars of
/// its log are all of people's deeds.
pub(crate) fn marks_its_own(line: &str) -> bool {
    const SIGNS: [&str; 4] = ["-!- ", "*** Joins: ", "*** Parts: ", "*** Quits: "];
    let marked = |rest: &str| SIGNS.iter().any(|sign| rest.trim_start().starts_with(sign));
    clock(line).is_some_and(|(_, rest)| marked(rest))
}

/// What lines of the program begin with.
const PROGRAM: [&str; 21] = [
    "*** ", "-!- ", ">>> ", "=== ", "===\t", "==> ", "=-= ", "=-=\t", "--> ", "<-- ", "<--\t", "-->\t", "---", "-->|",
    "|<--", "→ ", "← ", "⇐ ", "⇒ ", "↔ ", "@#",
];
/// What deeds begin with; IRCCloud writes `— ada waves`, Textual `• ada waves`.
const DEEDS: [&str; 5] = ["* ", "*\t", "Action: ", "— ", "• "];

/// Whether what follows a date begins as a log's line does: with `<ada>`, or with a sign of the program.
pub(crate) fn begins_as_logged(rest: &str) -> bool {
    let nick = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).filter(|(_, said)| said.starts_with(' '));
    let nick = nick.is_some_and(|(nick, _)| !nick.trim().is_empty() && !nick.trim().contains([' ', ':']));
    nick || PROGRAM.iter().chain(&DEEDS).any(|mark| rest.starts_with(mark))
}

/// `<@ada> hi`, ` * ada waves`, `-!- grace has joined`, `*** Joins: grace`.
fn said(when: When, rest: &str) -> Line<'_> {
    if let Some((who, what)) = bip(rest).filter(|_| matches!(when, When::Moment(_) | When::OfNumbers(..))) {
        return Line::Said { when, who: nick(who), what };
    }
    let trimmed = rest.trim_start();
    if let Some((who, what)) = trimmed.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        if who.is_empty() || who.len() > 64 || who.trim().contains(' ') {
            return Line::Unknown;
        }
        let what = what.strip_prefix([' ', '\t']).unwrap_or(what);
        if tells_of_itself(nick(who), what) {
            return Line::Program;
        }
        let deed = what.strip_prefix("\u{1}ACTION ").map(|deed| format!("/me {}", deed.trim_end_matches('\u{1}')));
        return Line::Said { when, who: nick(who), what: deed.unwrap_or_else(|| what.to_owned()) };
    }
    if let Some((who, what)) = private_of_irssi(trimmed) {
        return Line::Private { when, who: nick(who), what: what.to_owned() };
    }
    // irssi lists who is there: `[Users #acme]`, `[@ada] [ grace]`.
    let listed = trimmed.starts_with('[') && trimmed.trim_end().ends_with(']');
    // ChatZilla's `[INFO]⇥Channel view for #acme opened.`
    let informed = trimmed.strip_prefix('[').and_then(|rest| rest.split_once("]\t"));
    let informed = informed.is_some_and(|(kind, _)| kind.bytes().all(|letter| letter.is_ascii_uppercase()));
    // What a server says: `!irc.libera.example *** Looking up your hostname`.
    let served = trimmed.strip_prefix('!').and_then(|rest| rest.split_once(' '));
    let served = served.is_some_and(|(server, _)| server.contains('.'));
    if listed || informed || served || is_to_one(trimmed) || PROGRAM.iter().any(|mark| trimmed.starts_with(mark)) {
        return Line::Program;
    }
    let deed = DEEDS.iter().find_map(|mark| trimmed.strip_prefix(mark)).map(str::trim_start);
    if let Some(deed) = deed {
        if is_of_somebody_with_address(deed) {
            return Line::Program;
        }
        let (who, what) = deed.split_once(' ').unwrap_or((deed, ""));
        // Textual writes `• ada: waves`; no nick ends so.
        let (who, what) = (nick(who.trim_end_matches(':')), format!("/me {what}"));
        // irssi and the bots that write as it does indent what people do.
        let doubtful = !rest.starts_with(" * ") && is_of_program(deed);
        return if doubtful { Line::Doubtful { when, who, what } } else { Line::Said { when, who, what } };
    }
    if let Some((who, what)) = private(trimmed).filter(|(who, _)| !who.contains(' ')) {
        return Line::Private { when, who: nick(who), what: what.to_owned() };
    }
    match notice(trimmed) {
        Some((who, what, true)) if !who.contains(' ') => Line::Private { when, who: nick(who), what: what.to_owned() },
        Some((who, what, false)) if !who.contains(' ') => Line::Said { when, who: nick(who), what: what.to_owned() },
        _ if is_of_program(trimmed) || is_of_somebody_with_address(trimmed) || is_of_textual(trimmed) => Line::Program,
        _ => Line::Unknown,
    }
}

/// Whether a line is of bip, whose dates begin with the day: `13-04-2010 11:41:28 < bo!~b@host: hello`.
pub(crate) fn is_of_bip(line: &str) -> bool {
    line.get(2..3) == Some("-")
        && clock(line).is_some_and(|(when, rest)| matches!(when, When::OfNumbers(..)) && bip(rest).is_some())
}

/// Who says what in bip's `< bo!~b@host: hello`, `> ada: I say` and `< * bo!~b@host waves`.
fn bip(rest: &str) -> Option<(&str, String)> {
    let line = rest.strip_prefix("< ").or_else(|| rest.strip_prefix("> "))?;
    let (who, what) = match line.strip_prefix("* ") {
        Some(deed) => deed.split_once(' ').map(|(who, what)| (who, format!("/me {what}")))?,
        None => line.split_once(": ").map(|(who, what)| (who, what.to_owned()))?,
    };
    (!who.is_empty() && !who.contains([' ', '>'])).then_some((who, what))
}

/// W3C's `<ada> ada has joined #css`, which the agent that keeps the log writes.
fn tells_of_itself(who: &str, what: &str) -> bool {
    let Some(told) = what.strip_prefix(who).and_then(|rest| rest.strip_prefix(" has ")) else { return false };
    let channel = told.strip_prefix("joined #").or_else(|| told.strip_prefix("left #"));
    channel.is_some_and(|channel| !channel.contains(' ')) || told.starts_with("changed the topic to: ")
}

/// Who gave a notice, its words, and whether it was for the log's owner alone: `-NickServ- text` of programs that do not
/// tell, irssi's `-bo(~bo@host)- text` and `-bo:#acme- text`, HexChat's `-bo-⇥text` and `-bo/#acme-⇥text`.
fn notice(line: &str) -> Option<(&str, &str, bool)> {
    let inside = line.strip_prefix('-')?;
    let (end, _) = inside.match_indices('-').find(|(at, _)| inside[at + 1..].starts_with([' ', '\t']))?;
    let (who, what) = (&inside[..end], &inside[end + 1..]);
    let is_of_hexchat = what.starts_with('\t');
    let signs: &[char] = if is_of_hexchat { &['(', ':', '/'] } else { &['(', ':'] };
    let (who, behind) = who.split_at(who.find(signs).unwrap_or(who.len()));
    let told = is_of_hexchat || behind.starts_with('(');
    Some((who, &what[1..], told && !is_channel(behind.trim_start_matches([':', '/', '@', '%']))))
}

/// Whether this is the name of a channel, which no nick can be.
pub(crate) fn is_channel(name: &str) -> bool {
    name.starts_with(['#', '&', '+', '!'])
}

/// HexChat's `*ada*⇥text`, where there is no tab for the two.
fn private(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix('*')?.split_once("*\t").filter(|(who, _)| !who.is_empty())
}

/// irssi's `[ada(~ada@host)] text`, which somebody said to the log's owner alone.
fn private_of_irssi(line: &str) -> Option<(&str, &str)> {
    let (speaker, what) = line.strip_prefix('[')?.split_once(")] ")?;
    let (who, host) = speaker.split_once('(')?;
    let fits = !who.is_empty() && host.contains('@') && !speaker.contains(' ') && !what.is_empty();
    fits.then_some((who, what))
}

/// Whether whoever kept the log said something to one person alone, as HexChat notes it: `>NickServ<⇥text`. It does not
/// tell who that is.
fn is_to_one(line: &str) -> bool {
    let to = line.strip_prefix('>').or_else(|| line.strip_prefix("->")).and_then(|line| line.split_once("<"));
    to.is_some_and(|(who, what)| {
        !who.is_empty() && !who.contains(' ') && what.trim_start_matches('-').starts_with('\t')
    })
}

/// What Textual tells of people without any sign before it, which elsewhere could be a deed.
fn is_of_textual(told: &str) -> bool {
    let Some((_, what)) = told.split_once(' ') else { return false };
    let kicked = what.strip_prefix("kicked ").and_then(|rest| rest.split_once(' '));
    what.starts_with("changed the topic to ") || kicked.is_some_and(|(_, rest)| rest.starts_with("from the channel"))
}

/// What programs say behind somebody's address, in small letters.
const ADDRESSED: [&str; 11] = [
    "has joined",
    "has left",
    "has quit",
    "joined #",
    "joined the channel",
    "left #",
    "quit (",
    "left irc",
    "left the channel",
    "got netsplit",
    "returned to #",
];

/// What programs say of somebody, behind the name.
const PLAIN: [&str; 25] = [
    "kicked from #",
    "has joined #",
    "has left #",
    "has quit (",
    "has quit IRC",
    "sets mode",
    "sets ban on ",
    "removes ban on ",
    "is now known as ",
    "was kicked by ",
    "has kicked ",
    "changes topic to '",
    "has changed the topic",
    "gives channel operator status to ",
    "removes channel operator status from ",
    "gives channel half-operator status to ",
    "gives voice to ",
    "removes voice from ",
    "has set the topic",
    "added to notify list",
    "deleted from notify list",
    "removes exempt on ",
    "removes quiet on ",
    "sets exempt on ",
    "sets quiet on ",
];

/// What mIRC says behind the star that also begins a deed, and eggdrop without any sign:
/// `grace (g@host) has joined #acme`, `Now talking in #acme`, `mary sets mode: +o ada`.
fn is_of_program(deed: &str) -> bool {
    const HEADS: [&str; 38] = [
        "#",
        "[",
        "Attempting to rejoin",
        "Cannot ",
        "Channel #",
        "Closing ",
        "Connect",
        "Disconnected",
        "End of ",
        "Found your ",
        "Joins: ",
        "Looking up ",
        "Nick change: ",
        "Now talking in ",
        "Now talking on ",
        "Parts: ",
        "Quits: ",
        "Received a CTCP",
        "Rejoined channel",
        "Retrieving ",
        "Set by ",
        "Topic changed on ",
        "Topic for ",
        "Topic is ",
        "Users on #",
        "You are now ",
        "You have ",
        "You set mode: ",
        "You were kicked by ",
        "Authenticating via SASL as ",
        "Capabilities ",
        "Cycling to next server in ",
        "Loaded log from ",
        "No ping reply for ",
        "Notify: ",
        "Ping reply from ",
        "Reconnecting in ",
        "Stopped previous connection attempt",
    ];
    let (_, what) = deed.split_once(' ').unwrap_or((deed, ""));
    HEADS.iter().any(|head| deed.starts_with(head)) || PLAIN.iter().any(|known| what.starts_with(known))
}

/// `grace (g@host) joined`, and KVIrc's `grace [g@host] has joined`: an address stands between the two.
fn is_of_somebody_with_address(deed: &str) -> bool {
    let Some((who, what)) = deed.split_once(' ') else { return false };
    let inside = |open: char, close: &str| what.strip_prefix(open)?.split_once(close);
    let host = inside('(', ") ").or_else(|| inside('[', "] ")).filter(|(host, _)| host.contains('@'));
    let (Some((_, what)), false) = (host, who.is_empty()) else { return false };
    let begins_in_any_case =
        |known: &&str| what.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known));
    PLAIN.iter().any(|known| what.starts_with(known)) || ADDRESSED.iter().any(begins_in_any_case)
}

/// A nick without the sign of its rank, and without the address that some programs write behind it.
fn nick(written: &str) -> &str {
    let address = written.find('!').filter(|at| *at > 0 && written[*at..].contains('@'));
    let written = address.map_or(written, |at| &written[..at]);
    written.trim().trim_start_matches(['@', '+', '%', '~', '&', '!', ' '])
}
