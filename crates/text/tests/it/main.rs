//! The text room by the front door: words, languages, readings, labels, many messages, and what no text may break.

mod characters;
mod classify;
mod customers;
mod features;
mod fold;
mod hostility;
mod keywords;
mod kinds;
mod language;
mod own;
mod products;
mod promises;
mod readings;
mod scrub;
mod similar;
mod spikes;
mod tokens;
mod topics;
mod toxicity;
mod trim;
mod vectors;
mod words;
