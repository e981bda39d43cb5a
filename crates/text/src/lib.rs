//! Reading text: language, sentiment, kinds and what else a message says; pure, no I/O, no clock.

mod asks;
pub mod characters;
pub mod classify;
pub mod entities;
mod features;
pub mod fold;
mod keywords;
mod kinds;
pub mod language;
pub mod own;
pub mod quality;
pub mod reader;
pub mod reading;
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
