//! WhatsApp's text export: the lines of one chat, in the date format of the phone that wrote it.

use model::{Attachment, Author, Incoming};

use crate::clock::Clock;
use crate::dates::{self, Order};
use crate::decode;
use crate::flow;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::irc_lines;
use crate::lines::{LINE_BYTES_MAX, Lines};
use crate::media;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings};
use crate::source::{File, Source, without_copy};
use crate::walk;
use crate::whatsapp_dates::{Habits, Mark, split_head};
use crate::whatsapp_names as names;
use crate::whatsapp_sentences as sentences;
use crate::whatsapp_words as words;

pub(crate) const FORMAT: Format = Format {
    name: "whatsapp",
    title: "WhatsApp chat export (text)",
    losses: &[Loss::Profiles, Loss::Reactions, Loss::EditHistory, Loss::SystemMessages],
    mapped: Mapped::Known,
    detect,
    open,
};

/// The longest name that an author may have; what is longer is a sentence of the program.
const NAME_LETTERS_MAX: usize = 60;
/// How many chats of one source are looked at for what they are.
const CHATS_PROBED_MAX: usize = 100;
/// How much of a line that nobody can read is shown: its date, and little of what was said.
const LINE_LETTERS_SHOWN: usize = 30;
/// The longest sentence in which the program names people; longer texts are people's.
const PROGRAM_LETTERS_MAX: usize = 120;
const FILE_NAME_BYTES_MAX: usize = 255;

fn detect(probe: &Probe) -> Confidence {
    // One chat whose dates nobody knows says nothing of those beside it.
    files(probe.source()).take(CHATS_PROBED_MAX).map(|file| detect_chat(probe, file)).max().unwrap_or(Confidence::No)
}

fn detect_chat(probe: &Probe, file: &File) -> Confidence {
    let head = probe.text(file);
    let heads = Heads::of(head.lines().take(60));
    match (is_named(file), heads.all) {
        (true, 1..) => Confidence::Sure,
        (false, 3..) if heads.are_of_a_chat() => Confidence::Sure,
        (false, 1..) if heads.are_of_a_chat() && head.lines().count() <= 3 => Confidence::Likely,
        _ => Confidence::No,
    }
}

/// Why a file that is called as WhatsApp calls its chats is none that can be read: nobody knows its dates.
pub(crate) fn lost_dates(probe: &Probe) -> Option<Error> {
    let named = |file: &&File| file.has_ending("txt") && names::names_whatsapp(file.name());
    let file = probe.source().files().iter().find(named)?;
    let head = probe.text(file);
    let (at, line) = head.lines().enumerate().find(|(_, line)| !line.trim().is_empty())?;
    let shown: String = line.chars().take(LINE_LETTERS_SHOWN).collect();
    let why = format!(
        "line {} begins with no date of WhatsApp's that is known: `{shown}`; set the phone to English and export the \
         chat again, or tell us of the form",
        at + 1
    );
    Some(Error::Damaged { name: file.path.to_string(), why })
}

/// How many lines begin with a date, and what stands behind it.
#[derive(Default)]
struct Heads {
    all: usize,
    /// A name and a colon.
    with_name: usize,
    /// `<nick>` or a sign of the programs that log chat relays.
    of_relay: usize,
}

impl Heads {
    fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Heads {
        let mut heads = Heads::default();
        for (_, rest) in lines.filter_map(split_head) {
            let of_relay = irc_lines::begins_as_logged(rest);
            let name = rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|name| (name, "")));
            heads.all += 1;
            heads.of_relay += usize::from(of_relay);
            heads.with_name += usize::from(!of_relay && name.is_some_and(|(name, _)| is_name(name)));
        }
        heads
    }

    /// A group's chat may begin with much that the program tells; what never has a name before a colon is a log.
    fn are_of_a_chat(&self) -> bool {
        self.with_name > 0 && self.with_name * 4 >= self.all && self.of_relay * 2 < self.all
    }
}

