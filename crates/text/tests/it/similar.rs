//! Similar texts: ranking, the index and its file, near duplicates and cross-posts.

use proptest::prelude::*;
use text::similar::{Broken, Index, Posted, RERANKED, Ranker, Text, collapse, near_duplicates};

fn body(body: &str) -> Text<'_> {
    Text { title: "", body }
}

const QUESTIONS: [&str; 6] = [
    "How do I reset my password?",
    "Where can I download my invoices?",
    "The app crashes when I open the camera",
    "Can I invite a colleague to my workspace?",
    "Comment changer la langue de l'application ?",
    "Is there a dark mode?",
];

#[track_caller]
fn check_first(query: &str, wanted: usize) {
    let mut ranker = Ranker::new();
    QUESTIONS.iter().for_each(|question| ranker.show(body(question)));
    let ranked = ranker.rank(body(query), &QUESTIONS.map(body));
    assert_eq!(ranked.len(), QUESTIONS.len());
    assert_eq!(ranked[0].0, wanted, "{query}: {ranked:?}");
}

#[test]
fn the_question_in_other_words_comes_first() {
    check_first("I want to reset the passwords of my account", 0);
    check_first("download invoice pdf", 1);
    check_first("crash!!! opening camera", 2);
    check_first("inviting colleagues", 3);
    check_first("changer de langue", 4);
}

#[test]
fn a_title_counts_more_than_the_same_words_in_passing() {
    let ranker = Ranker::new();
    let titled = Text { title: "Invoice missing", body: "It did not arrive last month and nobody could tell me why" };
    let passing = body("It did not arrive last month and nobody could tell me why invoice missing");
    assert_eq!(ranker.rank(body("invoice missing"), &[passing, titled])[0].0, 1);
}

#[test]
fn an_index_finds_replaces_and_forgets() {
    let mut index = Index::new();
    for (id, question) in QUESTIONS.iter().enumerate() {
        index.insert(id as u64, body(question));
    }
    assert_eq!(index.query(body("dark mode please"), 1)[0].id, 5);
    assert!(index.query(body(QUESTIONS[2]), 3)[0].score > 0.95);
    index.insert(5, body("Refund of a yearly plan"));
    assert_eq!((index.len(), index.query(body("yearly plan refund"), 1)[0].id), (6, 5));
    assert!(index.remove(5) && !index.remove(5));
    assert_eq!(index.len(), 5);
    assert!(index.query(body("yearly plan refund"), 10).iter().all(|hit| hit.id != 5));
    let bytes = index.save();
    assert!(!bytes.windows(6).any(|window| window == b"Refund"), "what was removed is still in the file");
}

#[test]
fn in_a_large_index_the_one_right_text_is_found() {
    let mut index = Index::new();
    for id in 0..3_000u64 {
        let (thing, place) = (["ticket", "parcel", "refund", "login", "update"][id as usize % 5], id / 5);
        index.insert(id, body(&format!("my {thing} number {place} is late and support does not answer")));
    }
    assert!(index.len() > RERANKED);
    index.insert(9_999, body("does the zebra printer work with your labels?"));
    assert_eq!(index.query(body("labels on a zebra printer"), 5)[0].id, 9_999);
    let hit = index.query(body("my login number 321 is late and support does not answer"), 1)[0];
    assert_eq!(hit.id, 321 * 5 + 3);
}

#[test]
fn a_saved_index_answers_as_before_and_damage_is_noticed() {
    let mut index = Index::new();
    QUESTIONS
        .iter()
        .enumerate()
        .for_each(|(id, question)| index.insert(id as u64 * 7, Text { title: "Help", body: question }));
    let bytes = index.save();
    let loaded = Index::load(&bytes).unwrap();
    assert_eq!(loaded.query(body("camera crash"), 6), index.query(body("camera crash"), 6));
    assert_eq!(loaded.save(), bytes);
    assert_eq!(Index::load(&bytes[..bytes.len() - 1]).unwrap_err(), Broken::WrongLength);
    assert_eq!(Index::load(&[&bytes[..], b"x"].concat()).unwrap_err(), Broken::WrongLength);
    assert_eq!(Index::load(b"something else").unwrap_err(), Broken::NotAnIndex);
    assert_eq!(Index::load(b"").unwrap_err(), Broken::NotAnIndex);
}

