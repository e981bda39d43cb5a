//! `bench pages`: pages of a small and a large community under an open loop of requests, each run on a
//! restarted process that nothing has warmed.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use super::desk::{Desk, filled, percentile};
use super::program::Program;

const SMALL: usize = 10_000;
const LARGE: usize = 1_000_000;
const CLIENTS: usize = 8;
const PER_SECOND: u32 = 100;
const REQUESTS: usize = 2_000;
const RUNS: usize = 5;
/// Days of the filled month from which ids are drawn.
const DAYS: u32 = 28;
const COMMON: [&str; 4] = ["the", "sound", "update", "please"];
const VIEWS: [&str; 4] = ["open", "unanswered", "all", "urgent"];

/// What one run measured: seconds by page, and the largest page in bytes.
#[derive(Default)]
struct Run {
    seconds: BTreeMap<&'static str, Vec<f64>>,
    largest: usize,
    memory_mib: f64,
    start_seconds: f64,
}

pub(super) fn run() -> Result<(), String> {
    let program = Program::build()?;
    let mut p99 = Vec::new();
    for messages in [SMALL, LARGE] {
        let data = filled(&program, messages)?;
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            runs.push(one(&program, &data)?);
        }
        println!("{messages} messages: {REQUESTS} requests at {PER_SECOND}/s from {CLIENTS} clients, {RUNS} runs");
        p99.push(tell(&mut runs));
    }
    for (page, large) in &p99[1] {
        println!("{page}: p99 grows {:.2} times from {SMALL} to {LARGE} messages", large / p99[0][page]);
    }
    Ok(())
}

fn one(program: &Program, data: &str) -> Result<Run, String> {
    let targets = {
        let desk = Desk::open(program, data)?;
        targets(&desk)?
    };
    let desk = Desk::open(program, data)?;
    let cookie = desk.sign_in()?;
    let begin = Instant::now() + Duration::from_millis(50);
    let mut run = Run { start_seconds: desk.start_seconds, ..Run::default() };
    thread::scope(|scope| {
        let client = |number: usize| {
            let (desk, cookie, targets) = (&desk, &cookie, &targets);
            scope.spawn(move || ask(desk, cookie, (number, targets, begin)))
        };
        let clients: Vec<_> = (0..CLIENTS).map(client).collect();
        for client in clients {
            let (seconds, largest) = client.join().map_err(|_| "a client stopped".to_owned())??;
            run.largest = run.largest.max(largest);
            for (page, took) in seconds {
                run.seconds.entry(page).or_default().push(took);
            }
        }
        Ok::<(), String>(())
    })?;
    run.memory_mib = desk.memory_mib();
    Ok(run)
}

