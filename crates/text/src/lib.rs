//! Reading text: language, sentiment, kinds and what else a message says; pure, no I/O, no clock.

pub mod characters;
pub mod fold;
pub mod spikes;
pub mod tokens;
pub mod trim;
pub mod words;
