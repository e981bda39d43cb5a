//! Files that came with messages: their bytes where the archive has them, and media types by name.

use crate::source::Source;

/// The largest attached file whose bytes are kept.
pub(crate) const FILE_BYTES_MAX: u64 = 25 << 20;

/// The bytes of a file of the archive; none when it is missing, too large, too far inside a tar or cannot be read, in
/// which case the message keeps its name and address.
pub(crate) fn load(source: &Source, path: &str) -> Option<Vec<u8>> {
    let file = source.find(path).filter(|file| file.bytes <= FILE_BYTES_MAX)?;
    source.read_beside(file, FILE_BYTES_MAX).ok() // tidy(swallow): the message keeps the file's name and address
}

/// The media type that a file's name suggests.
pub(crate) fn of_name(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "heic" => "image/heic",
        "mp4" | "m4v" => "video/mp4",
        "mov" => "video/quicktime",
        "webm" => "video/webm",
        "3gp" => "video/3gpp",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "json" => "application/json",
        "csv" => "text/csv",
        "html" | "htm" => "text/html",
        "txt" | "log" | "md" => "text/plain",
        "vcf" => "text/vcard",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}