#[test]
fn near_duplicates_survive_small_changes_and_nothing_else() {
    let texts = [
        "Hello, the update broke my camera and I cannot scan receipts any more. Please help!",
        "hello the UPDATE broke my camera, and I cannot scan receipts anymore... please help",
        "RT the update broke my camera and I cannot scan receipts any more. Please help! http://a.example/x",
        "The update is great, my camera is faster and I can scan receipts in the dark. Thank you!",
        "",
        "",
    ];
    let near = near_duplicates(&texts, 10);
    let places: Vec<Vec<usize>> = near.iter().map(|near| near.iter().map(|(place, _)| *place).collect()).collect();
    assert_eq!(places[3..], [vec![], vec![], vec![]] as [Vec<usize>; 3]);
    assert!(places[0].contains(&1) && places[0].contains(&2) && places[1].contains(&0), "{near:?}");
}

#[test]
fn a_thousand_copies_find_ten_each() {
    let texts = vec!["free coins at coins.example, hurry"; 1_000];
    assert!(near_duplicates(&texts, 10).iter().all(|near| near.len() == 10));
}

#[test]
fn cross_posts_within_ten_minutes_are_one_utterance() {
    let long =
        "Release 4.2 lost my drafts: I wrote for two hours, pressed save, and the page was empty after the reload.";
    let post = |minute: i64, author, place, text| Posted { at_s: minute * 60, author, place, text };
    let posts = [
        post(5, "ada", "forum", "Release 4.2 lost my drafts, help"),
        post(0, "ada", "chat", "release 4.2 lost my drafts!! help"),
        post(12, "ada", "mail", "Release 4.2 lost my drafts, help"),
        post(1, "grace", "chat", "thanks"),
        post(2, "mary", "forum", "thanks"),
        post(3, "edith", "forum", long),
        post(4, "edith@home", "chat", long),
        post(5, "grace", "forum", long),
    ];
    // Mail came 12 minutes after the chat that stands for the first two; Grace quotes Edith in the same place.
    assert_eq!(collapse(&posts), [1, 1, 2, 3, 4, 5, 5, 7]);
}

proptest! {
    #[test]
    fn any_texts_rank_completely_and_the_same_each_time(query in "\\PC{0,80}", texts in prop::collection::vec("\\PC{0,80}", 0..12)) {
        let texts: Vec<_> = texts.iter().map(|text| body(text)).collect();
        let mut ranker = Ranker::new();
        texts.iter().for_each(|text| ranker.show(*text));
        let ranked = ranker.rank(body(&query), &texts);
        prop_assert!(ranked.iter().all(|(_, score)| score.is_finite()));
        prop_assert_eq!(&ranked, &ranker.rank(body(&query), &texts));
        let mut places: Vec<_> = ranked.iter().map(|(place, _)| *place).collect();
        places.sort_unstable();
        prop_assert_eq!(places, (0..texts.len()).collect::<Vec<_>>());
    }

    #[test]
    fn any_bytes_load_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), count in any::<u64>()) {
        let mut file = b"TRSIMIL1".to_vec();
        file.extend_from_slice(&count.to_le_bytes());
        file.extend_from_slice(&bytes);
        if let Ok(index) = Index::load(&file) {
            prop_assert_eq!(index.save().len(), file.len());
        }
        prop_assert!(Index::load(&bytes).is_err());
    }

    #[test]
    fn an_index_keeps_its_promises_over_any_edits(edits in prop::collection::vec((0u64..6, prop::option::of("[a-d ]{0,12}")), 0..40)) {
        let mut index = Index::new();
        let mut kept = std::collections::BTreeMap::new();
        for (id, text) in &edits {
            match text {
                Some(text) => { index.insert(*id, body(text)); kept.insert(*id, text.clone()); }
                None => prop_assert_eq!(index.remove(*id), kept.remove(id).is_some()),
            }
        }
        let mut fresh = Index::new();
        kept.iter().for_each(|(id, text)| fresh.insert(*id, body(text)));
        let found = |index: &Index| {
            let hits = index.query(body("abcd dcba"), 10);
            hits.iter().map(|hit| (hit.id, (hit.score * 1e3).round() as i64)).collect::<std::collections::BTreeMap<_, _>>()
        };
        let (edited, fresh) = (found(&index), found(&fresh));
        prop_assert_eq!(edited.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
        prop_assert!(edited.iter().all(|(id, score)| score.abs_diff(fresh[id]) <= 1));
    }

    #[test]
    fn any_posts_collapse_onto_one_that_stands_for_itself(posts in prop::collection::vec((any::<i64>(), "[ab]", "\\PC{0,30}"), 0..20)) {
        let posts: Vec<_> = posts.iter().map(|(at_s, who, text)| Posted { at_s: *at_s, author: who, place: "here", text }).collect();
        let stands_for = collapse(&posts);
        prop_assert!(stands_for.iter().all(|place| stands_for[*place] == *place));
    }
}
