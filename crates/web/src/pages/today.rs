//! Today: what needs a person now, each with its reason, and the week in numbers that open their rows.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use model::{AlertId, ConversationId, Kind, MemberId, MessageId, Time, WorkspaceId};
use paper::Words;
use paper::words::readings::language_name;
use store::alerts::{self, Alert};
use store::conversations::{self, Conversation, Filter, State as At};
use store::{Conn, members, reports};

use super::inbox::{COUNT_MAX, View as InboxView};
use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::{App, paths, shown};

/// Lines of one part of the list.
const WANTS_MAX: i64 = 6;
/// Lines of the whole list.
const WANTS_ALL_MAX: usize = 16;
const NEWCOMERS_MAX: i64 = 8;
/// What is unusual must not push what needs somebody off the page.
const UNUSUAL_MAX: i64 = 3;
const WEEK_DAYS: i64 = 7;
/// Unanswered conversations that are looked at, those that wait longest first.
const SILENT_MAX: i64 = 60;
const DAY_SECONDS: i64 = 24 * 3600;

/// A conversation that needs somebody, and why.
struct Want {
    address: String,
    title: String,
    who: String,
    reason: String,
    kind: Option<shown::row::KindShown>,
    place: String,
    when: String,
}

/// Something unusual, with what it is about; messages as their address and beginning.
struct Unusual {
    id: AlertId,
    icon: &'static str,
    name: String,
    when: String,
    sentence: String,
    /// Each with how many said it, where that was kept.
    phrases: Vec<(String, String)>,
    first: Option<(String, String)>,
    top: Vec<(String, String)>,
}

/// A series that may raise alerts, and what a person may switch.
struct Watched {
    series: &'static str,
    name: &'static str,
    state: String,
    is_allowed: bool,
}

/// A number of the week with its change; it opens its rows.
struct Figure {
    title: &'static str,
    value: String,
    change: String,
    rows: String,
    spark: String,
}

struct Newcomer {
    address: String,
    name: String,
    place: String,
    when: String,
}

#[derive(Template)]
#[template(path = "today.html")]
struct View {
    s: Shell,
    date: String,
    greeting: String,
    unusual: Vec<Unusual>,
    watched: Vec<Watched>,
    wants: Vec<Want>,
    all: String,
    newcomers: Vec<Newcomer>,
    figures: Vec<Figure>,
}

pub(crate) async fn show(who: Can<Read>, State(app): State<App>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Today)).await?;
    let (w, language, now) = (s.w, s.language(), app.now());
    let weekday = language.weekday(usize::try_from((now.day() + 3).rem_euclid(7)).unwrap_or(0));
    let weeks = Weeks::of(now);
    let wants = wants(&mut conn, &who, (s.w, now, weeks.last.0)).await?;
    let newcomers = newcomers(&mut conn, &who, (s.w, now)).await?;
    let unusual = unusual(&mut conn, &who, (s.w, now)).await?;
    let watched = hub::alerts::list_switches(&mut conn, &who.seen).await?;
    let figures = figures(&mut conn, &who, (s.w, &weeks)).await?;
    html(&View {
        date: format!("{weekday} {}", language.date(now)),
        greeting: (s.w.today.greeting)(&who.visitor.signed.name),
        all: paths::with(&paths::inbox(who.workspace.id), &[("view", "unanswered")]),
        s,
        unusual,
        watched: watched.iter().map(|one| switch(w, one)).collect(),
        wants,
        newcomers,
        figures,
    })
}

fn switch(w: &'static Words, of: &hub::alerts::Switch) -> Watched {
    let languages: Vec<&str> = of.measured.iter().map(|code| language_name(w.language, code)).collect();
    Watched {
        series: of.series,
        name: of.kind.map_or(w.today.mood, |kind| w.readings.of_kind(kind)),
        state: match (of.is_allowed, languages.is_empty()) {
            (true, _) => w.today.watched_all.to_owned(),
            (false, true) => w.today.watched_never.to_owned(),
            (false, false) => (w.today.watched_measured)(&languages.join(", ")),
        },
        is_allowed: of.is_allowed,
    }
}

