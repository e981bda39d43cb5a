//! Acts on alerts.

pub(super) mod dismiss;
