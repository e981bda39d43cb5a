//! Reading text: language, sentiment, kinds and what else a message says; pure, no I/O, no clock.
