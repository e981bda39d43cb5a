//! How much is in each view and under each label, remembered for a moment or until the journal moves on: acts and
//! ingests write an entry, an undoing that goes on in batches does not.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use model::{EntryId, StaffId, Time, WorkspaceId};

/// Whose counts are remembered; beyond, all are counted anew.
const KNOWN_MAX: usize = 10_000;

/// Two seconds.
const KEPT_MICROS: i64 = 2_000_000;

/// What was counted, for each `K`.
pub(crate) struct Counts<K, V> {
    known: Mutex<HashMap<K, Counted<V>>>,
    /// Held by whoever counts: many who come at once wait for one count instead of counting side by side.
    pub(crate) counting: tokio::sync::Mutex<()>,
}

struct Counted<V> {
    at: EntryId,
    moment: Time,
    counts: V,
}

/// How much each person has in each view.
pub(crate) type OfViews = Counts<(WorkspaceId, StaffId), Vec<i64>>;
/// How many conversations carry each label.
pub(crate) type OfLabels = Counts<WorkspaceId, Vec<(String, i64)>>;

impl<K, V> Default for Counts<K, V> {
    fn default() -> Counts<K, V> {
        Counts { known: Mutex::default(), counting: tokio::sync::Mutex::default() }
    }
}

impl<K: Eq + Hash, V: Clone> Counts<K, V> {
    /// What was counted a moment ago, when the journal ended with `at`.
    pub(crate) fn find(&self, of: &K, (at, now): (EntryId, Time)) -> Option<V> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |counted: &&Counted<V>| counted.at == at && now.micros() - counted.moment.micros() < KEPT_MICROS;
        known.get(of).filter(fresh).map(|counted| counted.counts.clone())
    }

    pub(crate) fn keep(&self, of: K, (at, now): (EntryId, Time), counts: V) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(of, Counted { at, moment: now, counts });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_end_with_the_next_entry() {
        let (counts, of) = (OfViews::default(), (WorkspaceId(1), StaffId(2)));
        let at = |entry, micros| (EntryId(entry), Time::from_micros(micros));
        counts.keep(of, at(5, 0), vec![3, 4]);
        assert_eq!(counts.find(&of, at(5, 10)), Some(vec![3, 4]));
        assert_eq!(counts.find(&of, at(6, 10)), None);
        assert_eq!(counts.find(&(WorkspaceId(2), StaffId(2)), at(5, 10)), None);
        assert_eq!(counts.find(&of, at(5, KEPT_MICROS)), None, "an undoing goes on without entries");
    }
}
