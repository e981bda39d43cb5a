//! Pages, REST and live news over HTTP: every face that the desk shows to browsers and programs.

mod access;
mod answer;
mod api;
mod app;
mod assets;
mod cookies;
mod counts;
mod events;
mod fault;
mod guard;
mod health;
mod metrics;
mod pace;
mod pages;
mod paths;
mod routes;
mod shown;
mod toast;

pub use app::{App, Mode};
pub use routes::router;
