//! The dates of WhatsApp's lines, in the form of whichever phone wrote them.

use std::collections::BTreeSet;
use std::io;

use crate::dates::{self, Evidence, Order};
use crate::decode;
use crate::lines::Lines;
use crate::months;
use crate::source::{File, Source};
use crate::whatsapp::{is_name, plain_name, stem_of};
use crate::whatsapp_calendars::{gregorian, halved, is_of_the_hijra};
use crate::whatsapp_names::{self as names, Speakers};
use crate::whatsapp_sentences::tells_of_encryption;
use crate::whatsapp_words as words;

/// Signs of order and direction that nobody sees, before dates and inside them.
const MARKS: [char; 6] = ['\u{feff}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}'];

/// The date of a line that begins a message, made readable, and what follows it.
pub(crate) fn split_head(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches(MARKS);
    let (date, rest) = if let Some(inside) = line.strip_prefix('[') {
        inside.split_once(']')?
    } else if begins_with_date(line) {
        // Korean writes `2024년 3월 12일 오후 2:05, Ada : text` and `2024. 3. 12. 오후 2:05, Ada : text`.
        let dash = [" - ", " – ", " — "].iter().filter_map(|dash| Some((line.find(dash)?, dash.len()))).min();
        let dashed = dash.map(|(at, length)| (&line[..at], &line[at + length..]));
        dashed
            .filter(|(date, _)| date.chars().count() <= 40 && !date.contains(": "))
            .or_else(|| old_head(line))
            .or_else(|| {
                let comma = line.find(", ").filter(|_| line.contains(['년', '오']))?;
                Some((&line[..comma], &line[comma + 1..]))
            })?
    } else {
        return None;
    };
    if date.chars().count() > 40 || !date.contains(|letter: char| letter.is_numeric()) {
        return None;
    }
    let date = readable(date);
    let clock = date.contains(':') && numbers(&date).is_some();
    let known = [Order::DayFirst, Order::MonthFirst, Order::YearFirst]
        .iter()
        .any(|order| dates::parse(&date, *order, 0).is_some())
        || is_of_the_hijra(&date);
    (clock && known).then(|| (date, rest.trim_start_matches(' ')))
}

/// `13/03/2024`, `Mon, 13/03/2024` and `Mar 13, 2024`.
fn begins_with_date(line: &str) -> bool {
    const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let numeric = |rest: &str| rest.starts_with(|first: char| first.is_numeric());
    let Some((word, rest)) = line.split_once(' ').filter(|_| !numeric(line)) else { return numeric(line) };
    let is_weekday = || word.strip_suffix(',').is_some_and(|day| WEEKDAYS.contains(&day));
    numeric(rest) && word.is_ascii() && (is_weekday() || word.len() == 3 && months::named(word).is_some())
}

/// iPhones before 2018 wrote `13.06.18 21:25:15: Ada: text`: a date and a clock with seconds.
fn old_head(line: &str) -> Option<(&str, &str)> {
    let (at, _) = line.match_indices(": ").find(|(at, _)| line[..*at].contains([' ', ',']))?;
    let date = &line[..at];
    let groups = date.split(|letter: char| !letter.is_numeric()).filter(|group| !group.is_empty()).count();
    let plain = date.chars().all(|letter| letter.is_numeric() || "./-:, \u{a0}\u{202f}APMapm".contains(letter));
    (groups == 6 && plain && date.chars().count() <= 30).then(|| (date, &line[at + 2..]))
}

