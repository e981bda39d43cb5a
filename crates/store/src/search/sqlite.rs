//! Search on SQLite: one contentless FTS5 table whose rowid is the message's id.
// tidy(workspace): the index knows message ids only; each word begins with its workspace: `search::scope`

use super::{Kept, Term};
use crate::{Conn, Result, values};

pub(super) const NEWEST: &str = "
    select rowid
    from message_search
    where message_search match $1 and rowid >= $2 and rowid < $3
    order by rowid desc
    limit $4";
pub(super) const ANY: &str = "
    select 1
    from message_search
    cross join message on message.id = message_search.rowid
    where message_search match $1 and message.identity_id in ({list})
    limit 1";
pub(super) const HEARD: &str = "
    select min(message.sent_at), max(message.sent_at), count(*)
    from message_search
    cross join message on message.id = message_search.rowid
    where message_search match $1";
pub(super) const REMOVE: &str = "delete from message_search where rowid in ({list})";
const ADD: &str = "insert into message_search (rowid, words, facets) values {rows}";

pub(super) async fn add(conn: &mut Conn, entries: &[Kept<'_>], scope: &str) -> Result<()> {
    let mut rows = Vec::with_capacity(entries.len() * 3);
    for entry in entries {
        rows.extend(values![entry.message_id, scoped(entry.words, scope), scoped(entry.facets, scope)]);
    }
    conn.run_many(ADD, 3, rows).await?;
    Ok(())
}

fn scoped(words: &str, scope: &str) -> String {
    let mut text = String::with_capacity(words.len() * 2);
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(scope);
        text.push_str(word);
    }
    text
}

/// The term as an FTS5 query. Tokens hold no quotes, so quoting them is enough.
pub(super) fn question(term: &Term, scope: &str) -> String {
    match term {
        Term::Word(word) => format!("words : \"{scope}{word}\""),
        Term::Prefix(word) => format!("words : \"{scope}{word}\" *"),
        Term::Phrase(words) => format!("words : \"{}\"", scoped(&words.join(" "), scope)),
        Term::Facet(facet) => format!("facets : \"{scope}{facet}\""),
        Term::All(terms) => join(terms, " AND ", scope),
        Term::Any(terms) => join(terms, " OR ", scope),
        Term::Except(yes, no) => format!("({}) NOT ({})", question(yes, scope), question(no, scope)),
    }
}

fn join(terms: &[Term], word: &str, scope: &str) -> String {
    let parts: Vec<String> = terms.iter().map(|term| format!("({})", question(term, scope))).collect();
    parts.join(word)
}
