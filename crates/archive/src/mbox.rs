//! Mail archives: mbox (mboxrd and mboxo), Mailman's text archives, Maildir and single mails.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::sync::Arc;

use model::Time;

use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::mail::{self, HEADER_BYTES_MAX, MAIL_BYTES_MAX, Mailbox};
use crate::mail_beside::{self, is_scrubbed};
use crate::mail_folders::{arriving, channel, folder, is_arriving, is_box, is_maildir};
use crate::mail_heads::Heads;
use crate::mails::{Keep, Mail, Mails, is_mail_header, is_separator};
use crate::record::{Place, Reason, Rows, Skip};
use crate::source::{File, Source};
use crate::threads::{self, Roots, Threads};

const LOSSES: &[Loss] = &[Loss::Formatting, Loss::OtherFields];

pub(crate) const MBOX: Format = Format {
    name: "mbox",
    title: "mbox, and Mailman's text archives",
    losses: LOSSES,
    mapped: Mapped::Known,
    detect: detect_mbox,
    open: open_mbox,
};

pub(crate) const EML: Format = Format {
    name: "eml",
    title: "single mails (.eml) and Maildir",
    losses: LOSSES,
    mapped: Mapped::Known,
    detect: detect_eml,
    open: open_eml,
};

/// Mails with the same subject and no reference belong together if they are closer than this.
const SUBJECT_GAP_S: i64 = 60 * 24 * 3600;

fn detect_mbox(probe: &Probe) -> Confidence {
    let files = probe.source().files();
    let is_alone = files.len() == 1 && !files.iter().any(|file| is_single(file) || is_maildir(file) || is_table(file));
    let sure = |file: &File| {
        let head = probe.head(file);
        let start = head.trim_ascii_start();
        let line = start.split(|byte| *byte == b'\n').next().unwrap_or(b"");
        let second = start.split(|byte| *byte == b'\n').nth(1).unwrap_or(b"");
        line.starts_with(b"From ") && (is_separator(line) || is_header_line(second)) || is_alone && has_another(start)
    };
    let may_be = |file: &&File| !is_index(file) && !is_scrubbed(file) && !holds_one(file, files, || probe.head(file));
    let first = |named| files.iter().filter(move |file| is_box(file) == named).filter(may_be).take(LOOKED_AT_MAX);
    match first(true).chain(first(false)).find(|file| sure(file)) {
        Some(_) => Confidence::Sure,
        None => Confidence::No,
    }
}

/// Whether a mail may be found in what begins so.
fn holds_mails(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    start.starts_with(b"From ") || known_lines(start) > 0 || has_separator(start)
}

/// Whether a mail without a separator is followed by one that has one.
fn has_another(head: &[u8]) -> bool {
    has_separator(head) && known_lines(head) > 1
}

/// Whether a separator stands below a blank line, and a header below it.
fn has_separator(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).peekable();
    let mut after_blank = false;
    while let Some(line) = lines.next() {
        let begins = after_blank && is_separator(line) && !is_of_patch(line);
        if begins && lines.peek().is_some_and(|next| is_mail_header(next)) {
            return true;
        }
        after_blank = line.is_empty();
    }
    false
}

/// git puts a commit into the place of the sender, also where somebody lays a patch into a mail.
fn is_of_patch(separator: &[u8]) -> bool {
    let commit =
        separator.strip_prefix(b"From ").and_then(|rest| rest.split(|byte| *byte == b' ').next()).unwrap_or(b"");
    commit.len() == 40 && commit.iter().all(u8::is_ascii_hexdigit)
}

/// Whether a file among others holds a single mail, whatever stands in it: unless it is a mailbox with the wrong name, from
/// its first line on. Alone it may be any, but in a Maildir.
fn holds_one<B: AsRef<[u8]>>(file: &File, files: &[File], head: impl FnOnce() -> B) -> bool {
    if is_maildir(file) {
        return true;
    }
    if files.len() == 1 || !is_single(file) {
        return false;
    }
    let head = head();
    let start = head.as_ref().trim_ascii_start();
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or(b"");
    !(is_separator(first.trim_ascii_end()) && has_another(start))
}

