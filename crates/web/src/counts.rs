//! How much is in each view, remembered until the journal moves on: whatever changes a count is an
//! act or an ingest, and both write an entry.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use model::{EntryId, StaffId, WorkspaceId};

/// People whose counts are remembered; beyond, all are counted anew.
const KNOWN_MAX: usize = 10_000;

type Known = HashMap<(WorkspaceId, StaffId), (EntryId, Vec<i64>)>;

#[derive(Default)]
pub(crate) struct Counts {
    known: Mutex<Known>,
    /// Held by whoever counts: many who come at once wait for one count instead of counting side by side.
    pub(crate) counting: tokio::sync::Mutex<()>,
}

impl Counts {
    /// What was counted for somebody when the journal ended with `at`.
    pub(crate) fn find(&self, of: (WorkspaceId, StaffId), at: EntryId) -> Option<Vec<i64>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&of).filter(|(then, _)| *then == at).map(|(_, counts)| counts.clone())
    }

    pub(crate) fn keep(&self, of: (WorkspaceId, StaffId), at: EntryId, counts: &[i64]) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(of, (at, counts.to_vec()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_end_with_the_next_entry() {
        let (counts, of) = (Counts::default(), (WorkspaceId(1), StaffId(2)));
        counts.keep(of, EntryId(5), &[3, 4]);
        assert_eq!(counts.find(of, EntryId(5)), Some(vec![3, 4]));
        assert_eq!(counts.find(of, EntryId(6)), None);
        assert_eq!(counts.find((WorkspaceId(2), StaffId(2)), EntryId(5)), None);
    }
}