/// Writes the parts of a date as the other languages do.
fn readable(date: &str) -> String {
    const WORDS: [(&str, &str); 18] = [
        ("년", "/"),
        ("월", "/"),
        ("일", " "),
        ("年", "/"),
        ("月", "/"),
        ("日", " "),
        ("klo", " "),
        ("kl.", " "),
        (" min ", ":"),
        (" min", " "),
        ("às", " "),
        (" h ", ":"),
        ("de ", " "),
        ("г.", " "),
        (" в ", " "),
        (" ч.", " "),
        (" во ", " "),
        (" u ", " "),
    ];
    let mut date: String = date
        .chars()
        .filter(|letter| !MARKS.contains(letter))
        .map(|letter| match letter {
            '،' => ',',
            '\u{a0}' | '\u{202f}' => ' ',
            other => dates::western_digit(other),
        })
        .collect();
    for (word, plain) in WORDS {
        if date.contains(word) {
            date = date.replace(word, plain);
        }
    }
    // Canada's French writes `14 h 05 min 33 s`.
    if let Some(clock) = date.strip_suffix(" s") {
        date = clock.to_owned();
    }
    // In some languages the half of the day stands before the time.
    for (word, half) in words::HALVES {
        if let Some((before, after)) = date.split_once(word) {
            date = format!("{} {} {half}", before.trim_end(), after.trim());
        }
    }
    // Whoever copied a line out of the chat has the time before the date.
    if let Some((clock, day)) = date.split_once(',').filter(|(clock, _)| clock.contains(':')) {
        date = format!("{}, {clock}", day.trim());
    }
    let half = [" AM", " PM", " am", " pm", " a.m.", " p.m."].into_iter().find(|half| date.ends_with(half));
    if let Some(clock) = half.and_then(|half| date.strip_suffix(half)) {
        date = format!("{}{}", colons(clock.to_owned()), half.unwrap_or(""));
    }
    gregorian(halved(colons(date)))
}

/// The clock at the end with colons, where a language writes points.
fn colons(mut date: String) -> String {
    let last = date.split_whitespace().next_back().unwrap_or("").to_owned();
    let is_clock = !date.contains(':') && last.matches('.').count() <= 2 && last.contains('.') && date.trim() != last;
    let digits =
        last.split('.').all(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit()));
    if is_clock && digits {
        let start = date.len() - date.trim_end().len();
        let at = date.len() - start - last.len();
        date = format!("{}{}", &date[..at], last.replace('.', ":"));
    }
    date
}

fn has_letters(date: &str) -> bool {
    date.contains(char::is_alphabetic)
}

/// The three numbers that a date begins with.
fn numbers(date: &str) -> Option<[i32; 3]> {
    let mut groups = date.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty());
    let mut next = || groups.next().filter(|group| group.len() <= 4)?.parse().ok();
    Some([next()?, next()?, next()?])
}

/// What the whole file says about its dates.
#[derive(Default)]
pub(crate) struct Habits {
    evidence: Evidence,
    first_changes: u32,
    second_changes: u32,
    third_changes: u32,
    /// How many lines begin a message.
    heads: u32,
    last: Option<[i32; 3]>,
    sample: String,
    /// Whether its first date has letters in it, as those with halves of the day do, and how many others are not so.
    lettered: bool,
    unlike: u32,
    /// How its first message begins, and with it all.
    pub(crate) form: Option<Form>,
    /// Under whose name the program speaks first: the group's, or the other's in a chat of two.
    pub(crate) voice: Option<String>,
    /// What it says then, which is of encryption.
    pub(crate) opening: Option<String>,
    /// Who said something that the program did not mark as its own.
    pub(crate) people: BTreeSet<String>,
    pub(crate) speakers: Speakers,
    /// Whether the lines of files are marked before their dates too.
    pub(crate) marked: bool,
    /// Whether dates stand before a colon, as iPhones wrote them before 2018.
    before_colon: bool,
    /// Whether a line that the program marked as its own tells of a file left out.
    marks_files: bool,
    /// What stands in brackets behind the names that phones give to files.
    attached: BTreeSet<String>,
}

/// Phones set to Arabic mark what the program says as people's words are marked too: right to left.
fn is_marked(said: &str) -> bool {
    said.starts_with('\u{200e}') || said.starts_with('\u{200f}') && tells_of_encryption(said)
}

/// Whether the program marked words as its own, with a sign of direction that nobody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Marked,
    Plain,
}

impl Mark {
    pub(crate) fn of(words: &str) -> Mark {
        if words.starts_with(['\u{200e}', '\u{200f}']) { Mark::Marked } else { Mark::Plain }
    }
}

