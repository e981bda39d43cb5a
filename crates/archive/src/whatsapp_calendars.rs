//! Years and hours that phones count otherwise: from the Buddha's death, by emperors, by the Hijra, by parts of the day.

/// The years of the Solar Hijri calendar in which WhatsApp existed, with room to either side.
const SOLAR: std::ops::Range<i64> = 1380..1425;
/// Those of the Lunar Hijri calendar, whose months begin by what is seen in the sky: no rule tells the day.
const LUNAR: std::ops::Range<i64> = 1425..1475;
const BUDDHIST: std::ops::Range<i64> = 2500..2650;

/// A date with its year as most of the world counts it; as it stands where nobody can tell.
pub(crate) fn gregorian(date: String) -> String {
    let date = without_era(date);
    let groups = groups(&date);
    if let [year, month, day] = &groups[..]
        && SOLAR.contains(&year.0)
        && let Some((y, m, d)) = from_solar(year.0, month.0, day.0)
    {
        return format!("{}{y:04}-{m:02}-{d:02}{}", &date[..year.1.start], &date[day.1.end..]);
    }
    match groups.iter().find(|(number, _)| BUDDHIST.contains(number)) {
        Some((year, place)) => format!("{}{}{}", &date[..place.start], *year - 543, &date[place.end..]),
        None => date,
    }
}

/// Whether a line begins with a date whose year is one, though nobody can tell the day from it. Nothing but numbers
/// and what parts them stands there: people write `1450 came, 12:30` too.
pub(crate) fn is_of_the_hijra(date: &str) -> bool {
    let bare = date.trim_end_matches(" AM").trim_end_matches(" PM").replace("هـ", "");
    let plain = bare.chars().all(|letter| letter.is_ascii_digit() || "/.-:, ".contains(letter));
    let groups = groups(date);
    let year = |at: usize| groups.get(at).is_some_and(|(number, _)| SOLAR.contains(number) || LUNAR.contains(number));
    plain && (year(0) || year(2))
}

