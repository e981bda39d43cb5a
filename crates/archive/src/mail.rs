//! One mail: author, time, thread, text and files, whatever it was stored in.

use std::sync::{Arc, LazyLock};

use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use model::{Attachment, Author, Incoming, Time};

use crate::dates::{self, Order};
use crate::decode::Encoding;
use crate::mail_authors::author;
use crate::mail_encoded;
use crate::mail_heads::{Heads, header};
use crate::mail_mended;
use crate::mail_names;
use crate::mail_texts::{LOST, Lines, in_utf8_or, named_charset, said, take_scrubbed};
use crate::mail_unnamed;
use crate::mails::Mail;
use crate::media::FILE_BYTES_MAX;
use crate::record::{Place, Reason, Record, Row, Skip, Warning, Warnings};
use crate::threads::Roots;

/// The largest mail that is read.
pub(crate) const MAIL_BYTES_MAX: usize = 64 << 20;
const FILES_MAX: usize = 200;
/// The largest part of a mail that its headers may be.
pub(crate) const HEADER_BYTES_MAX: usize = 256 << 10;

/// How a mail begins that Outlook saved in its own way.
const OUTLOOK: &[u8] = b"\xd0\xcf\x11\xe0";

/// Reads of a header what is asked for here. What reads dates would run over the end of their line where a zone has one
/// or two letters, and take the next line with it.
static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    let addresses = [HeaderName::From, HeaderName::Sender, HeaderName::ReplyTo, HeaderName::Cc];
    let parser = MessageParser::new().with_mime_headers().header_text(HeaderName::Subject);
    addresses.into_iter().fold(parser, MessageParser::header_address)
});

/// What all mails of a source share.
pub(crate) struct Mailbox {
    pub(crate) origin: String,
    /// The place of mails that name no list.
    pub(crate) channel: String,
    pub(crate) threads: Arc<Roots>,
}

/// Reads one mail.
pub(crate) fn row(Mail { place, raw, separator, deleted }: Mail, mailbox: &Mailbox) -> Row {
    let refuse = |place, detail: &str| Skip { place, reason: Reason::Malformed, detail: detail.to_owned() };
    if raw.starts_with(OUTLOOK) {
        return Err(refuse(place, "an Outlook file (.msg); save it as .eml"));
    }
    let mended = mail_mended::mended(&raw);
    let Some(mail) = PARSER.parse(mended.as_ref().unwrap_or(&raw)) else {
        return Err(refuse(place, "no mail: it has no header"));
    };
    let known = ["from", "date", "subject", "message-id", "to", "received", "mime-version", "content-type"];
    if !mail.headers().iter().any(|header| known.contains(&header.name().to_ascii_lowercase().as_str())) {
        return Err(refuse(place, "no mail: none of its headers is known"));
    }
    if is_encrypted(&mail) {
        let detail = "only the encrypted text is in the mail".to_owned();
        return Err(Skip { place, reason: Reason::Encrypted, detail });
    }
    if is_own_data(&mail) {
        return Err(Skip { place, reason: Reason::System, detail: String::new() });
    }
    let mut warnings = Warnings::default();
    let heads = Heads::of(&raw);
    let (title, author) = (title(&mail), author(&mail));
    let is_cut = |name| mail.header_raw(name).is_some_and(mail_encoded::is_cut);
    let is_lost = title.iter().chain([&author.handle]).chain(&author.name).any(|told| told.contains(LOST));
    let is_damaged = is_lost || is_cut(HeaderName::Subject) || is_cut(HeaderName::From);
    let (title, author) =
        Some(is_damaged).filter(|is| *is).and_then(|_| anew(&mail, &mut warnings)).unwrap_or((title, author));
    // A mail without an id is known by its words: joined, it would come in again beside what was imported before.
    let lines = if heads.id.is_some() { Lines::Joined } else { Lines::AsWritten };
    let said = said(&mail, lines, &mut warnings);
    let (text, scrubbed) = take_scrubbed(said.text);
    if said.files.is_empty() && scrubbed.is_empty() && is_sealed(&text) {
        let detail = "only the encrypted text is in the mail".to_owned();
        return Err(Skip { place, reason: Reason::Encrypted, detail });
    }
    let mut attachments = files(&mail, &said.files, &mut warnings);
    attachments.extend(scrubbed);
    let sent = sent(&mail, &mut warnings).or_else(|| received(&mail)).or_else(|| delivered(&separator, &mut warnings));
    let conversation = match &heads.id {
        Some(id) => mailbox.threads.root(id, heads.parent()),
        None => mail_unnamed::conversation(&heads, &mailbox.threads, &text),
    };
    let message = Incoming {
        origin: mailbox.origin.clone(),
        channel: list(&mail).or_else(|| group(&mail, &place)).unwrap_or_else(|| mailbox.channel.clone()),
        conversation,
        reply_to: heads.parent().map(str::to_owned),
        native_id: heads.id,
        title,
        author,
        sent,
        text,
        attachments,
        deleted: deleted || is_expunged(&mail),
        source: Vec::new(),
        ..Incoming::default()
    };
    drop(mail);
    Ok(Record::new(Incoming { source: raw, ..message }, place, warnings))
}

