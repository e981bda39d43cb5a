//! Patterns over many messages, entered by the front door: spikes, similar texts, topics.

mod similar;
mod spikes;
mod topics;
