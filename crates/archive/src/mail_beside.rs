//! Files that lie beside the mails which they came with.

use model::Attachment;

use crate::mail::MAIL_BYTES_MAX;
use crate::media::FILE_BYTES_MAX;
use crate::record::{Record, Warning};
use crate::source::{File, Source};

/// How many files beside a mail are looked at.
const FILES_BESIDE_MAX: usize = 64;

/// Gives the files that stand empty in a mail of Apple Mail the bytes that lie beside it. In a tar they lie before it: each
/// would have to be unpacked from the beginning.
pub(crate) fn take_apples(record: &mut Record, source: &Source, file: &File) {
    let Some(number) = file.name().strip_suffix(".partial.emlx") else { return };
    let folder = file.path.rsplit_once("/Messages/").map_or("", |(above, _)| above);
    let folder = format!("{folder}/Attachments/{number}/");
    let first = source.files().partition_point(|file| *file.path < *folder);
    let beside = source.files()[first..].iter().take_while(|file| file.path.starts_with(&folder) && !file.is_tarred());
    let beside: Vec<&File> = beside.take(FILES_BESIDE_MAX).collect();
    let is_empty = |file: &Attachment| file.bytes.as_ref().is_some_and(|bytes| bytes.trim_ascii().is_empty());
    let mut bytes_left = MAIL_BYTES_MAX as u64;
    for attached in record.message.attachments.iter_mut().filter(|attached| is_empty(attached)) {
        let found = beside.iter().find(|file| file.name() == attached.name);
        attached.bytes = found.and_then(|file| read(source, file, &mut bytes_left));
        if attached.bytes.is_none() {
            record.warnings.add(Warning::FileLeftOut);
        }
    }
}

/// Gives the files that Mailman's archiver took out of a mail the bytes that lie beside the month's mails, unless in a tar:
/// see above.
pub(crate) fn take_scrubbed(record: &mut Record, source: &Source, month: &File) {
    let folder = month.path.strip_suffix(month.name()).unwrap_or("");
    let mut bytes_left = MAIL_BYTES_MAX as u64;
    for attached in
        record.message.attachments.iter_mut().filter(|attached| attached.bytes.is_none()).take(FILES_BESIDE_MAX)
    {
        let Some(path) = attached.url.as_deref().and_then(scrubbed) else { continue };
        let beside = source.exactly(&format!("{folder}{path}")).filter(|file| !file.is_tarred());
        attached.bytes = beside.and_then(|file| read(source, file, &mut bytes_left));
    }
}

/// Whether Mailman's archiver took the file out of a mail: the folder is called by eight digits of the mail's digest.
pub(crate) fn is_scrubbed(file: &File) -> bool {
    let digest = scrubbed(&file.path).and_then(|path| path.split('/').nth(2));
    digest.is_some_and(|digest| digest.len() == 8 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The end of a path or an address as Mailman makes it: `attachments/20240304/0a1b2c3d/attachment.bin`.
fn scrubbed(path: &str) -> Option<&str> {
    let start = path.rfind("attachments/").filter(|at| *at == 0 || path[..*at].ends_with('/'))?;
    let mut parts = path[start..].split('/').skip(1);
    let is_day = |day: &str| day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    (parts.next().is_some_and(is_day) && parts.count() == 2).then(|| &path[start..])
}

/// The bytes of a file, unless it is too large or cannot be read.
fn read(source: &Source, file: &File, bytes_left: &mut u64) -> Option<Vec<u8>> {
    let bytes = source.read(file, (*bytes_left).min(FILE_BYTES_MAX)).ok()?; // tidy(swallow): the file stays, without its bytes
    *bytes_left -= bytes.len() as u64;
    Some(bytes)
}
