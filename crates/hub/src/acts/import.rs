//! Acts on imports.

pub(super) mod run;
pub(super) mod undo;
