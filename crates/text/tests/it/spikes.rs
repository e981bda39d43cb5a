//! Spikes: what raises an alert, what does not, and what the alert says.

mod table;
mod tail;

use proptest::prelude::*;
use text::spikes::{BINS_MAX, Detector, Direction, MoodDetector, Reading, Said, Settings, Utterance, bins, explain};

const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 24 * HOUR_S;

/// Counts that wander around `mean` without a random generator: a fixed sequence of 16 factors.
fn wavering(mean: f64, step: usize) -> f64 {
    const FACTORS: [f64; 16] = [1.0, 0.7, 1.2, 0.9, 1.5, 0.6, 1.1, 0.8, 1.3, 1.0, 0.5, 1.4, 0.9, 1.1, 0.7, 1.3];
    (mean * FACTORS[(step * 7 + step / 16) % 16]).round()
}

/// Feeds hourly counts and returns the hours at which an alert was raised, with its direction.
fn alerts(counts: impl IntoIterator<Item = f64>) -> Vec<(usize, Direction)> {
    let mut detector = Detector::new(Settings::default());
    let readings = counts.into_iter().enumerate().map(|(hour, count)| detector.push(hour as i64 * HOUR_S, count));
    readings.enumerate().filter_map(|(hour, reading)| Some((hour, reading.alert()?))).collect()
}

fn weeks(count: usize, at: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..count * 168).map(at).collect()
}

#[test]
fn a_burst_raises_one_alert_and_calm_none() {
    let calm = weeks(6, |hour| wavering(20.0, hour));
    assert_eq!(alerts(calm.clone()), []);
    let mut burst = calm;
    for count in &mut burst[700..706] {
        *count += 200.0;
    }
    assert_eq!(alerts(burst), [(700, Direction::Up)]);
}

#[test]
fn silence_raises_one_alert_downwards() {
    let mut counts = weeks(6, |hour| wavering(40.0, hour));
    counts[700..712].fill(0.0);
    let found = alerts(counts);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1 == Direction::Down && (700..704).contains(&found[0].0), "{found:?}");
}

#[test]
fn the_usual_monday_rush_is_no_news_but_the_same_rush_on_sunday_is() {
    let rush = |hour: usize| if hour % 168 == 10 { 120.0 } else { wavering(10.0, hour) };
    let counts = weeks(12, rush);
    let late: Vec<_> = alerts(counts.clone()).into_iter().filter(|(hour, _)| *hour > 8 * 168).collect();
    assert_eq!(late, []);
    let mut odd = counts;
    let sunday = 10 * 168 + 154;
    odd[sunday] = 120.0;
    assert!(alerts(odd).contains(&(sunday, Direction::Up)));
}

/// Daily counts, fewer at weekends, and one day of another size; the days with an alert.
fn daily(odd: f64) -> Vec<(usize, Direction)> {
    let mut detector = Detector::new(Settings::default());
    let count = |day: usize| match day {
        100 => odd,
        day if day % 7 >= 5 => wavering(40.0, day),
        day => wavering(100.0, day),
    };
    let alert = |day: usize| detector.push(day as i64 * DAY_S, count(day)).alert();
    (0..140).map(alert).enumerate().filter_map(|(day, alert)| Some((day, alert?))).collect()
}

#[test]
fn a_day_that_was_news_has_no_echo_a_week_later() {
    assert_eq!(daily(wavering(100.0, 100)), []);
    assert_eq!(daily(600.0), [(100, Direction::Up)]);
    assert_eq!(daily(0.0), [(100, Direction::Down)]);
}

#[test]
fn quiet_hours_of_a_small_series_are_no_news() {
    // Three messages an hour on average, some hours none: as chance has it, not as a rule would.
    let count =
        |hour: usize| [3.0, 5.0, 1.0, 2.0, 4.0, 0.0, 3.0, 6.0, 2.0, 3.0, 1.0, 4.0, 5.0][(hour * hour + hour / 5) % 13];
    let found: Vec<_> = alerts(weeks(8, count)).into_iter().filter(|(_, way)| *way == Direction::Down).collect();
    assert_eq!(found, []);
}

#[test]
fn rare_messages_are_no_spike_but_a_crowd_in_a_quiet_place_is() {
    let mut quiet = weeks(6, |hour| if hour % 31 == 0 { 1.0 } else { 0.0 });
    assert_eq!(alerts(quiet.clone()), []);
    quiet[800] = 12.0;
    assert_eq!(alerts(quiet), [(800, Direction::Up)]);
}

