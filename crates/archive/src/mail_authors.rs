//! Who wrote a mail, also where a list stands in for the author or hides the address.

use mail_parser::{Addr, Address, HeaderValue, Message};
use model::Author;

use crate::mail_texts::decode_words;

pub(crate) fn author(mail: &Message) -> Author {
    let sender = mail.from().or_else(|| mail.sender()).or_else(|| mail.reply_to()).and_then(Address::first);
    let raw = mail.header_raw("From").unwrap_or("");
    let name = sender.and_then(|sender| sender.name()).map(str::trim).filter(|name| !name.is_empty());
    let address = sender.and_then(|sender| sender.address()).map(str::trim).unwrap_or("");
    let address = without_route(address);
    // Mailman hides addresses: `ada at example.org (Ada Lovelace)`.
    if !address.contains('@')
        && let Some(author) = hidden_address(raw)
    {
        return author;
    }
    if let Some(author) = behind_list(mail, name, address) {
        return author;
    }
    let bot = ["auto-submitted", "x-autoreply", "x-autorespond"].iter().any(|header| {
        mail.header(*header)
            .and_then(HeaderValue::as_text)
            .is_some_and(|value| !value.trim().eq_ignore_ascii_case("no"))
    });
    if !is_plain(address)
        && let Some((handle, name)) = among_words(raw, address).or_else(|| among_words(&decode_words(raw), address))
    {
        return Author { handle, name, bot };
    }
    let handle = if address.is_empty() { name.unwrap_or("").to_owned() } else { address.to_lowercase() };
    Author { handle, name: name.filter(|name| *name != address).map(str::to_owned), bot }
}

/// Lists that must not forge write `Ada via Users <users@lists.example.org>` and put the author into Reply-To or Cc, or
/// write `Ada via Users <ada=example.org@lists.example.org>`.
fn behind_list(mail: &Message, name: Option<&str>, address: &str) -> Option<Author> {
    let (name, _) = name?.rsplit_once(" via ")?;
    let name = name.trim().trim_matches(['\'', '"']);
    let told = |header: &'static str| {
        let raw = mail.header_raw(header)?;
        Some(raw.rsplit_once('<').map_or(raw, |(_, address)| address).trim().trim_end_matches('>').to_owned())
    };
    let plain = |found: &Addr| found.address().map(str::to_owned);
    let packed = packed(address);
    // Beside an author in the list's address, an answer to the list's host goes to the list.
    let is_answer = |found: &String| packed.is_none() || !is_of_host(address, found);
    let answers = mail.reply_to().and_then(Address::first).and_then(plain).filter(is_answer);
    let copies = mail.cc().into_iter().flat_map(Address::iter);
    let copies = copies.filter(|copy| copy.name().is_some_and(|copied| copied == name)).filter_map(plain);
    let found = told("X-Original-From").or_else(|| told("X-MailFrom")).into_iter().chain(answers);
    let found = found.chain(packed.clone()).chain(told("X-Original-Sender")).chain(copies);
    let is_list = |found: &str| found.eq_ignore_ascii_case(address) || is_of_list(mail, found);
    let handle = found.map(|found| found.trim().to_lowercase()).find(|found| found.contains('@') && !is_list(found))?;
    Some(Author { handle, name: (!name.is_empty()).then(|| name.to_owned()), bot: false })
}

/// The author that a list has packed into its own address: `ada=example.org@lists.example.org`, of IETF with the `@` as
/// `=40`.
fn packed(address: &str) -> Option<String> {
    let (who, host) = address.rsplit_once('@')?.0.rsplit_once('=')?;
    let host = host.strip_prefix("40").unwrap_or(host);
    (host.contains('.') && !who.is_empty() && !who.contains(['=', '+'])).then(|| format!("{who}@{host}"))
}

/// Whether one address is at the host of another, or at a host above it.
fn is_of_host(address: &str, other: &str) -> bool {
    let host = |address: &str| address.rsplit_once('@').map(|(_, host)| format!(".{}", host.to_lowercase()));
    host(address).zip(host(other)).is_some_and(|(host, above)| host.ends_with(&above))
}

