//! Shift_JIS, as Japanese programs write tables: what tells it from other letters that are not Unicode.

use mail_parser::decoders::charsets::map::charset_decoder;

/// How many letters of the Japanese alphabets stand in any sentence.
const KANA_MIN: usize = 3;

/// Whether these bytes are Japanese in Shift_JIS. The first byte of its alphabets is a sign in Windows-1252 that hardly
/// anybody writes, and whatever is in Unicode is in no doubt.
pub(crate) fn is_written(head: &[u8]) -> bool {
    let not_unicode = std::str::from_utf8(head).is_err_and(|error| error.error_len().is_some());
    // The end of a beginning may cut a letter.
    let whole = memchr::memrchr(b'\n', head).map_or(head, |end| &head[..end]);
    not_unicode && kana(whole) >= KANA_MIN && text(whole).is_some_and(|text| !text.contains('\u{fffd}'))
}

/// The words that bytes in Shift_JIS stand for.
fn text(bytes: &[u8]) -> Option<String> {
    charset_decoder(b"shift_jis").map(|decode| decode(bytes))
}

fn kana(bytes: &[u8]) -> usize {
    let is_kana = |pair: &&[u8]| matches!(pair, [0x82, 0x9f..=0xf1] | [0x83, 0x40..=0x96]);
    bytes.windows(2).filter(is_kana).count()
}
