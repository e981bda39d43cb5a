//! What a run of digits is: somebody's telephone or card, or only a date, an order or a count.

/// What a run of digits was told to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Phone,
    /// Of a payment card, or three of its four groups.
    Card,
    Date,
}

const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
/// A number without a plus or groups that is shorter is taken for a count.
const BARE_DIGITS_MIN: usize = 10;
/// Words before a number that no telephone follows.
const ORDERS: [&str; 13] = [
    "order",
    "invoice",
    "ticket",
    "ref",
    "reference",
    "commande",
    "facture",
    "dossier",
    "serial",
    "build",
    "article",
    "sku",
    "tracking",
];
/// Words that stand before telephones as well: they say what a number is only behind one of `ORDERS`.
const NUMBERS: [&str; 9] = ["number", "no", "nr", "n", "nº", "num", "numéro", "id", "case"];
/// Words that a telephone follows, soon if not at once.
const REACHED: [&str; 21] = [
    "phone",
    "telephone",
    "mobile",
    "cell",
    "tel",
    "call",
    "text",
    "sms",
    "fax",
    "whatsapp",
    "téléphone",
    "tél",
    "portable",
    "appelez",
    "appeler",
    "telefon",
    "handy",
    "mobil",
    "teléfono",
    "móvil",
    "telefono",
];
/// How many words before a number one of `REACHED` may stand.
const REACHED_WORDS: usize = 3;
/// Letters before a number that are looked at.
const BEFORE_BYTES: usize = 40;

/// What digits with signs between are, by themselves and by the words `before`.
pub(crate) fn named(run: &str, before: &str) -> Option<Number> {
    let digits: Vec<u8> = run.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
    let groups: Vec<usize> =
        run.split(|letter: char| !letter.is_ascii_digit()).map(str::len).filter(|length| *length > 0).collect();
    let plus = run.starts_with('+');
    if !plus && is_card(&digits, &groups) {
        return Some(Number::Card);
    }
    if !plus && is_date(run, &groups) {
        return Some(Number::Date);
    }
    let dotted = !plus && run.contains('.') && run.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let bare = groups.len() == 1 && digits.len() >= BARE_DIGITS_MIN && !is_counted(before);
    let opened = run.starts_with(['(', '0']) && !is_counted(before);
    let called = plus || opened || bare || groups.len() > 2 || groups.len() == 2 && digits.len() >= 10;
    let phone = PHONE_DIGITS.contains(&digits.len()) && called && !(dotted && groups.len() <= 4);
    phone.then_some(Number::Phone)
}

/// Whether the words before say that it is the number of an order, of a part, of anything but a telephone.
fn is_counted(before: &str) -> bool {
    let from = before.len().saturating_sub(BEFORE_BYTES);
    let near = &before[before.ceil_char_boundary(from)..];
    // Another number, and what stands in place of one, ends what is said of this one.
    let near = near.rsplit(']').next().unwrap_or(near);
    let words = near.rsplit(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words
        .take_while(|word| !word.contains(|letter: char| letter.is_ascii_digit()))
        .map(str::to_lowercase)
        .take(REACHED_WORDS + 1)
        .collect();
    let plain = words.iter().take_while(|word| NUMBERS.contains(&word.as_str())).count();
    let ordered = words.get(plain).is_some_and(|word| ORDERS.contains(&word.as_str()));
    let reached = words.iter().take(REACHED_WORDS).any(|word| REACHED.contains(&word.as_str()));
    ordered && (plain == 0 || !reached) || near.trim_end().ends_with('#') && !reached
}

fn is_card(digits: &[u8], groups: &[usize]) -> bool {
    let part = (3..=4).contains(&groups.len()) && groups.iter().all(|length| *length == 4);
    part || CARD_DIGITS.contains(&digits.len()) && luhn(digits)
}

/// `2026-11-22`, `22.11.2026`, `12/03/80`, with a time behind or not.
fn is_date(run: &str, groups: &[usize]) -> bool {
    let parts: Vec<u32> = run
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok()) // tidy(swallow): what is too long for a number is no part of a date
        .collect();
    let (Some([first, second, third]), true) = (parts.first_chunk::<3>(), (3..=6).contains(&groups.len())) else {
        return false;
    };
    let is_day = |day: u32, month: u32| {
        (1..=31).contains(&day) && (1..=12).contains(&month) || (1..=12).contains(&day) && (1..=31).contains(&month)
    };
    let signs = run.bytes().filter(|byte| !byte.is_ascii_digit()).take(2).collect::<Vec<u8>>();
    let is_joined = signs.iter().all(|sign| matches!(sign, b'-' | b'/' | b'.'));
    let time = groups[3..].iter().all(|length| *length <= 2) || groups.len() == 6;
    let year_first = groups[0] == 4 && (1900..=2100).contains(first) && is_day(*third, *second);
    let year_last = groups[2] == 4 && (1900..=2100).contains(third) && is_day(*first, *second);
    let short = groups[..3] == [2, 2, 2] && signs.contains(&b'/') && is_day(*first, *second);
    is_joined && time && groups[..3].iter().all(|length| *length <= 4) && (year_first || year_last || short)
}

/// The check of payment cards (ISO/IEC 7812).
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let doubled = u32::from(*digit) * if at % 2 == 1 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}
