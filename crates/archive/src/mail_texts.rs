//! What a mail says: its text parts, and what an archiver put in the place of files.

use std::borrow::Cow;

use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::{Encoding as Transfer, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use model::Attachment;

use crate::base64;
use crate::decode::{self, Encoding};
use crate::html;
use crate::mail_flowed;
use crate::record::{Warning, Warnings};

/// What stands for letters that were in no charset that is known.
pub(crate) const LOST: char = char::REPLACEMENT_CHARACTER;

/// What some programs put before a text in UTF-8.
const MARK: char = '\u{feff}';

/// Lines as UTF-8, each that is not as Windows-1252.
pub(crate) fn in_utf8(bytes: &[u8]) -> (String, Encoding) {
    in_utf8_or(bytes, None)
}

/// Lines as UTF-8, each that is not in the charset that is likely, or as Windows-1252.
pub(crate) fn in_utf8_or(bytes: &[u8], likely: Option<fn(&[u8]) -> String>) -> (String, Encoding) {
    let (mut text, mut encoding) = (String::with_capacity(bytes.len()), Encoding::Utf8);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let (read, read_as) = decode::line(line);
        match likely.filter(|_| read_as == Encoding::Guessed) {
            Some(likely) => text.push_str(&likely(line)),
            None => text.push_str(&read),
        }
        if read_as == Encoding::Guessed {
            encoding = read_as;
        }
    }
    (text, encoding)
}

/// What reads the charset that the first text of a mail names, where that is a charset of letters beyond ASCII.
pub(crate) fn named_charset(mail: &Message) -> Option<fn(&[u8]) -> String> {
    let kind = mail.text_bodies().chain(mail.html_bodies()).find_map(|part| part.content_type())?;
    let charset = kind.attribute("charset").filter(|charset| !charset.to_ascii_lowercase().starts_with("utf"))?;
    charset_decoder(charset.as_bytes())
}

/// What reads the charset that HTML names at its beginning.
fn html_charset(html: &[u8]) -> Option<fn(&[u8]) -> String> {
    const HEAD_BYTES: usize = 2048;
    let head = String::from_utf8_lossy(&html[..html.len().min(HEAD_BYTES)]).to_ascii_lowercase();
    let (_, behind) = head.split_once("charset=")?;
    let name = behind.trim_start_matches(['"', '\'']);
    let end =
        name.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_:.".contains(letter)).unwrap_or(name.len());
    charset_decoder(&name.as_bytes()[..end]).filter(|_| !name.starts_with("utf"))
}

/// What a mail says, and which of its parts are files.
pub(crate) struct Said<'a> {
    pub(crate) text: String,
    pub(crate) files: Vec<&'a MessagePart<'a>>,
}

/// What becomes of lines that the mail's program broke, where the header says how it marked them.
#[derive(Clone, Copy)]
pub(crate) enum Lines {
    Joined,
    AsWritten,
}

/// The text parts one after the other; HTML only where there is no text, or where what should be one is blank. Where
/// nothing else says anything, parts count that the parser gives up, or does not know as text.
pub(crate) fn said<'a>(mail: &'a Message<'a>, lines: Lines, warnings: &mut Warnings) -> Said<'a> {
    let mut files: Vec<&MessagePart> = mail.attachments().collect();
    let mut texts = texts((mail, lines), mail.text_bodies(), warnings);
    if texts.is_empty() {
        texts = self::texts((mail, lines), mail.html_bodies(), warnings);
    }
    if texts.is_empty() {
        texts = self::texts((mail, lines), files.iter().copied().filter(|part| is_given_up(part)), warnings);
        // What is damaged among other parts, or holds such, may be more than its text: it stays a file, too.
        let is_more = |part: &MessagePart| part.is_encoding_problem && mail.parts.len() > 1 || is_multipart(part);
        files.retain(|part| texts.is_empty() || !is_given_up(part) || is_more(part));
    }
    let texts = texts.iter().map(|text| text.trim_start_matches(MARK).trim_end());
    Said { text: texts.collect::<Vec<_>>().join("\n\n"), files }
}

fn texts<'a>(
    (mail, lines): (&Message, Lines),
    parts: impl Iterator<Item = &'a MessagePart<'a>>,
    warnings: &mut Warnings,
) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for part in parts {
        match &part.body {
            PartType::Text(text) => {
                let text = readable((mail, part), text, warnings);
                texts.push(match subtype(part).as_str() {
                    "html" => html::to_text(&text),
                    "enriched" | "richtext" => enriched(&text),
                    _ => plain(part, &text, lines),
                });
            }
            PartType::Html(text) => texts.push(html::to_text(&readable((mail, part), text, warnings))),
            PartType::Binary(bytes) => texts.push(in_utf8(bytes).0.replace("\r\n", "\n")),
            _ => {}
        }
    }
    texts.retain(|text| !text.trim_start_matches(MARK).trim().is_empty());
    texts
}

