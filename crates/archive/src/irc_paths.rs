//! What the paths of IRC logs tell: network, channel and day.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use model::Time;

use crate::dates::{self, Evidence, Order};
use crate::source::{File, without_copy};

/// Letters of a year, a month and a day.
const WHOLE_DATE: usize = 8;
/// The channel of a log whose path names none.
pub(crate) const NOWHERE: &str = "irc";

/// The folders whose channels are of one network each; what people said there in private lies beside them.
pub(crate) struct Networks(BTreeSet<String>);

impl Networks {
    pub(crate) fn of(files: &[File]) -> Networks {
        let folder = |file: &File| {
            let path = with_hashes(&file.path);
            let parts: Vec<&str> = path.split('/').collect();
            let at = parts.iter().rposition(|part| part.starts_with('#'))?;
            let folders = without_days(&parts[..at]);
            (!folders.is_empty()).then(|| folders.join("/"))
        };
        Networks(files.iter().filter_map(folder).collect())
    }

    /// The network of a log without a `#`, where its place tells it.
    fn of_private<'a>(&self, folders: &[&'a str], is_dated: bool) -> Option<&'a str> {
        let last = *folders.last()?;
        match *folders {
            [.., "networks", _, "moddata", "log"] => network_of(folders),
            // ZNC's `log/libera/bo/2024-03-04.log`, and `log/ada/libera/bo/2024-03-04.log` where people share it.
            [.., "moddata", "log", _] | [.., "moddata", "log", _, _] if is_dated => Some(last),
            [.., "irclogs", _] => Some(last),
            _ => Some(last).filter(|_| self.0.contains(&folders.join("/"))),
        }
    }
}

/// Network and channel from the path: `libera/#help/2024-03-04.log`, `irc.libera.#help.weechatlog`.
pub(crate) fn whereabouts(file: &File, networks: &Networks) -> (Option<String>, String) {
    let path = with_hashes(&file.path);
    let parts: Vec<&str> = path.split('/').collect();
    if let Some((network, channel)) = parts.last().and_then(|name| of_kvirc(name)) {
        return (Some(network.to_owned()), channel.to_owned());
    }
    let Some(at) = parts.iter().rposition(|part| part.contains('#')) else {
        return of_buffer(file).unwrap_or_else(|| whereabouts_of_private(file, &parts, networks));
    };
    let part = parts[at];
    let start = part.find('#').unwrap_or(0);
    let channel = without_date(without_endings(&part[start..]));
    let before = part[..start].trim_end_matches(['.', '_', '-']).trim_start_matches("irc.");
    let network = if before.is_empty() { network_of(&without_days(&parts[..at])) } else { Some(before) };
    (network.map(str::to_owned), without_endings(channel).to_owned())
}

/// Some programs write `#` as addresses do.
fn with_hashes(path: &str) -> Cow<'_, str> {
    if path.contains("%23") { path.replace("%23", "#").into() } else { path.into() }
}

fn without_endings(mut name: &str) -> &str {
    const ENDINGS: [&str; 4] = [".gz", ".weechatlog", ".log", ".txt"];
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)) {
        name = shorter;
    }
    name
}

/// The folders without those that are called by days, and without the channel's own around its files.
fn without_days<'a>(folders: &[&'a str]) -> Vec<&'a str> {
    folders.iter().copied().filter(|folder| !folder.starts_with('#') && !is_of_days(folder)).collect()
}

/// The network that the folders around a channel tell.
fn network_of<'a>(folders: &[&'a str]) -> Option<&'a str> {
    match *folders {
        // ZNC's tree of people, networks and modules.
        [.., "networks", network, "moddata", "log"] => Some(network),
        _ => folders.last().copied(),
    }
}

/// Whether a folder is called by days: `2004`, `11`, `2024-03`, `March`.
fn is_of_days(folder: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_month = |part: &str| {
        let part = part.to_ascii_lowercase();
        MONTHS.iter().any(|month| *month == part || part.len() == 3 && month.starts_with(&part))
    };
    let is_number = |part: &str| {
        let years = || part.starts_with("19") || part.starts_with("20");
        part.bytes().all(|byte| byte.is_ascii_digit())
            && match part.len() {
                2 => ("01"..="31").contains(&part),
                4 | 6 | 8 => years(),
                _ => false,
            }
    };
    folder.split(['-', '_', '.', ' ']).all(|part| is_month(part) || is_number(part))
}

