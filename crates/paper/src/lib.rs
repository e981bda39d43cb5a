//! Words in English and French, numbers, dates, charts and letter templates; pure.

pub mod chart;
pub mod html;
pub mod language;
pub mod report;
pub mod words;

pub use language::Language;
pub use words::Words;
