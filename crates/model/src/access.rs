//! Who may do what: capabilities, the roles that bundle them, and what one request has seen of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{StaffId, WorkspaceId};

/// One thing that a person may be allowed to do in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u32)]
pub enum Capability {
    /// See messages, conversations, members, reports and the journal.
    Read = 0,
    /// Work conversations: label, assign, snooze, close, note.
    Answer = 1,
    /// Say that the machine read a message wrongly.
    Correct = 2,
    /// Merge and split conversations and members.
    Merge = 3,
    /// Bring archives in and take them back.
    Import = 4,
    /// Manage staff, tokens and settings.
    Administer = 5,
}

impl Capability {
    pub const ALL: [Capability; 6] = [
        Capability::Read,
        Capability::Answer,
        Capability::Correct,
        Capability::Merge,
        Capability::Import,
        Capability::Administer,
    ];

    /// The word that names the capability in errors, tokens and docs.
    pub const fn word(self) -> &'static str {
        match self {
            Capability::Read => "read",
            Capability::Answer => "answer",
            Capability::Correct => "correct",
            Capability::Merge => "merge",
            Capability::Import => "import",
            Capability::Administer => "administer",
        }
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A set of capabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities(u32);

impl Capabilities {
    pub const NONE: Capabilities = Capabilities(0);

    pub fn of(list: &[Capability]) -> Capabilities {
        Capabilities(list.iter().fold(0, |bits, capability| bits | capability.bit()))
    }

    pub fn has(self, capability: Capability) -> bool {
        self.0 & capability.bit() != 0
    }

    /// What both sets allow: a token never allows more than its owner.
    pub fn and(self, other: Capabilities) -> Capabilities {
        Capabilities(self.0 & other.0)
    }
}

/// A named set of capabilities that a person has in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Owner,
    Agent,
    Analyst,
}

/// Why a string is not a role.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a role; the roles are owner, agent and analyst")]
pub struct NotARole(pub String);

impl Role {
    pub const ALL: [Role; 3] = [Role::Owner, Role::Agent, Role::Analyst];

    pub const fn word(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Agent => "agent",
            Role::Analyst => "analyst",
        }
    }

    /// What the role allows.
    pub fn capabilities(self) -> Capabilities {
        match self {
            Role::Owner => Capabilities::of(&Capability::ALL),
            Role::Agent => {
                Capabilities::of(&[Capability::Read, Capability::Answer, Capability::Correct, Capability::Merge])
            }
            Role::Analyst => Capabilities::of(&[Capability::Read]),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(written: &str) -> Result<Role, NotARole> {
        let found = Role::ALL.into_iter().find(|role| role.word() == written);
        found.ok_or_else(|| NotARole(written.chars().take(40).collect()))
    }
}

/// Who decides: stands in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person with an account.
    Staff(StaffId),
    /// Whoever runs the command line on this machine.
    Operator,
    /// An import run.
    Import,
    /// The program itself: jobs.
    System,
}

/// What one request may see and do. Built once per request, in `hub/src/access.rs` only; every
/// read of the store takes it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub workspace: WorkspaceId,
    pub actor: Actor,
    capabilities: Capabilities,
}

impl Seen {
    /// Only `hub/src/access.rs` may call this; `cargo xtask tidy` holds everyone to it.
    pub fn build(workspace: WorkspaceId, actor: Actor, capabilities: Capabilities) -> Seen {
        Seen { workspace, actor, capabilities }
    }

    pub fn may(&self, capability: Capability) -> bool {
        self.capabilities.has(capability)
    }
}
