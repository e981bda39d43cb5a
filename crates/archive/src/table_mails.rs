//! Tables whose texts are whole mails, header and all, as collections of mails are passed on.

use std::borrow::Cow;
use std::sync::Arc;

use crate::mail::{self, Mailbox};
use crate::mail_heads::Heads;
use crate::mails::Mail;
use crate::mbox::{self, is_header_line, known_lines};
use crate::record::Row;
use crate::table::Cells;
use crate::threads::Roots;

/// What all mails of a source's tables share.
pub(crate) struct TableMails {
    origin: String,
    threads: Arc<Roots>,
}

impl TableMails {
    /// `walk` goes over the texts of the tables.
    pub(crate) fn new(origin: Option<String>, walk: impl Fn(&mut dyn FnMut(&str))) -> TableMails {
        let threads = mbox::join(|each| {
            walk(&mut |text| {
                if is_mail(text) {
                    each(&Heads::of(parts(text).1.as_bytes()));
                }
            });
        });
        // The same mail may come from a mailbox, too.
        TableMails { origin: origin.unwrap_or_else(|| "mail".to_owned()), threads: Arc::new(threads) }
    }

    /// The mail that a record's text is; the whole record is kept as its source.
    pub(crate) fn row(&self, channel: String, text: &str, record: Cells) -> Row {
        let (separator, mail) = parts(text);
        let mailbox = Mailbox { origin: self.origin.clone(), channel, threads: Arc::clone(&self.threads) };
        let (raw, separator) = (as_written(mail).into_owned().into_bytes(), separator.trim_end().as_bytes().to_vec());
        let mut found = mail::row(Mail { place: record.place, raw, separator, deleted: false }, &mailbox)?;
        found.message.source = record.raw;
        record.warnings.iter().for_each(|warning| found.warnings.add(warning));
        Ok(found)
    }
}

/// Whether most of these texts are mails.
pub(crate) fn are_mails(texts: &[String]) -> bool {
    texts.iter().filter(|text| is_mail(text)).count() * 2 > texts.len()
}

/// Whether a text is a mail as machines hand it on: what somebody quotes of one has none of their lines.
pub(crate) fn is_mail(text: &str) -> bool {
    const MACHINES: [&str; 4] = ["message-id:", "received:", "return-path:", "mime-version:"];
    let mail = parts(text).1;
    let mut header = mail.lines().take_while(|line| !line.is_empty());
    is_header_line(mail.lines().next().unwrap_or("").as_bytes())
        && header.any(|line| MACHINES.iter().any(|name| begins(line, name)))
        && known_lines(mail.as_bytes()) > 2
}

/// The separator of a mailbox, where it was left before the mail, and the mail.
fn parts(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find('\n').map_or(text.len(), |end| end + 1);
    text.split_at(if text.starts_with("From ") { end } else { 0 })
}

/// A mail of a table has the charset of the table, whatever its header says: its letters were read already, unless they
/// are packed.
fn as_written(mail: &str) -> Cow<'_, str> {
    let is_packed = |line: &str| {
        let field = line.to_ascii_lowercase();
        field.starts_with("content-transfer-encoding:")
            && (field.contains("quoted-printable") || field.contains("base64"))
    };
    if mail.is_ascii() || mail.lines().any(is_packed) {
        return mail.into();
    }
    let mut in_type = false;
    let lines = mail.split_inclusive('\n').map(|line| {
        in_type = in_type && line.starts_with([' ', '\t']) || begins(line, "content-type:");
        Some(line).filter(|_| in_type).and_then(in_utf_8).map_or(line.into(), Cow::<str>::Owned)
    });
    lines.collect::<String>().into()
}

/// A line that names a charset, with UTF-8 in its place.
fn in_utf_8(line: &str) -> Option<String> {
    const NAME: &str = "charset=";
    let at = line.to_ascii_lowercase().find(NAME)? + NAME.len();
    let (before, charset) = line.split_at(at);
    let charset = charset.strip_prefix('"').unwrap_or(charset);
    let end = charset.find(|letter: char| letter.is_whitespace() || matches!(letter, '"' | ';'));
    let behind = end.map_or("", |end| charset[end..].trim_start_matches('"'));
    Some(format!("{before}utf-8{behind}"))
}

fn begins(line: &str, name: &str) -> bool {
    line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}