/// How often the day has to change, while the month stays, to tell the two apart.
const DAY_CHANGES_MIN: u32 = 4;
/// How many messages a day, on the average, then stand on each.
const A_DAY_MIN: u32 = 10;
/// How many words for a file that was attached, and of what length: one phone has one or two.
const ATTACHED_MAX: usize = 8;
const ATTACHED_BYTES_MAX: usize = 100;
/// How many people of one chat are remembered.
const PEOPLE_MAX: usize = 10_000;

/// How many dates of another phone may have been pasted into messages, and how many dates then stand for each.
const PASTED_MAX: u32 = 20;
const HEADS_A_PASTED_MIN: u32 = 10;

/// How lines begin. No phone writes the time first, and only iPhones write brackets; lines copied out of a chat do,
/// and where they stand inside a message they begin none. A phone writes the names of days or months before all dates
/// or before none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    clock_first: bool,
    bracketed: bool,
    worded: bool,
}

impl Form {
    pub(crate) fn of(line: &str) -> Form {
        let line = line.trim_start_matches(MARKS);
        let date = line.trim_start_matches('[');
        let behind = date.trim_start_matches(|letter: char| letter.is_numeric());
        let worded = date.trim_start_matches(MARKS).starts_with(char::is_alphabetic);
        Form { clock_first: behind.starts_with(':'), bracketed: line.starts_with('['), worded }
    }
}

impl Habits {
    /// Goes over a whole file.
    pub(crate) fn of(source: &Source, file: &File) -> io::Result<Habits> {
        let mut habits = Habits { speakers: Speakers::of_chat(stem_of(source, file)), ..Habits::default() };
        let mut lines = Lines::open(source, file)?;
        while let Some(line) = lines.next_line() {
            let Ok(line) = line else { continue };
            let (line, _) = decode::line(line);
            if let Some((date, said)) = split_head(&line)
                && let Some(numbers) = numbers(&date)
                && *habits.form.get_or_insert(Form::of(&line)) == Form::of(&line)
            {
                habits.speakers.hear(said);
                if habits.last.is_none() {
                    habits.before_colon = old_head(line.trim_start_matches(MARKS)).is_some();
                    let program = habits.speakers.split(said).filter(|(_, said)| is_marked(said));
                    habits.voice = program.map(|(name, _)| plain_name(name));
                    habits.opening = program.map(|(_, said)| said.replace(['\u{200e}', '\u{200f}'], ""));
                }
                habits.marked |= line.starts_with('\u{200e}');
                habits.hear(said);
                habits.add(numbers, date);
            }
        }
        Ok(habits)
    }

