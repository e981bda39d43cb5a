//! One mail: author, time, thread, text and files, whatever it was stored in.

use std::borrow::Cow;
use std::sync::Arc;

use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::{
    Address, Encoding as Transfer, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use model::{Attachment, Author, Incoming, Time};

use crate::dates::{self, Order};
use crate::decode::{self, Encoding};
use crate::generic;
use crate::html;
use crate::mails::Mail;
use crate::media::FILE_BYTES_MAX;
use crate::record::{Reason, Record, Row, Skip, Warning, Warnings};
use crate::threads::{Roots, Threads};

/// The largest mail that is read.
pub(crate) const MAIL_BYTES_MAX: usize = 64 << 20;
const FILES_MAX: usize = 200;
/// The largest part of a mail that its headers may be.
pub(crate) const HEADER_BYTES_MAX: usize = 256 << 10;

/// What all mails of a source share.
pub(crate) struct Mailbox {
    pub(crate) origin: String,
    /// The place of mails that name no list.
    pub(crate) channel: String,
    pub(crate) threads: Arc<Roots>,
}

/// Reads one mail.
pub(crate) fn row(Mail { place, raw, separator }: Mail, mailbox: &Mailbox) -> Row {
    let refuse = |place, detail: &str| Skip { place, reason: Reason::Malformed, detail: detail.to_owned() };
    let Some(mail) = MessageParser::default().parse(&raw) else {
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
    let mut warnings = Warnings::default();
    let heads = Heads::of(&raw);
    let (title, author) = (title(&mail), author(&mail));
    let is_lost = title.iter().chain([&author.handle]).chain(&author.name).any(|told| told.contains(LOST));
    let (title, author) =
        Some(is_lost).filter(|is_lost| *is_lost).and_then(|_| anew(&raw, &mut warnings)).unwrap_or((title, author));
    let (text, scrubbed) = take_scrubbed(body(&mail, &mut warnings));
    let mut attachments = files(&mail, &mut warnings);
    attachments.extend(scrubbed);
    let sent = sent(&mail).or_else(|| received(&mail)).or_else(|| delivered(&separator, &mut warnings));
    let id = heads.key();
    let message = Incoming {
        origin: mailbox.origin.clone(),
        channel: list(&mail).unwrap_or_else(|| mailbox.channel.clone()),
        conversation: mailbox.threads.root(&id, heads.parent()),
        reply_to: heads.parent().map(str::to_owned),
        native_id: heads.id,
        title,
        author,
        sent,
        text,
        attachments,
        deleted: is_expunged(&mail),
        source: Vec::new(),
        ..Incoming::default()
    };
    drop(mail);
    Ok(Record::new(Incoming { source: raw, ..message }, place, warnings))
}

/// What stands for letters that were in no charset that is known.
const LOST: char = char::REPLACEMENT_CHARACTER;

fn title(mail: &Message) -> Option<String> {
    mail.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(str::to_owned)
}

/// Title and author from a header that is not UTF-8.
fn anew(raw: &[u8], warnings: &mut Warnings) -> Option<(Option<String>, Author)> {
    let (head, encoding) = in_utf8(header(raw));
    let mail = MessageParser::default().parse(head.as_bytes()).filter(|_| encoding == Encoding::Guessed)?;
    warnings.add(Warning::Encoding);
    Some((title(&mail), author(&mail)))
}

/// Lines as UTF-8, each that is not as Windows-1252.
fn in_utf8(bytes: &[u8]) -> (String, Encoding) {
    let (mut text, mut encoding) = (String::with_capacity(bytes.len()), Encoding::Utf8);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let (line, read_as) = decode::line(line);
        text.push_str(&line);
        if read_as == Encoding::Guessed {
            encoding = read_as;
        }
    }
    (text, encoding)
}

/// The lines of a header that place a mail among others.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    pub(crate) id: Option<String>,
    answers: Option<String>,
    references: Vec<String>,
    pub(crate) subject: String,
    pub(crate) date: Option<Time>,
    from: String,
}

impl Heads {
    /// Reads them without the rest of the mail.
    pub(crate) fn of(raw: &[u8]) -> Heads {
        let mut heads = Heads::default();
        for (name, value) in fields(raw) {
            let value = decode::line(&value).0.into_owned();
            match name {
                "message-id" if heads.id.is_none() => heads.id = ids(&value).pop().or_else(|| bare_id(&value)),
                "in-reply-to" if heads.answers.is_none() => heads.answers = ids(&value).into_iter().next(),
                "references" if heads.references.is_empty() => heads.references = ids(&value),
                "subject" if heads.subject.is_empty() => heads.subject = value,
                "date" if heads.date.is_none() => heads.date = dates::parse(&value, Order::Unknown, 0),
                "from" if heads.from.is_empty() => heads.from = value,
                _ => {}
            }
        }
        heads
    }