/// The first three numbers, and where they stand.
fn groups(date: &str) -> Vec<(i64, std::ops::Range<usize>)> {
    let mut groups = Vec::new();
    let mut at = 0;
    while groups.len() < 3
        && let Some(start) = date[at..].find(|letter: char| letter.is_ascii_digit()).map(|start| at + start)
    {
        let digits = date[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + digits;
        let Ok(number) = date[start..at].parse() else { break };
        groups.push((number, start..at));
    }
    groups
}

/// `R4` and `令和4` are 2022.
fn without_era(date: String) -> String {
    const ERAS: [(&str, i64); 4] = [("令和", 2018), ("平成", 1988), ("R", 2018), ("H", 1988)];
    let date = date.replace(" BE", "").replace("พ.ศ.", "");
    for (era, before) in ERAS {
        let Some((ahead, behind)) = date.split_once(era) else { continue };
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let parted = !ahead.ends_with(char::is_alphanumeric);
        if let Ok(year) = behind[..digits].parse::<i64>()
            && parted
            && digits <= 2
        {
            return format!("{ahead}{}{}", before + year, &behind[digits..]);
        }
    }
    date
}

/// A day of the Solar Hijri calendar: six months of 31 days, five of 30, and leap years in a cycle of 33.
fn from_solar(year: i64, month: i64, day: i64) -> Option<(i64, i64, i64)> {
    if !(1..=12).contains(&month) || !(1..=if month <= 6 { 31 } else { 30 }).contains(&day) {
        return None;
    }
    // 8 leap years in 33, at these places of the cycle.
    let leaps = |years: i64| {
        let (cycles, rest) = (years.div_euclid(33), years.rem_euclid(33));
        8 * cycles + [1, 5, 9, 13, 17, 22, 26, 30].iter().filter(|place| **place <= rest).count() as i64
    };
    let before = (year - 1) * 365 + leaps(year - 1);
    let passed = (month - 1) * 31 - (month - 7).max(0);
    let days = before + passed + day - 1 - EPOCH_DAYS;
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?; // tidy(swallow): `None` is the answer
    Some((date.year().into(), date.month().into(), date.day().into()))
}

/// Days from the first of that calendar to 1970.
const EPOCH_DAYS: i64 = 492_268;

/// The clock with `AM` or `PM` where a part of the day stands behind it: `8:05 abends`.
pub(crate) fn halved(date: String) -> String {
    const PARTS: [(&str, Part); 5] = [
        (
            "morgens|vormittags|vorm.|morning|mañana|madrugada|matin|manhã|mattin|ochtends|утра|rano|przed poł|sabah",
            Part::Morning,
        ),
        (" mittags| noon|mediodía|midi|meio-dia|mezzogiorno|w południe|öğlen", Part::Noon),
        ("nachmittags|nachm.|afternoon|tarde|après-midi|pomeriggio|middags|дня|po poł|öğleden sonra", Part::Later),
        ("abends|evening|soir|sera|avonds|вечера|wiecz|akşam", Part::Later),
        ("nachts|night|noche|nuit|noite|notte|nachts|ночи|w nocy|gece", Part::Night),
    ];
    let Some(colon) = date.find(':') else { return date };
    let clock = date[colon..].find(|letter: char| !letter.is_ascii_digit() && letter != ':').map(|end| colon + end);
    let Some((clock, behind)) = clock.map(|end| date.split_at(end)) else { return date };
    let behind = behind.to_lowercase();
    let says = |words: &str| words.split('|').any(|word| behind.contains(word));
    // `Nachmittag` and `afternoon` have noon in them.
    let part = PARTS.iter().rev().find(|(words, _)| says(words)).map(|(_, part)| *part);
    let Some(part) = part else { return date };
    let start = date[..colon].rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
    let hour: u32 = date[start..colon].parse().unwrap_or(0);
    let half = match part {
        Part::Morning => "AM",
        Part::Noon if hour == 11 => "AM",
        Part::Night if hour == 12 || hour <= 5 => "AM",
        Part::Noon | Part::Later | Part::Night => "PM",
    };
    format!("{clock} {half}")
}

#[derive(Clone, Copy)]
enum Part {
    Morning,
    Noon,
    Later,
    Night,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_other_calendars_are_those_of_most() {
        for (date, expected) in [
            ("3/18/2565 BE, 14:56:01", "3/18/2022, 14:56:01"),
            ("3/18/R4, 14:56:01", "3/18/2022, 14:56:01"),
            ("令和4/3/27 21:41:35", "2022/3/27 21:41:35"),
            ("H31/4/30 21:41:35", "2019/4/30 21:41:35"),
            ("1402/12/23, 14:05:00", "2024-03-13, 14:05:00"),
            ("1403/1/1, 00:00:01", "2024-03-20, 00:00:01"),
            ("1403/12/30, 00:00:01", "2025-03-20, 00:00:01"),
            ("1404/1/1, 00:00:01", "2025-03-21, 00:00:01"),
            ("1399/12/30, 00:00:01", "2021-03-20, 00:00:01"),
            ("1389/1/1, 00:00:01", "2010-03-21, 00:00:01"),
            ("1400/10/11, 00:00:01", "2022-01-01, 00:00:01"),
            ("13/3/2024, 14:05", "13/3/2024, 14:05"),
            ("1402/13/23, 14:05:00", "1402/13/23, 14:05:00"),
        ] {
            assert_eq!(gregorian(date.to_owned()), expected);
        }
        for (date, expected) in [
            ("1445/9/3, 2:05 PM", true),
            ("3/9/1445 هـ, 2:05", true),
            ("13/3/2024, 14:05", false),
            ("1450 came by 12, 12:30", false),
            ("12 of 1450, 12:30", false),
        ] {
            assert_eq!(is_of_the_hijra(date), expected, "{date}");
        }
    }

    #[test]
    fn parts_of_the_day_are_halves_of_it() {
        for (date, expected) in [
            ("13.03.24, 8:05 morgens", "13.03.24, 8:05 AM"),
            ("13.03.24, 12:30 mittags", "13.03.24, 12:30 PM"),
            ("13.03.24, 2:05 nachmittags", "13.03.24, 2:05 PM"),
            ("13.03.24, 11:05 vormittags", "13.03.24, 11:05 AM"),
            ("13.03.24, 10:05 vormittags", "13.03.24, 10:05 AM"),
            ("3/18/22, 12:05 noon", "3/18/22, 12:05 PM"),
            ("13.03.24, 8:05:09 abends", "13.03.24, 8:05:09 PM"),
            ("13.03.24, 11:50 nachts", "13.03.24, 11:50 PM"),
            ("14.03.24, 12:10 nachts", "14.03.24, 12:10 AM"),
            ("3/18/22, 2:56 in the afternoon", "3/18/22, 2:56 PM"),
            ("18/3/22, 2:56  la tarde", "18/3/22, 2:56 PM"),
            ("18/3/22, 14:56", "18/3/22, 14:56"),
        ] {
            assert_eq!(halved(date.to_owned()), expected);
        }
    }
}
