//! What an item of GitHub says of itself, under all the names that its tools give the same things.

use std::collections::HashSet;

use model::Reaction;
use serde_json::Value;

use crate::json;

/// What was said below an issue or pull request.
pub(crate) const PARTS: [&str; 3] = ["comments", "reviews", "reviewThreads"];

/// An item whose comments and reviews stand where the API has none, with them in their own lists: tools that ask for
/// them one issue at a time put them beside it, into a list of their own or into its timeline.
pub(crate) fn gathered(item: &Value) -> Option<Value> {
    let unwrapped = unwrapped(item);
    let fields = unwrapped.as_ref().unwrap_or(item).as_object()?;
    let others = fields.iter().filter(|(_, list)| holds_words(list));
    let part = |(name, list): (&String, &Value)| match is_read(name) {
        true => Some((name.clone(), part_called(name)?)),
        false => list.as_array()?.iter().any(is_comment).then(|| (name.clone(), "comments")),
    };
    let others: Vec<_> = others.filter_map(part).collect();
    let mut timeline = said_in_timeline(fields);
    let told: Vec<&Value> = PARTS.iter().filter_map(|part| fields.get(*part)?.as_array()).flatten().collect();
    if !others.is_empty() || told.iter().any(|said| said.get("body").is_some()) {
        // What stands in the issue's own lists is not taken from its timeline once more.
        let lists = others.iter().filter_map(|(name, _)| fields.get(name)?.as_array()).flatten();
        let known: HashSet<&str> = told.into_iter().chain(lists).filter_map(mark).collect();
        timeline.retain(|(_, said)| mark(said).is_some_and(|mark| !known.contains(mark)));
    }
    if others.is_empty() && timeline.is_empty() {
        return unwrapped;
    }
    let timeline: Vec<_> = timeline.into_iter().map(|(part, said)| (part, said.clone())).collect();
    let mut whole = unwrapped.unwrap_or_else(|| item.clone());
    for (name, part) in others {
        let Value::Array(said) = whole[&name].take() else { continue };
        let (said, rest): (Vec<Value>, Vec<Value>) =
            said.into_iter().partition(|said| is_read(&name) || is_comment(said));
        append(&mut whole[part], said);
        if !rest.is_empty() {
            whole[&name] = Value::Array(rest);
        }
    }
    for (part, said) in timeline {
        append(&mut whole[part], vec![said]);
    }
    Some(whole)
}

/// What a comment's address ends with: `issuecomment-11`.
fn mark(said: &Value) -> Option<&str> {
    let url = ["html_url", "url"].iter().find_map(|name| said.get(name)?.as_str().filter(|url| url.contains('#')))?;
    url.split_once('#').map(|(_, mark)| mark)
}

/// Whether an item in a list of any name is a comment by its address.
pub(crate) fn is_comment(said: &Value) -> bool {
    let marks = ["issuecomment-", "discussioncomment-"];
    let marked = || mark(said).is_some_and(|mark| marks.iter().any(|known| mark.starts_with(known)));
    json::text(said, "body").is_some() && (said.get("issue_url").is_some() || marked())
}

/// Whether the name of a list tells what is read of it.
pub(crate) fn is_read(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_part = PARTS.iter().any(|part| part.eq_ignore_ascii_case(name));
    is_part || part_called(name).is_some() || lower.contains("latest") || lower.starts_with("timeline")
}

/// Puts more into a list, or in the place of what only counts it.
fn append(part: &mut Value, mut said: Vec<Value>) {
    match part {
        Value::Array(list) => list.append(&mut said),
        count => *count = Value::Array(said),
    }
}

/// `{"issue": {…}, "comments": […]}` as an issue that has its comments inside.
fn unwrapped(item: &Value) -> Option<Value> {
    let beside = item.as_object().filter(|_| !has_any(item, &["title", "body", "number"]))?;
    let kinds = ["issue", "pull_request", "pullRequest", "pull", "discussion"];
    let name = kinds.into_iter().find(|kind| item.get(kind).is_some_and(|inside| inside.get("title").is_some()))?;
    let mut whole = item[name].clone();
    for (other, value) in beside.iter().filter(|(other, _)| *other != name) {
        // The issue itself only counts what stands beside it.
        if value.is_array() || whole.get(other).is_none() {
            whole[other] = value.clone();
        }
    }
    Some(whole)
}

