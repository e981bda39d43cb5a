//! What the search index holds of a message: its words, and facets that name what it is.

use model::{ChannelId, IdentityId, Kind, MessageId, Seen};
use store::search::{self, Entry};
use store::{Conn, messages};

use crate::Result;

/// What facets tell.
pub(crate) struct Faceted<'a> {
    pub(crate) channel: ChannelId,
    pub(crate) identity: IdentityId,
    pub(crate) kind: i64,
    pub(crate) language: &'a str,
    pub(crate) text: &'a str,
    pub(crate) has_file: bool,
}

/// Tokens in their order, separated by a space.
pub(crate) fn words(title: &str, text: &str) -> String {
    let mut words = String::with_capacity(text.len() + title.len() + 8);
    for part in [text, title] {
        text::tokens::search_tokens(part, &mut |token| {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(token);
        });
    }
    words
}

/// A person's name and handle, folded for look-ups.
pub(crate) fn folded(name: &str, handle: &str) -> String {
    if name == handle { words("", handle) } else { format!("{} {}", words("", name), words("", handle)) }
}

/// Facets, separated by a space.
pub(crate) fn facets(of: &Faceted<'_>) -> String {
    let mut facets = search::EVERYTHING.to_owned();
    let kind = Kind::from_number(of.kind).unwrap_or(Kind::Other);
    for facet in [kind_facet(kind), language_facet(of.language), channel_facet(of.channel), search::author(of.identity)]
    {
        facets.push(' ');
        facets.push_str(&facet);
    }
    if has_link(of.text) {
        facets.push_str(" xlink");
    }
    if of.has_file {
        facets.push_str(" xfile");
    }
    facets
}

pub(crate) fn kind_facet(kind: Kind) -> String {
    format!("k{kind}")
}

pub(crate) fn language_facet(code: &str) -> String {
    format!("l{code}")
}

pub(crate) fn channel_facet(channel: ChannelId) -> String {
    format!("c{channel}")
}

fn has_link(text: &str) -> bool {
    text.contains("http://") || text.contains("https://")
}

/// Writes a message's entry anew, after a correction.
pub(crate) async fn refresh(conn: &mut Conn, seen: &Seen, id: MessageId) -> Result<()> {
    let Some(message) = messages::find(conn, seen, id).await? else { return Ok(()) };
    let files = store::attachments::list(conn, seen.workspace, &[id]).await?;
    let facets = facets(&Faceted {
        channel: message.channel,
        identity: message.identity,
        kind: message.reading.kind(),
        language: message.reading.language(),
        text: &message.text,
        has_file: !files.is_empty(),
    });
    let title = messages::find_opened(conn, seen, id).await?;
    let words = words(title.as_deref().unwrap_or(""), &message.text);
    search::replace(conn, seen.workspace, &Entry { message_id: id.0, words, facets }).await?;
    Ok(())
}
