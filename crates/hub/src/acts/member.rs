//! Acts on members.

pub(super) mod merge;
pub(super) mod split;
