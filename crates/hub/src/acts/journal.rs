//! Acts on the journal itself.

pub(super) mod undo;
