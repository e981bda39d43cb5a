//! Any texts have topics; a book of topics survives what people do to it, saving, changed bytes and more texts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use text::topics::{Settings, TopicBook, discover};

/// More texts, or longer ones, make each input slow and show nothing new.
const TEXTS_MAX: usize = 48;
const TEXT_BYTES_MAX: usize = 300;

fuzz_target!(|given: (Vec<&str>, Vec<(u16, u8)>, Vec<(u8, u8, u8)>, u8)| {
    let (texts, changes, acts, count) = given;
    let texts: Vec<&str> =
        texts.iter().take(TEXTS_MAX).map(|text| &text[..text.floor_char_boundary(TEXT_BYTES_MAX)]).collect();
    let count = Some(usize::from(count % 8)).filter(|count| *count > 0);
    let topics = discover(&texts, Settings { count, seed: 1 });
    assert!(count.is_none_or(|count| topics.len() <= count));
    assert!(topics.iter().flat_map(|topic| &topic.messages).all(|place| *place < texts.len()));
    let mut book = TopicBook::new();
    let (early, late) = texts.split_at(texts.len() / 2);
    book.learn(early);
    for (act, one, other) in acts {
        let (one, other) = (u32::from(one % 16), u32::from(other % 16));
        // What a topic that is not there answers is its own affair; that it answers is ours.
        let _answered = match act % 5 {
            0 => book.rename(one, "a name"),
            1 => book.pin(one),
            2 => book.unpin(one),
            3 => book.merge(one, other),
            _ => book.unmerge(one),
        };
    }
    let kept = book.topics().len();
    assert_eq!(book.learn(late).len(), late.len());
    assert!(book.topics().len() >= kept);
    let mut saved = book.save();
    assert!(TopicBook::load(&saved).is_ok_and(|same| same.topics().len() == book.topics().len()));
    for (at, byte) in changes {
        let at = usize::from(at) % saved.len();
        saved[at] = byte;
    }
    if let Ok(mut changed) = TopicBook::load(&saved) {
        changed.learn(&texts);
    }
});