/// What Mailman, Thunderbird and Apple Mail keep beside their mailboxes.
fn is_index(file: &File) -> bool {
    ["msf", "html", "plist", "dat", "sbd", "toc"].iter().any(|ending| file.has_ending(ending))
}

fn detect_eml(probe: &Probe) -> Confidence {
    let files = probe.source().files();
    if files.iter().take(100).any(is_maildir) {
        return Confidence::Sure;
    }
    let counts = |may_be: fn(&File) -> bool| -> Vec<usize> {
        files
            .iter()
            .filter(|file| may_be(file))
            .take(LOOKED_AT_MAX)
            .map(|file| known_lines(&probe.head(file)))
            .collect()
    };
    let singles = counts(is_single);
    if !singles.is_empty() {
        return if singles.iter().any(|count| *count > 0) { Confidence::Sure } else { Confidence::No };
    }
    let others = counts(may_be_mail);
    let most_have = |known: usize| others.iter().filter(|count| **count >= known).count() * 2 > others.len();
    match (most_have(3), most_have(2)) {
        (true, _) => Confidence::Sure,
        (false, true) => Confidence::Maybe,
        (false, false) => Confidence::No,
    }
}

/// How much of a file tells whether it is a mailbox.
const HEAD_BYTES: usize = 64 << 10;
/// How many files tell what a folder holds.
const LOOKED_AT_MAX: usize = 20;

/// How many of a mail's headers stand at the beginning of a file.
pub(crate) fn known_lines(head: &[u8]) -> usize {
    let known: [&[u8]; 7] = [b"from", b"date", b"subject", b"message-id", b"received", b"mime-version", b"return-path"];
    let lines = head.trim_ascii_start().split(|byte| *byte == b'\n').take_while(|line| !line.trim_ascii().is_empty());
    let names = lines.filter_map(|line| memchr::memchr(b':', line).map(|colon| line[..colon].to_ascii_lowercase()));
    let found: HashSet<Vec<u8>> = names.filter(|name| known.contains(&name.as_slice())).collect();
    found.len()
}

/// Whether a file without the ending of a mail may be one: MH and old archives call mails `1` or `1.`, and MH keeps
/// `.mh_sequences` beside them.
fn may_be_mail(file: &File) -> bool {
    !is_index(file) && !is_table(file) && !file.name().starts_with('.')
}

/// Whether mails may stand in the cells of a file, but not in the file itself.
fn is_table(file: &File) -> bool {
    file.has_ending("csv") || file.has_ending("tsv")
}

fn is_single(file: &File) -> bool {
    file.has_ending("eml") || file.has_ending("emlx")
}

/// A file of a single mail, taken apart.
struct Single<'a> {
    /// The separator that some program left before the mail.
    separator: &'a [u8],
    mail: &'a [u8],
    /// What Apple Mail marks the mail with.
    marks: &'a [u8],
}

impl Single<'_> {
    fn of(raw: &[u8]) -> Single<'_> {
        let (raw, marks) = without_length(raw.trim_ascii_start());
        let end = memchr::memchr(b'\n', raw).map_or(raw.len(), |end| end + 1);
        let (separator, mail) = raw.split_at(if raw.starts_with(b"From ") { end } else { 0 });
        Single { separator: separator.trim_ascii_end(), mail, marks }
    }
}

/// Apple Mail writes the length of a mail before it, and a list of its own marks behind it.
fn without_length(raw: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', raw).unwrap_or(0);
    let length = str::from_utf8(&raw[..end]).ok().and_then(|line| line.trim().parse::<usize>().ok()); // tidy(swallow): no number is a header
    length.map_or((raw, b""), |length| raw[end + 1..].split_at(length.min(raw.len() - end - 1)))
}