fn plain(part: &MessagePart, text: &str, lines: Lines) -> String {
    match (lines, mail_flowed::mark(part)) {
        (Lines::Joined, Some(mark)) => mail_flowed::joined(text, mark),
        _ => text.replace("\r\n", "\n"),
    }
}

fn subtype(part: &MessagePart) -> String {
    part.content_type().and_then(|kind| kind.subtype()).unwrap_or("").to_ascii_lowercase()
}

fn is_multipart(part: &MessagePart) -> bool {
    part.content_type().is_some_and(|kind| kind.ctype() == "multipart")
}

/// Kinds of text that people write.
const TOLD: [&str; 10] =
    ["", "plain", "html", "enriched", "richtext", "markdown", "x-markdown", "x-web-markdown", "x-patch", "x-diff"];

/// Whether a part is a text that is damaged or written as few do: never closed, of a boundary that does not come, of
/// the type `text` alone, a patch.
fn is_given_up(part: &MessagePart) -> bool {
    let text = match &part.body {
        PartType::Text(text) => text.as_bytes(),
        // Without a boundary it is no text to the parser.
        PartType::Binary(bytes) if is_multipart(part) => bytes,
        _ => return false,
    };
    let is_file =
        part.attachment_name().is_some() || part.content_disposition().is_some_and(|kind| kind.is_attachment());
    let is_told = TOLD.contains(&subtype(part).as_str());
    !is_file && if is_multipart(part) { memchr::memmem::find(text, b"\nContent-T").is_none() } else { is_told }
}

/// Text of RFC 1896: commands between brackets, `<<` for a bracket, a line ends where two ends follow each other.
fn enriched(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('&', "&amp;").replace("<<", "&lt;").replace("\n\n", "<br>");
    html::to_text(&text.replace("<param>", "<style>").replace("</param>", "</style>"))
}

/// A part's text. The parser reads as UTF-8 what names no charset that it knows, and what is none is lost to it. What
/// is called ASCII it reads as Windows-1252, though it often is UTF-8.
fn readable<'a>((mail, part): (&Message, &MessagePart), text: &'a str, warnings: &mut Warnings) -> Cow<'a, str> {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or("");
    let decoder = charset_decoder(charset.as_bytes());
    let is_ascii = ["us-ascii", "ascii", "ansi_x3.4-1968"].iter().any(|ascii| charset.eq_ignore_ascii_case(ascii));
    let is_lost = || if is_ascii { !text.is_ascii() } else { decoder.is_none() && text.contains(LOST) };
    let is_doubtful = part.is_encoding_problem || is_lost();
    if !is_doubtful
        && is_wide(charset)
        && let Some(text) = mislabelled(mail, part)
    {
        return text.into();
    }
    let Some(bytes) = Some(is_doubtful).filter(|is| *is).and_then(|_| bytes(mail, part)) else { return text.into() };
    if let Some(decoder) = decoder {
        let utf_8 = Some(&bytes).filter(|_| is_ascii).and_then(|bytes| str::from_utf8(bytes).ok()); // tidy(swallow): it is in the charset that it names
        return utf_8.map_or_else(|| decoder(&bytes), str::to_owned).into();
    }
    if let Some(decoder) =
        Some(&bytes).filter(|_| matches!(part.body, PartType::Html(_))).and_then(|html| html_charset(html))
    {
        return decoder(&bytes).into();
    }
    let (read, encoding) = in_utf8(&bytes);
    if encoding == Encoding::Guessed {
        warnings.add(Warning::Encoding);
    }
    read.into()
}

/// Whether a charset has two bytes for a letter of Chinese.
fn is_wide(charset: &str) -> bool {
    ["gb2312", "gbk", "gb18030", "big5"].iter().any(|wide| charset.eq_ignore_ascii_case(wide))
}

/// A part's text where it is UTF-8 though it names a charset of two bytes a letter: some letters of three bytes tell them
/// apart.
fn mislabelled(mail: &Message, part: &MessagePart) -> Option<String> {
    const LETTERS_MIN: usize = 4;
    let text = String::from_utf8(bytes(mail, part)?.into_owned()).ok()?; // tidy(swallow): it is in the charset that it names
    let letters = text.chars().filter(|letter| *letter >= '\u{800}').take(LETTERS_MIN);
    (letters.count() == LETTERS_MIN).then_some(text)
}

