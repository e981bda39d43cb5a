//! The two languages of the house, and how each writes numbers, dates and spans of time.

use model::{Month, Time};

use crate::Words;
use crate::words::{EN, FR};

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// French groups thousands and sets off signs with this: it is narrow and never breaks a line.
pub(crate) const NARROW: char = '\u{202f}';

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_SHORT_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MONTHS_SHORT_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WEEKDAYS_FR: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const WEEKDAYS_SHORT_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const WEEKDAYS_SHORT_FR: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];

/// A language of the pages, letters and reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    #[default]
    English,
    French,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::French];

    /// The code for `lang` attributes, cookies and settings.
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }

    /// How the language calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::French => "Français",
        }
    }

    /// The language that a code names, whatever its region: `fr-CA` is French.
    pub fn from_code(code: &str) -> Option<Language> {
        let base = code.split(['-', '_']).next().unwrap_or(code).trim();
        Language::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(base))
    }

    /// The best of our languages for an `Accept-Language` header; English when none is wanted.
    pub fn from_accept(header: &str) -> Language {
        let weighed = header.split(',').filter_map(|part| {
            let mut fields = part.split(';');
            let language = Language::from_code(fields.next()?.trim())?;
            // tidy(swallow): a browser's malformed weight counts as none given
            let weight = fields.find_map(|field| field.trim().strip_prefix("q=")?.parse::<f64>().ok()).unwrap_or(1.0);
            (weight > 0.0).then_some((weight, language))
        });
        weighed.fold((0.0, Language::English), |best, next| if next.0 > best.0 { next } else { best }).1
    }

    /// All words of the program in this language.
    pub const fn words(self) -> &'static Words {
        match self {
            Language::English => &EN,
            Language::French => &FR,
        }
    }

    /// Whether the singular stands with `count`: French says "0 message", English "0 messages".
    pub const fn is_one(self, count: u64) -> bool {
        match self {
            Language::English => count == 1,
            Language::French => count <= 1,
        }
    }

    /// `1,234,567`, or with narrow spaces in French.
    pub fn count(self, count: u64) -> String {
        let digits = count.to_string();
        let mut grouped = String::with_capacity(2 * digits.len());
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(self.thousands_mark());
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A number with exactly `places` decimals and a true minus sign.
    pub fn decimal(self, number: f64, places: usize) -> String {
        let written = format!("{:.places$}", number.abs());
        let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
        let mut text = String::new();
        if number < 0.0 && written.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
            text.push('−');
        }
        text.push_str(&self.count(whole.parse().unwrap_or(u64::MAX)));
        if !fraction.is_empty() {
            text.push(self.decimal_mark());
            text.push_str(fraction);
        }
        text
    }

    /// A share between 0 and 1 as a percentage: one decimal below 10 %, none above.
    pub fn percent(self, share: f64) -> String {
        let hundredths = share * 100.0;
        let places = usize::from(hundredths.abs() < 9.95 && hundredths.abs() >= 0.05);
        match self {
            Language::English => format!("{}%", self.decimal(hundredths, places)),
            Language::French => format!("{}{NARROW}%", self.decimal(hundredths, places)),
        }
    }

    /// A difference with its sign: `+12`, `−3`.
    pub fn signed(self, difference: i64) -> String {
        let size = self.count(difference.unsigned_abs());
        match difference {
            0 => size,
            1.. => format!("+{size}"),
            _ => format!("−{size}"),
        }
    }

    /// `21 November 2026`, `1er mars 2024`.
    pub fn date(self, at: Time) -> String {
        let (year, _, _) = at.date();
        format!("{} {year}", self.day_month(at, Form::Long))
    }

    /// `21 Nov` within the year of `now`, else `21 Nov 2025`.
    pub fn date_short(self, at: Time, now: Time) -> String {
        let day = self.day_month(at, Form::Short);
        let (year, this_year) = (at.date().0, now.date().0);
        if year == this_year { day } else { format!("{day} {year}") }
    }

    /// `21 November 2026, 09:30 UTC`.
    pub fn moment(self, at: Time) -> String {
        match self {
            Language::English => format!("{}, {} UTC", self.date(at), self.clock(at)),
            Language::French => format!("{} à {} UTC", self.date(at), self.clock(at)),
        }
    }

    /// `09:30`, UTC.
    pub fn clock(self, at: Time) -> String {
        let minutes = at.seconds().rem_euclid(DAY) / MINUTE;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// `March 2024`, `mars 2024`.
    pub fn month(self, month: Month) -> String {
        format!("{} {}", self.month_name(month.month, Form::Long), month.year)
    }

    /// `March`, `mars`.
    pub fn month_alone(self, month: Month) -> &'static str {
        self.month_name(month.month, Form::Long)
    }

    /// The name of a day of the week, Monday being 0.
    pub fn weekday(self, day: usize) -> &'static str {
        match self {
            Language::English => WEEKDAYS_EN[day % 7],
            Language::French => WEEKDAYS_FR[day % 7],
        }
    }

    /// `Mon`, `lun.`; Monday is 0.
    pub fn weekday_short(self, day: usize) -> &'static str {
        match self {
            Language::English => WEEKDAYS_SHORT_EN[day % 7],
            Language::French => WEEKDAYS_SHORT_FR[day % 7],
        }
    }

    /// A span in at most two units: `45 s`, `3 h 20 min`, `2 d 4 h` (`2 j 4 h`).
    pub fn duration(self, seconds: i64) -> String {
        let seconds = seconds.max(0);
        let day = if self == Language::French { 'j' } else { 'd' };
        let (first, second) = match seconds {
            ..MINUTE => ((seconds, "s".to_owned()), (0, String::new())),
            MINUTE..HOUR if seconds < 10 * MINUTE => {
                ((seconds / MINUTE, "min".to_owned()), (seconds % MINUTE, "s".to_owned()))
            }
            MINUTE..HOUR => ((seconds / MINUTE, "min".to_owned()), (0, String::new())),
            HOUR..DAY => ((seconds / HOUR, "h".to_owned()), (seconds % HOUR / MINUTE, "min".to_owned())),
            _ => ((seconds / DAY, day.to_string()), (seconds % DAY / HOUR, "h".to_owned())),
        };
        let written = |(number, unit): (i64, String)| format!("{}{NARROW}{unit}", self.count(number.unsigned_abs()));
        if second.0 == 0 { written(first) } else { format!("{} {}", written(first), written(second)) }
    }

    /// How long ago, seen from `now`: `just now`, `5 min ago`, `yesterday`, then the date.
    pub fn ago(self, at: Time, now: Time) -> String {
        let seconds = now.seconds() - at.seconds();
        let days = now.day() - at.day();
        if seconds < -MINUTE {
            return self.date_short(at, now);
        }
        match (self, seconds) {
            (Language::English, ..MINUTE) => "just now".to_owned(),
            (Language::French, ..MINUTE) => "à l’instant".to_owned(),
            (Language::English, ..DAY) if days == 0 || seconds < 6 * HOUR => {
                format!("{} ago", self.duration(round_down(seconds)))
            }
            (Language::French, ..DAY) if days == 0 || seconds < 6 * HOUR => {
                format!("il y a {}", self.duration(round_down(seconds)))
            }
            (Language::English, _) if days == 1 => "yesterday".to_owned(),
            (Language::French, _) if days == 1 => "hier".to_owned(),
            (Language::English, _) if days < 7 => format!("{days} days ago"),
            (Language::French, _) if days < 7 => format!("il y a {days} jours"),
            _ => self.date_short(at, now),
        }
    }

    /// How long until, seen from `now`: `in 3 h`, `tomorrow`, then the date.
    pub fn until(self, at: Time, now: Time) -> String {
        let seconds = at.seconds() - now.seconds();
        match (self, seconds, at.day() - now.day()) {
            (Language::English, ..=0, _) => "now".to_owned(),
            (Language::French, ..=0, _) => "maintenant".to_owned(),
            (Language::English, ..DAY, 0) => format!("in {}", self.duration(round_down(seconds.max(MINUTE)))),
            (Language::French, ..DAY, 0) => format!("dans {}", self.duration(round_down(seconds.max(MINUTE)))),
            (Language::English, _, 1) => "tomorrow".to_owned(),
            (Language::French, _, 1) => "demain".to_owned(),
            _ => self.date_short(at, now),
        }
    }

    fn day_month(self, at: Time, form: Form) -> String {
        let (_, month, day) = at.date();
        let name = self.month_name(month, form);
        if self == Language::French && day == 1 { format!("1er {name}") } else { format!("{day} {name}") }
    }

    fn month_name(self, month: u8, form: Form) -> &'static str {
        let place = usize::from(month).saturating_sub(1) % 12;
        match (self, form) {
            (Language::English, Form::Long) => MONTHS_EN[place],
            (Language::English, Form::Short) => MONTHS_SHORT_EN[place],
            (Language::French, Form::Long) => MONTHS_FR[place],
            (Language::French, Form::Short) => MONTHS_SHORT_FR[place],
        }
    }

    const fn thousands_mark(self) -> char {
        match self {
            Language::English => ',',
            Language::French => NARROW,
        }
    }

    const fn decimal_mark(self) -> char {
        match self {
            Language::English => '.',
            Language::French => ',',
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Long,
    Short,
}

/// Minutes below an hour, hours above: nobody needs "5 min 12 s ago".
fn round_down(seconds: i64) -> i64 {
    if seconds < HOUR { seconds - seconds % MINUTE } else { seconds - seconds % HOUR }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(written: &str) -> Time {
        written.parse().unwrap()
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        let cases =
            [(0, "0", "0"), (999, "999", "999"), (1_000, "1,000", "1 000"), (1_234_567, "1,234,567", "1 234 567")];
        for (count, english, french) in cases {
            assert_eq!(Language::English.count(count), english);
            assert_eq!(Language::French.count(count), french.replace(' ', "\u{202f}"));
        }
        assert_eq!(Language::English.decimal(-1234.56, 1), "−1,234.6");
        assert_eq!(Language::English.decimal(-0.04, 1), "0.0");
        assert_eq!(Language::French.decimal(0.5, 2), "0,50");
        assert_eq!(Language::English.percent(0.0432), "4.3%");
        assert_eq!(Language::French.percent(0.62), "62\u{202f}%");
        assert_eq!(Language::English.percent(0.0), "0%");
        assert_eq!([Language::English.signed(12), Language::English.signed(-3)], ["+12", "−3"]);
    }

    #[test]
    fn dates_follow_the_language() {
        let at = time("2024-03-01T09:05:00Z");
        assert_eq!(Language::English.date(at), "1 March 2024");
        assert_eq!(Language::French.date(at), "1er mars 2024");
        assert_eq!(Language::French.date_short(at, time("2026-01-01")), "1er mars 2024");
        assert_eq!(Language::English.date_short(at, time("2024-12-01")), "1 Mar");
        assert_eq!(Language::English.moment(at), "1 March 2024, 09:05 UTC");
        assert_eq!(Language::French.month(at.month()), "mars 2024");
    }

    #[test]
    fn spans_use_at_most_two_units() {
        let cases = [
            (0, "0 s"),
            (45, "45 s"),
            (150, "2 min 30 s"),
            (3_540, "59 min"),
            (12_000, "3 h 20 min"),
            (187_200, "2 d 4 h"),
        ];
        for (seconds, written) in cases {
            assert_eq!(Language::English.duration(seconds).replace(NARROW, " "), written);
        }
        assert_eq!(Language::French.duration(172_800).replace(NARROW, " "), "2 j");
    }

    #[test]
    fn the_past_is_told_from_now() {
        let now = time("2024-03-10T12:00:00Z");
        let cases = [
            ("2024-03-10T11:59:50Z", "just now", "à l’instant"),
            ("2024-03-10T11:54:48Z", "5 min ago", "il y a 5 min"),
            ("2024-03-10T09:10:00Z", "2 h ago", "il y a 2 h"),
            ("2024-03-09T01:00:00Z", "yesterday", "hier"),
            ("2024-03-06T12:00:00Z", "4 days ago", "il y a 4 jours"),
            ("2024-02-06T12:00:00Z", "6 Feb", "6 févr."),
        ];
        for (at, english, french) in cases {
            assert_eq!(Language::English.ago(time(at), now).replace(NARROW, " "), english);
            assert_eq!(Language::French.ago(time(at), now).replace(NARROW, " "), french);
        }
        assert_eq!(Language::English.until(time("2024-03-10T15:00:00Z"), now).replace(NARROW, " "), "in 3 h");
        assert_eq!(Language::French.until(time("2024-03-11T08:00:00Z"), now), "demain");
    }

    #[test]
    fn a_browser_gets_the_language_that_it_wants_most() {
        let cases = [
            ("fr-CA,fr;q=0.9,en;q=0.8", Language::French),
            ("de,en;q=0.5,fr;q=0.4", Language::English),
            ("en;q=0.1, fr;q=0.7", Language::French),
            ("fr;q=0", Language::English),
            ("", Language::English),
        ];
        for (header, language) in cases {
            assert_eq!(Language::from_accept(header), language, "{header}");
        }
    }
}
