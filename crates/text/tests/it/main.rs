//! The text room by the front door: readings, labels, patterns over many messages, and what no text may break.

mod classify;
mod customers;
mod hostility;
mod keywords;
mod kinds;
mod promises;
mod readings;
mod similar;
mod spikes;
mod topics;
mod toxicity;