/// Apple Mail marks a mail so: `<key>flags</key><integer>…</integer>`.
fn is_deleted_by_apple(marks: &[u8]) -> bool {
    const DELETED: u64 = 2;
    const MARKS_BYTES_MAX: usize = 64 << 10;
    let marks = String::from_utf8_lossy(&marks[..marks.len().min(MARKS_BYTES_MAX)]);
    let flags = marks.split_once("<key>flags</key>").and_then(|(_, rest)| rest.split_once("<integer>"));
    let flags = flags.and_then(|(_, rest)| rest.split_once('<')).and_then(|(flags, _)| flags.parse::<u64>().ok()); // tidy(swallow): no mark
    flags.is_some_and(|flags| flags & DELETED != 0)
}

/// Maildir tells it by a letter behind the name: `1709553600.M1P1.host:2,ST`, where a colon is none `;2,ST`.
fn is_in_trash(file: &File) -> bool {
    let marks = is_maildir(file).then(|| file.name().rsplit_once([':', ';'])).flatten();
    marks.is_some_and(|(_, marks)| marks.strip_prefix("2,").is_some_and(|marks| marks.contains('T')))
}

pub(crate) fn is_header_line(line: &[u8]) -> bool {
    let name = memchr::memchr(b':', line).map(|colon| &line[..colon]);
    name.is_some_and(|name| !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic()))
}

fn open_mbox(source: &Source, options: &Options) -> Result<Rows, Error> {
    let all = source.files();
    let files = all.iter().filter(|file| !is_index(file) && !is_arriving(file, all) && !is_scrubbed(file));
    // What cannot be read is told of when its rows are.
    let head = |file: &File| beginning(source, file, HEAD_BYTES);
    let (ones, others): (Vec<File>, Vec<File>) =
        files.cloned().partition(|file| holds_one(file, all, || head(file).unwrap_or_default())); // tidy(swallow): told of then
    let may_be = |file: &&File| all.len() == 1 || is_box(file) || head(file).map_or(true, |head| holds_mails(&head));
    let boxes: Vec<File> = others.iter().filter(may_be).cloned().collect();
    // Where nothing is a mailbox, somebody hears of each what is wrong.
    let boxes = if boxes.is_empty() && ones.is_empty() { others } else { boxes };
    Ok(Store { boxes, ones }.open(source, options))
}

/// The files of a source that hold mails.
struct Store {
    boxes: Vec<File>,
    /// Those with a single mail.
    ones: Vec<File>,
}

impl Store {
    fn open(self, source: &Source, options: &Options) -> Rows {
        let threads = Arc::new(join(|each| {
            for file in &self.boxes {
                // Reading the whole mails tells what cannot be read.
                let Ok(mails) = Mails::open(source, file, Keep::Header) else { continue };
                mails.filter_map(Result::ok).for_each(|mail| each(&Heads::of(&mail.raw)));
            }
            for file in &self.ones {
                let Ok(head) = beginning(source, file, HEADER_BYTES_MAX) else { continue };
                each(&Heads::of(Single::of(&head).mail));
            }
        }));
        let origin = options.origin.clone().unwrap_or_else(|| "mail".to_owned());
        let fallback = source.stem().to_owned();
        let mailbox = move |channel: fn(&File, &str) -> String, file: &File| Mailbox {
            origin: origin.clone(),
            channel: channel(file, &fallback),
            threads: Arc::clone(&threads),
        };
        let mailbox_of_one = mailbox.clone();
        let boxes = each_file(source, self.boxes, move |source, file| {
            let mailbox = mailbox(channel, file);
            let mails = Mails::open(source, file, Keep::Whole)?;
            let (source, month) = (source.clone(), file.clone());
            Ok(Box::new(mails.map(move |mail| {
                let mut row = mail.and_then(|mail| mail::row(mail, &mailbox));
                if let Ok(record) = &mut row {
                    mail_beside::take_scrubbed(record, &source, &month);
                }
                row
            })))
        });
        let ones = each_file(source, self.ones, move |source, file| {
            let mailbox = mailbox_of_one(folder, file);
            let mut row = read_single(source, file)?.and_then(|mail| mail::row(mail, &mailbox));
            if let Ok(record) = &mut row {
                mail_beside::take_apples(record, source, file);
            }
            Ok(Box::new(std::iter::once(row)))
        });
        Box::new(arriving(source.files()).into_iter().chain(boxes).chain(ones))
    }
}

