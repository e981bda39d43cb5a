//! phpBB's tables as CSV: the markup of its posts, and the names in the tables beside them.

use std::collections::HashMap;

use model::Attachment;

use crate::dates::{self, Order};
use crate::fields::{Field, Map};
use crate::generic::Values;
use crate::html;
use crate::media;
use crate::record::{Record, Warning};

/// What the tables of people, topics and forums say, by number.
#[derive(Default)]
pub(crate) struct Forum {
    people: HashMap<String, String>,
    topics: HashMap<String, String>,
    forums: HashMap<String, String>,
}

/// The columns of number and name in the tables of people, topics and forums.
const LISTS: [(&str, &str); 3] = [("user_id", "username"), ("topic_id", "topic_title"), ("forum_id", "forum_name")];

fn column(header: &[String], name: &str) -> Option<usize> {
    header.iter().position(|known| known.trim().eq_ignore_ascii_case(name))
}

/// Whether a text is called as in the posts of a phpBB.
pub(crate) fn is_text(name: &str) -> bool {
    name.eq_ignore_ascii_case("post_text")
}

/// Whether posts are read from a table as phpBB calls its columns.
pub(crate) fn is_posts(header: &[String], map: &Map) -> bool {
    map.get(Field::Text).is_some_and(is_text)
        && column(header, "post_text").is_some()
        && column(header, "topic_id").is_some()
}

impl Forum {
    /// Whether a table lists people, topics or forums, not posts.
    pub(crate) fn is_list(header: &[String]) -> bool {
        let named = |(id, name): &(&str, &str)| column(header, id).is_some() && column(header, name).is_some();
        column(header, "post_text").is_none() && LISTS.iter().any(named)
    }

    /// Takes a row of a list of names.
    pub(crate) fn learn(&mut self, header: &[String], cells: &[String]) {
        let known = [&mut self.people, &mut self.topics, &mut self.forums];
        for ((id, name), known) in LISTS.iter().zip(known) {
            let cell = |name: &str| column(header, name).and_then(|at| cells.get(at));
            if let (Some(id), Some(name)) = (cell(id), cell(name)) {
                known.insert(id.clone(), html::entities(name));
                return;
            }
        }
    }

    /// Puts names in the place of numbers, and words in the place of markup.
    pub(crate) fn complete(&self, values: &mut Values) {
        let known = |names: &HashMap<String, String>, id: Option<&str>| id.and_then(|id| names.get(id).cloned());
        // Guests have a name of their own in each post.
        let named = values.get(Field::Name).is_some();
        let name = known(&self.people, values.get(Field::Author)).filter(|_| !named);
        let title = known(&self.topics, values.get(Field::Conversation));
        let forum = known(&self.forums, values.get(Field::Channel));
        // All guests have one number: the name that each left is who they are.
        let guest = values.get(Field::Name).zip(values.get(Field::Author)).filter(|(_, id)| matches!(*id, "1" | "-1"));
        if let Some(handle) = guest.map(|(name, id)| format!("{id}/{name}")) {
            values.0[Field::Author as usize] = Some(handle);
        }
        for (field, found) in [(Field::Name, name), (Field::Title, title), (Field::Channel, forum)] {
            if found.is_some() {
                values.0[field as usize] = found;
            }
        }
        for (field, plain) in [(Field::Text, plain as fn(&str) -> String), (Field::Title, html::entities)] {
            if let Some(value) = values.0[field as usize].as_mut() {
                *value = plain(value);
            }
        }
    }
}

/// Adds what a post tells outside of its words.
pub(crate) fn finish(record: &mut Record, header: &[String], cells: &[String]) {
    let cell = |name: &str| column(header, name).and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
    let edited = dates::parse(cell("post_edit_time"), Order::YearFirst, 0).filter(|time| time.seconds() > 0);
    record.message.edited = record.message.edited.or(edited);
    // 2 was thrown away, 0 and 3 wait for somebody to look at them; before phpBB 3.1 another column told that.
    let is_hidden = ["0", "2", "3"].contains(&cell("post_visibility").trim_end_matches(".0"));
    record.message.deleted = is_hidden || cell("post_approved").trim_end_matches(".0") == "0";
    let sent = files(cell("post_text"));
    if !sent.is_empty() {
        record.message.attachments = sent;
        // Their bytes lie in a folder of the forum, not in its tables.
        record.warnings.add(Warning::FileLeftOut);
    }
}

