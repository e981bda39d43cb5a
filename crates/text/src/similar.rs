//! Similar texts: the same question in other words, the same text again, and an index of a whole archive.

mod duplicates;
mod file;
pub(crate) mod grams;
mod index;
mod lexicon;
pub(crate) mod meaning;
mod rank;

pub use duplicates::{CROSS_POST_S, NEAR_DUPLICATE, Posted, collapse, near_duplicates};
pub use file::Broken;
pub use index::{Hit, Index, RERANKED};
pub use rank::{Ranker, Text};
