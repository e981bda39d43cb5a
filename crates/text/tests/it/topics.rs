//! Topics: found and named, stable over days, with a person's word kept.

use proptest::prelude::*;
use text::topics::{Broken, Settings, TopicBook, Unknown, discover, of_month};

const INVOICES: [&str; 8] = [
    "Where can I download my invoice?",
    "I need the invoice of last month",
    "The invoice shows the wrong address",
    "Please send me an invoice for my order",
    "How do I get an invoice as PDF?",
    "My invoice is missing the VAT number",
    "Can you resend the invoice of March?",
    "invoice download does not work",
];
const CRASHES: [&str; 8] = [
    "The app crashes when I open the camera",
    "Crash on start after the update",
    "It crashes every time I take a photo with the camera",
    "app crashed again, camera is black",
    "After the update the app keeps crashing",
    "Camera crash on Android 15",
    "the application crashes as soon as the camera opens",
    "Crashing since the last update, please fix",
];
const LOGINS: [&str; 8] = [
    "I cannot log in, my password is refused",
    "How do I reset my password?",
    "password reset mail never arrives",
    "Login fails with the right password",
    "forgot my password, please help me to log in",
    "The password reset link has expired",
    "I am locked out of my account after three wrong passwords",
    "cannot sign in to my account any more, password wrong",
];

/// All three subjects in turn, as they arrive in life; longer with each repetition, so that no two are equal.
fn mixed(rounds: usize) -> Vec<String> {
    let endings = ["", " Thanks!", " Please help.", " It is urgent.", " Any idea?", " Best regards, Ada"];
    let texts = (0..rounds * 24).map(|n| {
        let subject = [&INVOICES, &CRASHES, &LOGINS][n % 3];
        format!("{}{}", subject[n / 3 % 8], endings[n / 24 % 6])
    });
    texts.collect()
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[test]
fn three_subjects_give_three_topics_with_their_names() {
    let texts = mixed(5);
    let topics = discover(&borrowed(&texts), Settings { count: Some(3), seed: 0 });
    let names: Vec<_> = topics.iter().map(|topic| topic.name.as_str()).collect();
    for word in ["invoice", "crash", "password"] {
        assert!(names.iter().any(|name| name.contains(word)), "{word} in {names:?}");
    }
    for topic in &topics {
        let subject = topic.messages[0] % 3;
        let apart = topic.messages.iter().filter(|place| **place % 3 != subject).count();
        assert!(apart * 20 <= topic.messages.len(), "{}: {apart} of {}", topic.name, topic.messages.len());
        assert!(topic.messages.contains(&topic.typical) && !topic.sentence.is_empty());
    }
}

#[test]
fn without_a_count_subjects_are_found_and_what_is_alone_is_left_out() {
    let mut texts = mixed(5);
    texts.push("The moon landing was filmed on a Tuesday, said my uncle's parrot".to_owned());
    texts.push(String::new());
    let topics = discover(&borrowed(&texts), Settings::default());
    assert!((3..=12).contains(&topics.len()), "{:?}", topics.iter().map(|topic| &topic.name).collect::<Vec<_>>());
    let sorted: usize = topics.iter().map(|topic| topic.messages.len()).sum();
    assert!(sorted >= 108 && topics.iter().all(|topic| !topic.messages.contains(&121)), "{sorted} of 122");
}

#[test]
fn a_count_puts_every_text_in_a_topic_and_makes_no_more() {
    let texts = mixed(2);
    for count in [1, 2, 7, 48, 500] {
        let topics = discover(&borrowed(&texts), Settings { count: Some(count), seed: 3 });
        let mut places: Vec<usize> = topics.iter().flat_map(|topic| topic.messages.clone()).collect();
        places.sort_unstable();
        assert_eq!(places, (0..48).collect::<Vec<_>>(), "count {count}");
        assert!(topics.len() <= count);
        assert!(topics.windows(2).all(|pair| pair[0].messages.len() >= pair[1].messages.len()));
    }
}

#[test]
fn accents_come_back_in_keywords() {
    let texts: Vec<String> =
        (0..12).map(|n| format!("Le téléphone n'a plus de réseau depuis {n} jours")).chain(mixed(1)).collect();
    let topics = discover(&borrowed(&texts), Settings { count: Some(4), seed: 0 });
    assert!(
        topics
            .iter()
            .any(|topic| topic.keywords.iter().any(|word| word.contains("réseau") || word.contains("téléphone"))),
        "{topics:?}"
    );
}

#[test]
fn the_month_hands_back_its_own_ids() {
    let texts = mixed(4);
    let month: Vec<(u64, &str)> = texts.iter().enumerate().map(|(n, text)| (1_000 + n as u64, text.as_str())).collect();
    let topics = of_month(&month);
    assert!(!topics.is_empty() && topics == of_month(&month));
    for topic in &topics {
        assert!(topic.messages.contains(&topic.typical));
        assert!(topic.messages.iter().all(|id| (1_000..1_096).contains(id)));
    }
    assert_eq!(of_month::<u64>(&[]), []);
}

#[test]
fn a_topic_keeps_its_number_as_messages_arrive() {
    let mut book = TopicBook::new();
    let first = book.learn(&borrowed(&mixed(5)));
    let known = book.topics().len();
    assert!(known >= 3, "{known}");
    let number = |sorted: &[Option<u32>], subject: usize| {
        let mut counts = std::collections::BTreeMap::new();
        sorted.iter().skip(subject).step_by(3).flatten().for_each(|id| *counts.entry(*id).or_insert(0) += 1);
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(id, _)| id)
    };
    for day in 0..5 {
        let today: Vec<String> = mixed(2).into_iter().map(|text| format!("{text} (day {day})")).collect();
        let sorted = book.learn(&borrowed(&today));
        for subject in 0..3 {
            assert!(number(&sorted, subject).is_some(), "day {day}");
            let name = |id: Option<u32>| id.and_then(|id| book.topic(id)).map(|topic| topic.name.clone());
            assert!(first.contains(&number(&sorted, subject)), "day {day}: {:?}", name(number(&sorted, subject)));
        }
    }
    assert!(book.topics().iter().map(|topic| topic.messages).sum::<u64>() > 250);
}

