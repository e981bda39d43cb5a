//! Rate limits, each with a name: so many at once, then so many a minute.

use std::collections::HashMap;
use std::sync::Mutex;

use model::Time;

use crate::fault::Fault;

/// How fast somebody may go on.
#[derive(Debug)]
pub(crate) struct Pace {
    pub(crate) name: &'static str,
    at_once: i64,
    per_minute: i64,
}

/// Attempts to sign in with one e-mail address.
pub(crate) const SIGN_IN_ADDRESS: Pace = Pace { name: "sign-in-attempts", at_once: 8, per_minute: 2 };
/// Attempts to sign in from one network address.
pub(crate) const SIGN_IN_NETWORK: Pace = Pace { name: "sign-in-network", at_once: 40, per_minute: 20 };
/// Requests of one token or session to the API.
pub(crate) const API_REQUESTS: Pace = Pace { name: "api-requests", at_once: 600, per_minute: 6_000 };
/// Acts of one person.
pub(crate) const ACTS: Pace = Pace { name: "acts", at_once: 240, per_minute: 600 };

/// Who is counted at once; beyond, those who have rested are forgotten.
const KNOWN_MAX: usize = 50_000;

/// Who has gone how far: for each, the moment at which all was used up again (GCRA).
#[derive(Default)]
pub(crate) struct Paces(Mutex<HashMap<(&'static str, String), i64>>);

impl Paces {
    /// Counts one step of `who`; refuses with the wait when it came too fast.
    pub(crate) fn step(&self, pace: &'static Pace, who: &str, now: Time) -> Result<(), Fault> {
        let step = 60_000_000 / pace.per_minute;
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.len() >= KNOWN_MAX {
            known.retain(|_, until| *until > now.micros());
        }
        let until = known.entry((pace.name, who.to_owned())).or_insert(0);
        let next = (*until).max(now.micros()) + step;
        let ahead = next - now.micros() - pace.at_once * step;
        if ahead > 0 {
            return Err(Fault::TooFast { pace: pace.name, wait_seconds: ahead / 1_000_000 + 1 });
        }
        *until = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOW: Pace = Pace { name: "slow", at_once: 3, per_minute: 60 };

    #[test]
    fn who_is_too_fast_waits_and_nobody_else_does() {
        let (paces, now) = (Paces::default(), Time::from_seconds(1_000));
        for _ in 0..3 {
            assert!(paces.step(&SLOW, "ada", now).is_ok());
        }
        let refused = paces.step(&SLOW, "ada", now);
        assert!(matches!(refused, Err(Fault::TooFast { pace: "slow", wait_seconds: 1..=2 })), "{refused:?}");
        assert!(paces.step(&SLOW, "grace", now).is_ok());
        assert!(paces.step(&SLOW, "ada", now.plus_seconds(1)).is_ok());
    }
}