fn title(mail: &Message) -> Option<String> {
    mail.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(str::to_owned)
}

/// Title and author from a header that is not UTF-8, or whose encoded words are cut.
fn anew(mail: &Message, warnings: &mut Warnings) -> Option<(Option<String>, Author)> {
    let (head, encoding) = in_utf8_or(header(mail.raw_message()), named_charset(mail));
    let head = mail_encoded::joined(&head);
    let mail = PARSER.parse(head.as_bytes())?;
    if encoding == Encoding::Guessed {
        warnings.add(Warning::Encoding);
    }
    Some((title(&mail), author(&mail)))
}

fn sent(mail: &Message, warnings: &mut Warnings) -> Option<Time> {
    let written = mail.header_raw("Date").unwrap_or("");
    dates::parse(written, Order::Unknown, 0).or_else(|| guessed(written, warnings))
}

/// What the parser makes of a date that is written as no other: of zones it knows numbers, and takes what has no clock
/// for one that is written in another way.
fn guessed(written: &str, warnings: &mut Warnings) -> Option<Time> {
    let (_, clock) = written.split_once(':')?;
    let alone = format!("Date: {}\n\n", written.trim());
    let parsed = MessageParser::new().header_date(HeaderName::Date).parse(alone.as_bytes())?;
    let date = parsed.date().filter(|date| date.is_valid() && (1970..=2100).contains(&date.year))?;
    if !clock.contains(['+', '-']) {
        warnings.add(Warning::Zone);
    }
    Some(Time::from_seconds(date.to_timestamp()).max(Time::from_seconds(0)))
}

/// When a mail without a date arrived: the last machine that took it stands first.
fn received(mail: &Message) -> Option<Time> {
    let (_, last) = mail.headers_raw().find(|(name, _)| name.eq_ignore_ascii_case("received"))?;
    let (_, written) = last.rsplit_once(';')?;
    dates::parse(written.trim(), Order::Unknown, 0)
}

/// Thunderbird marks a mail as deleted, and takes it out of the file only when it compacts the folder; Gmail labels what
/// is in its trash. Their marks stand before all that came with the mail, with nothing but other marks before them; what
/// stands below is the sender's.
fn is_expunged(mail: &Message) -> bool {
    const EXPUNGED: u32 = 8;
    let is_mark = |name: &str| name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
    let mut marks = mail.headers_raw().take_while(|(name, _)| is_mark(name));
    marks.any(|(name, said)| match name.to_ascii_lowercase().as_str() {
        "x-mozilla-status" => u32::from_str_radix(said.trim(), 16).is_ok_and(|marks| marks & EXPUNGED != 0),
        "x-gmail-labels" => said.split(',').any(|label| label.trim() == "Trash"),
        _ => false,
    })
}

/// Whether a mail as a whole is encrypted, by PGP or S/MIME.
fn is_encrypted(mail: &Message) -> bool {
    let Some(kind) = mail.content_type() else { return false };
    let is = |main: &str, sub: &str| {
        kind.ctype().eq_ignore_ascii_case(main) && kind.subtype().is_some_and(|found| found.eq_ignore_ascii_case(sub))
    };
    let sealed = || kind.attribute("smime-type").is_some_and(|kind| kind.eq_ignore_ascii_case("enveloped-data"));
    is("multipart", "encrypted") || (is("application", "pkcs7-mime") || is("application", "x-pkcs7-mime")) && sealed()
}

