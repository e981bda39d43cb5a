//! What one line of a mail is: text, quotation, signature, or something that a mail client put there.

use super::phrases::{ASIDES, DISCLAIMER, FORWARDED, HEADERS, MESSAGE, OPENERS, SENT_FROM, WEEKDAYS, WROTE};

/// The kinds of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    Text,
    /// Between fences: the author's, whatever it looks like.
    Code,
    /// `> …`
    Quote,
    /// `--`, `____`: a signature or a footer follows.
    Delimiter,
    /// `Sent from my telephone`.
    SentFrom,
    /// `Subject: …` and the lines it runs over.
    Header,
    /// `On Monday, Ada wrote:`, `--- Original message ---`: another mail follows.
    Marker,
    /// The first line of a legal notice.
    Disclaimer,
}

/// A line that is longer is text: no mail client wrote it. In bytes.
const MACHINE_LINE_BYTES_MAX: usize = 500;

/// Over how many lines a mail client breaks one marker.
const MARKER_LINES_MAX: usize = 6;

/// `Yes! On Mon, 1 Feb 2016, Ada wrote:` as two lines, any other as one.
pub(super) fn split_marker(line: &str) -> impl Iterator<Item = &str> {
    let at = marker_within(line).unwrap_or(0);
    let (answer, rest) = line.split_at(at);
    (at > 0).then(|| answer.trim_end_matches(['-', ' '])).into_iter().chain([rest])
}

fn marker_within(line: &str) -> Option<usize> {
    if line.len() > MACHINE_LINE_BYTES_MAX || !line.trim_end().ends_with("wrote:") || line.trim_start().starts_with('>')
    {
        return None;
    }
    let at = line.rfind("On ").filter(|at| *at > 0 && line[..*at].ends_with([' ', '-']))?;
    let marker = simplified(&line[at..]);
    let date = marker.get(3..).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            || WEEKDAYS.iter().chain(MONTHS).any(|name| rest.starts_with(name))
    });
    let answer = line[..at].trim_matches(['-', ' ', '\t']);
    (date && has_date(&marker) && !answer.is_empty()).then_some(at)
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The kind of each line of a mail.
pub(super) fn kinds(lines: &[&str]) -> Vec<Kind> {
    let lower: Vec<String> = lines.iter().map(|line| simplified(line)).collect();
    let mut kinds: Vec<Kind> = lines.iter().zip(&lower).map(|(line, lower)| kind(line, lower)).collect();
    mark_code(lines, &mut kinds);
    mark_delimiters(lines, &mut kinds);
    mark_headers(&lower, &mut kinds);
    mark_markers(&lower, &mut kinds);
    mark_broken_quotes(&lower, &mut kinds);
    mark_disclaimers(&lower, &mut kinds);
    kinds
}

/// Lower case without emphasis, entities and exotic spaces; empty for a line too long to be a machine's.
fn simplified(line: &str) -> String {
    if line.len() > MACHINE_LINE_BYTES_MAX {
        return String::new();
    }
    let mut out = String::with_capacity(line.len());
    let starred = line.trim_start().starts_with("***");
    for character in line.trim().chars() {
        match character {
            '*' if starred => out.push('-'),
            '*' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' => out.push(' '),
            '：' => out.push(':'),
            '’' => out.push('\''),
            'A'..='Z' => out.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() => out.push(character),
            _ => out.extend(character.to_lowercase()),
        }
    }
    if out.contains('&') { out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"") } else { out }
}

fn kind(line: &str, lower: &str) -> Kind {
    if line.trim().is_empty() {
        Kind::Empty
    } else if is_quote(line) {
        Kind::Quote
    } else if is_sent_from(lower) {
        Kind::SentFrom
    } else {
        Kind::Text
    }
}

/// `> …` and `ab> …`, as some clients put the initials of whom they quote.
fn is_quote(line: &str) -> bool {
    let line = line.trim_start();
    let initials = line.bytes().take(4).take_while(u8::is_ascii_alphabetic).count();
    match line[initials..].strip_prefix('>') {
        Some(_) if initials == 0 => true,
        Some(rest) => rest.is_empty() || rest.starts_with([' ', '>']),
        None => false,
    }
}

