//! Search on PostgreSQL: a tsvector of our own tokens, never of the database's language parser.
// tidy(workspace): the index knows message ids only; each word begins with its workspace: `search::scope`

use std::collections::BTreeMap;

use super::{Kept, POSITION_MAX, Term};
use crate::{Conn, Result, values};

pub(super) const NEWEST: &str = "
    select message_id
    from message_search
    where tokens @@ $1::tsquery and message_id >= $2 and message_id < $3
    order by message_id desc
    limit $4";
pub(super) const REMOVE: &str = "delete from message_search where message_id in ({list})";
const ADD: &str = "
    insert into message_search (message_id, tokens)
    select cast(added.message_id as bigint), added.tokens::tsvector
    from (values {rows}) as added (message_id, tokens)";

/// PostgreSQL keeps no more positions of one word than this.
const POSITIONS_MAX: usize = 255;

pub(super) async fn add(conn: &mut Conn, entries: &[Kept<'_>], scope: &str) -> Result<()> {
    let mut rows = Vec::with_capacity(entries.len() * 2);
    for entry in entries {
        rows.extend(values![entry.message_id, vector(entry, scope)]);
    }
    conn.run_many(ADD, 2, rows).await?;
    Ok(())
}

/// Words with their positions; facets behind `=`, which no word contains.
fn vector(entry: &Kept<'_>, scope: &str) -> String {
    let mut positions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, word) in entry.words.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let places = positions.entry(word).or_default();
        if places.len() < POSITIONS_MAX {
            places.push((index + 1).min(POSITION_MAX));
        }
    }
    let mut vector = String::with_capacity(entry.words.len() * 2 + entry.facets.len() * 2);
    for (word, places) in positions {
        let places: Vec<String> = places.iter().map(usize::to_string).collect();
        vector.push_str(&format!("'{scope}{}':{} ", escape(word), places.join(",")));
    }
    for facet in entry.facets.split(' ').filter(|facet| !facet.is_empty()) {
        vector.push_str(&format!("'={scope}{}' ", escape(facet)));
    }
    vector
}

/// The term as a tsquery.
pub(super) fn question(term: &Term, scope: &str) -> String {
    match term {
        Term::Word(word) => format!("'{scope}{}'", escape(word)),
        Term::Prefix(word) => format!("'{scope}{}':*", escape(word)),
        Term::Phrase(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("'{scope}{}'", escape(word))).collect();
            words.join(" <-> ")
        }
        Term::Facet(facet) => format!("'={scope}{}'", escape(facet)),
        Term::All(terms) => join(terms, " & ", scope),
        Term::Any(terms) => join(terms, " | ", scope),
        Term::Except(yes, no) => format!("({}) & !({})", question(yes, scope), question(no, scope)),
    }
}

fn join(terms: &[Term], sign: &str, scope: &str) -> String {
    let parts: Vec<String> = terms.iter().map(|term| format!("({})", question(term, scope))).collect();
    parts.join(sign)
}

fn escape(word: &str) -> String {
    word.replace('\\', "\\\\").replace('\'', "''")
}
