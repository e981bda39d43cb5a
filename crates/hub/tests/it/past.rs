//! Which hours leave what came before them.

use hub::alerts::past::Past;
use hub::alerts::{Allowed, Raised, Series, Window};
use model::{ChannelId, MessageId, Time};
use store::alerts::{Heard, Judged, Said};

const CHANNEL: Series = Series::Channel(7);
/// The first hour of the rush; three weeks lie before it.
const RUSH: i64 = 21 * 24;

fn heard(hour: i64, voice: i64) -> Heard {
    let reading = Judged {
        kind: model::Kind::Other as i64,
        kind_by_person: false,
        is_unsure: false,
        sentiment: 0,
        sentiment_by_person: false,
        language: "en".to_owned(),
        language_confidence: 10_000,
    };
    let sent_at = Time::from_seconds(hour * 3_600 + voice);
    Heard { id: MessageId(hour * 1_000 + voice), voice, sent_at, channel: ChannelId(7), reading }
}

/// Always the same two, then fifteen people in each of four hours.
fn past() -> (Past, Vec<Heard>) {
    let rush: Vec<Heard> = (RUSH..RUSH + 4).flat_map(|hour| (0..15).map(move |voice| heard(hour, voice))).collect();
    let calm = (0..RUSH).flat_map(|hour| [heard(hour, 0), heard(hour, 1)]);
    let mut past = Past::default();
    past.keep(&calm.chain(rush.iter().cloned()).collect::<Vec<_>>(), &Allowed::default());
    (past, rush)
}

fn raised(past: &Past) -> Vec<Raised> {
    past.raise((RUSH, RUSH + 4)).into_iter().filter(|one| one.series == CHANNEL).collect()
}

#[test]
fn who_stays_for_hours_counts_in_each_on_both_sides() {
    let found = raised(&past().0);
    let first = found.first().expect("fifteen are more than two");
    let hours_before = 3 - (first.hour - RUSH);
    assert_eq!(first.found, (15 * (4 - hours_before) + 2 * hours_before) as f64, "{first:?}");
    assert!((7.0..9.0).contains(&first.expected), "two in each of four hours are usual: {first:?}");
}

#[test]
fn a_window_that_was_cut_takes_nothing_back() {
    for (is_cut, is_raised) in [(true, true), (false, false)] {
        let (mut past, rush) = past();
        let left = rush.into_iter().filter(|one| one.voice < 2);
        let said = left.map(|heard| Said { heard, text: String::new() }).collect();
        past.lower(CHANNEL, &Window { said, is_cut });
        assert_eq!(!raised(&past).is_empty(), is_raised, "{is_cut}");
    }
}
