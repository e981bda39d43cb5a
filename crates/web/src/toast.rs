//! What was just done, carried over a redirect in a cookie and told once, with its undo.

use hub::{Act, Done};
use model::EntryId;
use paper::Words;

/// What the page says, and the entry that its button undoes.
#[derive(Clone)]
pub(crate) struct Toast {
    pub(crate) text: &'static str,
    pub(crate) undo: Option<EntryId>,
}

/// The cookie's value after an act.
pub(crate) fn of(done: &Done) -> String {
    let undo = done.undo.filter(|_| done.act != "journal.undo");
    format!("{}~{}", done.act, undo.map_or_else(String::new, |entry| entry.to_string()))
}

/// Reads the cookie; a name that is no act of ours says nothing.
pub(crate) fn read(written: &str, words: &'static Words) -> Option<Toast> {
    let (act, undo) = written.split_once('~')?;
    let act = hub::ACTS.iter().find(|known| known.name == act)?;
    let undo = if undo.is_empty() { None } else { undo.parse().ok() }; // tidy(swallow): a cookie that somebody edited undoes nothing
    Some(Toast { text: words_of(act, words).done, undo })
}

/// The words of an act.
pub(crate) fn words_of(act: &Act, words: &'static Words) -> paper::words::acts::Act {
    named(act.name, words).unwrap_or(words.acts.undo)
}

/// The words of the act called `name`; imports have their own line in the journal's words.
pub(crate) fn named(name: &str, words: &'static Words) -> Option<paper::words::acts::Act> {
    let acts = &words.acts;
    Some(match name {
        "alert.dismiss" => acts.alert_dismiss,
        "conversation.assign" => acts.assign,
        "conversation.close" => acts.close,
        "conversation.label" => acts.label,
        "conversation.merge" => acts.merge,
        "conversation.note" => acts.note,
        "conversation.reopen" => acts.reopen,
        "conversation.snooze" => acts.snooze,
        "conversation.split" => acts.split,
        "conversation.unlabel" => acts.label_remove,
        "import.run" => acts.import_run,
        "import.undo" => acts.import_undo,
        "journal.undo" => acts.undo,
        "member.erase" => acts.erase_member,
        "member.merge" => acts.merge_members,
        "member.split" => acts.split_members,
        "message.correct" => acts.correct,
        "topic.merge" => acts.topic_merge,
        "topic.pin" => acts.topic_pin,
        "topic.rename" => acts.topic_rename,
        "topic.unpin" => acts.topic_unpin,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_words_of_its_own() {
        for words in [&paper::words::EN, &paper::words::FR] {
            for act in hub::ACTS {
                assert!(named(act.name, words).is_some(), "{} needs a line here and words in paper", act.name);
            }
        }
    }

    #[test]
    fn a_forged_cookie_says_nothing() {
        assert!(read("<script>~1", &paper::words::EN).is_none());
        assert!(read("conversation.close~%%", &paper::words::EN).is_some_and(|toast| toast.undo.is_none()));
    }
}
