//! Spikes: when a count, or a mood, leaves what its own past makes likely, and what people said meanwhile.

mod baseline;
mod detector;
mod explanation;
mod mood;
mod series;
mod table;
pub mod tail;

pub use detector::{Detector, Direction, Reading, Settings};
pub use explanation::{Explanation, Phrase, Said, explain};
pub use mood::MoodDetector;
pub use series::{BINS_MAX, Bin, Utterance, bins};
pub use table::{Cell, Columns, Row, Values};