/// The files that stand among the words of a post.
fn files(text: &str) -> Vec<Attachment> {
    const FILES_MAX: usize = 100;
    let behind = |begin: &'static str, end: &'static str| {
        text.split(begin).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0))
    };
    let quoted = behind("<ATTACHMENT filename=\"", "\"");
    // `[attachment=0:3uxqmu2x]<!-- ia0 -->crash.log<!-- ia0 -->[/attachment:3uxqmu2x]`
    let marked =
        behind("[attachment=", "[/attachment").filter_map(|inside| inside.split("-->").nth(1)?.split("<!--").next());
    let named = quoted.chain(marked).take(FILES_MAX).map(html::entities);
    named
        .map(|name| Attachment { media_type: media::of_name(&name).to_owned(), name, bytes: None, url: None })
        .collect()
}

/// The words of a post: of XML since phpBB 3.2, of BBCode and pieces of HTML before.
fn plain(text: &str) -> String {
    if !(text.starts_with("<t>") || text.starts_with("<r>")) {
        return html::to_text(&without_numbers(text).replace('\n', "<br>"));
    }
    // `<B><s>[b]</s>bold<e>[/b]</e></B>`: between s and e stands what was typed as markup.
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, end, after)) = typed(rest) {
        out.push_str(before);
        rest = after.split_once(end).map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    let out = out.replace("<URL url=", "<a href=").replace("</URL>", "</a>");
    let tags = [("QUOTE", "blockquote"), ("CODE", "pre"), ("LIST", "ul"), ("LI", "li")];
    let out = tags.iter().fold(out, |out, (theirs, ours)| {
        out.replace(&format!("<{theirs}>"), &format!("<{ours}>"))
            .replace(&format!("<{theirs} "), &format!("<{ours} "))
            .replace(&format!("</{theirs}>"), &format!("</{ours}>"))
    });
    html::to_text(&out)
}

/// What stands before the next piece of typed markup, how it ends, and what follows its beginning.
fn typed(text: &str) -> Option<(&str, &'static str, &str)> {
    let at = [("<s>", "</s>"), ("<e>", "</e>")];
    let found = at.iter().filter_map(|(begin, end)| Some((text.find(begin)?, *begin, *end)));
    let (at, begin, end) = found.min_by_key(|(at, ..)| *at)?;
    Some((&text[..at], end, &text[at + begin.len()..]))
}

/// `[b:3uxqmu2x]` is `[b]`: phpBB marks BBCode with eight letters of its own.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(':') {
        let mark = after.get(..9).filter(|mark| mark.ends_with(']') && before.contains('['));
        let is_mark = mark.is_some_and(|mark| mark[..8].bytes().all(|byte| byte.is_ascii_alphanumeric()));
        out.push_str(before);
        if is_mark {
            rest = &after[8..];
        } else {
            out.push(':');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_of_every_version_become_words() {
        for (post, expected) in [
            ("<t>It crashes<br/>\nbadly &amp; often</t>", "It crashes\nbadly & often"),
            ("<r><B><s>[b]</s>Look<e>[/b]</e></B> <E>:)</E></r>", "Look :)"),
            (
                "<r><QUOTE author=\"ada\"><s>[quote=ada]</s>It crashes<e>[/quote]</e></QUOTE>Which?</r>",
                "> It crashes\n\nWhich?",
            ),
            ("[b:3uxqmu2x]Look[/b:3uxqmu2x] at 12:30 &quot;there&quot;", "[b]Look[/b] at 12:30 \"there\""),
            ("one\ntwo <!-- s:) --><img src=\"x.gif\" alt=\":)\" /><!-- s:) -->", "one\ntwo :)"),
        ] {
            assert_eq!(plain(post).trim(), expected, "{post}");
        }
    }
}