/// Whether the mail's list is written to at this address.
fn is_of_list(mail: &Message, address: &str) -> bool {
    let says = |header: &'static str, wanted: String| {
        mail.header_raw(header).is_some_and(|raw| raw.to_lowercase().contains(&wanted.to_lowercase()))
    };
    says("List-Id", format!("<{}>", address.replacen('@', ".", 1))) || says("List-Post", format!("mailto:{address}>"))
}

fn hidden_address(raw: &str) -> Option<Author> {
    const SIGNS: [(&str, &str); 3] = [(" at ", " dot "), (" AT ", " DOT "), ("_at_", "_dot_")];
    let raw = raw.trim();
    let (address, name) = match (raw.split_once('('), raw.rsplit_once('<')) {
        (_, Some((name, rest))) => (rest.trim_end_matches('>'), name.trim().trim_matches('"')),
        (Some((address, rest)), None) => (address, rest.rsplit_once(')').map_or(rest, |(name, _)| name)),
        (None, None) => (raw, ""),
    };
    let parts = |(at, dot): (&str, &str)| {
        let (who, host) = address.trim().split_once(at)?;
        Some((who.trim(), host.trim().replace(dot, "."))).filter(|(_, host)| at == " at " || host.contains('.'))
    };
    let (who, host) = SIGNS.into_iter().find_map(parts)?;
    let handle = format!("{who}@{host}").to_lowercase();
    if handle.contains(char::is_whitespace) {
        return None;
    }
    let name = decode_words(name.trim()).into_owned();
    Some(Author { handle, name: (!name.is_empty()).then_some(name), bot: false })
}

/// An address without the machines that it went by: `@relay.example:ada@example.org` (RFC 5322, 4.4).
fn without_route(address: &str) -> &str {
    let behind = address.strip_prefix('@').and_then(|route| route.rsplit_once(':'));
    behind.map(|(_, address)| address).filter(|address| address.contains('@')).unwrap_or(address)
}

fn is_plain(address: &str) -> bool {
    address.contains('@') && !address.contains(|letter: char| letter.is_whitespace() || "<>()[]".contains(letter))
}

/// An address that stands where none is allowed: `Doe, Jane <jane@example.org>`, `Jane [mailto:jane@example.org]`. It is
/// in brackets, or behind words alone where nothing is: `ada, grace@example.org` and `"grace@example.org" <ada>` are Ada's.
fn among_words(raw: &str, address: &str) -> Option<(String, Option<String>)> {
    let plain = if address.is_empty() { raw.to_owned() } else { without_quoted(raw) };
    let is_border = |letter: char| letter.is_whitespace() || "<>()[],;\"".contains(letter);
    let is_address = |word: &str| word.split_once('@').is_some_and(|(who, host)| !who.is_empty() && !host.is_empty());
    let words_end = if plain.contains('<') { 0 } else { plain.find(',').unwrap_or(plain.len()) };
    let (mut at, mut inside) = (0, false);
    for piece in plain.split_inclusive(is_border) {
        let word = piece.trim_end_matches(is_border);
        if (inside || at < words_end) && is_address(word) {
            let name = raw[..at].split(['<', '(', '[']).next().unwrap_or("");
            let name = decode_words(name.trim().trim_end_matches(',').trim_matches('"').trim()).into_owned();
            let handle = word.strip_prefix("mailto:").unwrap_or(word).to_lowercase();
            return Some((handle, (!name.is_empty()).then_some(name)));
        }
        inside = !piece.ends_with(['>', ')', ']']) && (inside || piece.ends_with(['<', '(', '[']));
        at += piece.len();
    }
    None
}

/// Blanks in the place of what stands between quotes, so that all else stays where it is.
fn without_quoted(raw: &str) -> String {
    let raw = raw.replace("\\\"", "''");
    let pieces = raw.matches('"').count();
    let blanked = |(number, piece): (usize, &str)| {
        let is_quoted = number % 2 == 1 && number < pieces;
        if is_quoted { " ".repeat(piece.len()) } else { piece.to_owned() }
    };
    raw.split('"').enumerate().map(blanked).collect::<Vec<_>>().join("\"")
}