fn has_any(item: &Value, names: &[&str]) -> bool {
    names.iter().any(|name| item.get(name).is_some())
}

fn holds_words(list: &Value) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|said| said.get("body").is_some()))
}

/// Which of the parts a list of another name is: `comment_data`, `comments_data`, `comment_regular_data`, `review_data`.
fn part_called(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    // The latest reviews stand among all of them once more.
    if PARTS.iter().any(|part| part.eq_ignore_ascii_case(&name)) || name.contains("latest") {
        return None;
    }
    let parts = [("comment", "comments"), ("review", "reviews")];
    parts.iter().find_map(|(sign, part)| name.contains(sign).then_some(*part))
}

/// What people said among the events of an issue.
fn said_in_timeline(fields: &serde_json::Map<String, Value>) -> Vec<(&'static str, &Value)> {
    let is_timeline = |name: &str| name.to_ascii_lowercase().starts_with("timeline");
    let lists = fields.iter().filter(|(name, _)| is_timeline(name)).filter_map(|(_, list)| list.as_array());
    let said = |event| match json::first(event, &["event", "__typename"]).as_deref() {
        Some("commented" | "IssueComment") => vec![("comments", event)],
        Some("reviewed" | "PullRequestReview") => vec![("reviews", event)],
        Some("line-commented" | "commit-commented") => {
            json::list(event, "comments").iter().map(|comment| ("comments", comment)).collect()
        }
        _ if is_comment(event) => vec![("comments", event)],
        _ => Vec::new(),
    };
    lists.flatten().flat_map(said).collect()
}

/// What answers a comment of a discussion.
pub(crate) fn answers(comment: &Value) -> &[Value] {
    let lists = ["replies", "reply_data"].map(|name| json::list(comment, name));
    lists.into_iter().find(|list| !list.is_empty()).unwrap_or(&[])
}

const WHO: &[&str] = &["author", "user"];
const WHEN: &[&str] = &["createdAt", "created_at", "submittedAt", "submitted_at"];