#[test]
fn a_new_subject_becomes_a_new_topic() {
    let mut book = TopicBook::new();
    book.learn(&borrowed(&mixed(5)));
    let before = book.topics().len();
    let news: Vec<String> =
        (0..30).map(|n| format!("the dark mode theme has unreadable grey text on screen {n}")).collect();
    let sorted = book.learn(&borrowed(&news));
    assert!(book.topics().len() > before);
    assert!(sorted.iter().filter(|topic| topic.is_some_and(|id| id as usize >= before)).count() > 25, "{sorted:?}");
}

#[test]
fn what_a_person_merged_renamed_and_pinned_stays_so_over_days_and_files() {
    let mut book = TopicBook::new();
    book.learn(&borrowed(&mixed(5)));
    let crash = book.learn(&[CRASHES[0]])[0].unwrap();
    let invoice = book.learn(&[INVOICES[0]])[0].unwrap();
    book.rename(invoice, "Billing").unwrap();
    book.merge(crash, invoice).unwrap();
    book.pin(invoice).unwrap();
    for _ in 0..3 {
        book.learn(&borrowed(&mixed(3)));
        book = TopicBook::load(&book.save()).unwrap();
    }
    assert_eq!(book.learn(&[CRASHES[0], INVOICES[0]]), [Some(invoice), Some(invoice)]);
    let billing = book.topic(invoice).unwrap();
    assert!(billing.renamed && billing.pinned && billing.name == "Billing");
    book.merge(invoice, crash).unwrap();
    assert_eq!(book.resolved(crash), Some(invoice), "a merge back and forth is no circle");
    book.unmerge(crash).unwrap();
    assert_eq!(book.learn(&[CRASHES[0], INVOICES[0]]), [Some(crash), Some(invoice)]);
    assert_eq!(book.rename(9_999, "x"), Err(Unknown(9_999)));
    assert_eq!(book.merge(invoice, 9_999), Err(Unknown(9_999)));
}

#[test]
fn a_damaged_book_is_refused() {
    let mut book = TopicBook::new();
    book.learn(&borrowed(&mixed(5)));
    let bytes = book.save();
    assert_eq!(TopicBook::load(&bytes).as_ref(), Ok(&book));
    assert_eq!(TopicBook::load(&bytes[..bytes.len() - 1]), Err(Broken::Damaged));
    assert_eq!(TopicBook::load(&[&bytes[..], b"x"].concat()), Err(Broken::Damaged));
    assert_eq!(TopicBook::load(b"TRTOPIC2"), Err(Broken::NotABook));
    assert_eq!(TopicBook::load(&TopicBook::new().save()), Ok(TopicBook::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_texts_are_sorted_completely_or_left_out_and_always_alike(
        texts in prop::collection::vec(prop_oneof!["\\PC{0,40}", "[ab ]{0,12}", Just(String::new())], 0..40),
        count in prop::option::of(1usize..6),
    ) {
        let settings = Settings { count, seed: 1 };
        let topics = discover(&borrowed(&texts), settings);
        let mut places: Vec<usize> = topics.iter().flat_map(|topic| topic.messages.clone()).collect();
        places.sort_unstable();
        prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(count.is_none_or(|count| places.len() == texts.len() && topics.len() <= count));
        prop_assert_eq!(&topics, &discover(&borrowed(&texts), settings));
    }

    #[test]
    fn any_bytes_are_a_book_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut file = b"TRTOPIC1\0".to_vec();
        file.extend_from_slice(&bytes);
        if let Ok(book) = TopicBook::load(&file) {
            prop_assert_eq!(book.save(), file);
        }
        prop_assert!(TopicBook::load(&bytes).is_err());
    }

    #[test]
    fn any_days_leave_a_book_that_saves_and_loads(days in prop::collection::vec(prop::collection::vec("\\PC{0,30}", 0..30), 0..4)) {
        let mut book = TopicBook::new();
        for day in &days {
            prop_assert_eq!(book.learn(&borrowed(day)).len(), day.len());
        }
        prop_assert_eq!(TopicBook::load(&book.save()), Ok(book));
    }
}
