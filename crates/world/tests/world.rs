//! The world from outside: is it the same twice, in order, believable, and true to its truth?

use std::collections::{BTreeMap, BTreeSet};

use model::{Incoming, Kind, Time};
use world::{Place, Size, Truth, World};

/// 2026-11-21T18:00:00Z.
fn now() -> Time {
    Time::from_seconds(1_795_284_000)
}

fn demo() -> Vec<(Incoming, Truth)> {
    World::new(7, now(), Size::DEMO).messages().collect()
}

#[test]
fn the_same_seed_makes_the_same_world() {
    let make = |seed| World::new(seed, now(), Size::SMALL).messages().collect::<Vec<_>>();
    assert_eq!(make(1), make(1));
    assert_ne!(make(1), make(2));
}

#[test]
fn sizes_are_kept() {
    for (size, slack) in [(Size::DEMO, 0.08), (Size::month_of(50_000), 0.03)] {
        for seed in [1, 2, 3] {
            let count = World::new(seed, now(), size).messages().count() as f64;
            let off = count / size.messages as f64 - 1.0;
            assert!(off.abs() < slack, "seed {seed}: {count} of {}", size.messages);
        }
    }
}

#[test]
fn messages_come_in_order_with_unique_ids_inside_the_span() {
    let world = World::new(3, now(), Size::DEMO);
    assert_eq!(world.from().to_string(), "2025-11-21T18:00:00Z");
    let (mut last, mut ids) = (world.from(), BTreeSet::new());
    for (message, _) in world.messages() {
        let sent = message.sent.unwrap();
        assert!(sent >= last && sent < world.now());
        last = sent;
        assert!(ids.insert((message.origin.clone(), message.native_id.clone())), "{message:?}");
        assert!(!message.text.trim().is_empty() && !message.author.handle.is_empty());
        assert!(!message.text.contains(['{', '}']), "{}", message.text);
    }
}

#[test]
fn replies_answer_a_message_of_their_conversation() {
    let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut openings = BTreeSet::new();
    for (message, truth) in demo() {
        let key = (message.origin.clone(), message.conversation.clone());
        assert_eq!(truth.opens, openings.insert(key), "{message:?}");
        if let Some(to) = &message.reply_to {
            assert_eq!(seen.get(&(message.origin.clone(), to.clone())), Some(&message.conversation));
        }
        seen.insert((message.origin, message.native_id.unwrap()), message.conversation);
    }
}

#[test]
fn there_is_something_of_everything() {
    let messages = demo();
    let count = |wanted: &dyn Fn(&Incoming, &Truth) -> bool| messages.iter().filter(|(m, t)| wanted(m, t)).count();
    for kind in Kind::ALL {
        let opened = count(&|_, truth| truth.kind == kind && truth.opens);
        assert!(opened >= 6, "{kind}: {opened}");
    }
    for place in Place::ALL {
        assert!(count(&|message, _| message.origin == place.origin()) >= messages.len() / 50, "{place:?}");
    }
    for (language, least) in [("de", 40), ("es", 20), ("it", 4), ("nl", 4), ("pt", 4), ("ja", 4)] {
        let found = count(&|_, truth| truth.language == language);
        assert!(found >= least, "{language}: {found}");
    }
    assert!(count(&|_, truth| truth.language == "en") * 10 > messages.len() * 6);
    assert!(count(&|_, truth| truth.language == "fr") * 8 > messages.len());
    assert!(count(&|_, truth| truth.spam) >= 20 && count(&|_, truth| truth.toxic) >= 3);
    assert!(count(&|_, truth| truth.staff) * 20 > messages.len());
}

#[test]
fn an_incident_is_a_spike_of_its_topic() {
    let world = World::new(7, now(), Size::DEMO);
    let messages = demo();
    for (place, incident) in world.incidents().iter().enumerate() {
        let during = |message: &Incoming| {
            let sent = message.sent.unwrap();
            sent >= incident.from && sent < incident.to
        };
        let days = (incident.to.micros() - incident.from.micros()) as f64 / 86.4e9;
        let inside = messages.iter().filter(|(m, t)| t.topic == incident.topic && t.opens && during(m)).count() as f64;
        let outside =
            messages.iter().filter(|(m, t)| t.topic == incident.topic && t.opens && !during(m)).count() as f64;
        let rates = (inside / days, outside / (365.0 - days));
        assert!(rates.0 > 4.0 * rates.1, "{}: {rates:?}", incident.title);
        assert!(messages.iter().any(|(_, truth)| truth.incident == Some(place)), "{}", incident.title);
    }
    let last = world.incidents().last().unwrap();
    assert_eq!(last.to, world.now());
}

#[test]
fn some_people_write_under_several_handles() {
    let mut handles: BTreeMap<u32, BTreeSet<(String, String)>> = BTreeMap::new();
    for (message, truth) in demo() {
        handles.entry(truth.person).or_default().insert((message.origin, message.author.handle));
    }
    let several = handles.values().filter(|handles| handles.len() > 1).count();
    let twice_in_one_place = handles.values().filter(|handles| {
        let origins: BTreeSet<_> = handles.iter().map(|(origin, _)| origin).collect();
        origins.len() < handles.len()
    });
    assert!(several >= 80, "{several} of {}", handles.len());
    assert!(twice_in_one_place.count() >= 3);
}

#[test]
fn a_few_people_write_half_of_everything() {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (_, truth) in demo() {
        *counts.entry(truth.person).or_default() += 1;
    }
    let (people, all) = (counts.len(), counts.values().sum::<usize>());
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let mut sum = 0;
    let half = counts.iter().take_while(|count| {
        let before = sum;
        sum += **count;
        before * 2 < all
    });
    let half = half.count();
    assert!((4..=30).contains(&half) && people > 300, "{half} of {people}");
}

#[test]
fn no_two_conversations_are_obviously_the_same() {
    let mut openings: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for (message, truth) in demo() {
        if truth.opens && message.text.len() > 60 {
            *openings.entry(message.text).or_default() += 1;
            all += 1;
        }
    }
    let repeated: usize = openings.values().filter(|count| **count > 1).map(|count| count - 1).sum();
    assert!(repeated * 50 < all, "{repeated} of {all}: {:?}", openings.iter().max_by_key(|row| row.1));
}

#[test]
fn most_questions_are_answered_and_some_wait() {
    let mut answered: BTreeMap<(String, String), bool> = BTreeMap::new();
    for (message, truth) in demo() {
        let key = (message.origin, message.conversation);
        if truth.opens && truth.kind == Kind::Question {
            answered.insert(key, false);
        } else if truth.answers
            && let Some(found) = answered.get_mut(&key)
        {
            *found = true;
        }
    }
    let share = answered.values().filter(|found| **found).count() as f64 / answered.len() as f64;
    assert!((0.65..0.95).contains(&share), "{share}");
}