/// Who reviewed and when, which a review tells for all its comments: some archives keep of them only what was said about
/// which line.
pub(crate) fn told_once(review: &Value) -> Vec<(&'static str, Value)> {
    const BYTES_MAX: usize = 4096;
    let first = |names: &[&'static str]| names.iter().find_map(|name| Some((*name, review.get(name)?.clone())));
    let told = [first(WHO), first(WHEN)].into_iter().flatten();
    told.filter(|(_, value)| value.to_string().len() <= BYTES_MAX).collect()
}

/// A comment of a review, with what only the review tells.
pub(crate) fn in_review(comment: &Value, told: &[(&'static str, Value)]) -> Value {
    let mut whole = comment.clone();
    let Value::Object(fields) = &mut whole else { return whole };
    for (name, value) in told {
        let alike = if WHO.contains(name) { WHO } else { WHEN };
        if !has_any(comment, alike) {
            fields.insert((*name).to_owned(), value.clone());
        }
    }
    whole
}

/// What an item is that has neither number nor words, or is called by a name that GitHub gives other things.
pub(crate) fn other_kind(item: &Value) -> Option<&'static str> {
    if has_any(item, &["tag_name", "tagName"]) {
        return Some("a release");
    }
    // Whoever makes a milestone or a project is its creator; an issue has an author, whom some tools leave out.
    if item.get("creator").is_some() && !has_any(item, &["user", "author", "body"]) {
        return Some("a milestone or another plan");
    }
    let silent = ["title", "number", "body"].iter().all(|name| json::at(item, name).is_none());
    (silent && !holds_parts(item)).then_some("neither an issue nor a comment")
}

pub(crate) fn holds_parts(value: &Value) -> bool {
    PARTS.iter().any(|part| !json::list(value, part).is_empty())
}

/// `ada`, `{"login": "ada"}` or `https://github.com/ada`, and whether it is a program: `app/dependabot`,
/// `https://github.com/apps/dependabot`. Accounts that are gone are `ghost`; where nobody was asked for, nobody is.
pub(crate) fn author(said: &Value) -> (String, bool) {
    if said.get("author").or_else(|| said.get("user")).is_none() {
        return (String::new(), false);
    }
    let found =
        json::first(said, &["author.login", "user.login", "author", "user"]).unwrap_or_else(|| "ghost".to_owned());
    let mut parts = found.rsplit('/');
    let name = parts.next().unwrap_or(&found);
    match parts.next() {
        // The API calls the same account so.
        Some("app" | "apps") => (format!("{name}[bot]"), true),
        _ => (name.to_owned(), false),
    }
}

/// The comment's address; the API's and the web's differ, and its number is in both.
pub(crate) fn comment_id(said: &Value) -> Option<String> {
    let web = json::first(said, &["html_url", "url"]).filter(|url| url.contains('#'));
    web.or_else(|| json::first(said, &["id", "node_id"]))
}

/// The comment that a comment answers, by the id that this one has: a migration archive tells its address, the API only
/// its number.
pub(crate) fn answered(said: &Value) -> Option<String> {
    let told = json::first(said, &["in_reply_to", "parent_comment"]);
    if told.is_some() {
        return told;
    }
    let own = comment_id(said)?;
    if let Some(number) = json::text(said, "in_reply_to_id") {
        let before = own.strip_suffix(&json::text(said, "id")?)?;
        return Some(format!("{before}{number}"));
    }
    let other = comment_id(json::at(said, "replyTo")?)?;
    (other.contains('#') == own.contains('#')).then_some(other)
}

/// Owner, name and number in `https://github.com/o/r/issues/1` or `https://api.github.com/repos/o/r/issues/1`.
pub(crate) fn address(url: &str) -> (Option<String>, Option<String>) {
    let path = url.split_once("://").map_or(url, |(_, path)| path).split('#').next().unwrap_or("");
    let mut parts = path
        .split('/')
        .skip(1)
        .skip_while(|part| matches!(*part, "repos" | "api" | "v3"))
        .filter(|part| !part.is_empty());
    let repository = parts.next().zip(parts.next()).map(|(owner, name)| format!("{owner}/{name}"));
    let number = parts.find(|part| part.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned);
    (repository, number)
}

/// Counts by name (API), groups (`gh`, GraphQL), or one object a reaction (migration archive).
pub(crate) fn reactions(said: &Value) -> Vec<Reaction> {
    let groups = json::list(said, "reactionGroups").iter();
    let counted = groups.filter_map(|group| {
        let count = ["users.totalCount", "reactors.totalCount"].iter().find_map(|path| json::at(group, path)?.as_u64());
        let name = json::text(group, "content")?.to_ascii_lowercase();
        // The API calls the same signs so.
        let name = match name.as_str() {
            "thumbs_up" => "+1".to_owned(),
            "thumbs_down" => "-1".to_owned(),
            _ => name,
        };
        Some(Reaction { name, count: count.filter(|count| *count > 0)? })
    });
    let counted: Vec<Reaction> = counted.collect();
    if !counted.is_empty() {
        return counted;
    }
    let Some(Value::Object(by_name)) = json::at(said, "reactions") else {
        return json::count(json::list(said, "reactions").iter().filter_map(|sign| json::text(sign, "content")));
    };
    let signs = by_name.iter().filter(|(name, _)| !matches!(name.as_str(), "total_count" | "url"));
    let counted = signs.filter_map(|(name, count)| Some((name.clone(), count.as_u64().filter(|count| *count > 0)?)));
    counted.map(|(name, count)| Reaction { name, count }).collect()
}
