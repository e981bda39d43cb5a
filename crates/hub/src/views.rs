//! The one list of views: what REST, MCP and the command line may read.

use model::Capability;

/// Something that can be listed or looked at.
pub struct View {
    /// The plural noun, as in addresses.
    pub name: &'static str,
    /// One sentence for docs.
    pub about: &'static str,
    pub needs: Capability,
    /// Whether one can be opened by its id.
    pub one: One,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum One {
    ById,
    No,
}

/// Every view, by name.
pub const VIEWS: &[View] = &[
    View { name: "channels", about: "Connected places and places of archives.", needs: Capability::Read, one: One::No },
    View {
        name: "conversations",
        about: "Conversations, the one with the latest message first.",
        needs: Capability::Read,
        one: One::ById,
    },
    View {
        name: "examples",
        about: "Texts of which people said how they are to be read, newest first.",
        needs: Capability::Read,
        one: One::No,
    },
    View { name: "jobs", about: "Deferred work that waits.", needs: Capability::Read, one: One::No },
    View { name: "journal", about: "Decisions, newest first.", needs: Capability::Read, one: One::ById },
    View {
        name: "labels",
        about: "Labels of conversations, the most used first; on how many each stands, counted up to 1,000.",
        needs: Capability::Read,
        one: One::No,
    },
    View { name: "members", about: "People of the community by name.", needs: Capability::Read, one: One::ById },
    View {
        name: "messages",
        about: "Messages that match a query, newest first.",
        needs: Capability::Read,
        one: One::ById,
    },
    View {
        name: "products",
        about: "Products that are found by name in messages.",
        needs: Capability::Read,
        one: One::No,
    },
    View { name: "reports", about: "The report of a month.", needs: Capability::Read, one: One::ById },
    View { name: "runs", about: "Import runs with their sheets.", needs: Capability::Read, one: One::ById },
    View {
        name: "topics",
        about: "What people talk about over time, what grows most first.",
        needs: Capability::Read,
        one: One::ById,
    },
];
