//! Topics of Zulip: what tells one from another.

/// What Zulip puts before the name of a topic that somebody marked as resolved.
const RESOLVED: &str = "✔ ";

/// The conversation of a topic. Zulip takes topics that differ only in letter case for one, and renames a topic when it
/// is resolved.
pub(crate) fn key(stream: &str, topic: &str) -> String {
    let open = topic.strip_prefix(RESOLVED).map(|rest| rest.trim_start_matches([' ', '✔']));
    let topic = open.filter(|open| !open.is_empty()).unwrap_or(topic);
    format!("{stream}\u{1f}{}", topic.to_lowercase())
}