/// The bytes of a part without their transfer encoding, also where the parser gave that up.
fn bytes<'a>(mail: &'a Message, part: &MessagePart) -> Option<Cow<'a, [u8]>> {
    let written = mail.raw_message().get(part.offset_body as usize..part.offset_end as usize)?;
    let encoding = part.content_transfer_encoding().unwrap_or("").trim().to_ascii_lowercase();
    Some(match (part.encoding, encoding.as_str()) {
        (Transfer::Base64, _) => unpacked(b"base64", written).into(),
        (_, "quoted-printable") => unpacked(b"quoted-printable", written).into(),
        (_, "base64") => above_words(written).map_or(written.into(), Cow::Owned),
        _ => written.into(),
    })
}

/// The bytes of base64 with the words that a list put below it.
fn above_words(written: &[u8]) -> Option<Vec<u8>> {
    let is_packed =
        |line: &&[u8]| line.trim_ascii().iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte));
    let end = written.split_inclusive(|byte| *byte == b'\n').take_while(is_packed).map(<[u8]>::len).sum();
    let (packed, words) = written.split_at(end);
    let mut bytes = base64::decode(str::from_utf8(packed).ok()?).filter(|bytes| !bytes.is_empty())?; // tidy(swallow): no base64 is read as it stands
    bytes.extend_from_slice(b"\n\n");
    bytes.extend_from_slice(words);
    Some(bytes)
}

/// The bytes behind a transfer encoding, or as they are written where that is broken: what the parser then gives is no
/// longer in its charset.
fn unpacked(encoding: &[u8], written: &[u8]) -> Vec<u8> {
    let head = [b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: ", encoding, b"\n\n"].concat();
    let alone = [&head, written].concat();
    let Some(mail) = MessageParser::default().parse(&alone) else { return written.to_vec() };
    mail.part(0).filter(|part| !part.is_encoding_problem).map_or(written, |part| part.contents()).to_vec()
}

/// Reads `=?utf-8?q?…?=` in a text that is not part of a header that the parser understands.
pub(crate) fn decode_words(raw: &str) -> Cow<'_, str> {
    if !raw.contains("=?") {
        return raw.into();
    }
    let mail = format!("Subject: {raw}\r\n\r\n");
    let parsed = MessageParser::default().parse(mail.as_bytes());
    parsed.and_then(|mail| mail.subject().map(str::to_owned)).map_or(raw.into(), Cow::Owned)
}

/// What Mailman's archiver puts in the place of attachments: their names and where they are.
pub(crate) fn take_scrubbed(text: String) -> (String, Vec<Attachment>) {
    const MARK: &str = "-------------- next part --------------";
    if !text.contains(MARK) && !text.contains(SCRUBBED) {
        return (text, Vec::new());
    }
    let (mut kept, mut files) = (Vec::new(), Vec::new());
    let mut from = 0;
    // A mark that somebody quotes parts nothing.
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let marks = lines.filter(|(_, line)| line.trim_end().ends_with(MARK) && !line.starts_with('>'));
    let marks = marks.map(|(start, line)| (start + line.trim_end().len() - MARK.len(), start + line.len()));
    for (end, next) in marks.chain([(text.len(), text.len())]) {
        let mut part = &text[from..end];
        if let Some((file, behind)) = scrubbed(part) {
            files.push(file);
            part = behind;
        }
        kept.extend(Some(part.trim_end()).filter(|part| !part.trim().is_empty()));
        from = next;
    }
    (kept.join("\n\n").trim_end().to_owned(), files)
}

const SCRUBBED: &str = " was scrubbed...";

/// The file that the notice at the beginning of a part tells of, and what stands behind the notice.
fn scrubbed(part: &str) -> Option<(Attachment, &str)> {
    const LINES_MAX: usize = 12;
    let part = part.trim_start();
    let is_notice = |first: &&str| first.ends_with(SCRUBBED) && (first.starts_with("A ") || first.starts_with("An "));
    let first = part.lines().next().filter(is_notice)?;
    let mut fields = Vec::new();
    let mut bytes = 0;
    for line in part.split_inclusive('\n').take(LINES_MAX) {
        bytes += line.len();
        fields.extend(line.split_once(':').map(|(name, value)| (name.trim_end(), value.trim())));
        if fields.last().is_some_and(|(name, _)| name.eq_ignore_ascii_case("URL")) {
            break;
        }
    }
    let (_, address) = fields.last().filter(|(name, url)| name.eq_ignore_ascii_case("URL") && url.contains("://"))?;
    let url = address.trim_matches(['<', '>']).to_owned();
    let field = |name: &str| fields.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let last = url.rsplit('/').next().unwrap_or("").to_owned();
    let name = field("Name").filter(|name| !name.is_empty() && *name != "not available").map_or(last, str::to_owned);
    let fallback = if first.starts_with("An embedded message") { "message/rfc822" } else { "text/html" };
    let media_type = field("Type").unwrap_or(fallback).to_owned();
    Some((Attachment { name, media_type, bytes: None, url: Some(url) }, &part[bytes..]))
}
