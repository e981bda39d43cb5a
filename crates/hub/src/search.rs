//! The query language: words, "phrases", OR, NOT, prefix*, and `from: in: kind: lang: has: before: after:`.

use model::ids::message_id_floor;
use model::{Kind, MessageId, Seen, Time};
use store::search::{Range, Term};
use store::{Conn, channels, members, messages};

use crate::index::{channel_facet, kind_facet, language_facet};
use crate::{Error, Result};

pub(crate) const QUERY_CHARS_MAX: usize = 500;
const TERMS_MAX: usize = 40;
/// A shorter beginning would match half the archive.
const PREFIX_CHARS_MIN: usize = 2;
/// How many people one `from:` may stand for.
const AUTHORS_MAX: i64 = 50;
/// Hits are counted no further.
pub const COUNT_MAX: usize = 1_000;

/// A query, understood.
#[derive(Clone, Debug)]
pub struct Query {
    term: Option<Term>,
    range: Range,
}

/// Messages that match, newest first.
pub struct Hits {
    pub messages: Vec<messages::Message>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<MessageId>,
}

/// Ids of messages that match, newest first, of which a list shows little.
pub struct Listed {
    pub ids: Vec<MessageId>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<MessageId>,
    /// How many match on all pages, counted to one more than [`COUNT_MAX`].
    pub count: usize,
}

/// One page of what matches `written`, newest first, before the message `before`.
pub async fn find(
    conn: &mut Conn,
    seen: &Seen,
    (written, before): (&str, Option<MessageId>),
    limit: i64,
) -> Result<Hits> {
    let mut query = parse(conn, seen, written).await?;
    if let Some(before) = before {
        query.range.before = query.range.before.min(before);
    }
    let (ids, next) = cut(list(conn, seen, &query, limit + 1).await?, limit);
    Ok(Hits { messages: messages::list_by_ids(conn, seen, &ids).await?, next })
}

/// The same as ids, counted. The first page asks the index once for both.
pub async fn list_page(
    conn: &mut Conn,
    seen: &Seen,
    (written, before): (&str, Option<MessageId>),
    limit: i64,
) -> Result<Listed> {
    let mut query = parse(conn, seen, written).await?;
    let all = list(conn, seen, &query, COUNT_MAX as i64 + 1).await?;
    let count = all.len();
    let page = match before {
        None => all,
        Some(before) => {
            query.range.before = query.range.before.min(before);
            list(conn, seen, &query, limit + 1).await?
        }
    };
    let (ids, next) = cut(page, limit);
    Ok(Listed { ids, next, count })
}

/// The first `limit` of `ids`, and where the next page begins.
fn cut(mut ids: Vec<MessageId>, limit: i64) -> (Vec<MessageId>, Option<MessageId>) {
    let is_more = ids.len() > limit as usize;
    ids.truncate(limit as usize);
    let next = if is_more { ids.last().copied() } else { None };
    (ids, next)
}

async fn list(conn: &mut Conn, seen: &Seen, query: &Query, limit: i64) -> Result<Vec<MessageId>> {
    match &query.term {
        Some(term) => Ok(store::search::list_newest(conn, seen.workspace, (term, query.range), limit).await?),
        None => {
            let range = (query.range.from, query.range.before);
            Ok(messages::list_newest(conn, seen, range, limit).await?)
        }
    }
}

/// Understands a query, looking up the people and channels that it names.
pub async fn parse(conn: &mut Conn, seen: &Seen, written: &str) -> Result<Query> {
    if written.chars().count() > QUERY_CHARS_MAX {
        return Err(Error::invalid("q", format!("a query has at most {QUERY_CHARS_MAX} characters")));
    }
    let mut range = Range { from: MessageId(0), before: MessageId(i64::MAX) };
    let (mut all, mut not): (Vec<Vec<Term>>, Vec<Term>) = (Vec::new(), Vec::new());
    let (mut or, mut negated) = (false, false);
    for piece in pieces(written) {
        match piece.as_str() {
            "OR" | "|" => or = !all.is_empty(),
            "AND" => {}
            "NOT" => negated = true,
            piece => {
                let (piece, minus) = match piece.strip_prefix('-') {
                    Some(rest) if !rest.is_empty() => (rest, true),
                    _ => (piece, false),
                };
                let Some(term) = term(conn, seen, piece, &mut range).await? else { continue };
                match (negated || minus, or) {
                    (true, _) => not.push(term),
                    (false, true) => all.last_mut().expect("OR follows a term").push(term),
                    (false, false) => all.push(vec![term]),
                }
                (or, negated) = (false, false);
            }
        }
    }
    if all.len() + not.len() > TERMS_MAX {
        return Err(Error::invalid("q", format!("a query has at most {TERMS_MAX} words")));
    }
    Ok(Query { term: joined(all, not), range })
}

