//! Chatwoot's table of messages: which rows no customer saw.

use crate::record::Reason;

/// Where a table says who may see a row, and what kind of row it is.
pub(crate) struct Columns {
    private: usize,
    kind: usize,
}

/// Whether a row that its program keeps to itself has a cell of these.
const TRUE: [&str; 4] = ["t", "true", "1", "yes"];

/// The columns of a table that is Chatwoot's.
pub(crate) fn columns(header: &[String]) -> Option<Columns> {
    let at = |name: &str| header.iter().position(|known| known.trim().eq_ignore_ascii_case(name));
    at("conversation_id")?;
    Some(Columns { private: at("private")?, kind: at("message_type")? })
}

impl Columns {
    /// Why a row is no answer to anybody.
    pub(crate) fn why_left(&self, cells: &[String]) -> Option<(Reason, &'static str)> {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        if TRUE.iter().any(|word| cell(self.private).eq_ignore_ascii_case(word)) {
            return Some((Reason::Unsupported, "a note among the staff, not public"));
        }
        matches!(cell(self.kind), "2" | "activity").then_some((Reason::System, ""))
    }
}
