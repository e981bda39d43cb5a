//! JSON that Telegram Desktop wrote wrongly: control characters as `\x0C`, line separators both escaped and not, paths
//! of files without quotation marks.

/// The longest path without quotation marks.
const BARE_BYTES_MAX: usize = 4 << 10;

/// The same value as JSON allows it; none where nothing of the two is found.
pub(crate) fn repaired(raw: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(raw.len() + 64);
    let (mut at, mut mended) = (0, 0);
    while let Some(byte) = raw.get(at) {
        match byte {
            b'"' => {
                let end = at + string_bytes(&raw[at..]);
                mended += copy_string(&raw[at..end], &mut out);
                at = end;
            }
            b':' => {
                out.push(b':');
                at += 1;
                let spaces = raw[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                out.extend_from_slice(&raw[at..at + spaces]);
                at += spaces;
                let Ok(words) = bare_words(&raw[at..]) else { return None };
                if let Some(bare) = words {
                    let quoted = serde_json::Value::from(String::from_utf8_lossy(bare).trim());
                    out.extend_from_slice(quoted.to_string().as_bytes());
                    at += bare.len();
                    mended += 1;
                }
            }
            other => {
                out.push(*other);
                at += 1;
            }
        }
    }
    (mended > 0).then_some(out)
}

/// How many bytes a string takes with its marks.
fn string_bytes(raw: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = raw.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    raw.len()
}

/// The two line separators as they are written: the first byte as an escape, the other two as they were.
const TORN: [&[u8]; 2] = [b"\\u2028\x80\xa8", b"\\u2029\x80\xa9"];

/// Copies a string with `\x0C` as `\u000C` and without what is left of line separators, and says how many there were.
fn copy_string(string: &[u8], out: &mut Vec<u8>) -> usize {
    let (mut at, mut found) = (0, 0);
    while let Some(byte) = string.get(at) {
        if TORN.iter().any(|torn| string[at..].starts_with(torn)) {
            out.extend_from_slice(&string[at..at + 6]);
            found += 1;
            at += 8;
            continue;
        }
        let pair = string.get(at + 1).filter(|_| *byte == b'\\');
        let hex = string.get(at + 2..at + 4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        match (pair, hex) {
            (Some(b'x'), Some(hex)) => {
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(hex);
                found += 1;
                at += 4;
            }
            (Some(escaped), _) => {
                out.extend_from_slice(&[b'\\', *escaped]);
                at += 2;
            }
            (None, _) => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    found
}

/// What stands behind a colon, up to the end of its line, and is no value of JSON.
fn bare_words(raw: &[u8]) -> Result<Option<&[u8]>, Endless> {
    // What most colons stand before is told by its first byte: a text full of them costs no more than its length.
    if raw.first().is_none_or(|first| matches!(first, b'"' | b'{' | b'[')) {
        return Ok(None);
    }
    let near = &raw[..raw.len().min(BARE_BYTES_MAX)];
    let end = near.iter().position(|byte| matches!(byte, b'\n' | b'\r' | b',' | b'}'));
    let words = &near[..end.or((near.len() == raw.len()).then_some(raw.len())).ok_or(Endless)?];
    let is_value = serde_json::from_slice::<serde::de::IgnoredAny>(words).is_ok();
    Ok(Some(words).filter(|words| !words.is_empty() && !is_value))
}

/// Words behind a colon that are longer than a path: nothing that Telegram wrote.
struct Endless;
