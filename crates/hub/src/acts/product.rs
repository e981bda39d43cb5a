//! Acts on the list of products.

pub(super) mod add;
pub(super) mod remove;
