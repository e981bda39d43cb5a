//! A month as `hub` would fill it.

use model::{Kind, Month};
use paper::report::{Helper, Measure, Metric, Number, Report, Series, Topic, advise};

fn metric(measure: Measure, value: Number, previous: Number, cases: (u64, u64)) -> Metric {
    let rows = format!("/w/brume/messages?month=2024-03&number={}", measure.name().replace(['<', '>', ' '], "-"));
    Metric { measure, value: Some(value), previous: Some(previous), rows, cases: cases.0, previous_cases: cases.1 }
}

fn count(measure: Measure, value: i64, previous: i64) -> Metric {
    metric(measure, Number::Whole(value), Number::Whole(previous), (value as u64, previous as u64))
}

/// March 2024 of a small community.
pub(crate) fn sample() -> Report {
    let share = (Number::Fraction(0.123_456), Number::Fraction(0.09));
    let mut metrics = vec![
        count(Measure::Messages, 1204, 968),
        count(Measure::Conversations, 322, 260),
        count(Measure::ActiveMembers, 312, 290),
        count(Measure::NewMembers, 88, 61),
        count(Measure::ReturningMembers, 171, 170),
        count(Measure::LostMembers, 119, 101),
        metric(Measure::UnansweredShare, share.0, share.1, (322, 260)),
        metric(Measure::FirstResponseMedian, Number::Fraction(5_400.5), Number::Whole(4_200), (282, 236)),
        metric(Measure::FirstResponseP90, Number::Whole(93_000), Number::Whole(70_000), (282, 236)),
        metric(Measure::AbsenceFactor, Number::Whole(9), Number::Whole(11), (1204, 968)),
        count(Measure::Helpers, 64, 58),
    ];
    let channels = [("Forum <help>", 498, 401), ("Chat", 366, 340), ("Mastodon", 142, 80), ("Mail", 98, 97)];
    let more = [("App reviews", 60, 22), ("Tracker", 40, 28)];
    metrics.extend(
        channels
            .iter()
            .chain(&more)
            .map(|(name, now, before)| count(Measure::MessagesOfChannel((*name).to_owned()), *now, *before)),
    );
    let kinds = [
        (Kind::Question, 402, 350),
        (Kind::Bug, 211, 96),
        (Kind::Praise, 150, 141),
        (Kind::Idea, 93, 88),
        (Kind::Complaint, 61, 44),
        (Kind::Ugc, 40, 31),
        (Kind::Spam, 18, 22),
        (Kind::Press, 2, 1),
        (Kind::Other, 227, 195),
    ];
    metrics.extend(kinds.iter().map(|(kind, now, before)| count(Measure::MessagesOfKind(*kind), *now, *before)));
    let languages = [("en", 931, 760), ("fr", 201, 160), ("de", 50, 33), ("es", 22, 15)];
    metrics.extend(
        languages
            .iter()
            .map(|(code, now, before)| count(Measure::MessagesOfLanguage((*code).to_owned()), *now, *before)),
    );
    metrics.push(metric(Measure::BusiestHour, Number::Whole(19), Number::Whole(20), (1204, 968)));
    let mut report = Report {
        workspace: "Brume Instruments".to_owned(),
        month: Month { year: 2024, month: 3 },
        metrics,
        topics: topics(),
        recommendations: Vec::new(),
        helpers: ["Ada Lindqvist", "tomasz", "Noor", "lefebvre.j", "Mary"]
            .iter()
            .zip([41, 33, 20, 12, 9])
            .map(|(name, conversations)| Helper {
                name: (*name).to_owned(),
                conversations,
                rows: format!("/w/brume/members/{name}"),
            })
            .collect(),
        series: series(),
        models: vec!["2026.11".to_owned(), "2026.12".to_owned()],
    };
    report.recommendations = advise(&report);
    report
}

fn topics() -> Vec<Topic> {
    let rows = [
        (
            "firmware 2.4 clock drift",
            96,
            12,
            "Since 2.4 my clock drifts against the drum machine, about 20 ms after a minute.",
        ),
        ("battery life", 61, 58, "How long does yours last with the screen off?"),
        ("shipping to Canada", 40, 43, "Ordered on the 2nd, tracking still says label created."),
    ];
    let topic = |(name, messages, previous, typical): (&str, u64, u64, &str)| Topic {
        name: name.to_owned(),
        keywords: ["clock", "drift", "midi", "since"].map(str::to_owned).to_vec(),
        messages,
        previous: Some(previous),
        rows: format!("/w/brume/topics/{}", name.replace(' ', "-")),
        typical: Some(typical.to_owned()),
    };
    rows.into_iter().map(topic).collect()
}

fn series() -> Series {
    let days = (0..31).map(|day| 30 + (day * 7) % 13 + if (13..18).contains(&day) { 40 } else { 0 }).collect();
    let previous_days = (0..29).map(|day| 26 + (day * 5) % 11).collect();
    let week_hours = (0..168).map(|at| {
        let (day, hour) = (at / 24, at % 24);
        let evening = 12_u64.saturating_sub(u64::abs_diff(hour, 19));
        evening + if day < 5 { 4 } else { 1 }
    });
    Series { days, previous_days, week_hours: week_hours.collect(), waits: vec![31, 44, 52, 60, 41, 27, 18, 6, 3] }
}
