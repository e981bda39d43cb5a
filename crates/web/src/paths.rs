//! Addresses of our pages, built in one place so that links and routes cannot part.

use model::{ConversationId, EntryId, FileId, MemberId, Month, RunId, TopicId, WorkspaceId};

/// Percent-encodes a value of a query.
pub(crate) fn encode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b'/' => {
                text.push(char::from(byte));
            }
            b' ' => text.push('+'),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// `path` with the pairs that have a value.
pub(crate) fn with(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut text = path.to_owned();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.len() == path.len() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        text.push_str(&encode(value));
    }
    text
}

/// `address` without one pair of its query.
pub(crate) fn without(address: &str, name: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let is_other = |pair: &&str| pair.split_once('=').map_or(*pair, |(known, _)| known) != name;
    let kept: Vec<&str> = query.split('&').filter(is_other).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

pub(crate) fn workspace(id: WorkspaceId) -> String {
    format!("/w/{id}")
}

pub(crate) fn today(workspace: WorkspaceId) -> String {
    format!("/w/{workspace}/today")
}

pub(crate) fn inbox(workspace: WorkspaceId) -> String {
    format!("/w/{workspace}/inbox")
}

pub(crate) fn conversation(workspace: WorkspaceId, id: ConversationId) -> String {
    format!("/w/{workspace}/inbox/{id}")
}

pub(crate) fn bench(workspace: WorkspaceId) -> String {
    format!("/w/{workspace}/bench")
}

pub(crate) fn products(workspace: WorkspaceId) -> String {
    format!("/w/{workspace}/products")
}

pub(crate) fn imports(workspace: WorkspaceId) -> String {
    format!("/w/{workspace}/imports")
}

pub(crate) fn run(workspace: WorkspaceId, id: RunId) -> String {
    format!("/w/{workspace}/imports/{id}")
}

pub(crate) fn file(workspace: WorkspaceId, id: FileId) -> String {
    format!("/w/{workspace}/imports/files/{id}")
}

pub(crate) fn topics(workspace: WorkspaceId) -> String {
    format!("/w/{workspace}/topics")
}

pub(crate) fn topic(workspace: WorkspaceId, id: TopicId) -> String {
    format!("/w/{workspace}/topics/{id}")
}

pub(crate) fn members(workspace: WorkspaceId) -> String {
    format!("/w/{workspace}/members")
}

pub(crate) fn member(workspace: WorkspaceId, id: MemberId) -> String {
    format!("/w/{workspace}/members/{id}")
}

pub(crate) fn report(workspace: WorkspaceId, month: Month) -> String {
    format!("/w/{workspace}/report/{month}")
}

pub(crate) fn journal(workspace: WorkspaceId) -> String {
    format!("/w/{workspace}/journal")
}

pub(crate) fn entry(workspace: WorkspaceId, id: EntryId) -> String {
    format!("/w/{workspace}/journal#{id}")
}

/// Where to go on after an act: a page of ours, never another site.
pub(crate) fn local(written: &str) -> Option<&str> {
    let ours = written.starts_with('/') && !written.starts_with("//") && !written.contains(['\\', '\r', '\n']);
    (ours && written.is_ascii()).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_encoded() {
        assert_eq!(
            with("/a", &[("q", "caf\u{e9} \"x\" & y"), ("view", ""), ("n", "1")]),
            "/a?q=caf%C3%A9+%22x%22+%26+y&n=1"
        );
    }

    #[test]
    fn one_pair_of_a_query_is_left_out() {
        for (address, rest) in [
            ("/a?pick=all", "/a"),
            ("/a?view=open&pick=all&q=x", "/a?view=open&q=x"),
            ("/a?view=pick", "/a?view=pick"),
            ("/a", "/a"),
        ] {
            assert_eq!(without(address, "pick"), rest);
        }
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(local("/w/1/inbox?view=open"), Some("/w/1/inbox?view=open"));
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "w/1", "/a\r\nSet-Cookie: x=1"] {
            assert_eq!(local(elsewhere), None, "{elsewhere}");
        }
    }
}
