//! Cuts the real sets into what the commands take, line by line, without reading more JSON than it must.

/// Into how many folds a set is dealt, line by line.
pub(super) const FOLDS: usize = 5;

/// What a model learns on, and what it is asked: every fifth line.
pub(super) fn fold(set: &str, fold: usize) -> (String, String) {
    let (mut learn, mut ask) = (String::new(), String::new());
    for (at, line) in set.lines().enumerate() {
        let part = if at % FOLDS == fold { &mut ask } else { &mut learn };
        part.push_str(line);
        part.push('\n');
    }
    (learn, ask)
}

/// What a model learns on, and what it is asked: the lines of one repository after the other.
pub(super) fn without_each_repository(set: &str) -> Vec<(String, String)> {
    let repository =
        |line: &str| line.split_once("\"repo\": \"").map_or("", |(_, rest)| rest).split('"').next().map(str::to_owned);
    let mut names: Vec<_> = set.lines().map(repository).collect();
    names.sort();
    names.dedup();
    let part = |name: &Option<String>| {
        let (asked, learned): (Vec<&str>, Vec<&str>) = set.lines().partition(|line| repository(line) == *name);
        (learned.join("\n") + "\n", asked.join("\n") + "\n")
    };
    names.iter().map(part).collect()
}

/// The lines whose label is not `label`.
pub(super) fn without_label(set: &str, label: &str) -> String {
    let mark = format!("\"label\": \"{label}\"");
    set.lines().filter(|line| !line.contains(&mark)).map(|line| format!("{line}\n")).collect()
}

/// Queries with their own candidates: `qid` and `query` become `id` and `text`, and each candidate gets its
/// place as its id. A quoted mark cannot stand inside a text, where quotes are escaped.
pub(super) fn with_candidate_ids(set: &str) -> String {
    let mut out = String::with_capacity(set.len() * 2);
    for line in set.lines() {
        let line = line.replacen("\"qid\": ", "\"id\": ", 1).replacen("\"query\": ", "\"text\": ", 1);
        for (at, part) in line.split("{\"text\": ").enumerate() {
            if at > 0 {
                out.push_str(&format!("{{\"id\": {}, \"text\": ", at - 1));
            }
            out.push_str(part);
        }
        out.push('\n');
    }
    out
}

/// Paraphrases numbered from 0, and the entries that they are to find, each its own id.
pub(super) fn questions_and_entries(set: &str) -> (String, String) {
    let (mut questions, mut entries, mut known) = (String::new(), String::new(), Vec::new());
    for (at, line) in set.lines().enumerate() {
        questions.push_str(&line.replacen('{', &format!("{{\"id\": {at}, "), 1));
        questions.push('\n');
        let Some(entry) = line.strip_prefix("{\"faq\": ").and_then(|rest| rest.split_once(", \"text\": ")) else {
            continue;
        };
        if !known.contains(&entry.0) {
            known.push(entry.0);
            entries.push_str(&format!("{{\"id\": {0}, \"text\": {0}}}\n", entry.0));
        }
    }
    (questions, entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_cut_as_the_commands_take_them() {
        assert_eq!(fold("a\nb\nc\n", 1), ("a\nc\n".to_owned(), "b\n".to_owned()));
        let set = "{\"id\": 1, \"label\": \"x\"}\n{\"id\": 2, \"label\": \"y\"}\n";
        assert_eq!(without_label(set, "x").lines().count(), 1);
        let set = "{\"repo\": \"a\"}\n{\"repo\": \"b\"}\n{\"repo\": \"a\"}\n";
        let parts = without_each_repository(set);
        assert_eq!((parts.len(), parts[0].1.lines().count(), parts[0].0.as_str()), (2, 2, "{\"repo\": \"b\"}\n"));
        assert_eq!(
            with_candidate_ids(r#"{"qid": 7, "query": "q", "candidates": [{"text": "a", "r": true}, {"text": "b"}]}"#),
            "{\"id\": 7, \"text\": \"q\", \"candidates\": [{\"id\": 0, \"text\": \"a\", \"r\": true}, {\"id\": 1, \"text\": \"b\"}]}\n"
        );
        let (questions, entries) =
            questions_and_entries("{\"faq\": \"F?\", \"text\": \"f\"}\n{\"faq\": \"F?\", \"text\": \"g\"}\n");
        assert_eq!(questions.lines().nth(1), Some("{\"id\": 1, \"faq\": \"F?\", \"text\": \"g\"}"));
        assert_eq!(entries, "{\"id\": \"F?\", \"text\": \"F?\"}\n");
    }
}