fn joined(all: Vec<Vec<Term>>, not: Vec<Term>) -> Option<Term> {
    let mut terms: Vec<Term> =
        all.into_iter().map(|mut any| if any.len() == 1 { any.remove(0) } else { Term::Any(any) }).collect();
    let everything = || Term::Facet(store::search::EVERYTHING.to_owned());
    let yes = match terms.len() {
        0 if not.is_empty() => return None,
        0 => everything(),
        1 => terms.remove(0),
        _ => Term::All(terms),
    };
    Some(if not.is_empty() { yes } else { Term::Except(Box::new(yes), Box::new(Term::Any(not))) })
}

/// Words between spaces; what stands between quotes stays together, with its `name:` in front.
fn pieces(written: &str) -> Vec<String> {
    let (mut pieces, mut piece, mut quoted) = (Vec::new(), String::new(), false);
    for letter in written.chars() {
        match letter {
            '"' => {
                quoted = !quoted;
                piece.push('"');
            }
            letter if letter.is_whitespace() && !quoted => {
                if !piece.is_empty() {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
            letter => piece.push(letter),
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// One piece as a term; `before:` and `after:` narrow the range instead.
async fn term(conn: &mut Conn, seen: &Seen, piece: &str, range: &mut Range) -> Result<Option<Term>> {
    let (name, value) = match piece.split_once(':') {
        Some((name, value)) if !value.is_empty() && !value.starts_with("//") => (name, value.trim_matches('"')),
        _ => ("", piece),
    };
    Ok(Some(match name {
        "kind" => Term::Facet(kind_facet(
            value.parse::<Kind>().map_err(|error| Error::invalid("q", format!("kind:{error}")))?,
        )),
        "lang" | "language" => Term::Facet(language_facet(&word_only(value))),
        "has" => match value {
            "link" => Term::Facet("xlink".to_owned()),
            "file" => Term::Facet("xfile".to_owned()),
            other => return Err(Error::invalid("q", format!("has:{other}: only has:link and has:file are known"))),
        },
        "in" => in_channel(conn, seen, value).await?,
        "from" => from_author(conn, seen, value).await?,
        "before" => {
            range.before = range.before.min(message_id_floor(day(name, value)?));
            return Ok(None);
        }
        "after" => {
            range.from = range.from.max(message_id_floor(day(name, value)?));
            return Ok(None);
        }
        _ => return words(piece),
    }))
}

fn day(name: &str, value: &str) -> Result<Time> {
    value.parse().map_err(|error: model::time::NotATime| Error::invalid("q", format!("{name}:{error}")))
}

fn word_only(value: &str) -> String {
    value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// Plain words; several tokens in one piece (`can't-open`, a quoted phrase, Chinese) follow each other.
fn words(piece: &str) -> Result<Option<Term>> {
    let prefix = piece.ends_with('*') && !piece.contains('"');
    let mut tokens = Vec::new();
    text::tokens::search_tokens(piece, &mut |token| tokens.push(token.to_owned()));
    Ok(match tokens.len() {
        0 => None,
        1 if prefix => {
            let token = tokens.remove(0);
            if token.chars().count() < PREFIX_CHARS_MIN {
                return Err(Error::invalid("q", format!("{piece}: give at least {PREFIX_CHARS_MIN} letters before *")));
            }
            Some(Term::Prefix(token))
        }
        1 => Some(Term::Word(tokens.remove(0))),
        _ => Some(Term::Phrase(tokens)),
    })
}

/// A facet that no message carries.
fn nothing() -> Term {
    Term::Facet("0".to_owned())
}

async fn in_channel(conn: &mut Conn, seen: &Seen, value: &str) -> Result<Term> {
    let wanted = value.trim_start_matches('#').to_lowercase();
    let channels = channels::list(conn, seen).await?;
    let found = channels.iter().filter(|channel| channel.name.to_lowercase() == wanted);
    let terms: Vec<Term> = found.map(|channel| Term::Facet(channel_facet(channel.id))).collect();
    Ok(if terms.is_empty() { nothing() } else { Term::Any(terms) })
}

/// Handles whose name begins so, whatever its accents and capitals; nothing for an empty name.
pub async fn find_people(conn: &mut Conn, seen: &Seen, written: &str, limit: i64) -> Result<Vec<members::Identity>> {
    let folded = crate::index::words("", written.trim_start_matches('@'));
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    Ok(members::list_by_name(conn, seen, &folded, limit).await?)
}

/// All handles of the members whose name begins so, or of the member with that id.
async fn from_author(conn: &mut Conn, seen: &Seen, value: &str) -> Result<Term> {
    let mut identities = find_people(conn, seen, value, AUTHORS_MAX).await?;
    let mut today = members::today(conn, seen, &identities).await?;
    today.sort_unstable();
    today.dedup();
    for member in today {
        identities.extend(members::list_identities(conn, seen, member).await?);
    }
    let mut facets: Vec<String> = identities.iter().map(|identity| store::search::author(identity.id)).collect();
    facets.sort_unstable();
    facets.dedup();
    let terms: Vec<Term> = facets.into_iter().map(Term::Facet).collect();
    Ok(if terms.is_empty() { nothing() } else { Term::Any(terms) })
}
