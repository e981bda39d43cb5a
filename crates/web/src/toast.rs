//! What was just done, carried over a redirect in a cookie and told once, with its undo.

use hub::{Act, Batch, Done};
use model::{ConversationId, EntryId, Seen};
use paper::Words;
use paper::words::acts::Each;
use serde_json::{Map, Value as Json};
use store::Conn;
use store::conversations::{self, Conversation};

use crate::fault::Fault;
use crate::shown::row;

/// The act whose toast offers no undo.
pub(crate) const UNDO: &str = "journal.undo";
/// Titles of refusing conversations that are named; the others are a number.
const NAMED_MAX: usize = 3;
/// Characters of such a title.
const TITLE_CHARS_MAX: usize = 40;

/// What the page says, and the entries that its button undoes.
#[derive(Clone)]
pub(crate) struct Toast {
    pub(crate) text: String,
    /// What to undo, the last first.
    pub(crate) undo: Vec<EntryId>,
    /// What refused; the inbox keeps it selected.
    pub(crate) refused: Vec<ConversationId>,
}

/// The cookie's value after an act.
pub(crate) fn of(done: &Done) -> String {
    let undo = done.undo.filter(|_| done.act != UNDO);
    format!("{}~{}", done.act, undo.map_or_else(String::new, |entry| entry.to_string()))
}

/// The word of an act on several things, as the cookie holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EachName(&'static str);

impl EachName {
    /// None for acts that are not done to several things.
    pub(crate) fn of(act: &'static str, shared: &Map<String, Json>) -> Option<EachName> {
        let is_to_nobody = act == "conversation.assign" && !shared.contains_key("staff");
        let name = if is_to_nobody { "conversation.unassign" } else { act };
        words_of_each(name, &paper::words::EN).map(|_| EachName(name))
    }
}

/// The cookie's value after an act on several things: how many it was done to, what undoes it, what refused.
pub(crate) fn of_each(name: EachName, batch: &Batch, refused: &[ConversationId]) -> String {
    let undo: Vec<String> = match name.0 {
        UNDO => Vec::new(),
        _ => batch.done.iter().rev().filter_map(|done| done.undo).map(|entry| entry.to_string()).collect(),
    };
    let refused: Vec<String> = refused.iter().map(ConversationId::to_string).collect();
    format!("{}~{}~{}~{}", name.0, undo.join("."), batch.done.len(), refused.join("."))
}

/// What the cookie tells; a name that is no act of ours says nothing.
pub(crate) async fn load(
    conn: &mut Conn,
    (seen, words): (&Seen, &'static Words),
    written: &str,
) -> Result<Option<Toast>, Fault> {
    let mut parts = written.split('~');
    let mut part = || parts.next().unwrap_or_default();
    let (name, undo, done, refused) = (part(), part(), part(), part());
    let undo: Vec<EntryId> = listed(undo);
    if done.is_empty() {
        let act = hub::ACTS.iter().find(|known| known.name == name);
        return Ok(act.map(|act| Toast { text: words_of(act, words).done.to_owned(), undo, refused: Vec::new() }));
    }
    let (Some(each), Ok(done)) = (words_of_each(name, words), done.parse::<u64>()) else { return Ok(None) };
    let refused: Vec<ConversationId> = listed(refused);
    let mut text = each.told(words.language, (done, done.saturating_add(refused.len() as u64)));
    if !refused.is_empty() {
        let found = conversations::list_by_ids(conn, seen, &refused).await?;
        text.push_str(&say_refused(words, name, (&refused, &found)));
    }
    Ok(Some(Toast { text, undo, refused }))
}

/// As many ids as one batch may name; what somebody wrote into the cookie is left out.
fn listed<T: std::str::FromStr>(written: &str) -> Vec<T> {
    written.split('.').filter_map(|word| word.parse().ok()).take(hub::batch::THINGS_MAX).collect() // tidy(swallow): a cookie that somebody edited names nothing
}

/// Which refused and why, as the rest of the sentence.
fn say_refused(words: &Words, name: &str, (refused, found): (&[ConversationId], &[Conversation])) -> String {
    let acts = &words.acts;
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for id in refused {
        let known = found.iter().find(|one| one.id == *id);
        let why = match known {
            None => acts.each_not_here,
            Some(_) if name == UNDO => acts.each_not_undone,
            Some(one) if one.merged_into.is_some() => acts.each_not_merged,
            Some(_) => acts.each_not_changed,
        };
        let title = known.map(|one| row::titled(&one.title, &one.last_text).0).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| words.inbox.untitled.to_owned());
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, titles)) => titles.push(title),
            None => reasons.push((why, vec![title])),
        }
    }
    reasons.iter().map(|(why, titles)| (acts.each_not)(&list(words, titles), why)).collect()
}