    /// The date of a line that begins a message of this file, and what follows it.
    pub(crate) fn split_head<'a>(&self, line: &'a str) -> Option<(String, &'a str)> {
        let is_known = self.form.is_none_or(|known| known == Form::of(line));
        split_head(line).filter(|(date, _)| is_known && !self.is_pasted(date))
    }

    /// Whether a date is of another phone: all dates of a phone have letters or none has. Where there are many of them,
    /// the file is of two phones.
    fn is_pasted(&self, date: &str) -> bool {
        let is_rare = self.unlike <= PASTED_MAX && self.unlike <= self.heads / HEADS_A_PASTED_MIN;
        is_rare && has_letters(date) != self.lettered
    }

    /// Whether dates stand in brackets, as only iPhones write them.
    pub(crate) fn is_bracketed(&self) -> bool {
        self.form.is_some_and(|form| form.bracketed)
    }

    pub(crate) fn is_of_android(&self) -> bool {
        !self.is_bracketed() && !self.before_colon
    }

    /// Whether the program marks lines of its own: other phones do not, and a mark there was pasted by a person.
    pub(crate) fn marks_its_own(&self) -> bool {
        self.is_bracketed() && (self.marked || self.voice.is_some())
    }

    /// Whether a line of words without brackets may tell of a file left out: Android only writes `<Media omitted>`,
    /// and an iPhone that marks such lines marks all of them.
    pub(crate) fn may_leave_out(&self, mark: Mark) -> bool {
        let marks_them = self.marks_its_own() || self.marks_files;
        (self.is_bracketed() || self.before_colon) && (mark == Mark::Marked || !marks_them)
    }

    /// Whether words behind the name of a file say that it was attached.
    pub(crate) fn says_attached(&self, behind: &str) -> bool {
        self.attached.contains(behind) || words::says_attached(behind)
    }

    /// Whether what stands before a colon is the program's, of a name with a colon: `Ada added Bo: the builder`.
    pub(crate) fn tells_of_membership(&self, name: &str) -> bool {
        let parts = [" added ", " removed "].iter().find_map(|verb| name.split_once(verb));
        parts.is_some_and(|(who, _)| who == "You" || self.people.contains(&plain_name(who)))
    }

    /// Notes who speaks.
    fn hear(&mut self, said: &str) {
        let split = self.speakers.split(said).filter(|(name, _)| is_name(name) && said.contains(": "));
        let Some((name, said)) = split else { return };
        self.marks_files |= said.strip_prefix(['\u{200e}', '\u{200f}']).and_then(words::omitted).is_some();
        let attached = names::before_brackets(said.trim_start_matches(MARKS));
        if let Some((_, behind)) = attached.filter(|(name, _)| names::is_media_name(name))
            && behind.len() <= ATTACHED_BYTES_MAX
            && self.attached.len() < ATTACHED_MAX
        {
            self.attached.insert(behind.to_owned());
        }
        if !said.starts_with('\u{200e}') && self.people.len() < PEOPLE_MAX {
            self.people.insert(plain_name(name));
        }
    }

    fn add(&mut self, numbers: [i32; 3], date: String) {
        if let Some(last) = self.last {
            self.first_changes += u32::from(last[0] != numbers[0]);
            self.second_changes += u32::from(last[1] != numbers[1]);
            self.third_changes += u32::from(last[2] != numbers[2]);
            self.unlike = self.unlike.saturating_add(u32::from(has_letters(&date) != self.lettered));
        } else {
            self.lettered = has_letters(&date);
            self.sample = date;
        }
        self.heads = self.heads.saturating_add(1);
        self.last = Some(numbers);
        self.evidence.add(numbers);
    }

    /// Which number of a date is the day.
    pub(crate) fn order(&self) -> Order {
        let Some([first, ..]) = self.last else { return Order::Unknown };
        if first > 31 || (first > 12 && self.first_changes < self.third_changes) {
            return Order::YearFirst;
        }
        match self.evidence.order() {
            Order::Unknown => match self.guess() {
                Order::Unknown => self.within_one_month(),
                guessed => guessed,
            },
            known => known,
        }
    }

    /// Several days of one month, or the same day of several months? A program may speak on the first of each month
    /// alone; people who say much on each of five days say it within one month.
    fn within_one_month(&self) -> Order {
        let is_lively = |changes: u32| changes >= DAY_CHANGES_MIN && self.heads / (changes + 1) >= A_DAY_MIN;
        match (self.first_changes, self.second_changes) {
            (0, days) if is_lively(days) => Order::MonthFirst,
            (days, 0) if is_lively(days) => Order::DayFirst,
            _ => Order::Unknown,
        }
    }

    /// Where no date of the file tells: phones set to American English write `3/4/24, 2:05 PM`;
    /// everyone else who writes slashes writes the day first.
    fn guess(&self) -> Order {
        let half_of_day = self.sample.contains("AM") || self.sample.contains("PM");
        let padded = self
            .sample
            .split(['/', '.', '-', ' ', ','])
            .next()
            .is_some_and(|day| day.len() == 2 && day.starts_with('0'));
        let year_of_two = self
            .sample
            .split([',', ' '])
            .next()
            .and_then(|date| date.rsplit('/').next())
            .is_some_and(|year| year.len() == 2);
        match (self.sample.contains('/'), half_of_day) {
            (true, true) if !padded && year_of_two => Order::MonthFirst,
            (true, true) if !padded => Order::Unknown,
            _ => Order::DayFirst,
        }
    }
}

