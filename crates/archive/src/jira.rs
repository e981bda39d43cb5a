//! Issues of Jira as CSV: a row an issue, with all of its comments in columns of one name.

use crate::fields::{Field, Map};
use crate::generic::{self, Values};

/// Which column is which field of ours, the best first. One issue is one conversation, called by its key.
const COLUMNS: [(Field, &[&str]); 8] = [
    (Field::Text, &["Description", "Summary"]),
    (Field::Author, &["Reporter Id", "Reporter", "Creator Id", "Creator"]),
    (Field::Name, &["Reporter", "Creator"]),
    (Field::Time, &["Created"]),
    (Field::Conversation, &["Issue key"]),
    (Field::Title, &["Summary"]),
    (Field::Channel, &["Project name", "Project key"]),
    (Field::Id, &["Issue key"]),
];

fn find<'a>(names: &[&'a str], wanted: &str) -> Option<&'a str> {
    names.iter().find(|name| name.eq_ignore_ascii_case(wanted)).copied()
}

/// The fields of a table whose columns Jira called.
pub(crate) fn guess<'a>(names: &[&'a str]) -> Option<Vec<(Field, &'a str)>> {
    find(names, "Issue key").and(find(names, "Summary"))?;
    let known = COLUMNS
        .iter()
        .filter_map(|(field, columns)| Some((*field, columns.iter().find_map(|column| find(names, column))?)));
    let mut known: Vec<(Field, &str)> = known.collect();
    // Where no number tells people apart, their names do.
    let author = known.iter().find(|(field, _)| *field == Field::Author).map(|(_, column)| *column);
    known.retain(|(field, column)| *field != Field::Name || author.is_some_and(|author| author != *column));
    Some(known)
}

/// The columns of a table that hold comments, where each row is read as an issue.
pub(crate) fn comment_columns(header: &[String], map: &Map) -> Vec<usize> {
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let is = |field, name: &str| map.get(field).is_some_and(|theirs| theirs.eq_ignore_ascii_case(name));
    if guess(&names).is_none() || !is(Field::Conversation, "Issue key") || is(Field::Text, "Comment") {
        return Vec::new();
    }
    (0..header.len()).filter(|at| names[*at].eq_ignore_ascii_case("Comment")).collect()
}

/// The comments of an issue, each as it stands and taken apart: `12/Mar/24 3:00 PM;ada;Which browser?`.
pub(crate) fn comments(
    header: &[String],
    cells: &[String],
    columns: &[usize],
    issue: &Values,
) -> Vec<(Vec<u8>, Values)> {
    if columns.is_empty() {
        return Vec::new();
    }
    let people = people(header, cells);
    let said = columns.iter().filter_map(|at| cells.get(*at)).filter(|cell| !cell.trim().is_empty());
    said.map(|cell| (cell.clone().into_bytes(), comment(cell, issue, &people))).collect()
}

fn comment(cell: &str, issue: &Values, people: &[(&str, &str)]) -> Values {
    let mut values = Values::default();
    let mut parts = cell.splitn(3, ';');
    let (time, author) = (parts.next().unwrap_or("").trim(), parts.next().unwrap_or("").trim());
    let text = parts.next().filter(|_| is_time(time));
    values.add(Field::Text, Some(text.unwrap_or(cell).to_owned()));
    if text.is_some() {
        let name = people.iter().find(|(id, _)| *id == author).map(|(_, name)| (*name).to_owned());
        let name = name.and_then(generic::repeatable);
        values.add(Field::Time, Some(time.to_owned()));
        values.add(Field::Author, Some(author.to_owned()));
        values.add(Field::Name, name);
    }
    let of_issue = |field| issue.get(field).map(str::to_owned).and_then(generic::repeatable);
    for field in [Field::Conversation, Field::Title, Field::Channel] {
        values.add(field, of_issue(field));
    }
    values.add(Field::ReplyTo, of_issue(Field::Id));
    values
}

fn is_time(written: &str) -> bool {
    written.len() < 40 && written.starts_with(|first: char| first.is_ascii_digit()) && !written.contains('\n')
}

/// Names by number: in Jira's cloud, comments only have the number.
fn people<'a>(header: &[String], cells: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let cell = |name: &str| {
        let at = header.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        cells.get(at).map(String::as_str).filter(|cell| !cell.is_empty())
    };
    let columns = [("Reporter Id", "Reporter"), ("Creator Id", "Creator"), ("Assignee Id", "Assignee")];
    columns.iter().filter_map(|(id, name)| cell(id).zip(cell(name))).collect()
}