#[test]
fn daily_counts_work_as_well_as_hourly_ones() {
    let mut detector = Detector::new(Settings::default());
    let mut found = Vec::new();
    for day in 0..200 {
        let count = if day == 150 { 900.0 } else { wavering(if day % 7 > 4 { 30.0 } else { 100.0 }, day) };
        found.extend(detector.push(day as i64 * DAY_S, count).alert().map(|direction| (day, direction)));
    }
    assert_eq!(found, [(150, Direction::Up)]);
}

#[test]
fn a_new_level_stops_being_news_and_an_escalation_comes_through() {
    let mut counts = weeks(8, |hour| wavering(if hour > 800 { 60.0 } else { 20.0 }, hour));
    let found = alerts(counts.clone());
    assert!(found.len() < 12 && found.iter().all(|(hour, _)| *hour < 800 + 21 * 24), "{found:?}");
    counts[815] = 5_000.0;
    assert!(alerts(counts).contains(&(815, Direction::Up)));
}

#[test]
fn one_loud_account_is_many_messages_but_one_voice() {
    let people = ["ada", "grace", "mary", "edith"];
    let mut utterances = Vec::new();
    for hour in 0..900 {
        for (index, author) in people.iter().enumerate() {
            let at_s = hour * HOUR_S + index as i64 * 60;
            utterances.push(Utterance { at_s, author, sentiment: Some(0.0) });
        }
    }
    for second in 0..300 {
        utterances.push(Utterance { at_s: 800 * HOUR_S + second, author: "mary", sentiment: None });
    }
    let series = bins(&utterances, HOUR_S);
    assert_eq!((series[800].messages, series[800].voices, series[800].sentiments.len()), (304, 4, 4));
    assert_eq!(alerts(series.iter().map(|bin| f64::from(bin.messages))), [(800, Direction::Up)]);
    assert_eq!(alerts(series.iter().map(|bin| f64::from(bin.voices))), []);
}

#[test]
fn a_mood_that_turns_raises_an_alert_and_noise_of_few_messages_does_not() {
    let mut detector = MoodDetector::new(Settings::default());
    let mut found = Vec::new();
    for hour in 0..1_000usize {
        let angry = (700..706).contains(&hour);
        let sentiments: Vec<f64> = (0..1 + hour % 6)
            .map(|n| if angry { -0.8 } else { (((hour * 13 + n * 7) % 11) as f64 - 4.0) / 6.0 })
            .collect();
        found.extend(detector.push(hour as i64 * HOUR_S, &sentiments).alert().map(|direction| (hour, direction)));
    }
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1 == Direction::Down && (700..704).contains(&found[0].0), "{found:?}");
}

#[test]
fn a_mood_known_by_its_means_alone_raises_the_same_alert() {
    let mut detector = MoodDetector::new(Settings::default());
    let mut found = Vec::new();
    for hour in 0..1_000usize {
        let mean = if (700..706).contains(&hour) { -0.8 } else { ((hour * 13 % 11) as f64 - 4.0) / 12.0 };
        let reading = detector.push_mean(hour as i64 * HOUR_S, mean, (1 + hour % 6) as f64);
        found.extend(reading.alert().map(|direction| (hour, direction)));
    }
    assert!(found.len() == 1 && found[0].1 == Direction::Down && (700..704).contains(&found[0].0), "{found:?}");
}

#[test]
fn an_alert_of_few_voices_says_what_they_share() {
    let authors: Vec<String> = (0..40).map(|n| format!("member {n}")).collect();
    let usual = ["thanks for the app, I love it", "how do I change my password?", "the app is fine, thanks"];
    let before: Vec<_> = (0..90).map(|n| said(n, &authors[n as usize % 40], usual[n as usize % 3])).collect();
    let news = [
        "it freezes while saving",
        "same freeze here, saving is broken for me",
        "saving takes for ever and then nothing",
        "how do I get my work back, the thing freezes",
        "thanks, I noticed that saving stopped",
    ];
    let during: Vec<_> = (0..5).map(|n| said(100 + n as u64, &authors[n], news[n])).collect();
    let told = explain(Direction::Up, 0.4, (&during, &before));
    assert_eq!((told.phrases[0].text.as_str(), told.phrases[0].voices), ("saving", 4), "{:?}", told.phrases);
    assert!(told.phrases.iter().all(|phrase| phrase.text != "the" && phrase.text != "how do"), "{:?}", told.phrases);
    let chatter: Vec<_> = (0..5).map(|n| said(200 + n, &authors[n as usize], usual[n as usize % 3])).collect();
    assert_eq!(explain(Direction::Up, 0.4, (&chatter, &before)).phrases, [], "what is always said explains nothing");
}

fn said<'a>(id: u64, author: &'a str, text: &'a str) -> Said<'a> {
    Said { id, at_s: id as i64, author, text }
}

