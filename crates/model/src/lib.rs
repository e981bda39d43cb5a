//! The nouns of Tribune, their ids, who may see what, and time as a value; no I/O.
//!
//! # Glossary
//!
//! The same word stands for the same thing in tables, types, URLs, log fields, folders and pages.
//!
//! * **workspace**: one brand or community, with its own staff, channels, members and data.
//! * **staff**: a person who works here, with a role in each workspace.
//! * **member**: a person in the community; a set of accepted links between identities.
//! * **identity**: a handle at an origin.
//! * **channel**: one connected place of one kind (email, mastodon, github…).
//! * **origin**: the network instance where a message has its identity (`mail`, `slack:T01`,
//!   `github.com/o/r`); an archive and a live channel of the same place share it.
//! * **message**: one utterance, inbound or outbound.
//! * **conversation**: messages that belong together.
//! * **reading**: what the text engine said of one message, with the model's version.
//! * **label**: a judgement on a message, conversation or member, by machine or human.
//! * **topic**: messages about the same thing over time.
//! * **act**: a decision by a person, a rule, an agent or an import run.
//! * **journal**: the log of all acts.
//! * **run**: one execution of an import, and the rows that it brought.
//! * **thing**: what an archive holds beside messages: a contact, feed, date or subscriber.
//! * **job**: deferred work, in the same database, claimed with a lease.

pub mod access;
pub mod ids;
pub mod incoming;
pub mod kind;
mod places;
pub mod time;

pub use access::{Actor, Capability, Role, Seen};
pub use ids::*;
pub use incoming::{Attachment, Author, Incoming, Reaction, Thing, ThingKind};
pub use kind::Kind;
pub use time::{Month, Time};
