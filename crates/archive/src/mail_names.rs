//! What the files of a mail are called, where the parser loses a part of the name.

use mail_parser::{HeaderName, Message, MessagePart, MimeHeaders};

use crate::mail_texts::decode_words;

/// The name of a file: of a path of Windows, whose bars the parser takes for marks, the last part; of encoded words on
/// several lines the words without what is between them.
pub(crate) fn name(mail: &Message, part: &MessagePart) -> Option<String> {
    let told = part.attachment_name()?;
    let is_path = is_of_windows(told);
    if !is_path && !told.contains("  ") && !told.contains('\t') {
        return Some(told.to_owned());
    }
    let written = [HeaderName::ContentDisposition, HeaderName::ContentType]
        .iter()
        .find_map(|header| written(mail, part, header))
        .filter(|written| is_path || written.contains("=?"));
    let Some(written) = written else { return Some(told.to_owned()) };
    if is_path {
        return written.rsplit('\\').next().map(str::to_owned).filter(|last| !last.is_empty());
    }
    Some(decode_words(&written.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned())
}

/// `C:\TEMP\a.png`, also as the parser gives it.
fn is_of_windows(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|drive| drive.is_ascii_alphabetic()) && letters.next() == Some(':')
}

/// A name as a header writes it between its quotes.
fn written(mail: &Message, part: &MessagePart, header: &HeaderName) -> Option<String> {
    let header = part.headers.iter().rfind(|found| found.name == *header)?;
    let raw = mail.raw_message().get(header.offset_start as usize..header.offset_end as usize)?;
    let raw = String::from_utf8_lossy(raw);
    let start = raw.to_ascii_lowercase().find("name=\"")? + "name=\"".len();
    raw[start..].split('"').next().map(str::to_owned)
}
