//! What every part promises of any text, however it is put together.

use proptest::prelude::*;
use text::classify::{Example, Model, Senses, train};
use text::similar::{Index, Text};
use text::topics::TopicBook;
use text::{Input, Products, Reader, scrub};

/// Pieces that mean something to one of the parts.
const PIECES: &[&str] = &[
    "The app crashes ",
    "please add a dark mode",
    "!!! ",
    "how do I reset my password? ",
    "> quoted line\n",
    "On Mon, 2 Nov 2026 Ada wrote:\n",
    "-- \nAda\n",
    "```\nlet x = 1;\n```\n",
    "2026-11-02 10:00:00 ERROR boom\n",
    "    at main(a.rs:1)\n",
    "<b>bold</b> ",
    "<!-- a comment -->",
    "[quote]theirs[/quote]",
    "mail ada@example.org ",
    "https://example.org/a?b=c#d ",
    "+33 1 23 45 67 89 ",
    "DE89 3704 0044 0532 0130 00 ",
    "v2.4.1 ",
    "$ 4,000 ",
    "Acme Cloud ",
    "f u c k ",
    "1d10t ",
    "раypаl ",
    "\u{202e}dlrow\u{202c} ",
    "fuuuuck ",
    "東京は晴れ ",
    "Ça ne marche pas du tout. ",
    "почему не работает? ",
    "👍🏽👨‍👩‍👧 ",
    "#darkmode @ada ",
    "e\u{301}\u{200b}",
    "\r\n",
    "\n\n",
    "\0",
    " ",
];

/// Such pieces in any order, more telling than letters at random, which are among them.
fn patchwork(pieces_max: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,12}"],
        0..pieces_max,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn evidence_lies_inside_the_message_on_whole_letters(title in prop::option::of(patchwork(3)), text in patchwork(14)) {
        let reader = Reader::new();
        let products = Products::new(["Acme", "Acme Cloud"]);
        let input = Input { text: &text, title: title.as_deref(), products: Some(&products) };
        let reading = reader.read(&input);
        let evidence = reading.kinds.iter().flat_map(|kind| &kind.evidence);
        for span in evidence.chain(&reading.keywords).chain(reading.entities.iter().map(|entity| &entity.span)) {
            // `words` is empty where the offsets lie outside or cut a letter.
            prop_assert!(span.start < span.end && !span.words(&input).is_empty(), "{span:?}");
        }
    }

    #[test]
    fn a_mails_own_lines_are_lines_of_it_in_order(mail in patchwork(14)) {
        let own = text::trim::own_lines(&mail);
        for (at, line) in &own {
            prop_assert!(mail[*at..].starts_with(line), "{line:?} at {at}");
        }
        prop_assert!(own.windows(2).all(|pair| pair[0].0 + pair[0].1.len() <= pair[1].0));
        let once = text::trim::trim(&mail);
        prop_assert!(once.len() <= mail.len());
    }

    #[test]
    fn own_words_are_the_text_without_what_was_set_apart(text in patchwork(14)) {
        let own = text::own::own_words(&text);
        let mut from = 0;
        for (range, _) in &own.apart {
            prop_assert!(from <= range.start && range.start < range.end && text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            from = range.end;
        }
        prop_assert!(from <= text.len());
        prop_assert!(own.text.lines().all(|line| line.split(' ').all(|word| text.contains(word))));
    }

    #[test]
    fn folding_what_is_folded_changes_nothing(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..10)) {
        let once = text::fold::folded(&pieces.concat());
        // Letters that stood apart for another reason than to hide a word look spelled out once folded.
        let words: Vec<&str> = once.split(' ').filter(|word| word.chars().count() > 1).collect();
        let words = words.join(" ");
        prop_assert_eq!(text::fold::folded(&words), words);
    }

    #[test]
    fn scrubbing_what_is_scrubbed_changes_nothing(text in patchwork(10)) {
        let once = scrub(&text);
        prop_assert_eq!(scrub(&once), once);
    }

    #[test]
    fn the_parts_of_a_text_in_several_languages_cover_it_in_order(text in patchwork(14)) {
        let mut from = 0;
        for part in text::language::parts(&text) {
            prop_assert!(from <= part.at.start && part.at.start < part.at.end && text.get(part.at.clone()).is_some());
            from = part.at.end;
        }
        prop_assert!(from <= text.len());
    }

    #[test]
    fn a_saved_index_answers_as_before(
        edits in prop::collection::vec((0u64..8, prop::option::weighted(0.8, ("[a-e ]{0,10}", patchwork(4)))), 0..24),
        query in patchwork(4),
    ) {
        let mut index = Index::new();
        for (id, edit) in &edits {
            match edit {
                Some((title, body)) => index.insert(*id, Text { title, body }),
                None => { index.remove(*id); }
            }
        }
        let again = Index::load(&index.save()).expect("what was saved is sound");
        prop_assert_eq!(again.len(), index.len());
        let ask = |index: &Index| index.query(Text { title: "", body: &query }, 10).iter().map(|hit| (hit.id, hit.score)).collect::<Vec<_>>();
        prop_assert_eq!(ask(&again), ask(&index));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn topics_keep_their_numbers_and_people_their_word_whatever_arrives(
        days in prop::collection::vec(prop::collection::vec(patchwork(4), 0..40), 1..5),
        decisions in prop::collection::vec((0usize..3, any::<prop::sample::Index>()), 0..6),
    ) {
        let mut book = TopicBook::new();
        let borrowed = |day: &[String]| day.iter().map(String::as_str).collect::<Vec<_>>().join("\u{1f}");
        for day in &days {
            let before: Vec<(u32, String, bool, bool)> = book.topics().iter().map(|topic| (topic.id, topic.name.clone(), topic.renamed, topic.pinned)).collect();
            let whole = borrowed(day);
            let texts: Vec<&str> = if day.is_empty() { Vec::new() } else { whole.split('\u{1f}').collect() };
            let sorted = book.learn(&texts);
            prop_assert!(sorted.iter().flatten().all(|id| book.topic(*id).is_some()));
            for (id, name, renamed, pinned) in before {
                let topic = book.topic(id).expect("a book this small drops none");
                prop_assert_eq!((&topic.name, topic.renamed, topic.pinned), (&name, renamed, pinned));
            }
            let ids: Vec<u32> = book.topics().iter().map(|topic| topic.id).collect();
            prop_assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
            for (decision, at) in decisions.iter().filter(|_| !ids.is_empty()) {
                let (id, first) = (*at.get(&ids), ids[0]);
                match decision {
                    0 => book.rename(id, &format!("named {id}")),
                    1 => book.pin(id),
                    _ => book.merge(id, first),
                }
                .expect("the topic is there");
            }
        }
    }
}