type Asked = (Vec<(&'static str, f64)>, usize);

/// One client's share of the requests, each at its moment; what is late counts from that moment.
fn ask(
    desk: &Desk,
    cookie: &str,
    (number, targets, begin): (usize, &[(&'static str, String)], Instant),
) -> Result<Asked, String> {
    let mut client = desk.client(cookie);
    let (mut seconds, mut largest) = (Vec::new(), 0);
    for (place, (page, path)) in targets.iter().enumerate().skip(number).step_by(CLIENTS) {
        let moment = begin + Duration::from_secs(place as u64) / PER_SECOND;
        thread::sleep(moment.saturating_duration_since(Instant::now()));
        let answer = client.get(path)?;
        if answer.status != 200 {
            return Err(format!("{path} answers {}", answer.status));
        }
        seconds.push((*page, moment.elapsed().as_secs_f64()));
        largest = largest.max(answer.body.len());
    }
    Ok((seconds, largest))
}

/// The requests in their order: pages in turn, ids and words drawn from all days of the month.
fn targets(desk: &Desk) -> Result<Vec<(&'static str, String)>, String> {
    let cookie = desk.sign_in()?;
    let mut client = desk.client(&cookie);
    let home = client.get("/")?.header("location").to_owned();
    let workspace = home.split('/').nth(2).ok_or("the home page leads nowhere")?.to_owned();
    let newest = client.get("/api/v1/messages?limit=1")?.strings("sent_at");
    let last = newest.first().and_then(|at| at.get(..10)).ok_or("the newest message has no time")?.to_owned();
    let (mut conversations, mut members, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for back in 0..DAYS {
        let (from, to) = (day_before(&last, back + 1), day_before(&last, back));
        let path = format!("/api/v1/messages?limit=100&q=after:{from}+before:{to}");
        let found = client.get(&path)?;
        conversations.extend(found.strings("conversation"));
        members.extend(found.strings("member"));
        for text in found.strings("text") {
            let long = |word: &&str| word.len() >= 9 && word.bytes().all(|byte| byte.is_ascii_lowercase());
            words.extend(text.split(' ').filter(long).take(1).map(str::to_owned));
        }
    }
    if conversations.is_empty() || members.is_empty() || words.is_empty() {
        return Err("no ids to ask for: the messages of the last month answer none".to_owned());
    }
    let mut draw = Draw(1);
    let targets = (0..REQUESTS).map(|place| match place % 6 {
        0 => ("inbox", format!("/w/{workspace}/inbox?view={}", draw.of(&VIEWS))),
        1 => ("conversation", format!("/w/{workspace}/inbox/{}", draw.of(&conversations))),
        2 => ("member", format!("/w/{workspace}/members/{}", draw.of(&members))),
        3 => ("search, common word", format!("/w/{workspace}/search?q={}", draw.of(&COMMON))),
        4 => ("search, rare word", format!("/w/{workspace}/search?q={}", draw.of(&words))),
        _ => ("healthz", "/healthz".to_owned()),
    });
    Ok(targets.collect())
}

/// The same draws each time.
struct Draw(u64);

impl Draw {
    fn of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        &from[(self.0 >> 33) as usize % from.len()]
    }
}

/// A date so many days earlier; months are taken as they are long.
fn day_before(date: &str, back: u32) -> String {
    let number = |from: usize, to: usize| date.get(from..to).and_then(|digits| digits.parse::<i64>().ok()); // tidy(swallow): a date of another form is the first
    let (mut year, mut month) = (number(0, 4).unwrap_or(1970), number(5, 7).unwrap_or(1));
    let mut day = number(8, 10).unwrap_or(1) - i64::from(back);
    while day < 1 {
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        day += match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
    }
    format!("{year:04}-{month:02}-{day:02}")
}

/// Prints the figures of all runs and answers the median p99 by page, in milliseconds.
fn tell(runs: &mut [Run]) -> BTreeMap<&'static str, f64> {
    let pages: Vec<&'static str> = runs[0].seconds.keys().copied().collect();
    let mut medians = BTreeMap::new();
    for page in pages {
        let of = |run: &mut Run, p: f64| run.seconds.get_mut(page).map_or(f64::NAN, |seconds| percentile(seconds, p));
        let p50: Vec<f64> = runs.iter_mut().map(|run| of(run, 50.0)).collect();
        let p99: Vec<f64> = runs.iter_mut().map(|run| of(run, 99.0)).collect();
        let most: Vec<f64> = runs.iter_mut().map(|run| of(run, 100.0)).collect();
        println!(
            "  {page}: p50 {:.1} ms, p99 {:.1} ms (first run {:.1}), longest {:.1} ms",
            median(&p50),
            median(&p99),
            p99[0],
            most.iter().copied().fold(0.0, f64::max)
        );
        medians.insert(page, median(&p99));
    }
    let largest = runs.iter().map(|run| run.largest).max().unwrap_or(0);
    let memory = runs.iter().map(|run| run.memory_mib).fold(0.0, f64::max);
    let start: Vec<f64> = runs.iter().map(|run| run.start_seconds * 1000.0).collect();
    println!(
        "  largest page {} KB, at most {memory:.0} MiB resident, ready after {:.0} ms",
        largest / 1000,
        median(&start)
    );
    medians
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_back_over_months_and_years() {
        assert_eq!(day_before("2026-03-01", 1), "2026-02-28");
        assert_eq!(day_before("2024-03-01", 1), "2024-02-29");
        assert_eq!(day_before("2026-01-05", 10), "2025-12-26");
    }

    #[test]
    fn draws_reach_all_and_repeat() {
        let (mut one, mut two) = (Draw(1), Draw(1));
        let drawn: Vec<u32> = (0..100).map(|_| *one.of(&[1, 2, 3])).collect();
        assert!([1, 2, 3].iter().all(|number| drawn.contains(number)));
        assert!(drawn.iter().all(|number| number == two.of(&[1, 2, 3])));
    }
}
