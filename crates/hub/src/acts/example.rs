//! Acts on examples: texts of which a person says how they are to be read.

pub(super) mod add;
pub(super) mod remove;
