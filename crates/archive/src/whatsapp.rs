//! WhatsApp's text export: the lines of one chat, in the date format of the phone that wrote it.

use std::io;

use model::{Attachment, Author, Incoming};

use crate::dates::{self, Evidence, Order};
use crate::decode;
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::lines::{LINE_BYTES_MAX, Lines};
use crate::media;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings};
use crate::source::{File, Source};
use crate::whatsapp_words as words;

pub(crate) const FORMAT: Format = Format {
    name: "whatsapp",
    title: "WhatsApp chat export (text)",
    losses: &[Loss::Profiles, Loss::WhoReacted, Loss::EditHistory, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

/// The longest name that an author may have; what is longer is a sentence of the program.
const NAME_LETTERS_MAX: usize = 60;

fn detect(probe: &Probe) -> Confidence {
    let Some(file) = files(probe.source()).next() else { return Confidence::No };
    let head = probe.text(file);
    let heads = head.lines().take(60).filter(|line| split_head(line).is_some()).count();
    match (is_named(file), heads) {
        (true, 1..) | (false, 3..) => Confidence::Sure,
        (false, 1..) if head.lines().count() <= 3 => Confidence::Likely,
        _ => Confidence::No,
    }
}

/// The chats; a text that somebody sent lies beside its chat and is none.
fn files(source: &Source) -> impl Iterator<Item = &File> {
    let any_named = source.files().iter().any(is_named);
    source.files().iter().filter(move |file| if any_named { is_named(file) } else { file.has_ending("txt") })
}

fn is_named(file: &File) -> bool {
    file.has_ending("txt") && (file.name() == "_chat.txt" || file.name().contains("WhatsApp"))
}

/// The date of a line that begins a message, made readable, and what follows it.
fn split_head(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches(['\u{feff}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}']);
    let (date, rest) = if let Some(inside) = line.strip_prefix('[') {
        inside.split_once(']')?
    } else if line.starts_with(|first: char| first.is_numeric()) {
        // Korean writes `2024년 3월 12일 오후 2:05, Ada : text` and `2024. 3. 12. 오후 2:05, Ada : text`.
        let dashed = line.split_once(" - ").or_else(|| line.split_once(" – "));
        dashed.filter(|(date, _)| date.chars().count() <= 40).or_else(|| old_head(line)).or_else(|| {
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
        .any(|order| dates::parse(&date, *order, 0).is_some());
    (clock && known).then(|| (date, rest.trim_start_matches(' ')))
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
    const WORDS: [(&str, &str); 14] = [
        ("년", "/"),
        ("월", "/"),
        ("일", " "),
        ("年", "/"),
        ("月", "/"),
        ("日", " "),
        ("klo", " "),
        ("kl.", " "),
        (" min", " "),
        ("às", " "),
        (" h ", ":"),
        ("de ", " "),
        ("г.", " "),
        (" в ", " "),
    ];
    let mut date: String = date
        .chars()
        .filter(|letter| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}' | '\u{202b}' | '\u{202c}'))
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
    western_year(colons(date))
}

/// Thailand counts the years from the death of the Buddha.
fn western_year(date: String) -> String {
    let year = numbers(&date).map_or(0, |numbers| numbers[2]);
    if (2500..2650).contains(&year) { date.replacen(&year.to_string(), &(year - 543).to_string(), 1) } else { date }
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

/// The three numbers that a date begins with.
fn numbers(date: &str) -> Option<[i32; 3]> {
    let mut groups = date.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty());
    let mut next = || groups.next().filter(|group| group.len() <= 4)?.parse().ok();
    Some([next()?, next()?, next()?])
}

/// What the whole file says about its dates.
#[derive(Default)]
struct Habits {
    evidence: Evidence,
    first_changes: u32,
    third_changes: u32,
    last: Option<[i32; 3]>,
    sample: String,
    order_of_parts: Option<Parts>,
    /// Under whose name the program speaks first: the group's, or the other's in a chat of two.
    voice: Option<String>,
}

/// Whether the date or the time of day comes first. No phone writes the time first; lines copied out
/// of a chat do, and where they stand inside a message they begin none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parts {
    DateFirst,
    ClockFirst,
}

impl Parts {
    fn of(line: &str) -> Parts {
        let line = line.trim_start_matches(['[', '\u{feff}', '\u{200e}', '\u{200f}']);
        let behind = line.trim_start_matches(|letter: char| letter.is_numeric());
        if behind.starts_with(':') { Parts::ClockFirst } else { Parts::DateFirst }
    }
}

impl Habits {
    fn of(source: &Source, file: &File) -> io::Result<Habits> {
        let mut habits = Habits::default();
        let mut lines = Lines::open(source, file)?;
        while let Some(line) = lines.next_line() {
            let Ok(line) = line else { continue };
            let (line, _) = decode::line(line);
            if let Some((date, said)) = split_head(&line)
                && let Some(numbers) = numbers(&date)
                && *habits.order_of_parts.get_or_insert(Parts::of(&line)) == Parts::of(&line)
            {
                if habits.last.is_none() {
                    let program = said.split_once(": ").filter(|(_, said)| said.starts_with('\u{200e}'));
                    habits.voice = program.map(|(name, _)| plain_name(name));
                }
                habits.add(numbers, date);
            }
        }
        Ok(habits)
    }

    fn add(&mut self, numbers: [i32; 3], date: String) {
        if let Some(last) = self.last {
            self.first_changes += u32::from(last[0] != numbers[0]);
            self.third_changes += u32::from(last[2] != numbers[2]);
        } else {
            self.sample = date;
        }
        self.last = Some(numbers);
        self.evidence.add(numbers);
    }

    fn order(&self) -> Order {
        let Some([first, ..]) = self.last else { return Order::Unknown };
        if first > 31 || (first > 12 && self.first_changes < self.third_changes) {
            return Order::YearFirst;
        }
        match self.evidence.order() {
            Order::Unknown => self.guess(),
            known => known,
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

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = files(source).cloned().collect();
    let options = options.clone();
    Ok(each_file(source, files, move |source, file| {
        let habits = Habits::of(source, file)?;
        // Unpacked, `_chat.txt` alone says nothing of where it was.
        let named = file.stem() != "_chat" || source.stem().contains("WhatsApp");
        let order = habits.order();
        let chat = habits.voice.clone().filter(|_| !named).unwrap_or_else(|| chat_name(source, file));
        let reader = Reader {
            lines: Lines::open(source, file)?,
            source: source.clone(),
            folder: file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/")),
            origin: options.origin.clone().unwrap_or_else(|| "whatsapp".to_owned()),
            chat,
            order,
            voice: habits.voice,
            order_of_parts: habits.order_of_parts,
            zone_offset_s: options.zone_offset_s,
            pending: None,
        };
        Ok(Box::new(reader))
    }))
}

/// The name of the chat, from the file's or the zip's: `WhatsApp Chat with Acme.txt`.
fn chat_name(source: &Source, file: &File) -> String {
    let stem = if file.stem() == "_chat" { source.stem() } else { file.stem() };
    let parts = [" with ", " mit ", " avec ", " con ", " com ", " met ", " - ", " med "];
    let found = parts.iter().filter(|_| stem.contains("WhatsApp")).find_map(|part| stem.split_once(part));
    found.map_or(stem, |(_, name)| name).trim().to_owned()
}

struct Reader {
    lines: Lines,
    source: Source,
    folder: String,
    origin: String,
    chat: String,
    order: Order,
    order_of_parts: Option<Parts>,
    voice: Option<String>,
    zone_offset_s: i32,
    /// The message whose further lines may follow.
    pending: Option<Pending>,
}

struct Pending {
    place: Place,
    date: String,
    text: String,
    raw: Vec<u8>,
    warnings: Warnings,
}

impl Iterator for Reader {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let (line, raw) = match self.lines.next_line() {
                None => return self.pending.take().map(|pending| self.finish(pending)),
                Some(Err(skip)) => return Some(Err(skip)),
                Some(Ok(line)) => (decode::line(line), line.to_vec()),
            };
            let ((line, encoding), place) = ((line.0.into_owned(), line.1), self.lines.place());
            let mut warnings = Warnings::default();
            if encoding == decode::Encoding::Guessed {
                warnings.add(Warning::Encoding);
            }
            let head = split_head(&line).filter(|_| self.order_of_parts.is_none_or(|known| known == Parts::of(&line)));
            match (head, &mut self.pending) {
                (Some((date, rest)), _) => {
                    let next = Pending { place, date, text: rest.to_owned(), raw, warnings };
                    if let Some(done) = self.pending.replace(next) {
                        return Some(self.finish(done));
                    }
                }
                (None, Some(pending)) if pending.raw.len() + raw.len() <= LINE_BYTES_MAX => {
                    pending.text.push('\n');
                    pending.text.push_str(&line);
                    pending.raw.push(b'\n');
                    pending.raw.extend(raw);
                }
                (None, None) if line.trim().is_empty() => {}
                (None, _) => {
                    let detail = "a line that belongs to no message".to_owned();
                    return Some(Err(Skip { place, reason: Reason::Malformed, detail }));
                }
            }
        }
    }
}

impl Reader {
    fn finish(&self, pending: Pending) -> Row {
        let Pending { place, date, text, raw, mut warnings } = pending;
        let said = text.trim_end();
        let split = said.split_once(": ").or_else(|| said.strip_suffix(':').map(|name| (name, "")));
        let Some((name, said)) = split.filter(|(name, _)| is_name(name)) else {
            return Err(Skip { place, reason: Reason::System, detail: said.chars().take(80).collect() });
        };
        let name = plain_name(name);
        let from_program = said.starts_with('\u{200e}');
        let (said, tail) = take_tail(said);
        let said = said.replace(['\u{200e}', '\u{200f}'], "");
        let sent = dates::parse(&date, self.order, self.zone_offset_s);
        let (own, edited) = take_edited(&said);
        let (mut text, mut attachments) = self.take_file(own, &mut warnings);
        if let Some(tail) = tail {
            let (rest, file) = self.take_file(&tail, &mut warnings);
            attachments.extend(file);
            text = [text, rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
        }
        // The program marks what it writes, files included; in a chat of two, what it says itself
        // stands under the name of the other.
        let says =
            attachments.is_empty() && !words::is_deleted(&text) && !text.contains("://") && !text.contains(":\n");
        let voice = name == self.chat || self.voice.as_ref() == Some(&name);
        let of_whom = voice || text.starts_with(&name) || words::tells_of_call(&text);
        if from_program && of_whom && says || words::tells_of_encryption(&text) {
            return Err(Skip { place, reason: Reason::System, detail: said.chars().take(80).collect() });
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.chat.clone(),
            conversation: flow::on_day(&self.chat, sent),
            author: Author { handle: name, name: None, bot: false },
            sent,
            edited: sent.filter(|_| edited == Edited::Yes),
            deleted: words::is_deleted(&text),
            text,
            attachments,
            source: raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, place, warnings))
    }

    /// `<attached: photo.jpg>`, `IMG-20240312-WA0001.jpg (file attached)`, `image omitted`.
    fn take_file(&self, said: &str, warnings: &mut Warnings) -> (String, Vec<Attachment>) {
        let (first, rest) = said.split_once('\n').unwrap_or((said, ""));
        let inside = first.trim().strip_prefix('<').and_then(|inside| inside.strip_suffix('>'));
        let named = match inside {
            Some(inside) => inside
                .split_once(": ")
                .or(inside.split_once('：'))
                .map(|(_, name)| name)
                .filter(|name| name.contains('.')),
            None => first
                .strip_suffix(')')
                .and_then(|first| first.rsplit_once(" ("))
                .map(|(name, _)| name)
                .filter(|name| is_file_name(name)),
        };
        if let Some(name) = named {
            let name = name.trim().to_owned();
            let bytes = media::load(&self.source, &format!("{}{name}", self.folder));
            if bytes.is_none() {
                warnings.add(Warning::FileLeftOut);
            }
            let media_type = media::of_name(&name).to_owned();
            return (rest.to_owned(), vec![Attachment { name, media_type, bytes, url: None }]);
        }
        let Some(media_type) = words::omitted(first) else { return (said.to_owned(), Vec::new()) };
        warnings.add(Warning::FileLeftOut);
        let name = "(left out of the export)".to_owned();
        (rest.to_owned(), vec![Attachment { name, media_type: media_type.to_owned(), bytes: None, url: None }])
    }
}

/// A name or a number, not the beginning of a sentence of the program.
fn is_name(name: &str) -> bool {
    let letters = name.chars().count();
    (1..=NAME_LETTERS_MAX).contains(&letters) && !name.contains(['"', '“', '«', '„', '\n'])
}

/// A name as people know it: without the sign for strangers and the marks that hold a number together.
fn plain_name(written: &str) -> String {
    let marks = ['\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{2068}', '\u{2069}'];
    let name: String = written.chars().filter(|letter| !marks.contains(letter)).collect();
    let name = name.replace(['\u{a0}', '\u{202f}'], " ");
    name.trim().trim_start_matches(['~', ' ']).to_owned()
}

/// iPhones write a caption before its file: `Plan.pdf • 3 pages <attached: 0001-Plan.pdf>`, each part
/// of the program marked. Gives what was said, and the file with the lines behind it.
fn take_tail(said: &str) -> (String, Option<String>) {
    let (first, rest) = said.split_once('\n').unwrap_or((said, ""));
    let Some((before, mark)) = first.rsplit_once('\u{200e}').filter(|(before, _)| !before.trim().is_empty()) else {
        return (said.to_owned(), None);
    };
    let attached = mark.starts_with('<') && mark.trim_end().ends_with('>') && mark.contains([':', '：']);
    if !attached && words::omitted(mark).is_none() {
        return (said.to_owned(), None);
    }
    let tail = if rest.is_empty() { mark.to_owned() } else { format!("{mark}\n{rest}") };
    (before.trim_end().to_owned(), Some(tail))
}

fn is_file_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) && name.len() <= 200
}

#[derive(PartialEq)]
enum Edited {
    Yes,
    No,
}

/// Takes `<This message was edited>` off the end.
fn take_edited(said: &str) -> (&str, Edited) {
    let mark = said.trim_end().strip_suffix('>').and_then(|said| said.rsplit_once('<'));
    match mark.filter(|(_, mark)| words::says_edited(mark)) {
        Some((before, _)) => (before.trim_end(), Edited::Yes),
        None => (said, Edited::No),
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
