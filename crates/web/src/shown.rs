//! How things look in templates: moments, texts, readings, rows.

pub(crate) mod judged;
pub(crate) mod named;
pub(crate) mod reactions;
pub(crate) mod reading;
pub(crate) mod row;
pub(crate) mod text;

use model::Time;
use paper::Language;
use paper::html::escape;

/// A moment as a `<time>`: short to read, exact for machines and for who points at it.
pub(crate) fn time(at: Time, short: &str, language: Language) -> String {
    format!("<time datetime=\"{at}\" title=\"{}\">{}</time>", escape(&language.moment(at)), escape(short))
}

/// As mail clients write it: the clock today, else the day.
pub(crate) fn time_short(at: Time, now: Time, language: Language) -> String {
    let short = if at.day() == now.day() { language.clock(at) } else { language.date_short(at, now) };
    time(at, &short, language)
}

/// How long ago.
pub(crate) fn time_ago(at: Time, now: Time, language: Language) -> String {
    time(at, &language.ago(at, now), language)
}

/// A count that stops at its limit: `1,000+`.
pub(crate) fn capped(count: i64, limit: i64, language: Language) -> String {
    if count > limit {
        return format!("{}+", language.count(limit.unsigned_abs()));
    }
    language.count(count.max(0).unsigned_abs())
}

/// A size as people write it: `1.2 MB`.
pub(crate) fn bytes(bytes: u64, language: Language) -> String {
    let units = language.words().imports.units;
    let mut size = bytes as f64;
    let mut unit = 0;
    while size >= 1_000.0 && unit + 1 < units.len() {
        size /= 1_000.0;
        unit += 1;
    }
    let places = if unit > 0 && size < 10.0 { 1 } else { 0 };
    format!("{} {}", language.decimal(size, places), units[unit])
}