/// What left its past in the last seven days and nobody has put aside.
async fn unusual(conn: &mut Conn, who: &Can<Read>, (w, now): (&'static Words, Time)) -> Result<Vec<Unusual>, Fault> {
    let since = now.plus_seconds(-WEEK_DAYS * DAY_SECONDS);
    let found = alerts::list_open(conn, &who.seen, since, UNUSUAL_MAX).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let channels = store::channels::list(conn, &who.seen).await?;
    let ids: Vec<MessageId> = found.iter().flat_map(|one| one.top.iter().chain([&one.first])).copied().collect();
    let told: HashMap<MessageId, (String, String)> = store::messages::list_by_ids(conn, &who.seen, &ids)
        .await?
        .into_iter()
        .map(|one| {
            let place = paths::conversation(who.workspace.id, one.conversation);
            let address = format!("{}#m{}", paths::with(&place, &[("at", &one.id.to_string())]), one.id);
            (one.id, (address, shown::row::snippet(&one.text)))
        })
        .collect();
    let written = found.iter().map(|one| Unusual {
        id: one.id,
        icon: match (one.series.as_str(), one.direction.as_str()) {
            ("mood", "down") => "down",
            ("mood", _) => "up",
            _ => "alarm",
        },
        name: series_name(w, &one.series, &channels),
        when: shown::time_ago(one.at, now, w.language),
        sentence: sentence(w, one),
        phrases: one.phrases.lines().map(|line| phrase(w, line)).collect(),
        first: told.get(&one.first).cloned(),
        top: one.top.iter().filter(|id| **id != one.first).filter_map(|id| told.get(id).cloned()).collect(),
    });
    Ok(written.collect())
}

fn series_name(w: &'static Words, series: &str, channels: &[store::channels::Channel]) -> String {
    match series.split_once(':') {
        Some(("kind", number)) => {
            let kind = number.parse().ok().and_then(Kind::from_number); // tidy(swallow): an older program may know other kinds
            w.readings.of_kind(kind.unwrap_or(Kind::Other)).to_owned()
        }
        Some(("channel", id)) => {
            let known = channels.iter().find(|channel| channel.id.to_string() == id);
            known.map_or_else(|| id.to_owned(), |channel| channel.name.clone())
        }
        _ => w.today.mood.to_owned(),
    }
}

/// A phrase and how many people used it.
fn phrase(w: &'static Words, line: &str) -> (String, String) {
    let Some((phrase, voices)) = line.split_once('\t') else { return (line.to_owned(), String::new()) };
    let voices = voices.parse().map(|voices| w.shell.person.with(w.language, voices));
    (phrase.to_owned(), voices.unwrap_or_default())
}

/// What changed against what.
fn sentence(w: &'static Words, alert: &Alert) -> String {
    let (words, language) = (&w.today, w.language);
    let hundredths = |number: i64, places| language.decimal(number as f64 / 100.0, places);
    if alert.series == "mood" {
        return (words.mood_is)(&hundredths(alert.messages, 2), &hundredths(alert.expected, 2));
    }
    let messages = w.shell.message.with(language, alert.messages.unsigned_abs());
    let an_hour = |people: f64| language.decimal(people / hub::alerts::WINDOW_HOURS as f64, 1);
    let (people, usual) = (an_hour(alert.voices as f64), an_hour(alert.expected as f64 / 100.0));
    let told = if alert.direction == "down" { words.less_said } else { words.more_said };
    told(&messages, &people, &usual)
}

/// Mine first, then what is urgent, then who of the last two weeks has waited longest, then who waited
/// longer still; each conversation once.
async fn wants(
    conn: &mut Conn,
    who: &Can<Read>,
    (w, now, since): (&'static Words, Time, Time),
) -> Result<Vec<Want>, Fault> {
    let me = who.visitor.signed.staff;
    // Advertising waits for nobody's answer; what was given to somebody stays theirs.
    let older = Filter { kind_not: Some(Kind::Spam as i64), ..InboxView::Unanswered.filter(me) };
    let mine = conversations::list(conn, &who.seen, &InboxView::Mine.filter(me), WANTS_MAX).await?;
    let waiting = conversations::list_waiting(conn, &who.seen, since, SILENT_MAX).await?;
    let (urgent, waiting): (Vec<_>, Vec<_>) = waiting.into_iter().partition(shown::row::is_urgent);
    let older = conversations::list(conn, &who.seen, &older, WANTS_MAX).await?;
    let parts = [(mine, Reason::Mine), (urgent, Reason::Urgent), (waiting, Reason::Waiting), (older, Reason::Waiting)];
    let (mut wants, mut known): (Vec<Want>, Vec<ConversationId>) = (Vec::new(), Vec::new());
    for (found, reason) in parts {
        for one in found.iter().take(WANTS_MAX as usize) {
            if !known.contains(&one.id) && wants.len() < WANTS_ALL_MAX {
                known.push(one.id);
                wants.push(want(one, reason, (w, now, who.workspace.id)));
            }
        }
    }
    Ok(wants)
}

#[derive(Clone, Copy)]
enum Reason {
    Mine,
    Urgent,
    Waiting,
}

fn want(found: &Conversation, reason: Reason, (w, now, workspace): (&'static Words, Time, WorkspaceId)) -> Want {
    let language = w.language;
    let age = language.duration(round((now.seconds() - found.last_at.seconds()).max(0)));
    let view = match reason {
        Reason::Mine => "mine",
        Reason::Urgent => "urgent",
        Reason::Waiting => "unanswered",
    };
    let title = if found.title.trim().is_empty() { shown::row::snippet(&found.last_text) } else { found.title.clone() };
    Want {
        address: paths::with(&paths::conversation(workspace, found.id), &[("view", view)]),
        title: if title.is_empty() { w.inbox.untitled.to_owned() } else { title },
        who: if found.last_name.is_empty() { w.inbox.unknown_author.to_owned() } else { found.last_name.clone() },
        reason: match reason {
            Reason::Mine => (w.today.reason_mine)(&language.ago(found.last_at, now)),
            Reason::Urgent => (w.today.reason_urgent)(&age),
            Reason::Waiting => (w.today.reason_waiting)(&age),
        },
        kind: shown::row::kind(found, language),
        place: found.channel_name.clone(),
        when: shown::time_short(found.last_at, now, language),
    }
}

/// Days matter, hours within them do not; below a day, minutes.
fn round(seconds: i64) -> i64 {
    match seconds {
        ..3_600 => seconds / 60 * 60,
        3_600..86_400 => seconds / 3_600 * 3_600,
        _ => seconds / 86_400 * 86_400,
    }
}

async fn newcomers(conn: &mut Conn, who: &Can<Read>, (w, now): (&'static Words, Time)) -> Result<Vec<Newcomer>, Fault> {
    let since = now.plus_seconds(-WEEK_DAYS * DAY_SECONDS);
    let found = members::list_newcomers(conn, &who.seen, since, NEWCOMERS_MAX).await?;
    let written = found.into_iter().filter(|one| !one.bot).map(|one| Newcomer {
        address: paths::member(who.workspace.id, MemberId(one.member.0)),
        name: if one.name.is_empty() { one.handle } else { one.name },
        place: one.origin,
        when: one.first_at.map_or_else(String::new, |at| shown::time_short(at, now, w.language)),
    });
    Ok(written.collect())
}

/// A week of whole days up to the end of today, and the same of the week before.
struct Weeks {
    this: (Time, Time),
    last: (Time, Time),
}

impl Weeks {
    fn of(now: Time) -> Weeks {
        let end = Time::from_seconds((now.day() + 1) * DAY_SECONDS);
        let start = end.plus_seconds(-WEEK_DAYS * DAY_SECONDS);
        Weeks { this: (start, end), last: (start.plus_seconds(-WEEK_DAYS * DAY_SECONDS), start) }
    }
}

async fn figures(conn: &mut Conn, who: &Can<Read>, (w, weeks): (&'static Words, &Weeks)) -> Result<Vec<Figure>, Fault> {
    let (words, language) = (&w.today, w.language);
    let open = Filter { states: vec![At::Open], ..Filter::default() };
    let open = conversations::count(conn, &who.seen, &open, COUNT_MAX + 1).await?.count;
    let inbox = |view: &str| paths::with(&paths::inbox(who.workspace.id), &[("view", view)]);
    let mut figures = vec![Figure {
        title: words.open_now,
        value: shown::capped(open, COUNT_MAX, language),
        change: String::new(),
        rows: inbox("open"),
        spark: String::new(),
    }];
    figures.push(messages(conn, who, (w, weeks)).await?);
    let voices = reports::count_writers(conn, &who.seen, weeks.this).await?;
    let voices_before = reports::count_writers(conn, &who.seen, weeks.last).await?;
    figures.push(Figure {
        title: words.voices,
        value: language.count(voices.unsigned_abs()),
        change: change(w, voices - voices_before),
        rows: paths::with(&paths::members(who.workspace.id), &[]),
        spark: String::new(),
    });
    let silent = reports::count_started(conn, &who.seen, weeks.this).await?.silent;
    let silent_before = reports::count_started(conn, &who.seen, weeks.last).await?.silent;
    figures.push(Figure {
        title: words.unanswered,
        value: language.count(silent.unsigned_abs()),
        change: change(w, silent - silent_before),
        rows: inbox("unanswered"),
        spark: String::new(),
    });
    if let Some(median) = hub::report::median_wait(conn, &who.seen, weeks.this).await? {
        let before = hub::report::median_wait(conn, &who.seen, weeks.last).await?;
        let change = before.map(|before| (words.week_before)(&signed_wait(w, median - before)));
        figures.push(Figure {
            title: words.first_response,
            value: language.duration(median),
            change: change.unwrap_or_default(),
            rows: paths::report(who.workspace.id, weeks.this.1.plus_seconds(-1).month()),
            spark: String::new(),
        });
    }
    Ok(figures)
}

async fn messages(conn: &mut Conn, who: &Can<Read>, (w, weeks): (&'static Words, &Weeks)) -> Result<Figure, Fault> {
    let hours = reports::load_hours(conn, &who.seen, (weeks.last.0, weeks.this.1)).await?;
    let mut days = vec![0.0; 2 * WEEK_DAYS as usize];
    for (hour, messages) in &hours {
        let day = hour.div_euclid(24) - weeks.last.0.day();
        if let Some(count) = usize::try_from(day).ok().and_then(|day| days.get_mut(day)) {
            // tidy(swallow): an hour before the weeks counts in neither
            *count += *messages as f64;
        }
    }
    let (before, this) = days.split_at(WEEK_DAYS as usize);
    let (before, this): (f64, f64) = (before.iter().sum(), this.iter().sum());
    let (year, month, day) = weeks.this.0.date();
    let query = format!("after:{year:04}-{month:02}-{day:02}");
    Ok(Figure {
        title: w.today.messages,
        value: w.language.count(this as u64),
        change: change(w, (this - before) as i64),
        rows: paths::with(&format!("{}/search", paths::workspace(who.workspace.id)), &[("q", &query)]),
        spark: paper::chart::spark(&days),
    })
}

fn change(w: &'static Words, difference: i64) -> String {
    match difference {
        0 => w.today.same_as_week_before.to_owned(),
        difference => (w.today.week_before)(&w.language.signed(difference)),
    }
}

fn signed_wait(w: &'static Words, difference: i64) -> String {
    let sign = if difference < 0 { '−' } else { '+' };
    format!("{sign}{}", w.language.duration(difference.abs()))
}