/// The moment of a line, for tests of the many date formats.
#[cfg(test)]
fn moment(lines: &[&str]) -> Option<model::Time> {
    let mut habits = Habits::default();
    for line in lines {
        let (date, _) = split_head(line)?;
        habits.add(numbers(&date)?, date);
    }
    let (date, _) = split_head(lines.last()?)?;
    dates::parse(&date, habits.order(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dates_of_rarer_phones_are_understood() {
        for (line, expected) in [
            ("13/3/2024 2:05 p.m. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/03/24 02:05:00 p.\u{a0}m. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/2024, 00:05 a. m. - Ada: hi", "2024-03-13T00:05:00Z"),
            ("[13/03/24 2:05:00 p. m.] Ada: hi", "2024-03-13T14:05:00Z"),
            ("[03.13.24, 14:05:00] Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024/03/13, 14:05. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13.03.24 14.05.00: Ada: hi", "2024-03-13T14:05:00Z"),
            ("13. 3. 2024. 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13. 3. 2024 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[13. 3. 2024 14:05:00] Ada: hi", "2024-03-13T14:05:00Z"),
            ("13.3.2024 г., 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13.03.24 г. 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[2024-03-13, 2:05:00 PM] Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024-03-13 2:05 p.m. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/03/2024 kl. 14.05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13.03.2024 kl. 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/24, 14.05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024-03-13 kl. 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[13-03-2024 14:05:00] Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/03/2024 14 h 05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/03/2024, 14 h 05 min - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/24, 2:05\u{202f}nachm. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024年3月13日 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024/3/13 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[2024/3/13 晚上9:05:00] Ada: hi", "2024-03-13T21:05:00Z"),
            ("[2024/3/13 凌晨12:05:00] Ada: hi", "2024-03-13T00:05:00Z"),
            ("[2024/3/13 中午12:05:00] Ada: hi", "2024-03-13T12:05:00Z"),
            ("2024/3/13 下午02:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[13/3/2024 2:05:00 μ.μ.] Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/24, 2:05 CH - Ada: hi", "2024-03-13T14:05:00Z"),
            ("2:05 PM, 13/3/2024 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("14:05, 13/3/2024 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[14:05, 13/3/2024] Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/03/24, 2:05 odp. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("१३/३/२४, २:०५ pm - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/24, 2:05 ಅಪರಾಹ್ನ - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/24, 2:05 பிற்பகல் - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[13/3/24, 2:05:00 م] Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/24, 2:05 ب.ظ. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13.3.2024., 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024. 3. 13. 오후 2:05, Ada : hi", "2024-03-13T14:05:00Z"),
            ("[2024. 3. 13. 오후 2:05:00] Ada: hi", "2024-03-13T14:05:00Z"),
            ("13 Mar 2024 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[Mar 13, 2024 at 2:05:00 PM] Ada: hi", "2024-03-13T14:05:00Z"),
            ("13 de mar. de 2024 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[13.03.24 г., 14:05:33 ч.] Ada: hi", "2024-03-13T14:05:33Z"),
            ("13.03.24 г., 14:05 ч. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024-03-13 2:05 nm. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024-03-13 2:05 vm. - Ada: hi", "2024-03-13T02:05:00Z"),
            ("13.3.24, 2:05 e pasdites - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13.3.24, 2:05 e paradites - Ada: hi", "2024-03-13T02:05:00Z"),
            ("[13.3.24, 2:05:33 MD] Ada: hi", "2024-03-13T14:05:33Z"),
            ("[13.3.24, 2:05:33 PD] Ada: hi", "2024-03-13T02:05:33Z"),
            ("[2024-03-13 14 h 05 min 33 s] Ada: hi", "2024-03-13T14:05:33Z"),
            ("13. 03. 2024. u 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13.3.24 во 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("၁၃-၀၃-၂၄ ၁၄:၀၅ - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/03/2024 2:05 ከሰዓት - Ada: hi", "2024-03-13T14:05:00Z"),
            ("2024-03-13, ප.ව. 2.05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("[13/3/24, 2:05:33 ល្ងាច] Ada: hi", "2024-03-13T14:05:33Z"),
            ("13/03/2024, 14:05 — Ada: hi", "2024-03-13T14:05:00Z"),
            ("Mon, 13/03/2024, 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("Mar 13, 2024, 2:05 PM - Ada: hi", "2024-03-13T14:05:00Z"),
        ] {
            assert_eq!(moment(&[line]).map(|time| time.to_string()).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn the_dates_of_every_phone_are_understood() {
        let evening = "2024-03-12T14:05:00Z";
        for (line, expected) in [
            ("12/03/2024, 14:05 - Ada: hi", evening),
            ("12/03/2024 14:05 - Ada: hi", evening),
            ("3/12/24, 2:05 PM - Ada: hi", evening),
            ("3/12/24, 2:05\u{202f}PM - Ada: hi", evening),
            ("13/03/2024, 2:05 pm - Ada: hi", "2024-03-13T14:05:00Z"),
            ("12.03.24, 14:05 - Ada: hi", evening),
            ("12/03/2024 à 14:05 - Ada: hi", evening),
            ("13/3/24 2:05 p. m. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("12-03-2024 14:05 - Ada: hi", evening),
            ("2024-03-12, 14:05 - Ada: hi", evening),
            ("2024/03/12 14:05 - Ada: hi", evening),
            ("2024/3/12 下午2:05 - Ada: hi", evening),
            ("2024년 3월 12일 오후 2:05, Ada : hi", evening),
            ("12/03/24 14.05 - Ada: hi", evening),
            ("12.3.2024 klo 14.05 - Ada: hi", evening),
            ("2024. 03. 12. 14:05 - Ada: hi", evening),
            ("[12/03/2024, 14:05:00] Ada: hi", evening),
            ("\u{200e}[3/12/24, 2:05:00 PM] Ada: hi", evening),
            ("[2024/3/12 下午2:05:00] Ada: hi", evening),
            ("[12.03.24, 14:05:00] Ada: hi", evening),
            ("[12.3.2024 klo 14.05.00] Ada: hi", evening),
            ("12.03.24 14:05:00: Ada: hi", evening),
            ("13/03/24, 2:05:00 PM: Ada: hi", "2024-03-13T14:05:00Z"),
            ("13-03-2024, 02.05 PM - Ada: hi", "2024-03-13T14:05:00Z"),
            ("\u{200f}١٣/٠٣/٢٠٢٤، ٢:٠٥ م - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13.03.2024 ÖS 2:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/24, 2:05 μ.μ. - Ada: hi", "2024-03-13T14:05:00Z"),
            ("13/3/2567 14:05 - Ada: hi", "2024-03-13T14:05:00Z"),
            ("12/03/2024, 14:05 – Ada: hi", evening),
        ] {
            assert_eq!(moment(&[line]).map(|time| time.to_string()).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn the_whole_file_decides_which_number_is_the_day() {
        let day_first = [
            "03/04/2024, 10:00 - A: x",
            "04/04/2024, 10:00 - A: x",
            "25/04/2024, 10:00 - A: x",
            "03/05/2024, 10:00 - A: x",
        ];
        assert_eq!(moment(&day_first).map(|time| time.to_string()).as_deref(), Some("2024-05-03T10:00:00Z"));
        let month_first =
            ["4/3/24, 10:00 - A: x", "4/4/24, 10:00 - A: x", "4/25/24, 10:00 - A: x", "5/3/24, 10:00 - A: x"];
        assert_eq!(moment(&month_first).map(|time| time.to_string()).as_deref(), Some("2024-05-03T10:00:00Z"));
        let year_first = ["24-04-03 10:00 - A: x", "24-04-25 10:00 - A: x", "24-05-03 10:00 - A: x"];
        assert_eq!(moment(&year_first).map(|time| time.to_string()).as_deref(), Some("2024-05-03T10:00:00Z"));
        assert_eq!(moment(&["4/3/2024, 10:00 AM - A: x"]), None);
    }
}
