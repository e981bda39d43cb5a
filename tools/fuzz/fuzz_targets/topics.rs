//! Any texts have topics, and a book of topics survives saving, changed bytes and more texts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use text::topics::{Settings, TopicBook, discover};

fuzz_target!(|given: (Vec<&str>, Vec<(u16, u8)>, u8)| {
    let (texts, changes, count) = given;
    discover(&texts, Settings { count: Some(usize::from(count % 8)).filter(|count| *count > 0), seed: 1 });
    let mut book = TopicBook::new();
    book.learn(&texts);
    let mut saved = book.save();
    for (at, byte) in changes {
        let at = usize::from(at) % saved.len();
        saved[at] = byte;
    }
    if let Ok(mut changed) = TopicBook::load(&saved) {
        changed.learn(&texts);
    }
});
