//! A seeded, fictional community with known truth: demo, tests and benchmarks.
//!
//! Tidewick makes small musical instruments: the Wren, a pocket synthesizer; the Heron, a groovebox;
//! and Nest, the app that edits their sounds. Its people write in a forum, a chat, by mail, on a social
//! network, in app reviews and in a tracker; in English, French and some other languages.
//!
//! The same seed, end and size make the same messages, byte for byte. Each comes with its [`Truth`].
//! **What this crate makes is never both training and proof**: a model that learned from one world must
//! be measured on text that people wrote.

mod cast;
mod openings;
mod people;
mod phrase;
mod places;
mod plan;
mod random;
mod render;
mod story;
mod stream;
mod truth;
mod voice;

pub use cast::{CAST, Staff};
pub use places::Place;
pub use story::Incident;
pub use stream::Messages;
pub use truth::Truth;

use model::{Month, Time};

use crate::people::Person;
use crate::phrase::Book;

/// The languages of the phrase books, the most spoken first.
const BOOKS: [(&str, &str); 8] = [
    ("en", concat!(include_str!("../phrases/en.txt"), "\n", include_str!("../phrases/en-people.txt"))),
    ("fr", concat!(include_str!("../phrases/fr.txt"), "\n", include_str!("../phrases/fr-people.txt"))),
    ("de", include_str!("../phrases/de.txt")),
    ("es", include_str!("../phrases/es.txt")),
    ("it", include_str!("../phrases/it.txt")),
    ("nl", include_str!("../phrases/nl.txt")),
    ("pt", include_str!("../phrases/pt.txt")),
    ("ja", include_str!("../phrases/ja.txt")),
];

/// How much of a world there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// About how many messages: within 8 in 100 for a demo, 3 in 100 from 50,000 on.
    pub messages: usize,
    /// Calendar months that end with the world.
    pub months: u32,
    /// People who write at least once, staff apart; fewer write when there are few messages.
    pub members: usize,
}

impl Size {
    /// A year that a visitor can look around in.
    pub const DEMO: Size = Size { messages: 9_000, months: 12, members: 480 };
    /// A month that a test reads in a moment.
    pub const SMALL: Size = Size { messages: 600, months: 1, members: 90 };

    /// As many messages as asked in one month, for benchmarks.
    pub const fn month_of(messages: usize) -> Size {
        Size { messages, months: 1, members: messages / 40 + 20 }
    }
}

/// A community: who there is and what happens, before anybody has spoken.
pub struct World {
    seed: u64,
    from: Time,
    now: Time,
    size: Size,
    books: Vec<Book>,
    people: Vec<Person>,
    incidents: Vec<Incident>,
}

impl World {
    /// The world that `seed` makes, ending at `now`.
    pub fn new(seed: u64, now: Time, size: Size) -> World {
        let read = |(language, text)| Book::read(language, text).expect("the phrase books are tested");
        let from = earlier(now, size.months.max(1));
        World {
            seed,
            from,
            now,
            size,
            books: BOOKS.into_iter().map(read).collect(),
            people: people::people(seed, (from, now), size.members.max(20)),
            incidents: story::incidents(from, now),
        }
    }

    /// The name of the brand.
    pub const fn brand(&self) -> &'static str {
        "Tidewick"
    }

    /// What the brand makes, each with what else people write for it.
    pub const fn products(&self) -> &'static [(&'static str, &'static str)] {
        &[("Heron", "herons"), ("Wren", "wrens")]
    }

    /// When the first message may have been sent.
    pub const fn from(&self) -> Time {
        self.from
    }

    /// When the world ends: the present of a demo.
    pub const fn now(&self) -> Time {
        self.now
    }

    /// What happened, in order of time.
    pub fn incidents(&self) -> &[Incident] {
        &self.incidents
    }

    /// Every message with its truth, the oldest first. Memory stays bounded by the conversations that
    /// are going on at a time.
    pub fn messages(&self) -> Messages<'_> {
        Messages::new(self)
    }
}

/// The same moment of its month, `months` calendar months before.
fn earlier(now: Time, months: u32) -> Time {
    let into = now.micros() - now.month().start().micros();
    let month = (0..months).fold(now.month(), |month: Month, _| month.previous());
    let length = month.end().micros() - month.start().micros();
    Time(month.start().micros() + into.min(length - 1))
}
