//! The desk for programs: acts and views of the two lists over HTTP, and their description.

pub(crate) mod acts;
pub(crate) mod files;
pub(crate) mod openapi;
pub(crate) mod views;