/// The chats; a text that somebody sent lies beside its chat and is none.
fn files(source: &Source) -> impl Iterator<Item = &File> {
    let any_named = source.files().iter().any(is_named);
    let beside = move |file: &File| !any_named || !is_sent(file) && is_chat(source, file);
    source.files().iter().filter(move |file| is_named(file) || file.has_ending("txt") && beside(file))
}

fn is_named(file: &File) -> bool {
    file.has_ending("txt") && (file.name() == "_chat.txt" || names::names_whatsapp(file.name()))
}

/// What phones call a file that was sent: `00000012-notes.txt`, `DOC-20240312-WA0001.txt`.
fn is_sent(file: &File) -> bool {
    names::is_numbered(file.name()) || names::is_media_name(file.name())
}

/// Whether a file without a telling name begins as a chat and goes on as one.
fn is_chat(source: &Source, file: &File) -> bool {
    let head = walk::head(source, file).unwrap_or_default();
    let lines: Vec<&str> = head.lines().filter(|line| !line.trim().is_empty()).take(60).collect();
    let first = lines.first().is_some_and(|line| split_head(line).is_some());
    let heads = Heads::of(lines.into_iter());
    first && heads.all >= 3 && heads.are_of_a_chat()
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let files: Vec<File> = files(source).cloned().collect();
    let options = options.clone();
    Ok(each_file(source, files, move |source, file| {
        let habits = Habits::of(source, file)?;
        // Unpacked, `_chat.txt` alone says nothing of where it was.
        let named = file.stem() != "_chat" || place_of(source, file).contains("WhatsApp");
        let order = habits.order();
        let chat = habits.voice.clone().filter(|_| !named).unwrap_or_else(|| chat_name(source, file, &habits));
        let reader = Reader {
            lines: Lines::open(source, file)?,
            source: source.clone(),
            folder: file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/")),
            origin: options.origin.clone().unwrap_or_else(|| "whatsapp".to_owned()),
            chat,
            order,
            habits,
            clock: options.clock.clone(),
            pending: None,
        };
        Ok(Box::new(reader))
    }))
}

/// What a `_chat.txt` lies in: one of several zips or folders, else the source itself.
fn place_of<'a>(source: &'a Source, file: &'a File) -> &'a str {
    let folder = file.path.rsplit('/').nth(1).filter(|folder| folder.contains("WhatsApp"));
    folder.map_or(source.stem(), |folder| folder.trim_end_matches(".zip"))
}

/// What the export is called, without the number of a second download.
pub(crate) fn stem_of<'a>(source: &'a Source, file: &'a File) -> &'a str {
    without_copy(if file.stem() == "_chat" { place_of(source, file) } else { file.stem() })
}

/// The name of the chat, from the file's or the zip's: `WhatsApp Chat with Acme.txt`.
fn chat_name(source: &Source, file: &File, habits: &Habits) -> String {
    let stem = stem_of(source, file);
    // In a language that nobody listed, the other's name stands in the file's.
    let person = || habits.people.iter().filter(|name| stem.contains(*name)).max_by_key(|name| (name.len(), *name));
    let voice = habits.voice.as_ref().filter(|voice| stem.contains(*voice));
    let found = names::chat_named(stem).or(voice.map(String::as_str));
    let found = found.or_else(|| person().filter(|_| names::names_whatsapp(stem)).map(String::as_str));
    found.unwrap_or(stem).trim().to_owned()
}

