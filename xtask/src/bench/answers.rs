//! What a set asks and what the program answered, row by row, in a form that every measure can take a part of.

use std::collections::HashMap;

/// One row of a set with its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// The right label and the label given, as numbers that are equal for equal labels.
    pub(super) gold: u32,
    pub(super) said: u32,
    /// What the row belongs to, where figures are means over groups.
    pub(super) group: u32,
    /// The right number and the number given; or how well one query was answered.
    pub(super) rating: f64,
    pub(super) score: f64,
    /// How sure the program was, on a scale of its own; nothing where it does not say.
    pub(super) sure: Option<f64>,
}

/// What the rows of a prediction hold.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// `classify`: a label and its confidence.
    Label,
    /// `read`: the first label or code in a field, and the confidence behind it.
    Field(&'static str),
    /// `read`: a label in a field whose score is sure far from the decisions at plus and minus this.
    Feeling(f64),
    /// `read`: the score of sentiment beside the set's rating.
    Rating,
    /// `read`: the score of a field, decided at 0.5; the set's label that it stands for.
    Score(&'static str, &'static str),
    /// `read`: whether it names any category of hostility; the set's label that it stands for.
    Offence(&'static str),
    /// `read`: hate where toxicity is decided, offensive where a category is named, else neither.
    Hostility,
    Topic,
    /// `similar`: candidates in the order of the program, against those marked relevant.
    Candidates,
    /// `similar`: entries in the order of the program, against the one asked for.
    Entries,
    /// The same, by the place of the one asked for.
    Places,
}

/// Joins both files line by line: the program answers in the order of what it is asked.
pub(super) fn rows(set: &str, predicted: &str, form: Form) -> Vec<Row> {
    let mut names = Names::default();
    let lines = set.lines().filter(|line| !line.trim().is_empty());
    lines.zip(predicted.lines()).map(|(gold, said)| row(gold, said, form, &mut names)).collect()
}

fn row(gold: &str, said: &str, form: Form, names: &mut Names) -> Row {
    let truth = names.of(quoted(gold, "label").unwrap_or(""));
    let group = names.of(quoted(gold, "repo").unwrap_or(""));
    let mut row = Row { gold: truth, group, ..Row::default() };
    match form {
        Form::Label => row.answer(said, names),
        Form::Field(field) => row.answer(behind(said, field), names),
        Form::Feeling(limit) => {
            row.answer(behind(said, "sentiment"), names);
            row.sure = number(behind(said, "sentiment"), "score").map(|score| (score.abs() - limit).abs());
        }
        Form::Rating => {
            row.rating = number(gold, "rating").unwrap_or(0.0);
            row.score = number(behind(said, "sentiment"), "score").unwrap_or(0.0);
            row.sure = Some(row.score.abs());
        }
        Form::Score(field, yes) => {
            row.rating = f64::from(u8::from(truth == names.of(yes)));
            row.score = number(behind(said, field), "score").unwrap_or(0.0);
            row.sure = Some((row.score - 0.5).abs());
        }
        Form::Offence(yes) => {
            row.rating = f64::from(u8::from(truth == names.of(yes)));
            row.score = f64::from(u8::from(is_hate(said) || is_offensive(said)));
        }
        Form::Hostility => {
            let label = match said {
                said if is_hate(said) => "hate",
                said if is_offensive(said) => "offensive",
                _ => "neither",
            };
            row.said = names.of(label);
        }
        Form::Topic => row.said = names.of(value(said, "topic").unwrap_or("")),
        Form::Candidates => {
            let relevant: Vec<bool> =
                gold.split("\"relevant\": ").skip(1).map(|rest| rest.starts_with(['t', '1'])).collect();
            let ranked = list(said, "ranked");
            // tidy(swallow): a candidate that is no number is none of ours
            let hits = ranked.iter().map(|id| id.parse().ok().and_then(|at: usize| relevant.get(at)) == Some(&true));
            row.score = average_precision(hits, relevant.iter().filter(|relevant| **relevant).count());
            row.sure = margin(said);
        }
        Form::Entries => {
            let found = list(said, "ranked").first().copied() == quoted(gold, "faq");
            row.score = f64::from(u8::from(found));
            row.sure = margin(said);
        }
        Form::Places => {
            let place = list(said, "ranked").iter().position(|entry| Some(*entry) == quoted(gold, "faq"));
            row.score = place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
            row.sure = margin(said);
        }
    }
    row
}

impl Row {
    fn answer(&mut self, from: &str, names: &mut Names) {
        // A language has a code; labels that stand behind it are other readings'.
        let name = if from.starts_with("\"language\"") { "code" } else { "label" };
        self.said = names.of(quoted(from, name).unwrap_or(""));
        self.sure = number(from, "confidence");
    }
}

fn is_hate(said: &str) -> bool {
    number(behind(said, "toxicity"), "score").is_some_and(|score| score >= 0.5)
}

/// The list stands in the answer only if it holds something.
fn is_offensive(said: &str) -> bool {
    said.contains("\"categories\":[")
}

/// Numbers for labels; what the sets and the program call the same has one number.
#[derive(Default)]
struct Names(HashMap<String, u32>);

const SAME: [(&str, &str); 5] = [("idea", "feature"), ("nb", "no"), ("nn", "no"), ("iw", "he"), ("cmn", "zh")];

impl Names {
    fn of(&mut self, name: &str) -> u32 {
        let name = SAME.iter().find(|(ours, _)| *ours == name).map_or(name, |(_, theirs)| theirs);
        let next = self.0.len() as u32;
        *self.0.entry(name.to_owned()).or_insert(next)
    }
}

fn average_precision(hits: impl Iterator<Item = bool>, good: usize) -> f64 {
    let (mut found, mut precision) = (0.0, 0.0);
    for (place, hit) in hits.enumerate() {
        if hit {
            found += 1.0;
            precision += found / (place + 1) as f64;
        }
    }
    if good > 0 { precision / good as f64 } else { 0.0 }
}

/// How far the first answer is ahead of the second.
fn margin(said: &str) -> Option<f64> {
    // tidy(swallow): an answer without numbers is not sure
    let scores: Vec<f64> = list(said, "scores").iter().filter_map(|score| score.parse().ok()).collect();
    Some(scores.first()? - scores.get(1).unwrap_or(&0.0))
}

/// The line from a field on.
fn behind<'a>(line: &'a str, field: &str) -> &'a str {
    line.find(&format!("\"{field}\":")).map_or("", |at| &line[at..])
}