    /// The id, or what stands for it in threads.
    pub(crate) fn key(&self) -> String {
        let date = self.date.map(|date| date.to_string()).unwrap_or_default();
        self.id.clone().unwrap_or_else(|| generic::digest(&[&self.from, &date, &self.subject]))
    }

    /// The mail that this one answers.
    pub(crate) fn parent(&self) -> Option<&str> {
        self.answers.as_deref().or_else(|| self.references.last().map(String::as_str))
    }

    /// Notes in `threads` all that the header says.
    pub(crate) fn join(&self, threads: &mut Threads) {
        for pair in self.references.windows(2) {
            threads.add(&pair[1], &pair[0]);
        }
        // The last reference is the direct ancestor; In-Reply-To alone may name any mail.
        if let Some(parent) = self.references.last().map(String::as_str).or(self.parent()) {
            threads.add(&self.key(), parent);
        }
    }

    /// Whether the mail says where it belongs by itself.
    pub(crate) fn answers_something(&self) -> bool {
        self.parent().is_some()
    }
}

/// What stands before the first empty line.
fn header(raw: &[u8]) -> &[u8] {
    let raw = &raw[..raw.len().min(HEADER_BYTES_MAX)];
    let mut ends = memchr::memchr_iter(b'\n', raw);
    ends.find(|end| matches!(&raw[end + 1..], [b'\n', ..] | [b'\r', b'\n', ..])).map_or(raw, |end| &raw[..=end])
}

/// What of a header places a mail among others.
const PLACING: [&str; 6] = ["message-id", "in-reply-to", "references", "subject", "date", "from"];

/// Those of the header's fields that [`PLACING`] names, unfolded.
fn fields(raw: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut fields: Vec<(&'static str, Vec<u8>)> = Vec::new();
    let mut inside = false;
    for line in header(raw).split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = fields.last_mut().filter(|_| inside) {
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii());
            }
        } else if let Some(colon) = memchr::memchr(b':', line) {
            let name = line[..colon].trim_ascii();
            let known = PLACING.iter().find(|known| name.eq_ignore_ascii_case(known.as_bytes()));
            inside = known.is_some();
            fields.extend(known.map(|known| (*known, line[colon + 1..].trim_ascii().to_vec())));
        }
    }
    fields
}

/// The ids between `<` and `>`.
fn ids(value: &str) -> Vec<String> {
    let parts = value.split('<').skip(1).filter_map(|part| part.split_once('>'));
    let ids = parts.map(|(id, _)| id.split_whitespace().collect::<String>());
    ids.filter(|id| !id.is_empty()).collect()
}

fn bare_id(value: &str) -> Option<String> {
    let id = value.trim().trim_matches(['<', '>']);
    (!id.is_empty() && !id.contains(char::is_whitespace)).then(|| id.to_owned())
}

/// A subject without `Re:`, `[list]` and the like, and whether there was a `Re:`.
pub(crate) fn plain_subject(subject: &str) -> (String, bool) {
    const ANSWERS: [&str; 16] =
        ["re", "aw", "sv", "vs", "antw", "odp", "ref", "réf", "res", "rif", "fwd", "fw", "wg", "tr", "rv", "enc"];
    let mut rest = subject.trim();
    let mut answers = false;
    loop {
        if let Some(end) = rest.strip_prefix('[').and_then(|_| rest.find(']')) {
            rest = rest[end + 1..].trim_start();
            continue;
        }
        let Some((word, after)) = rest.split_once([':', '：']) else { break };
        let word = word
            .trim()
            .trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '[' | ']' | '^' | '(' | ')'));
        if !ANSWERS.contains(&word.to_lowercase().as_str()) {
            break;
        }
        answers = true;
        rest = after.trim_start();
    }
    (rest.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(), answers)
}