struct Reader {
    lines: Lines,
    source: Source,
    folder: String,
    origin: String,
    chat: String,
    order: Order,
    habits: Habits,
    clock: Clock,
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
            match (self.habits.split_head(&line), &mut self.pending) {
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
        let split = self.habits.speakers.split(said).filter(|(name, _)| is_name(name));
        let Some((name, said)) = split.filter(|(name, _)| !self.habits.tells_of_membership(name)) else {
            return Err(Skip { place, reason: Reason::System, detail: said.chars().take(80).collect() });
        };
        let (written, name) = (name, plain_name(name));
        let unmarked = said.replace(['\u{200e}', '\u{200f}'], "");
        let system =
            || Skip { place: place.clone(), reason: Reason::System, detail: unmarked.chars().take(80).collect() };
        let own_mark = said.starts_with('\u{200e}') || names::stranger_stands_in(said, written);
        let from_program = own_mark && self.habits.marks_its_own();
        let mark = if from_program { Mark::Marked } else { Mark::Plain };
        if from_program && words::tells_of_call(said) || words::is_missed_call(said) {
            return Err(system());
        }
        let sent = dates::parse_by(&date, self.order, &self.clock);
        let (said, edited) = self.take_edited(said);
        let (text, file) = self.take_file(said, &mut warnings);
        // The last two stand around the names of people who are mentioned.
        let marks = ['\u{200e}', '\u{200f}', '\u{2068}', '\u{2069}'];
        let mut text = text.replace(marks, "").trim_end().to_owned();
        let mut attachments: Vec<Attachment> = file.into_iter().collect();
        if attachments.is_empty() && (sentences::stands_in(&text) || self.is_null(said)) {
            return Err(system());
        }
        if from_program && attachments.is_empty() {
            match self.heard(&name, &text, &raw) {
                Heard::Program => return Err(system()),
                Heard::File(media_type) => {
                    attachments.push(left_out(&text, media_type, &mut warnings));
                    text.clear();
                }
                Heard::Person => {}
            }
        }
        if sentences::tells_of_encryption(&text) || sentences::tells_of_code(&text, mark) {
            return Err(system());
        }
        let deleted = sentences::is_deleted(&text);
        if text.is_empty() && attachments.is_empty() && !deleted {
            return Err(Skip { place, reason: Reason::NoText, detail: String::new() });
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.chat.clone(),
            conversation: flow::on_day(&self.chat, sent),
            author: Author { handle: name, name: None, bot: false },
            sent,
            edited: sent.filter(|_| edited == Edited::Yes),
            deleted,
            text,
            attachments,
            source: raw,
            ..Incoming::default()
        };
        Ok(Record::new(message, place, warnings))
    }

    /// Whether Android had no words for what stands here, such as a picture to be seen once. Whoever says just this word
    /// says no more.
    fn is_null(&self, said: &str) -> bool {
        said == "null" && self.habits.is_of_android()
    }

    /// Whose words a line is that the program marked as its own and that names no known file. In a chat of two
    /// the program speaks under the name of the other, in a group under the group's; what it says of a file or
    /// of a lost message stands under the name of whoever sent it.
    fn heard(&self, name: &str, text: &str, raw: &[u8]) -> Heard {
        if sentences::is_deleted(text) || text.contains("://") || text.contains(":\n") {
            return Heard::Person;
        }
        let voice = name == self.chat || self.habits.voice.as_deref() == Some(name);
        let known = self.habits.people.contains(name);
        let short = text.chars().count() <= PROGRAM_LETTERS_MAX;
        let plain = plain_name(text);
        let named = |person: &String| person.chars().count() > 2 && plain.contains(person);
        let others = || short && self.habits.people.iter().any(named);
        // Who was added or removed is told of in their own name, and need not have said anything.
        let itself = (short || plain.starts_with(name)) && names::tells_of(&plain, name);
        let own = || words::tells_of_group(text) || sentences::tells_of_blocking(text);
        if itself || others() || own() || voice && !known {
            return Heard::Program;
        }
        let shape = words::shaped_as_omitted(text);
        if shape.is_none() && self.habits.opening.as_deref() == Some(text) {
            return Heard::Program;
        }
        // Whoever takes words for a file loses them: only a line that is marked before its date too tells of one.
        let marked = raw.starts_with("\u{200e}".as_bytes());
        match shape.filter(|_| marked) {
            Some(media_type) => Heard::File(media_type),
            None if voice && words::is_sentence(text) => Heard::Program,
            None => Heard::Person,
        }
    }