/// What stands behind a name; a quoted name with its colon cannot stand inside a text, where quotes are escaped.
fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.split_once(&format!("\"{name}\":"))?.1.trim_start();
    Some(rest[..rest.find([',', '}']).unwrap_or(rest.len())].trim())
}

fn quoted<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.split_once(&format!("\"{name}\":"))?.1.trim_start().strip_prefix('"')?;
    Some(&rest[..end_of_quote(rest)])
}

fn end_of_quote(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

fn number(line: &str, name: &str) -> Option<f64> {
    // tidy(swallow): what is no number is no figure
    value(line, name)?.parse().ok()
}

/// The members of a list of words or numbers, words without their quotes.
fn list<'a>(line: &'a str, name: &str) -> Vec<&'a str> {
    let Some((_, rest)) = line.split_once(&format!("\"{name}\":")) else { return Vec::new() };
    let mut rest = rest.trim_start().trim_start_matches('[');
    let mut members = Vec::new();
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        let (member, length) = match rest.strip_prefix('"') {
            Some(inside) => (&inside[..end_of_quote(inside)], end_of_quote(inside) + 2),
            None => {
                let end = rest.find([',', ']']).unwrap_or(rest.len());
                (&rest[..end], end)
            }
        };
        if rest.is_empty() || rest.starts_with(']') {
            return members;
        }
        members.push(member);
        rest = rest.get(length..).unwrap_or("");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_from_both_files() {
        let set = "{\"id\": 1, \"text\": \"a \\\"label\\\": b\", \"label\": \"feature\"}\n";
        let said = "{\"id\":1,\"sentiment\":{\"score\":-0.3,\"label\":\"negative\"},\"kinds\":[{\"label\":\"idea\",\"confidence\":0.9}]}\n";
        let kinds = &rows(set, said, Form::Field("kinds"))[0];
        assert_eq!((kinds.gold == kinds.said, kinds.sure), (true, Some(0.9)));
        let feeling = &rows(set, said, Form::Feeling(0.2))[0];
        assert!((feeling.sure.unwrap() - 0.1).abs() < 1e-9 && feeling.gold != feeling.said);
        let query =
            "{\"qid\": 0, \"candidates\": [{\"text\": \"x\", \"relevant\": 0}, {\"text\": \"y\", \"relevant\": 1}]}\n";
        let ranked = "{\"id\":0,\"ranked\":[0,1],\"scores\":[0.75,0.5]}\n";
        let row = &rows(query, ranked, Form::Candidates)[0];
        assert_eq!((row.score, row.sure), (0.5, Some(0.25)));
        let entry = "{\"faq\": \"Is \\\"it\\\", so?\", \"text\": \"?\"}\n";
        let ranked = "{\"id\":0,\"ranked\":[\"Is \\\"it\\\", so?\",\"b\"],\"scores\":[1,0]}\n";
        assert_eq!(rows(entry, ranked, Form::Entries)[0].score, 1.0);
        let second = "{\"id\":0,\"ranked\":[\"b\",\"Is \\\"it\\\", so?\"],\"scores\":[1,0]}\n";
        assert_eq!(rows(entry, second, Form::Places)[0].score, 0.5);
    }

    #[test]
    fn a_category_is_offence_and_a_decision_is_hate() {
        let set = "{\"id\": 1, \"text\": \"a\", \"label\": \"offensive\"}\n";
        let calm = "{\"id\":1,\"toxicity\":{\"score\":0.1}}\n";
        let insult = "{\"id\":1,\"toxicity\":{\"score\":0.2,\"categories\":[{\"label\":\"insult\",\"score\":0.9}]}}\n";
        let hate = "{\"id\":1,\"toxicity\":{\"score\":0.7,\"categories\":[{\"label\":\"threat\",\"score\":0.7}]}}\n";
        for (said, offence, right) in [(calm, 0.0, false), (insult, 1.0, true), (hate, 1.0, false)] {
            assert_eq!(rows(set, said, Form::Offence("offensive"))[0].score, offence, "{said}");
            let row = &rows(set, said, Form::Hostility)[0];
            assert_eq!(row.gold == row.said, right, "{said}");
        }
    }
}
