//! Reading text: language, sentiment, kinds and what else a message says; pure, no I/O, no clock.
//!
//! Everything that is needed lies in the crate: no network, no files, the same answer every time.
//!
//! ```
//! use text::{Input, Kind, Reader};
//!
//! // Building the reader takes a few milliseconds; share it between threads.
//! let reader = Reader::new();
//! let input = Input { text: "The app crashes when I open the camera, please help!", ..Input::default() };
//! let reading = reader.read(&input);
//! assert_eq!(reading.language.code, "en");
//! assert_eq!(reading.kinds[0].label, Kind::Bug);
//! assert!(reading.asks_reply && !reading.toxicity.is_yes());
//! // Each kind points at the words that speak for it.
//! let evidence: Vec<&str> = reading.kinds[0].evidence.iter().map(|span| span.words(&input)).collect();
//! assert!(evidence.contains(&"crashes"), "{evidence:?}");
//! ```
//!
//! The other rooms of the crate work by themselves:
//!
//! ```
//! // Own words: what a mail says beside quotations and signatures.
//! let mail = "It works now, thanks!\n\nOn Mon, 2 Nov 2026 Ada wrote:\n> Did the update help?\n";
//! assert_eq!(text::trim::trim(mail).trim(), "It works now, thanks!");
//!
//! // Similar: an index of earlier questions, asked with a new one.
//! use text::similar::{Index, Text};
//! let mut index = Index::new();
//! index.insert(1, Text { title: "", body: "How do I reset my password?" });
//! index.insert(2, Text { title: "", body: "Where can I download the invoice?" });
//! let hits = index.query(Text { title: "", body: "I forgot my password, how can I set a new one?" }, 1);
//! assert_eq!(hits[0].id, 1);
//!
//! // Personal data out.
//! assert_eq!(text::scrub("Write to ada@mail.example"), "Write to [email]");
//! ```
//!
//! [`classify`] learns labels of your own, [`topics`] finds and names what many messages are about, [`spikes`] watches
//! counts, [`language`] names languages, [`vectors`] gives a text's meaning as 256 numbers. How well each part works,
//! and for which languages, is in `docs/benchmarks/text.md` and in every reading's `status`.

mod asks;
pub mod characters;
pub mod classify;
pub mod entities;
pub mod features;
pub mod fold;
mod keywords;
mod kinds;
pub mod language;
pub mod own;
pub mod quality;
pub mod reader;
pub mod reading;
mod runs;
mod scrub;
mod sentiment;
pub mod similar;
mod spam;
pub mod spikes;
pub mod tokens;
pub mod topics;
mod toxicity;
pub mod training;
pub mod trim;
mod ugc;
mod urgency;
pub mod vectors;
pub mod words;

pub use entities::Products;
pub use reader::{Input, Reader};
pub use reading::{Kind, Reading, Span};
pub use scrub::scrub;