fn author(mail: &Message) -> Author {
    let sender = mail.from().or_else(|| mail.sender()).or_else(|| mail.reply_to()).and_then(Address::first);
    let raw = mail.header_raw("From").unwrap_or("");
    let name = sender.and_then(|sender| sender.name()).map(str::trim).filter(|name| !name.is_empty());
    let address = sender.and_then(|sender| sender.address()).map(str::trim).unwrap_or("");
    // Mailman hides addresses: `ada at example.org (Ada Lovelace)`.
    if !address.contains('@')
        && let Some(author) = hidden_address(raw)
    {
        return author;
    }
    if let Some(author) = behind_list(mail, name, address) {
        return author;
    }
    let bot = ["auto-submitted", "x-autoreply", "x-autorespond"].iter().any(|header| {
        mail.header(*header)
            .and_then(HeaderValue::as_text)
            .is_some_and(|value| !value.trim().eq_ignore_ascii_case("no"))
    });
    let handle = if address.is_empty() { name.unwrap_or("").to_owned() } else { address.to_lowercase() };
    Author { handle, name: name.filter(|name| *name != address).map(str::to_owned), bot }
}

/// Lists that must not forge write `Ada via Users <users@lists.example.org>` and put the author
/// into Reply-To or Cc.
fn behind_list(mail: &Message, name: Option<&str>, address: &str) -> Option<Author> {
    let (name, _) = name?.rsplit_once(" via ")?;
    let original = mail.header_raw("X-Original-From").or_else(|| mail.header_raw("X-MailFrom"));
    let original =
        original.map(|raw| raw.rsplit_once('<').map_or(raw, |(_, address)| address).trim().trim_end_matches('>'));
    let answers = mail.reply_to().and_then(Address::first).and_then(|reply| reply.address());
    let copies =
        mail.cc().into_iter().flat_map(Address::iter).filter(|copy| copy.name().is_some_and(|copied| copied == name));
    let found = original.into_iter().chain(answers).chain(copies.filter_map(|copy| copy.address()));
    let handle = found.map(str::trim).find(|found| found.contains('@') && !found.eq_ignore_ascii_case(address))?;
    let name = name.trim().trim_matches(['\'', '"']).to_owned();
    Some(Author { handle: handle.to_lowercase(), name: (!name.is_empty()).then_some(name), bot: false })
}

fn hidden_address(raw: &str) -> Option<Author> {
    let raw = raw.trim();
    let (address, name) = match (raw.split_once('('), raw.rsplit_once('<')) {
        (_, Some((name, rest))) => (rest.trim_end_matches('>'), name.trim().trim_matches('"')),
        (Some((address, rest)), None) => (address, rest.rsplit_once(')').map_or(rest, |(name, _)| name)),
        (None, None) => (raw, ""),
    };
    let (who, host) = address.trim().split_once(" at ")?;
    let handle = format!("{}@{}", who.trim(), host.trim()).to_lowercase();
    if handle.contains(char::is_whitespace) {
        return None;
    }
    let name = decode_words(name.trim());
    Some(Author { handle, name: (!name.is_empty()).then_some(name), bot: false })
}

/// Reads `=?utf-8?q?…?=` in a text that is not part of a header that the parser understands.
fn decode_words(raw: &str) -> String {
    if !raw.contains("=?") {
        return raw.to_owned();
    }
    let mail = format!("Subject: {raw}\r\n\r\n");
    let parsed = MessageParser::default().parse(mail.as_bytes());
    parsed.and_then(|mail| mail.subject().map(str::to_owned)).unwrap_or_else(|| raw.to_owned())
}

fn sent(mail: &Message) -> Option<Time> {
    let written = mail.header_raw("Date").unwrap_or("");
    dates::parse(written, Order::Unknown, 0).or_else(|| {
        let date = mail.date().filter(|date| date.is_valid() && (1970..=2100).contains(&date.year))?;
        Some(Time::from_seconds(date.to_timestamp()).max(Time::from_seconds(0)))
    })
}

/// When a mail without a date arrived: the last machine that took it stands first.
fn received(mail: &Message) -> Option<Time> {
    let (_, last) = mail.headers_raw().find(|(name, _)| name.eq_ignore_ascii_case("received"))?;
    let (_, written) = last.rsplit_once(';')?;
    dates::parse(written.trim(), Order::Unknown, 0)
}

