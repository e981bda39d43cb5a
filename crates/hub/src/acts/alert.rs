//! Acts on alerts.

pub(super) mod dismiss;
pub(super) mod unwatch;
pub(super) mod watch;
