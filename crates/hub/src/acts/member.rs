//! Acts on members.

pub(super) mod erase;
pub(super) mod merge;
pub(super) mod split;
