//! Members as a list: the newest, those of a name, or those behind a number of a report.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use model::{MemberId, Month, Time};
use serde::Deserialize;
use store::Conn;
use store::members::{self, Identity};
use store::reports::{self, Voice};

use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::{App, paths, shown};

/// Lines of the page.
const LINES_MAX: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The beginning of a name.
    q: String,
    month: String,
    /// With `month`: `active`, `new`, `returning`, `lost` or `helpers`.
    show: String,
}

struct Line {
    address: String,
    name: String,
    handle: String,
    messages: String,
    first: String,
    last: String,
}

/// A list of the month.
struct Tab {
    title: &'static str,
    address: String,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "members.html")]
struct View {
    s: Shell,
    title: String,
    q: String,
    lines: Vec<Line>,
    tabs: Vec<Tab>,
    count: String,
    empty: String,
}

pub(crate) async fn show(who: Can<Read>, State(app): State<App>, Query(asked): Query<Asked>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Members)).await?;
    let month = asked.month.parse::<Month>().ok(); // tidy(swallow): an edited address shows everybody
    let at = Listing { who: &who, s: &s, now: app.now() };
    let (lines, count) = match month {
        Some(month) => at.of_month(&mut conn, (month, &asked.show)).await?,
        None => (at.named(&mut conn, &asked.q).await?, String::new()),
    };
    let title = match month {
        Some(month) => format!("{} {}", s.w.shell.members, (s.w.member.of_month)(&s.language().month(month))),
        None => s.w.shell.members.to_owned(),
    };
    let tabs = month.map_or_else(Vec::new, |month| tabs(&at, (month, &asked.show)));
    let empty = if asked.q.is_empty() { s.w.member.empty.to_owned() } else { (s.w.member.none_named)(&asked.q) };
    html(&View { title, q: asked.q, lines, tabs, count, empty, s })
}

struct Listing<'a> {
    who: &'a Can<Read>,
    s: &'a Shell,
    now: Time,
}

impl Listing<'_> {
    /// Those of a name, or the newest.
    async fn named(&self, conn: &mut Conn, q: &str) -> Result<Vec<Line>, Fault> {
        let limit = LINES_MAX as i64;
        let found = if q.trim().is_empty() {
            members::list_newcomers(conn, &self.who.seen, Time::from_micros(0), limit).await?
        } else {
            hub::search::find_people(conn, &self.who.seen, q, limit).await?
        };
        Ok(found.iter().map(|one| self.line(one)).collect())
    }

    fn line(&self, one: &Identity) -> Line {
        let language = self.s.language();
        let moment = |at: Option<Time>| at.map_or_else(String::new, |at| shown::time_short(at, self.now, language));
        Line {
            address: paths::member(self.who.workspace.id, one.member),
            name: if one.name.is_empty() { one.handle.clone() } else { one.name.clone() },
            handle: format!("{} · {}", one.handle, one.origin),
            messages: language.count(one.messages.unsigned_abs()),
            first: moment(one.first_at),
            last: moment(one.last_at),
        }
    }

    /// The members behind a number of a report, those who wrote most first.
    async fn of_month(&self, conn: &mut Conn, (month, show): (Month, &str)) -> Result<(Vec<Line>, String), Fault> {
        let links = members::load_links(conn, &self.who.seen).await?;
        let by_member = |voices: &[Voice]| {
            let mut sums: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
            for voice in voices {
                let sum = sums.entry(links.member(voice.identity)).or_insert((0, i64::MAX));
                sum.0 += voice.messages;
                sum.1 = sum.1.min(voice.first_at.unwrap_or(i64::MAX));
            }
            sums
        };
        let now = by_member(&reports::list_voices(conn, &self.who.seen, month).await?);
        let then = by_member(&reports::list_voices(conn, &self.who.seen, month.previous()).await?);
        let counts = |of: &BTreeMap<i64, (i64, i64)>, keep: &dyn Fn(i64, i64) -> bool| -> Vec<(i64, i64)> {
            of.iter().filter(|(id, (_, first))| keep(**id, *first)).map(|(id, (count, _))| (*id, *count)).collect()
        };
        let mut found = match show {
            "new" => counts(&now, &|_, first| first >= month.start().micros()),
            "returning" => counts(&now, &|id, _| then.contains_key(&id)),
            "lost" => counts(&then, &|id, _| !now.contains_key(&id)),
            "helpers" => {
                let helpers = hub::report::list_first_answers(conn, &self.who.seen, month).await?;
                helpers.into_iter().map(|(member, count)| (member.0, count)).collect()
            }
            _ => counts(&now, &|_, _| true),
        };
        found.sort_unstable_by_key(|(id, count)| (-count, *id));
        let all = self.s.language().count(found.len() as u64);
        found.truncate(LINES_MAX);
        let ids: Vec<MemberId> = found.iter().map(|(id, _)| MemberId(*id)).collect();
        let names = members::list_by_ids(conn, &self.who.seen, &ids).await?;
        let name = |id: i64| names.iter().find(|one| one.id.0 == id).map_or_else(String::new, |one| one.name.clone());
        let lines = found.into_iter().map(|(id, count)| Line {
            address: paths::member(self.who.workspace.id, MemberId(id)),
            name: name(id),
            handle: String::new(),
            messages: self.s.language().count(count.unsigned_abs()),
            first: String::new(),
            last: String::new(),
        });
        Ok((lines.collect(), all))
    }
}

fn tabs(at: &Listing, (month, show): (Month, &str)) -> Vec<Tab> {
    let words = &at.s.w.report;
    let titles = [
        ("active", words.active_members.title),
        ("new", words.new_members.title),
        ("returning", words.returning_members.title),
        ("lost", words.lost_members.title),
        ("helpers", words.helpers.title),
    ];
    let known = titles.iter().any(|(word, _)| *word == show);
    let here = if known { show } else { "active" };
    let home = paths::members(at.who.workspace.id);
    let month = month.to_string();
    let tab = |(word, title): (&'static str, &'static str)| Tab {
        title,
        address: paths::with(&home, &[("month", &month), ("show", word)]),
        is_here: word == here,
    };
    titles.into_iter().map(tab).collect()
}
