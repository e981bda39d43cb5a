//! Spikes: when a count, or a mood, leaves what its own past makes likely, and what people said meanwhile.

mod baseline;
mod detector;
mod tail;

pub use detector::{Detector, Direction, Reading, Settings};
