//! How much is in each view, remembered for a moment or until the journal moves on: acts and ingests write an
//! entry, an undoing that goes on in batches does not.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use model::{EntryId, StaffId, Time, WorkspaceId};

/// People whose counts are remembered; beyond, all are counted anew.
const KNOWN_MAX: usize = 10_000;

/// Two seconds.
const KEPT_MICROS: i64 = 2_000_000;

struct Counted {
    at: EntryId,
    moment: Time,
    counts: Vec<i64>,
}

type Known = HashMap<(WorkspaceId, StaffId), Counted>;

#[derive(Default)]
pub(crate) struct Counts {
    known: Mutex<Known>,
    /// Held by whoever counts: many who come at once wait for one count instead of counting side by side.
    pub(crate) counting: tokio::sync::Mutex<()>,
}

impl Counts {
    /// What was counted for somebody a moment ago, when the journal ended with `at`.
    pub(crate) fn find(&self, of: (WorkspaceId, StaffId), (at, now): (EntryId, Time)) -> Option<Vec<i64>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |counted: &&Counted| counted.at == at && now.micros() - counted.moment.micros() < KEPT_MICROS;
        known.get(&of).filter(fresh).map(|counted| counted.counts.clone())
    }

    pub(crate) fn keep(&self, of: (WorkspaceId, StaffId), (at, now): (EntryId, Time), counts: &[i64]) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(of, Counted { at, moment: now, counts: counts.to_vec() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_end_with_the_next_entry() {
        let (counts, of) = (Counts::default(), (WorkspaceId(1), StaffId(2)));
        let at = |entry, micros| (EntryId(entry), Time::from_micros(micros));
        counts.keep(of, at(5, 0), &[3, 4]);
        assert_eq!(counts.find(of, at(5, 10)), Some(vec![3, 4]));
        assert_eq!(counts.find(of, at(6, 10)), None);
        assert_eq!(counts.find((WorkspaceId(2), StaffId(2)), at(5, 10)), None);
        assert_eq!(counts.find(of, at(5, KEPT_MICROS)), None, "an undoing goes on without entries");
    }
}