/// A short line that names a device or an application.
fn is_sent_from(lower: &str) -> bool {
    let lower = lower.trim_start_matches(['-', '—', '(', '[', '<', '_', '|', ' ']);
    let words = lower.split_whitespace().count();
    let asian = lower.bytes().any(|byte| byte >= 0xe3);
    let from = SENT_FROM.iter().any(|start| lower.starts_with(start));
    // A sentence goes on after it: `Sent from my iPhone was what I read below your mail.`
    let sentence = words > 10 || (words > 6 && lower.ends_with(['.', '!', '?']) && !lower.contains("http"));
    let excuse = lower.contains("excuse") && (lower.contains("brevity") || lower.contains("typo"));
    (from && !sentence && (words > 1 || asian || lower.contains("iphone")))
        || (excuse && words <= 16)
        || is_from_device(lower)
        || is_gesendet(lower)
}

const DEVICES: &[&str] = &[
    "iphone",
    "ipad",
    "android",
    "samsung",
    "galaxy",
    "blackberry",
    "huawei",
    "xiaomi",
    "handy",
    "smartphone",
    "mobil",
    "phone",
    "nokia",
    "pixel",
    "mailbox",
    "outlook",
    "gmail",
    "telefon",
    "móvil",
    "celular",
    "telemóvel",
    "телефон",
    "tablet",
];

/// `From my iPhone 6`, `Sent by Galaxy`, `Ann from mobile`, `Sent from Mailbox`: a few words, the last of them a device.
fn is_from_device(lower: &str) -> bool {
    let lower = lower.trim_end_matches(['.', '>', ')', ']', '-', ' ']);
    let words = lower.split_whitespace().count();
    let starts = ["from my ", "sent by ", "sent from ", "mobile from "].iter().any(|start| lower.starts_with(start));
    let ends = lower.ends_with(" from mobile") || lower.ends_with(" from my phone");
    (starts && words <= 6 && DEVICES.iter().any(|device| lower.contains(device))) || (ends && words <= 4)
}

/// `Von meinem iPhone gesendet`, `iPhone'umdan gönderildi`: the verb last.
fn is_gesendet(lower: &str) -> bool {
    let sent = ["gesendet", "gönderildi", "보냄", "送信", "sent", "发送", "lähetetty", "küldve", "傳送", "传送"];
    let words = lower.trim_end_matches(['.', '>', ')', ']']).split_whitespace().count();
    words <= 10
        && sent.iter().any(|sent| lower.trim_end_matches(['.', '>', ')', ']', '-', ' ']).ends_with(sent))
        && DEVICES.iter().any(|device| lower.contains(device))
}

fn mark_code(lines: &[&str], kinds: &mut [Kind]) {
    let mut open = None;
    for (at, line) in lines.iter().enumerate() {
        if !line.trim_start().starts_with("```") {
            continue;
        }
        open = match open {
            None => Some(at),
            Some(start) => {
                kinds[start..=at].fill(Kind::Code);
                None
            }
        };
    }
}

/// Lines of nothing but signs.
fn mark_delimiters(lines: &[&str], kinds: &mut [Kind]) {
    for at in 0..lines.len() {
        let line = lines[at].trim();
        let sign = |c: char| matches!(c, '-' | '_' | '=' | '+' | '~' | '#' | '*' | '—' | '–' | '─' | '━' | 'ᐧ');
        if kinds[at] != Kind::Text || !line.chars().all(sign) {
            continue;
        }
        // A heading's underline is as long as the heading.
        let heading = at.checked_sub(1).filter(|above| kinds[*above] == Kind::Text).map(|above| lines[above].trim());
        let signs = line.chars().count();
        let underline = line.starts_with(['=', '-'])
            && heading.is_some_and(|text| signs > 2 && text.chars().count().abs_diff(signs) <= 2);
        let enough = signs >= 2 || line == "ᐧ" || line == "—";
        if enough && !underline {
            kinds[at] = Kind::Delimiter;
        }
    }
}

