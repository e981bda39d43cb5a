//! The lines of Konversation's logs, whose stamps are of the machine's language: `[Monday 04 March 2024] [12:00:00]`.

use crate::irc_lines::{When, moment, of_day};
use crate::months;

/// The longest stamp of a day or a clock.
const STAMP_BYTES_MAX: usize = 60;

/// The moment that a line begins with, the day and the time each in brackets of their own.
pub(crate) fn clock(line: &str) -> Option<(When, &str)> {
    let (day, clock, rest) = stamps(line)?;
    let bare = bare_clock(&clock)?;
    let named = day_in_numbers(day);
    // A zone that nobody knows is left out, and told.
    let ways = [Some((day, clock.as_str())), Some((day, bare)), named.as_deref().map(|day| (day, clock.as_str()))];
    let ways = ways.into_iter().chain([named.as_deref().map(|day| (day, bare))]).flatten();
    let (found, read) = ways.into_iter().find_map(|(day, clock)| Some((moment(&format!("{day} {clock}"))?, clock)))?;
    let found = match found {
        When::Moment(moment) if read.len() < clock.len() => When::InUnknownZone(moment),
        found => found,
    };
    Some((found, rest.strip_prefix(' ').unwrap_or(rest)))
}

/// Whether the program tells of something, which it does behind a word and a tab: `Join⇥ada has joined this channel.`
pub(crate) fn tells(line: &str) -> bool {
    let told = || stamps(line).and_then(|(_, clock, rest)| bare_clock(&clock).map(|_| rest.trim_start()));
    let is_kind = |kind: &str| !kind.is_empty() && !kind.starts_with(['<', '*', '-', '>']);
    line.starts_with("*** ") || told().and_then(|told| told.split_once('\t')).is_some_and(|(kind, _)| is_kind(kind))
}

/// What stands in the first brackets, in the second, and behind them.
fn stamps(line: &str) -> Option<(&str, String, &str)> {
    let (day, rest) = line.strip_prefix('[')?.split_once(']')?;
    let (clock, rest) = rest.trim_start().strip_prefix('[')?.split_once(']')?;
    let fits = day.len().max(clock.len()) <= STAMP_BYTES_MAX && !day.contains(':');
    fits.then(|| (day, clock.replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned(), rest))
}

/// A clock without the zone behind it.
fn bare_clock(clock: &str) -> Option<&str> {
    let ends = clock.match_indices(' ').map(|(at, _)| at).chain([clock.len()]).take(3);
    let end = ends.filter(|end| of_day(&clock[..*end]).is_some()).last()?;
    Some(&clock[..end])
}

/// `2015-01-05` of `maandag 5 januari 2015`: names of days are left out, which in some languages begin as months do.
fn day_in_numbers(written: &str) -> Option<String> {
    let words = || written.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let number = |word: &str| word.parse::<u16>().ok(); // tidy(swallow): a word
    let year = words().find(|word| word.len() == 4 && number(word).is_some())?;
    let day = words().filter(|word| word.len() <= 2).find_map(number)?;
    let month = words().filter_map(months::named).next_back()?;
    Some(format!("{year}-{month:02}-{day:02}"))
}