/// `“Export”, “Dark mode” and 3 more`.
fn list(words: &Words, titles: &[String]) -> String {
    let acts = &words.acts;
    let quoted = |title: &String| match crate::shown::text::cut(title, TITLE_CHARS_MAX) {
        (whole, true) => (acts.each_quoted)(whole),
        (start, false) => (acts.each_quoted)(&format!("{start}…")),
    };
    let mut parts: Vec<String> = titles.iter().take(NAMED_MAX).map(quoted).collect();
    if titles.len() > NAMED_MAX {
        parts.push((acts.each_more)(&words.language.count((titles.len() - NAMED_MAX) as u64)));
    }
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() { last } else { format!("{} {} {last}", parts.join(", "), acts.each_and) }
}

/// The words of an act on several conversations.
fn words_of_each(name: &str, words: &'static Words) -> Option<Each> {
    let acts = &words.acts;
    Some(match name {
        "conversation.assign" => acts.each_assign,
        "conversation.close" => acts.each_close,
        "conversation.label" => acts.each_label,
        "conversation.reopen" => acts.each_reopen,
        "conversation.snooze" => acts.each_snooze,
        "conversation.unassign" => acts.each_unassign,
        "conversation.unlabel" => acts.each_label_remove,
        UNDO => acts.each_undo,
        _ => return None,
    })
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
        "alert.unwatch" => acts.alert_unwatch,
        "alert.watch" => acts.alert_watch,
        "conversation.assign" => acts.assign,
        "conversation.close" => acts.close,
        "conversation.label" => acts.label,
        "conversation.merge" => acts.merge,
        "conversation.note" => acts.note,
        "conversation.reopen" => acts.reopen,
        "conversation.snooze" => acts.snooze,
        "conversation.split" => acts.split,
        "conversation.unlabel" => acts.label_remove,
        "example.add" => acts.example_add,
        "example.remove" => acts.example_remove,
        "import.run" => acts.import_run,
        "import.undo" => acts.import_undo,
        "journal.undo" => acts.undo,
        "member.erase" => acts.erase_member,
        "member.merge" => acts.merge_members,
        "member.split" => acts.split_members,
        "message.correct" => acts.correct,
        "product.add" => acts.product_add,
        "product.remove" => acts.product_remove,
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
    fn those_that_refused_are_named_up_to_a_point() {
        let titles: Vec<String> = ["A", "B", "C", "D", "E"].map(str::to_owned).to_vec();
        let cases = [
            (&paper::words::EN, 1, "“A”"),
            (&paper::words::EN, 2, "“A” and “B”"),
            (&paper::words::EN, 5, "“A”, “B”, “C” and 2 more"),
            (&paper::words::FR, 3, "« A », « B » et « C »"),
        ];
        for (words, count, said) in cases {
            assert_eq!(list(words, &titles[..count]), said);
        }
    }

    #[test]
    fn how_many_of_how_many_is_said_as_the_language_does() {
        let told = |words: &'static Words, done, all| words.acts.each_close.told(words.language, (done, all));
        assert_eq!(told(&paper::words::EN, 12, 12), "12 conversations closed");
        assert_eq!(told(&paper::words::EN, 1, 12), "1 of 12 conversations closed");
        assert_eq!(told(&paper::words::FR, 1, 12), "1 conversation fermée sur 12");
    }
}
