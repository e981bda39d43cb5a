//! Import and export formats, one file each: bytes in, records out; no database.
//!
//! A caller offers files as a [`Tree`], opens them as a [`Source`], asks for a [`plan`] and reads
//! the [`Rows`] that [`open`] gives: each row of the source is a [`Record`] or a [`Skip`] with its
//! reason, so that a sheet of what was read always balances.

mod base64;
mod csv;
mod dates;
mod decode;
mod desks;
mod discord;
mod discourse;
mod discourse_backup;
pub mod fields;
mod flow;
mod foreign;
pub mod format;
mod generic;
mod github;
mod gitlab;
mod html;
mod icalendar;
mod irc;
mod irc_paths;
mod json;
mod jsonl;
mod lemmy;
mod lines;
mod listmonk;
mod mail;
mod mailchimp;
mod mails;
mod mastodon;
mod matrix;
mod mattermost;
mod mbox;
mod media;
mod months;
mod opml;
pub mod pack;
mod phpbb;
mod plan;
mod properties;
pub mod record;
mod rocketchat;
mod scalar;
mod slack;
mod slack_words;
pub mod source;
mod stackexchange;
mod table;
mod tar;
mod telegram;
mod telegram_repair;
mod threads;
mod tribune;
mod vcard;
mod walk;
mod whatsapp;
mod whatsapp_dates;
mod whatsapp_names;
mod whatsapp_words;
pub mod whole;
mod xlsx;
mod xml;
mod zip;
mod zones;
mod zulip;

pub use fields::{Field, Map};
pub use format::{Confidence, Error, FORMATS, Format, Loss, Mapped, Options, choose, open};
pub use lines::LINE_BYTES_MAX;
pub use pack::Pack;
pub use plan::{Plan, Reach, SAMPLE_ROWS, plan};
pub use record::{Place, Reason, Record, Row, Rows, Skip, Warning, Warnings};
pub use source::{Entry, File, Memory, Source, Tree};
pub use tribune::{Beneath, Beside, Exported, export, export_beside, source_path};
pub use zip::{ReadSeek, ZIP_ENTRIES_MAX};
