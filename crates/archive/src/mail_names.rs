//! What the files of a mail are called, where the parser loses a part of the name.

use mail_parser::{HeaderName, Message, MessagePart, MimeHeaders};

use crate::mail_texts::decode_words;

/// The name of a file: of a path of Windows, whose bars the parser takes for marks, the last part; of encoded words on
/// several lines the words without what is between them.
pub(crate) fn name(mail: &Message, part: &MessagePart) -> Option<String> {
    let told = part.attachment_name()?;
    let is_torn = told.contains("  ") || told.contains('\t');
    if !begins_with_drive(told) && !is_torn {
        return Some(told.to_owned());
    }
    let headers = [HeaderName::ContentDisposition, HeaderName::ContentType];
    match headers.iter().find_map(|header| written(mail, part, header)) {
        Some(path) if begins_with_drive(&path) && path[2..].starts_with('\\') => {
            path.rsplit('\\').next().map(|last| decode_words(last).into_owned()).filter(|last| !last.is_empty())
        }
        Some(written) if is_torn && written.contains("=?") => {
            Some(decode_words(&written.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned())
        }
        _ => Some(told.to_owned()),
    }
}

/// `C:\TEMP\a.png`, also as the parser gives it.
fn begins_with_drive(name: &str) -> bool {
    matches!(name.as_bytes(), [drive, b':', ..] if drive.is_ascii_alphabetic())
}

/// A name as a header writes it between its quotes.
fn written(mail: &Message, part: &MessagePart, header: &HeaderName) -> Option<String> {
    let header = part.headers.iter().rfind(|found| found.name == *header)?;
    let raw = mail.raw_message().get(header.offset_start as usize..header.offset_end as usize)?;
    let raw = String::from_utf8_lossy(raw);
    let start = raw.to_ascii_lowercase().find("name=\"")? + "name=\"".len();
    raw[start..].split('"').next().map(str::to_owned)
}
