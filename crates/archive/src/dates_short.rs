//! Dates without signs between their parts, as ISO 8601 writes them in short.

/// `2024-03-04 10:00:00Z` of `20240304T100000Z`, as ISO 8601 writes it in short; the day and the time also alone or
/// without the letter. A number of seconds with as many digits as a day would lie before 1973.
pub(crate) fn unpacked(written: &str) -> Option<String> {
    let end = written.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(written.len());
    let (day, rest) = written.split_at(end.min(8));
    let clock = match rest.strip_prefix(['T', 't']) {
        Some(clock) if end == 8 => clock,
        _ if matches!(written.len(), 8 | 14) && end == written.len() => rest,
        _ => return None,
    };
    let (year, month) = (day.get(..4)?, day.get(4..6)?);
    let is_day = ("1970"..="2100").contains(&year) && ("01"..="12").contains(&month);
    let digits = clock.bytes().take_while(u8::is_ascii_digit).count();
    let spaced = match (digits, clock.split_at(digits)) {
        (0, ("", "")) if !rest.starts_with(['T', 't']) => String::new(),
        (4, (clock, zone)) => format!(" {}:{}{zone}", &clock[..2], &clock[2..]),
        (6, (clock, zone)) => format!(" {}:{}:{}{zone}", &clock[..2], &clock[2..4], &clock[4..]),
        _ => return None,
    };
    is_day.then(|| format!("{year}-{month}-{}{spaced}", &day[6..]))
}
