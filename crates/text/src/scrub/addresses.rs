//! Addresses of machines on the open internet: behind one stands a person or a household.

use core::net::{Ipv4Addr, Ipv6Addr};

/// Bytes of the longest address as people write it.
const ADDRESS_BYTES_MAX: usize = 39;
/// Groups of an IPv6 address below which it may as well be a path of a program, as in `a::b`.
const GROUPS_MIN: usize = 4;
/// Words and a sign before what looks like an address and is a version.
const VERSIONS: [&str; 6] = ["version", "release", "build", "ver", "v", "firmware"];

/// Calls `found` with where each address begins and ends.
pub(super) fn addresses(text: &str, found: &mut dyn FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let belongs = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| belongs(byte)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let run = text[at..at + length].trim_end_matches(['.', ':']);
        let is_free = |place: Option<&u8>| place.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        let free = (at == 0 || is_free(bytes.get(at - 1))) && is_free(bytes.get(at + length));
        let short = run.len() <= ADDRESS_BYTES_MAX + ":65535".len();
        let end = if free && short { end_of(run, &text[..at]) } else { None };
        if let Some(end) = end {
            found(at, at + end);
        }
        at += length;
    }
}

/// Where the address ends that a run begins with; a port may follow it.
fn end_of(run: &str, before: &str) -> Option<usize> {
    if run.matches(':').count() >= 2 {
        let address: Ipv6Addr = run.parse().ok()?; // tidy(swallow): what is no address stays
        let groups = run.split(':').filter(|group| !group.is_empty()).count();
        return (groups >= GROUPS_MIN && !address.is_loopback()).then_some(run.len());
    }
    let address = run.split(':').next()?;
    let parsed: Ipv4Addr = address.parse().ok()?; // tidy(swallow): what is no address stays
    (is_open(parsed) && !is_version(before)).then_some(address.len())
}

/// Whether an address reaches a machine from anywhere; those of a home or an office are the same in all of them.
fn is_open(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_special = address.is_private() || address.is_loopback() || address.is_link_local() || address.is_multicast();
    !(is_special || is_shared || first == 0 || first >= 240)
}

fn is_version(before: &str) -> bool {
    let word = before.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    let word = word.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    VERSIONS.contains(&word.to_lowercase().as_str())
}
