//! What the paths of IRC logs tell: network, channel and day.

use std::sync::Arc;

use model::Time;

use crate::dates::{self, Evidence, Order};
use crate::source::{File, without_copy};

/// The channel of a log whose path names none.
pub(crate) const NOWHERE: &str = "irc";

/// Network and channel from the path: `libera/#help/2024-03-04.log`, `irc.libera.#help.weechatlog`.
pub(crate) fn whereabouts(file: &File) -> (Option<String>, String) {
    let parts: Vec<&str> = file.path.split('/').collect();
    let at = parts.iter().rposition(|part| part.contains('#'));
    let Some(at) = at else {
        // A day of a channel whose folder has its name, as ZNC writes them; alone it says no more.
        let above = parts.len().checked_sub(2).map_or(NOWHERE, |above| parts[above]);
        return (None, channel_of_stem(without_copy(file.stem())).unwrap_or_else(|| above.to_owned()));
    };
    let part = parts[at];
    let start = part.find('#').unwrap_or(0);
    let name = &part[start..];
    let name = [".gz", ".weechatlog", ".log", ".txt"].iter().fold(name, |name, ending| name.trim_end_matches(ending));
    let channel = without_date(name).to_owned();
    let before = part[..start].trim_end_matches(['.', '_', '-']).trim_start_matches("irc.");
    let network = if before.is_empty() {
        at.checked_sub(1).map(|above| parts[above].to_owned())
    } else {
        Some(before.to_owned())
    };
    (network, channel)
}

/// A name without the date that stands in it; none where there is nothing else.
fn channel_of_stem(stem: &str) -> Option<String> {
    let name = behind_date(without_date(stem).trim_end_matches(".log"));
    let name =
        if is_date(name) { "" } else { name.trim_start_matches(|first: char| first.is_ascii_digit() || first == '_') };
    let stem = Some(stem).filter(|stem| !is_date(stem));
    if name.is_empty() { stem.map(str::to_owned) } else { Some(name.to_owned()) }
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
            let found = whereabouts(&source.files()[0]);
            assert_eq!((found.0.as_deref(), found.1.as_str()), (network, channel), "{path}");
        }
    }
}