/// Finds markers, broken over lines or not. The shortest run of lines that begins like one wins.
fn mark_markers(lower: &[String], kinds: &mut [Kind]) {
    for end in 0..lower.len() {
        if kinds[end] != Kind::Text && kinds[end] != Kind::Delimiter {
            continue;
        }
        if is_announcement(&lower[end]) {
            kinds[end] = Kind::Marker;
            continue;
        }
        if kinds[end] == Kind::Text {
            let quote_follows = kinds[end + 1..].iter().find(|kind| **kind != Kind::Empty) == Some(&Kind::Quote);
            if let Some(start) = marker_start(lower, kinds, end, quote_follows) {
                kinds[start..=end].fill(Kind::Marker);
            }
        }
    }
}

/// `-----Original Message-----`, `Begin forwarded message:`.
fn is_announcement(line: &str) -> bool {
    let inner = line.trim_start_matches(['-', '_', '=', '—', '–', ' ', '>']);
    let dashes = line.chars().count() - inner.chars().count();
    let core = inner.trim_end_matches(['-', '_', '=', '—', '–', ' ', ':', '<']);
    if core.is_empty() || core.chars().count() > 60 {
        return false;
    }
    let closed = inner.len() > core.len();
    (dashes >= 2 && closed && (MESSAGE.iter().any(|word| core.contains(word)) || says_wrote(core)))
        || ASIDES.iter().any(|aside| core.contains(aside))
        || (closed && FORWARDED.iter().any(|start| core.starts_with(start)))
}

/// The first line of the marker that ends with line `end`, if one does.
fn marker_start(lower: &[String], kinds: &[Kind], end: usize, quote_follows: bool) -> Option<usize> {
    let last = lower[end].trim_end_matches(['-', ' ', '_']);
    let dated_name = begins_with_stamp(last);
    let closes = last.ends_with([':', '>']) || last.len() < lower[end].len() || (quote_follows && says_wrote(last));
    if !closes {
        return dated_name.then_some(end);
    }
    let mut joined = String::new();
    let mut plain = None;
    let mut blanks = 0;
    for lines in 0..MARKER_LINES_MAX.min(end + 1) {
        let start = end - lines;
        if !matches!(kinds[start], Kind::Text | Kind::Empty) {
            break;
        }
        blanks += usize::from(lower[start].is_empty());
        joined = if lines == 0 { last.to_owned() } else { format!("{} {joined}", lower[start]) };
        let head = joined.trim_start_matches(['-', ' ', '_']);
        let named = head.ends_with('>') || head.ends_with(">:");
        let whole = (says_wrote(head) && has_date(head))
            || begins_with_stamp(head)
            || (named && begins_with_date(head))
            || (head.ends_with(">:") && has_date(head));
        // Over a blank line only what begins like a marker without doubt.
        let doubt = blanks > 0 && !(has_date(&lower[start]) && head.starts_with("on ") && head.contains('@'));
        if whole && begins_like_marker(head) && !doubt {
            return Some(start);
        }
        if lines > 3 || blanks > 0 {
            continue;
        }
        let dated = lines == 0 && has_date(head) && head.len() < 120 && head.ends_with(':');
        let known = head.contains('@') || (quote_follows && head.len() < 80) || dated;
        if plain.is_none() && says_wrote(head) && known {
            plain = Some(start);
        }
    }
    plain
}

fn says_wrote(line: &str) -> bool {
    WROTE.iter().any(|verb| {
        line.match_indices(verb).any(|(at, _)| {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_unspaced(c));
            let alone = verb.chars().next().is_some_and(is_unspaced);
            alone || (!letter(line[..at].chars().next_back()) && !letter(line[at + verb.len()..].chars().next()))
        })
    })
}

fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0xe00..=0xe7f | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3)
}