/// Thunderbird marks a mail as deleted, and takes it out of the file only when it compacts the folder. Its marks stand
/// before all that came with the mail, with nothing but other marks before them; what stands below is the sender's.
fn is_expunged(mail: &Message) -> bool {
    const EXPUNGED: u32 = 8;
    let is_mark = |name: &str| name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
    let mut marks = mail.headers_raw().take_while(|(name, _)| is_mark(name));
    let status = marks.find(|(name, _)| name.eq_ignore_ascii_case("x-mozilla-status"));
    status.is_some_and(|(_, marks)| u32::from_str_radix(marks.trim(), 16).is_ok_and(|marks| marks & EXPUNGED != 0))
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

/// When a mail whose date cannot be read was put into its mailbox; the clock there names no zone.
fn delivered(separator: &[u8], warnings: &mut Warnings) -> Option<Time> {
    let separator = String::from_utf8_lossy(separator);
    let words =
        separator.strip_prefix("From ")?.match_indices(' ').map(|(at, _)| separator["From ".len() + at..].trim());
    let found = words.filter_map(|written| dates::parse(written, Order::Unknown, 0)).next()?;
    warnings.add(Warning::Zone);
    Some(found)
}

/// The mailing list's id: `users.example.org`.
fn list(mail: &Message) -> Option<String> {
    let raw = mail.header_raw("List-Id")?;
    let id = raw.rsplit_once('<').map_or(raw, |(_, id)| id).split('>').next()?.trim();
    (!id.is_empty() && id.len() <= 200 && !id.contains(char::is_whitespace)).then(|| id.to_owned())
}

/// The text parts one after the other; HTML only where there is no text.
fn body(mail: &Message, warnings: &mut Warnings) -> String {
    let mut texts: Vec<String> = Vec::new();
    for part in mail.text_bodies() {
        match &part.body {
            PartType::Text(text) => texts.push(readable((mail, part), text, warnings).replace("\r\n", "\n")),
            PartType::Html(text) => texts.push(html::to_text(&readable((mail, part), text, warnings))),
            _ => {}
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    texts.iter().map(|text| text.trim_end()).collect::<Vec<_>>().join("\n\n")
}

/// A part's text. The parser reads as UTF-8 what names no charset that it knows, and what is none is lost to it.
fn readable<'a>((mail, part): (&Message, &MessagePart), text: &'a str, warnings: &mut Warnings) -> Cow<'a, str> {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or("");
    if !text.contains(LOST) || charset_decoder(charset.as_bytes()).is_some() {
        return text.into();
    }
    let place = part.offset_body as usize..part.offset_end as usize;
    let Some(written) = mail.raw_message().get(place) else { return text.into() };
    let (read, encoding) = match part.encoding {
        Transfer::None => in_utf8(written),
        Transfer::QuotedPrintable => in_utf8(&unpacked(b"quoted-printable", written)),
        Transfer::Base64 => in_utf8(&unpacked(b"base64", written)),
    };
    if encoding == Encoding::Guessed {
        warnings.add(Warning::Encoding);
    }
    read.into()
}

/// The bytes behind a transfer encoding.
fn unpacked(encoding: &[u8], written: &[u8]) -> Vec<u8> {
    let head = [b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: ", encoding, b"\n\n"].concat();
    let alone = [&head, written].concat();
    let parsed = MessageParser::default().parse(&alone);
    parsed.and_then(|mail| mail.part(0).map(|part| part.contents().to_vec())).unwrap_or_default()
}

fn files(mail: &Message, warnings: &mut Warnings) -> Vec<Attachment> {
    let mut files = Vec::new();
    for part in mail.attachments() {
        if files.len() == FILES_MAX {
            warnings.add(Warning::FileLeftOut);
            break;
        }
        files.push(file(part, files.len() + 1, warnings));
    }
    files
}

fn file(part: &MessagePart, number: usize, warnings: &mut Warnings) -> Attachment {
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
    let name = part.attachment_name().map(str::to_owned).or(inner_subject).unwrap_or_else(|| format!("part-{number}"));
    let bytes = (bytes.len() as u64 <= FILE_BYTES_MAX).then(|| bytes.to_vec());
    Attachment { name, media_type, bytes, url: None }
}

/// What Mailman's archiver puts in the place of attachments: their names and where they are.
fn take_scrubbed(text: String) -> (String, Vec<Attachment>) {
    const MARK: &str = "-------------- next part --------------\n";
    if !text.contains(MARK.trim_end()) {
        return (text, Vec::new());
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut files = Vec::new();
    for part in text.split(MARK) {
        match scrubbed(part) {
            Some(file) if part.contains("scrubbed...") => files.push(file),
            _ => kept.push(part.trim_end()),
        }
    }
    (kept.join("\n\n").trim_end().to_owned(), files)
}

fn scrubbed(part: &str) -> Option<Attachment> {
    let field = |name: &str| part.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let url = field("URL:")?.trim_matches(['<', '>']).to_owned();
    let last = url.rsplit('/').next().unwrap_or("").to_owned();
    let name = field("Name:").filter(|name| !name.is_empty() && *name != "not available").map_or(last, str::to_owned);
    Some(Attachment { name, media_type: field("Type:").unwrap_or("text/html").to_owned(), bytes: None, url: Some(url) })
}
