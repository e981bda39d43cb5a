//! What every handler shares: the hub, the clock, how this server runs, and its counters.

use std::sync::Arc;

use hub::Hub;
use model::{StaffId, Time};
use tokio::sync::{Mutex, watch};

use crate::counts::{OfLabels, OfViews};
use crate::metrics::Metrics;
use crate::pace::Paces;

/// How this server treats whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// People sign in.
    Serve,
    /// Every visitor is this member of staff of a fictional community, and a banner says so.
    Demo(StaffId),
}

/// Everything that the router needs. Cloning shares it.
#[derive(Clone)]
pub struct App {
    pub hub: Hub,
    pub clock: fn() -> Time,
    pub mode: Mode,
    /// Where people reach this server, without a final slash; empty when nobody said.
    pub public_url: Arc<str>,
    /// Turns true when the server stops, so that live streams end.
    pub stopping: watch::Receiver<bool>,
    pub(crate) view_counts: Arc<OfViews>,
    pub(crate) label_counts: Arc<OfLabels>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) paces: Arc<Paces>,
    /// The session that all visitors of a demo share.
    pub(crate) demo_session: Arc<Mutex<Option<String>>>,
}

impl App {
    /// Puts the parts together; `stopping` turns true when the server stops.
    pub fn new(hub: Hub, clock: fn() -> Time, mode: Mode, stopping: watch::Receiver<bool>) -> App {
        App {
            hub,
            clock,
            mode,
            public_url: Arc::from(""),
            stopping,
            view_counts: Arc::default(),
            label_counts: Arc::default(),
            metrics: Arc::default(),
            paces: Arc::default(),
            demo_session: Arc::default(),
        }
    }

    /// The same with the address at which people reach it, as in mails and secure cookies.
    pub fn with_public_url(mut self, url: &str) -> App {
        self.public_url = Arc::from(url.trim_end_matches('/'));
        self
    }

    pub(crate) fn now(&self) -> Time {
        (self.clock)()
    }

    /// Browsers send cookies over TLS only when people reach the server so.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