/// A year, a time of day, or numbers parted as in dates.
fn has_date(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let year = run == 4 && (line[at..].starts_with("19") || line[at..].starts_with("20"));
        let parted = run <= 2
            && matches!(bytes.get(at + run), Some(b':' | b'.' | b'/' | b'-' | b'h'))
            && bytes.get(at + run + 1).is_some_and(u8::is_ascii_digit);
        if year || parted {
            return true;
        }
        at += run;
    }
    line.contains('年') || line.contains('년')
}

/// `2011/4/7 Ann <ann@example.org>`: a date in numbers and an address.
fn begins_with_date(line: &str) -> bool {
    let date = line.split_whitespace().next().unwrap_or("");
    let number = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.');
    date.len() >= 6 && date.chars().all(number) && has_date(date) && line.contains('@')
}

/// `2016-03-03 17:21 GMT+01:00 Some One`, as a well-known client opens a quotation in some languages.
fn begins_with_stamp(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(date), Some(time)) = (words.next(), words.next()) else { return false };
    let digits = |text: &str, sign: char| text.contains(sign) && text.chars().all(|c| c.is_ascii_digit() || c == sign);
    let dated = date.len() >= 8 && (digits(date, '-') || digits(date, '/') || digits(date, '.'));
    let zone = words.next().unwrap_or("");
    dated && digits(time, ':') && (zone.starts_with("gmt") || zone.starts_with("utc")) && words.next().is_some()
}

fn begins_like_marker(line: &str) -> bool {
    OPENERS.iter().any(|opener| line.starts_with(opener))
        || WEEKDAYS.iter().any(|day| line.starts_with(day))
        || line.split_whitespace().take(4).any(|word| word.starts_with('<') && word.contains('@'))
}

/// Three header lines or more, each perhaps broken over several, or two that begin with the sender.
fn mark_headers(lower: &[String], kinds: &mut [Kind]) {
    let mut at = 0;
    while at < lower.len() {
        if !matches!(kinds[at], Kind::Text) || !is_header(&lower[at]) {
            at += 1;
            continue;
        }
        let (mut end, mut headers, mut wrapped) = (at, 0, 0);
        while end < lower.len() && kinds[end] == Kind::Text {
            if is_header(&lower[end]) {
                headers += 1;
                wrapped = 0;
            } else {
                wrapped += 1;
            }
            if wrapped > 3 {
                break;
            }
            end += 1;
        }
        let sure = |line: &String| has_date(line) && is_header(line);
        let two =
            headers == 2 && lower[at..end].iter().any(sure) && lower[at..end].iter().any(|line| line.contains('@'));
        if headers >= 3 || two {
            kinds[at..end].fill(Kind::Header);
        }
        at = end.max(at + 1);
    }
}

/// A link that a client broke off a quoted line belongs to the quotation.
fn mark_broken_quotes(lower: &[String], kinds: &mut [Kind]) {
    for at in 1..lower.len() {
        let line = lower[at].as_str();
        let link = line.starts_with("http") || line.starts_with("(http") || line.starts_with("<http");
        let rest = !line.contains(' ') && line.contains(['=', '/']);
        if kinds[at] == Kind::Text && kinds[at - 1] == Kind::Quote && (link || rest) {
            kinds[at] = Kind::Quote;
        }
    }
}

fn is_header(line: &str) -> bool {
    let Some((name, _)) = line.split_once(':') else { return false };
    let name = name.trim();
    name.chars().count() <= 20 && HEADERS.contains(&name)
}

/// A paragraph that speaks of confidence and of whom it was meant for.
fn mark_disclaimers(lower: &[String], kinds: &mut [Kind]) {
    let mut at = 0;
    while at < lower.len() {
        if kinds[at] != Kind::Text {
            at += 1;
            continue;
        }
        let end = at + kinds[at..].iter().take_while(|kind| **kind == Kind::Text).count();
        let paragraph = &lower[at..end];
        let says = |words: &[&str]| paragraph.iter().any(|line| words.iter().any(|word| line.contains(word)));
        let bytes: usize = paragraph.iter().map(String::len).sum();
        if bytes > 120 && says(DISCLAIMER[0]) && says(DISCLAIMER[1]) {
            kinds[at] = Kind::Disclaimer;
        }
        at = end;
    }
}