/// WeeChat's buffers of one network: `irc.libera.bo.weechatlog`, `irc.server.libera.weechatlog`.
fn of_buffer(file: &File) -> Option<(Option<String>, String)> {
    let (network, name) =
        file.stem().strip_prefix("irc.").filter(|_| file.has_ending("weechatlog"))?.split_once('.')?;
    let name = channel_of_stem(name)?;
    let network = if network == "server" { &name } else { network };
    Some((Some(network.to_owned()), name))
}

/// Network and channel of KVIrc's `channel_#acme.libera_2024.03.04.log` and `query_bo.libera_2024.03.04.log`.
fn of_kvirc(name: &str) -> Option<(&str, &str)> {
    let rest = name.strip_prefix("channel_").or_else(|| name.strip_prefix("query_"))?;
    let (place, date) = without_endings(rest).rsplit_once('_')?;
    let is_day = date.split('.').count() == 3 && date.split('.').all(|part| !part.is_empty() && is_date(part));
    let (channel, network) = place.rsplit_once('.').filter(|_| is_day)?;
    Some((network, channel)).filter(|_| !network.is_empty() && !channel.is_empty())
}

/// Network and channel of mIRC's `#acme.Libera.20240304.log`, whose session is of `#acme`, and of `bo.Libera.log`, whose
/// session is of `bo (Libera, ada) (~bo@host)`.
pub(crate) fn of_session<'a>(named: &'a str, ident: &str) -> Option<(&'a str, &'a str)> {
    let (ident, more) = ident.split_once(' ').unwrap_or((ident, ""));
    let (channel, rest) = named.split_at_checked(ident.len())?;
    let network = rest.strip_prefix('.').filter(|_| channel.eq_ignore_ascii_case(ident))?;
    let told = more.strip_prefix('(').and_then(|more| more.split_once(", ")).map(|(network, _)| network);
    let is_told = told.is_none_or(|told| told.eq_ignore_ascii_case(network));
    (is_told && network.starts_with(char::is_alphabetic) && !is_of_a_copy(network)).then_some((network, channel))
}

/// Whether people call a file so that they put aside: `#acme.old.log`, `#acme.bak2.log`.
fn is_of_a_copy(part: &str) -> bool {
    const WORDS: [&str; 12] =
        ["alt", "archive", "archived", "backup", "bak", "copy", "log", "new", "old", "orig", "temp", "tmp"];
    let word = part.trim_end_matches(|sign: char| sign.is_ascii_digit() || "-_".contains(sign));
    WORDS.iter().any(|copy| word.eq_ignore_ascii_case(copy))
}

/// What people said in private, and channels whose logs are called without their `#`.
fn whereabouts_of_private(file: &File, parts: &[&str], networks: &Networks) -> (Option<String>, String) {
    let above = &parts[..parts.len().saturating_sub(1)];
    let found = |network: Option<&str>, channel: &str| {
        (network.filter(|network| *network != channel).map(str::to_owned), channel.to_owned())
    };
    // ii calls every log so.
    let is_named = above.is_empty() || file.name() != "out";
    if let Some(channel) = channel_of_stem(without_copy(file.stem())).filter(|_| is_named) {
        return found(networks.of_private(&without_days(above), false), &channel);
    }
    // A day of a channel whose folder has its name, as ZNC writes them; alone it says no more. Around whole dates a
    // month is somebody's name.
    let is_name =
        |folder: &&str| folder.bytes().all(|byte| byte.is_ascii_alphabetic()) && file.stem().len() >= WHOLE_DATE;
    if let Some((channel, folders)) = above.split_last().filter(|(channel, _)| is_name(channel)) {
        return found(networks.of_private(&without_days(folders), true), channel);
    }
    match without_days(above).split_last() {
        Some((channel, folders)) => found(networks.of_private(folders, true), channel),
        None => found(None, NOWHERE),
    }
}

/// A name without the date that stands in it; none where there is nothing else.
fn channel_of_stem(stem: &str) -> Option<String> {
    if let Some(channel) = of_w3c(stem) {
        return Some(channel.to_owned());
    }
    let name = behind_date(without_date(without_date(stem).trim_end_matches(".log")));
    let name =
        if is_date(name) { "" } else { name.trim_start_matches(|first: char| first.is_ascii_digit() || first == '_') };
    let stem = Some(stem).filter(|stem| !is_date(stem));
    if name.is_empty() { stem.map(str::to_owned) } else { Some(name.to_owned()) }
}