fn learned(rows: &[(&str, &str)]) -> Vec<u8> {
    let example = |(text, label): &(&str, &str)| Example {
        title: String::new(),
        text: (*text).to_owned(),
        labels: vec![(*label).to_owned()],
    };
    train(&Senses::built_in(), &rows.iter().map(example).collect::<Vec<_>>()).expect("two labels of two rows").bytes
}

const ROWS: [(&str, &str); 6] = [
    ("it crashed with an error", "bug"),
    ("it crashed again today", "bug"),
    ("the export fails", "bug"),
    ("please add folders", "idea"),
    ("add a dark mode please", "idea"),
    ("a widget would be great", "idea"),
];

#[test]
fn a_model_that_was_damaged_anywhere_is_refused_in_one_sentence() {
    let whole = learned(&ROWS);
    assert!(Model::from_bytes(&whole).is_ok());
    let refused = |bytes: &[u8]| match Model::from_bytes(bytes) {
        Ok(_) => None,
        Err(reason) => Some(reason.to_string()),
    };
    let mut changes = 0;
    for at in (0..whole.len()).step_by(whole.len() / 400 + 1) {
        for flip in [1u8, 0x80] {
            let mut damaged = whole.clone();
            damaged[at] ^= flip;
            let said = refused(&damaged).unwrap_or_else(|| panic!("byte {at} of {} may change unseen", whole.len()));
            assert!(!said.contains('\n') && said.len() < 200, "{said}");
            changes += 1;
        }
        assert!(refused(&whole[..at]).is_some(), "cut at {at}");
    }
    assert!(changes > 400, "{changes}");
    assert!(refused(&[&whole[..], b"x"].concat()).is_some());
    assert!(refused(b"").is_some());
}

#[test]
fn a_model_says_the_same_after_it_was_written_and_read() {
    let (senses, bytes) = (Senses::built_in(), learned(&ROWS));
    assert_eq!(bytes, learned(&ROWS), "the same rows give the same bytes");
    let (one, other) = (Model::from_bytes(&bytes).expect("sound"), Model::from_bytes(&bytes).expect("sound"));
    for (text, label) in ROWS {
        let answer = one.classify(&senses, "", text);
        assert_eq!(answer.label, label);
        assert_eq!(answer, other.classify(&senses, "", text));
    }
}
