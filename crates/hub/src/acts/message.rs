//! Acts on messages.

pub(super) mod correct;