/// The channel of W3C's `2021/05/05-css-irc.txt`.
fn of_w3c(stem: &str) -> Option<&str> {
    let (day, rest) = stem.split_once('-')?;
    let is_day = day.len() == 2 && day.bytes().all(|byte| byte.is_ascii_digit());
    rest.strip_suffix("-irc").filter(|channel| is_day && !channel.is_empty())
}

/// `2011-01-16-acme` is of the channel `acme`.
fn behind_date(name: &str) -> &str {
    let rest = name.trim_start_matches(|letter: char| letter.is_ascii_digit() || "-_.".contains(letter));
    let date = &name[..name.len() - rest.len()];
    let digits = date.bytes().filter(u8::is_ascii_digit).count();
    if digits == 8 && date.ends_with(['-', '_', '.']) && !rest.is_empty() { rest } else { name }
}

/// `#rust_de_20240304` is of the channel `#rust_de`.
fn without_date(mut name: &str) -> &str {
    while let Some((before, last)) = name.rsplit_once(['.', '_']).filter(|(_, last)| is_date(last)) {
        name = if before.is_empty() { last } else { before };
    }
    name
}

/// `20240304`, `2024-03-04`, `04Mar2024`.
fn is_date(part: &str) -> bool {
    let letters: String = part.chars().filter(char::is_ascii_alphabetic).collect();
    part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        || part.starts_with(|first: char| first.is_ascii_digit()) && dates::month_named(&letters).is_some()
}

/// What eggdrop's suffixes `.02212026` tell together: which of their first two numbers is the day.
pub(crate) fn order_of_suffixes(files: &[File]) -> Order {
    let suffixes = files.iter().filter_map(|file| file.path.rsplit_once('.').map(|(_, suffix)| suffix));
    let mut evidence = Evidence::default();
    for suffix in suffixes.filter(|suffix| suffix.len() == 8) {
        let part = |at: std::ops::Range<usize>| suffix.get(at)?.parse().ok(); // tidy(swallow): no number
        if let (Some(first), Some(second), Some(year)) = (part(0..2), part(2..4), part(4..8)) {
            evidence.add([first, second, year]);
        }
    }
    evidence.order()
}

/// The day that a path names: `2024-03-04`, `20240304`, `2024/03/04`, `03042024` where `order` is known.
pub(crate) fn day_of_path(path: &Arc<str>, order: Order) -> Option<i64> {
    let digits: Vec<&str> = path.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let packed =
        digits.iter().find(|run| run.len() == 8).map(|run| format!("{}-{}-{}", &run[..4], &run[4..6], &run[6..]));
    let parts = digits
        .windows(3)
        .find(|run| run[0].len() == 4 && run[1].len() == 2 && run[2].len() == 2)
        .map(|run| run.join("-"));
    let found = [parts, packed].into_iter().flatten().find_map(|date| dates::parse(&date, Order::YearFirst, 0));
    let suffix = path.rsplit_once('.').map(|(_, suffix)| suffix).filter(|suffix| digits.contains(suffix));
    let suffix = suffix.filter(|suffix| suffix.len() == 8 && order != Order::Unknown);
    let by_order = || dates::parse(&suffix.map(|run| format!("{}/{}/{}", &run[..2], &run[2..4], &run[4..]))?, order, 0);
    found.or_else(by_order).map(Time::day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_tell_network_and_channel() {
        for (path, network, channel) in [
            ("libera/#rust_de/2024-03-04.log", Some("libera"), "#rust_de"),
            ("ada_libera_#rust_de_20240304.log", Some("ada_libera"), "#rust_de"),
            ("irc.oftc.#acme.weechatlog", Some("oftc"), "#acme"),
            ("#acme.dev.log", None, "#acme.dev"),
            ("acme.log.04Mar2024", None, "acme"),
            ("ubuntu_20041115.log", None, "ubuntu"),
            ("2024-03-04.log", None, "irc"),
            ("acme/2024-03-04.log", None, "acme"),
            ("acme (2).log", None, "acme"),
            ("2011-01-16-acme-dev.log", None, "acme-dev"),
            ("20110116_acme.log", None, "acme"),
        ] {
            let source = crate::Source::new("x", Arc::new(crate::Memory::file(path, Vec::new()))).unwrap();
            let found = whereabouts(&source.files()[0], &Networks::of(source.files()));
            assert_eq!((found.0.as_deref(), found.1.as_str()), (network, channel), "{path}");
        }
    }
}