    /// Takes `<This message was edited>` off the end. Names of files stand behind a colon, and may say so too.
    fn take_edited<'a>(&self, said: &'a str) -> (&'a str, Edited) {
        let mark = said.trim_end().strip_suffix('>').and_then(|said| said.rsplit_once('<'));
        let mark = mark.filter(|(_, mark)| !mark.contains([':', '：']));
        match mark.filter(|(before, mark)| words::says_edited(mark) || self.marks_edit(before, mark)) {
            Some((before, _)) => (before.trim_end_matches([' ', '\n', '\u{200e}', '\u{200f}']), Edited::Yes),
            None => (said, Edited::No),
        }
    }

    /// Whether an iPhone marked what stands behind somebody's words as its own, in whatever language.
    fn marks_edit(&self, before: &str, mark: &str) -> bool {
        let said = before.strip_suffix(['\u{200e}', '\u{200f}']).filter(|said| !said.trim().is_empty());
        let is_file = || is_file_name(mark) || words::omitted(&format!("<{mark}>")).is_some();
        self.habits.is_bracketed() && said.is_some() && !is_file()
    }

    /// Takes the file out of what was said. iPhones write a caption of however many lines before it, and Android
    /// behind it: `Plan.pdf • 3 pages <attached: 0001-Plan.pdf>`, each part of the program marked.
    fn take_file(&self, said: &str, warnings: &mut Warnings) -> (String, Option<Attachment>) {
        let lines: Vec<&str> = said.split('\n').collect();
        for (at, line) in lines.iter().enumerate() {
            let (is_first, is_last) = (at == 0, at + 1 == lines.len());
            let begins_marked = Mark::of(line) == Mark::Marked;
            if !is_first && !is_last && !begins_marked {
                continue;
            }
            let tail = line.rsplit_once(['\u{200e}', '\u{200f}']).filter(|(before, _)| !before.trim().is_empty());
            let tail = tail.and_then(|(before, tail)| {
                let before = before.trim_end();
                let sent = self.file_of(tail, Mark::Marked).or_else(|| self.left_out_behind(before, tail))?;
                Some((before, sent))
            });
            let tail = tail.or_else(|| self.numbered_behind(line));
            // Behind the first line only the program's own words tell of a file.
            let is_whole = is_first || begins_marked || words::omitted(line).is_some_and(|_| line.starts_with('<'));
            let whole = || Some(("", self.file_of(line, Mark::of(line)).filter(|_| is_whole)?));
            let Some((before, sent)) = tail.or_else(whole) else { continue };
            let caption = lines[..at].iter().copied().chain((!before.is_empty()).then_some(before));
            let parts = caption.chain(lines[at + 1..].iter().copied());
            let text = parts.skip_while(|part| part.is_empty()).collect::<Vec<_>>().join("\n");
            return (text, Some(self.attach(sent, warnings)));
        }
        (said.to_owned(), None)
    }

    /// `words <attached: 00000034-PHOTO.jpg>`, where the marks of an iPhone's chat got lost: only its number tells that
    /// people did not write it.
    fn numbered_behind<'a>(&self, line: &'a str) -> Option<(&'a str, Sent)> {
        let (before, inside) = line.trim_end().strip_suffix('>')?.rsplit_once('<')?;
        let (_, name) = inside.split_once(": ").filter(|_| !self.habits.is_of_android())?;
        let is_lost = !self.habits.marks_its_own() || self.holds(name);
        let is_sent = is_lost && names::is_numbered(name) && is_file_name(name) && !name.contains('/');
        let before = before.trim_end();
        (is_sent && !before.is_empty()).then(|| (before, Sent::Named(name.to_owned())))
    }

    /// `<attached: photo.jpg>`, `IMG-20240312-WA0001.jpg (file attached)`, `image omitted`.
    fn file_of(&self, line: &str, mark: Mark) -> Option<Sent> {
        let line = line.replace(['\u{200e}', '\u{200f}'], "");
        let inside = line.trim().strip_prefix('<').and_then(|inside| inside.strip_suffix('>'));
        let named = match inside {
            Some(inside) => self.named_in_angles(inside, mark),
            None => self.named_before_brackets(&line, mark).or_else(|| names::attached(&line)),
        };
        if let Some(name) = named {
            return Some(Sent::Named(name.trim().to_owned()));
        }
        let plain_words = inside.is_none();
        let media_type = words::omitted(&line).filter(|_| !plain_words || self.habits.may_leave_out(mark));
        media_type.map(Sent::LeftOut)
    }

    /// The file in `<attached: photo.jpg>`, which only iPhones write, and all but old ones mark.
    fn named_in_angles<'a>(&self, inside: &'a str, mark: Mark) -> Option<&'a str> {
        let (_, name) = inside.split_once(": ").or(inside.split_once('：'))?;
        let unmarked = || !self.habits.is_of_android() && is_file_name(name) && !name.contains('/');
        (mark == Mark::Marked && name.contains('.') || self.holds(name) || unmarked()).then_some(name)
    }

    /// The file in Android's `plan.pdf (file attached)`, where more than a dot tells that people did not write it.
    fn named_before_brackets<'a>(&self, line: &'a str, mark: Mark) -> Option<&'a str> {
        let (name, words) = names::before_brackets(line)?;
        let is_named = names::is_media_name(name) || is_file_name(name);
        // In brackets dates are an iPhone's, which never writes so; still nobody but the program says these words.
        let may_be_android = !self.habits.is_bracketed();
        let by_name = || may_be_android && (names::is_media_name(name) || self.habits.says_attached(words));
        let told = || words::says_attached(words) || by_name();
        let marked = || mark == Mark::Marked && media::of_name(name) != words::UNKNOWN;
        (self.holds(name) || is_named && (told() || marked())).then_some(name)
    }

    fn holds(&self, name: &str) -> bool {
        self.paths_of(name).any(|path| self.source.find(&path).is_some())
    }

    /// Where a file that was sent may lie: Windows unpacks `DOC-20240312-WA0001.` without its dot.
    fn paths_of(&self, name: &str) -> impl Iterator<Item = String> {
        let names = [name, name.trim_end_matches('.')].into_iter().filter(|name| name.len() <= FILE_NAME_BYTES_MAX);
        names.map(|name| format!("{}{name}", self.folder))
    }

    /// What the program says behind the name of a file tells in any language that it was left out:
    /// `Plan.pdf • 3 síður skjal slept burtur`.
    fn left_out_behind(&self, before: &str, tail: &str) -> Option<Sent> {
        let name = before.split(" • ").next().unwrap_or(before);
        let is_file = is_file_name(name) && media::of_name(name) != words::UNKNOWN;
        let media_type = words::shaped_as_omitted(tail).filter(|_| is_file && self.habits.marks_its_own());
        media_type.map(Sent::LeftOut)
    }

    fn attach(&self, sent: Sent, warnings: &mut Warnings) -> Attachment {
        let name = match sent {
            Sent::LeftOut(media_type) => return left_out("(left out of the export)", media_type, warnings),
            Sent::Named(name) => name,
        };
        let bytes = self.paths_of(&name).find_map(|path| media::load(&self.source, &path));
        if bytes.is_none() {
            warnings.add(Warning::FileLeftOut);
        }
        let media_type = media::of_name(&name).to_owned();
        Attachment { name, media_type, bytes, url: None }
    }
}

/// A file that a line tells of.
enum Sent {
    Named(String),
    /// One of this media type, which the export does not have.
    LeftOut(&'static str),
}

/// Who says a line.
enum Heard {
    Program,
    Person,
    /// The program, of a file that somebody sent.
    File(&'static str),
}

fn left_out(name: &str, media_type: &str, warnings: &mut Warnings) -> Attachment {
    warnings.add(Warning::FileLeftOut);
    Attachment { name: name.to_owned(), media_type: media_type.to_owned(), bytes: None, url: None }
}

/// A name or a number, not the beginning of a sentence of the program.
pub(crate) fn is_name(name: &str) -> bool {
    let letters = name.chars().count();
    (1..=NAME_LETTERS_MAX).contains(&letters) && !name.contains(['"', '“', '«', '„', '「', '『', '\n'])
}

/// A name as people know it: without the sign for strangers and the marks that hold a number together.
pub(crate) fn plain_name(written: &str) -> String {
    let marks = ['\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{2068}', '\u{2069}'];
    let name: String = written.chars().filter(|letter| !marks.contains(letter)).collect();
    let name = name.replace(['\u{a0}', '\u{202f}'], " ");
    name.trim().trim_start_matches(['~', ' ']).to_owned()
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
