//! Search on SQLite: one contentless FTS5 table whose rowid is the message's id.
// tidy(workspace): the index knows message ids only; `search::list_newest` adds the workspace as a facet

use super::{Entry, Term};
use crate::{Conn, Result, values};

pub(super) const NEWEST: &str = "
    select rowid
    from message_search
    where message_search match $1 and rowid >= $2 and rowid < $3
    order by rowid desc
    limit $4";
pub(super) const REMOVE: &str = "delete from message_search where rowid in ({list})";
const ADD: &str = "insert into message_search (rowid, words, facets) values {rows}";

pub(super) async fn add(conn: &mut Conn, entries: &[Entry]) -> Result<()> {
    let mut rows = Vec::with_capacity(entries.len() * 3);
    for entry in entries {
        rows.extend(values![entry.message_id, entry.words.as_str(), entry.facets.as_str()]);
    }
    conn.run_many(ADD, 3, rows).await?;
    Ok(())
}

/// The term as an FTS5 query. Tokens hold no quotes, so quoting them is enough.
pub(super) fn question(term: &Term) -> String {
    match term {
        Term::Word(word) => format!("words : \"{word}\""),
        Term::Prefix(word) => format!("words : \"{word}\" *"),
        Term::Phrase(words) => format!("words : \"{}\"", words.join(" ")),
        Term::Facet(facet) => format!("facets : \"{facet}\""),
        Term::All(terms) => join(terms, " AND "),
        Term::Any(terms) => join(terms, " OR "),
        Term::Except(yes, no) => format!("({}) NOT ({})", question(yes), question(no)),
    }
}

fn join(terms: &[Term], word: &str) -> String {
    let parts: Vec<String> = terms.iter().map(|term| format!("({})", question(term))).collect();
    parts.join(word)
}