/// The first bytes of a file, as UTF-8 where it is UTF-16.
fn beginning(source: &Source, file: &File, bytes_max: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.open_text(file)?.take(bytes_max as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_single(source: &Source, file: &File) -> io::Result<Result<Mail, Skip>> {
    let place = Place { path: Arc::clone(&file.path), row: 1 };
    let raw = beginning(source, file, MAIL_BYTES_MAX + 1)?;
    if raw.len() > MAIL_BYTES_MAX {
        return Ok(Err(Skip { place, reason: Reason::TooLong, detail: "a mail of more than 64 MiB".to_owned() }));
    }
    let Single { separator, mail, marks } = Single::of(&raw);
    let separator = separator.to_vec();
    let deleted = if file.has_ending("emlx") { is_deleted_by_apple(marks) } else { is_in_trash(file) };
    let raw = if mail.len() == raw.len() { raw } else { mail.to_vec() };
    Ok(Ok(Mail { place, raw, separator, deleted }))
}

fn open_eml(source: &Source, options: &Options) -> Result<Rows, Error> {
    let all = source.files();
    let is_named = |file: &File| is_maildir(file) || is_single(file);
    let any_is_named = all.iter().any(is_named);
    let may_be =
        |file: &File| may_be_mail(file) && !is_arriving(file, all) && (!any_is_named || begins_as_mail(source, file));
    let ones = all.iter().filter(|file| all.len() == 1 || is_named(file) || may_be(file)).cloned().collect();
    Ok(Store { boxes: Vec::new(), ones }.open(source, options))
}

/// Whether a file that nothing calls a mail begins like one.
fn begins_as_mail(source: &Source, file: &File) -> bool {
    // What cannot be read is told of when its rows are.
    let Ok(head) = beginning(source, file, HEAD_BYTES) else { return true };
    let mail = Single::of(&head).mail;
    let first = mail.split(|byte| *byte == b'\n').next().unwrap_or(b"");
    is_header_line(first) && known_lines(mail) > 1
}

/// Joins mails into threads by what they answer, else by subject and time. `walk` goes through all heads in their
/// order: a second time only where a mail says in its subject alone that it is an answer, since an entry for each
/// subject of a large archive would take more memory than everything else.
pub(crate) fn join(walk: impl Fn(&mut dyn FnMut(&Heads))) -> Roots {
    let (mut threads, mut wanted) = (Threads::default(), HashSet::new());
    walk(&mut |heads| {
        heads.join(&mut threads);
        let (subject, answers) = heads.plain_subject();
        if answers && !heads.says_its_place() && heads.date.is_some() && !subject.is_empty() {
            wanted.insert(threads::hash(&subject));
        }
    });
    if !wanted.is_empty() {
        let mut joiner = Joiner { threads, wanted, subjects: HashMap::new() };
        walk(&mut |heads| joiner.add(heads));
        threads = joiner.threads;
    }
    threads.roots()
}

/// Joins by subject and time what nothing else joins.
struct Joiner {
    threads: Threads,
    /// Subjects that an answer without another sign has, by their hash.
    wanted: HashSet<u64>,
    /// The first mail and the last time of each of them.
    subjects: HashMap<u64, (Box<str>, Time)>,
}

impl Joiner {
    fn add(&mut self, heads: &Heads) {
        let (subject, answers) = heads.plain_subject();
        let hash = threads::hash(&subject);
        let Some(date) = heads.date.filter(|_| self.wanted.contains(&hash)) else { return };
        let known = self.subjects.remove(&hash);
        let known = known.filter(|(_, last)| (date.seconds() - last.seconds()).abs() <= SUBJECT_GAP_S);
        let first = match known {
            Some((first, _)) if answers => {
                if !heads.says_its_place() {
                    self.threads.add(&heads.key(), &first);
                }
                first
            }
            _ => heads.key().into(),
        };
        self.subjects.insert(hash, (first, date));
    }
}