/// Whether a text is nothing but one message of PGP.
fn is_sealed(text: &str) -> bool {
    const END: &str = "-----END PGP MESSAGE-----";
    let text = text.trim();
    text.starts_with("-----BEGIN PGP MESSAGE-----") && text.split_once(END).is_some_and(|(_, behind)| behind.is_empty())
}

/// Pine and servers of IMAP keep what they know of a mailbox in its first mail.
fn is_own_data(mail: &Message) -> bool {
    let is_called_so = mail.subject().is_some_and(|subject| subject.contains("FOLDER INTERNAL DATA"));
    is_called_so && ["X-IMAP", "X-IMAPbase"].iter().any(|name| mail.header_raw(*name).is_some())
}

/// When a mail whose date cannot be read was put into its mailbox; the clock there seldom names a zone.
fn delivered(separator: &[u8], warnings: &mut Warnings) -> Option<Time> {
    /// What public-inbox and git write into every separator.
    const NEVER: [i64; 2] = [0, 1_000_684_800];
    let separator = String::from_utf8_lossy(separator);
    let words =
        separator.strip_prefix("From ")?.match_indices(' ').map(|(at, _)| separator["From ".len() + at..].trim());
    let found = words.filter_map(|written| dates::parse(written, Order::Unknown, 0)).next()?;
    if NEVER.contains(&found.seconds()) {
        return None;
    }
    let names_zone = separator.split(' ').any(|word| word.len() == 5 && word.starts_with(['+', '-']));
    if !names_zone {
        warnings.add(Warning::Zone);
    }
    Some(found)
}

/// The mailing list's id: `users.example.org`.
fn list(mail: &Message) -> Option<String> {
    let raw = mail.header_raw("List-Id")?;
    let id = raw.rsplit_once('<').map_or(raw, |(_, id)| id).split('>').next()?.trim();
    (!id.is_empty() && id.len() <= 200 && !id.contains(char::is_whitespace)).then(|| id.to_owned())
}

/// The group of an article in a spool of news, where each part of its name is a folder: `comp/lang/c/101`.
fn group(mail: &Message, place: &Place) -> Option<String> {
    let (folder, _) = place.path.rsplit_once('/')?;
    let folder = format!(".{}", folder.replace('/', "."));
    let mut groups = mail.header_raw("Newsgroups")?.split(',').map(str::trim).filter(|group| !group.is_empty());
    groups.find(|group| folder.ends_with(&format!(".{group}"))).map(str::to_owned)
}

fn files(mail: &Message, parts: &[&MessagePart], warnings: &mut Warnings) -> Vec<Attachment> {
    let mut files = Vec::new();
    for part in parts {
        if files.len() == FILES_MAX {
            warnings.add(Warning::FileLeftOut);
            break;
        }
        files.push(file((mail, part), files.len() + 1, warnings));
    }
    files
}

fn file((mail, part): (&Message, &MessagePart), number: usize, warnings: &mut Warnings) -> Attachment {
    let media_type = match (part.content_type(), &part.body) {
        (Some(kind), _) => format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream")).to_lowercase(),
        (None, PartType::Message(_)) => "message/rfc822".to_owned(),
        (None, PartType::Text(_)) => "text/plain".to_owned(),
        (None, _) => "application/octet-stream".to_owned(),
    };
    let bytes = match &part.body {
        PartType::Message(inner) => inner.raw_message(),
        _ => part.contents(),
    };
    if bytes.len() as u64 > FILE_BYTES_MAX {
        warnings.add(Warning::FileLeftOut);
    }
    let inner_subject = part.message().and_then(|inner| inner.subject()).map(|subject| format!("{subject}.eml"));
    let name = mail_names::name(mail, part).or(inner_subject).unwrap_or_else(|| format!("part-{number}"));
    let bytes = (bytes.len() as u64 <= FILE_BYTES_MAX).then(|| bytes.to_vec());
    Attachment { name, media_type, bytes, url: None }
}
