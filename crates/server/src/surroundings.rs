//! The one place that asks the machine for the time, for randomness and for its environment.

use model::Time;

/// The time of the machine's clock.
#[expect(clippy::disallowed_methods, reason = "this is the one clock")]
pub(crate) fn now() -> Time {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Time::from_micros(since.map_or(0, |since| since.as_micros() as i64))
}

/// Fills bytes from the system's randomness.
pub(crate) fn entropy(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives randomness");
}

/// An environment variable, if it is set and not empty.
#[expect(clippy::disallowed_methods, reason = "only server reads the environment, here")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty()) // tidy(swallow): unset is an answer
}