#[test]
fn an_explanation_names_what_is_new_and_not_what_is_always_said() {
    let authors: Vec<String> = (0..40).map(|n| format!("member {n}")).collect();
    let usual = ["thanks for the app, I love it", "how do I change my password?", "the app is fine, thanks"];
    let before: Vec<_> = (0..90).map(|n| said(n, &authors[n as usize % 40], usual[n as usize % 3])).collect();
    let mut during: Vec<_> = (100..110).map(|n| said(n, &authors[n as usize % 40], usual[n as usize % 3])).collect();
    let news =
        ["thanks, but payment failed again", "Payment failed again after the update!", "my PAYMENT FAILED again, help"];
    during.extend((110..130).map(|n| said(n, &authors[n as usize % 40], news[n as usize % 3])));
    during.extend((130..160).map(|n| said(n, "member 7", "buy my coins at coins.example")));
    let told = explain(Direction::Up, 12.0, (&during, &before));
    assert_eq!(told.phrases[0].text, "payment failed again");
    assert_eq!((told.phrases[0].voices, told.phrases[0].voices_before), (20, 0));
    let phrases: Vec<_> = told.phrases.iter().map(|phrase| phrase.text.as_str()).collect();
    assert!(!phrases.iter().any(|phrase| phrase.contains("coins")), "{phrases:?}");
    assert_eq!(told.first, Some(110));
    assert!(told.top.len() == 3 && told.top.iter().all(|id| (110..130).contains(id)), "{:?}", told.top);
    assert_eq!(told.sentence(), "60 messages by 30 voices, where 12.0 are usual at this hour of the week");
}

#[test]
fn an_explanation_of_nothing_is_empty() {
    let told = explain(Direction::Down, 8.0, (&[], &[]));
    assert_eq!((told.messages, told.first, told.top.len(), told.phrases.len()), (0, None, 0, 0));
    assert_eq!(told.sentence(), "0 messages by 0 voices, where as many as 8.0 are usual at this hour of the week");
}

#[test]
fn bins_stay_bounded_when_times_lie_centuries_apart() {
    let far = [i64::MIN, 0, i64::MAX].map(|at_s| Utterance { at_s, author: "ada", sentiment: None });
    assert!(bins(&far, 60).len() <= BINS_MAX);
    assert!(bins(&far, i64::MAX).len() <= 4);
    assert_eq!(bins(&[], 60), []);
}

fn readings(series: &[(i64, f64)]) -> Vec<Reading> {
    let mut detector = Detector::new(Settings::default());
    series.iter().map(|(at_s, count)| detector.push(*at_s, *count)).collect()
}

proptest! {
    #[test]
    fn any_series_gives_scores_between_0_and_1_that_do_not_know_the_future(
        steps in prop::collection::vec((0i64..200_000, prop_oneof![0.0..50.0, 0.0..1e12, Just(f64::NAN), Just(-1.0), Just(f64::INFINITY)]), 1..200),
        cut in 0usize..200,
    ) {
        let mut at_s = i64::MIN / 2;
        let series: Vec<_> = steps.iter().map(|(step, count)| { at_s += step; (at_s, *count) }).collect();
        let all = readings(&series);
        for reading in &all {
            prop_assert!((0.0..=1.0).contains(&reading.score) && (0.0..=1.0).contains(&reading.drop_score), "{reading:?}");
            prop_assert!(!reading.spike || reading.score >= 0.5);
        }
        let cut = cut.min(series.len());
        prop_assert_eq!(&readings(&series[..cut]), &all[..cut]);
    }

    #[test]
    fn any_mood_gives_scores_between_0_and_1(
        moods in prop::collection::vec(prop::collection::vec(prop_oneof![-1.0..1.0, -1e300..1e300, Just(f64::NAN)], 0..8), 1..200),
    ) {
        let mut detector = MoodDetector::new(Settings::default());
        for (hour, mood) in moods.iter().enumerate() {
            let reading = detector.push(hour as i64 * HOUR_S, mood);
            prop_assert!((0.0..=1.0).contains(&reading.score) && (0.0..=1.0).contains(&reading.drop_score), "{reading:?}");
        }
    }

    #[test]
    fn any_text_can_be_explained(texts in prop::collection::vec("\\PC{0,60}", 0..20), split in 0usize..20) {
        let all: Vec<_> = texts.iter().enumerate().map(|(n, text)| said(n as u64, ["ada", "grace", "mary"][n % 3], text)).collect();
        let (during, before) = all.split_at(split.min(all.len()));
        let told = explain(Direction::Up, 1.0, (during, before));
        prop_assert!(told.top.len() <= 3);
    }
}
