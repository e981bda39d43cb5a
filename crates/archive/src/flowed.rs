//! Mail text whose lines are broken anew for each width: `format=flowed` (RFC 3676).

/// Paragraphs as they were written: a line that ends in a space goes on in the next one of the same quote.
/// `del_sp`: that space was only put there to say so, as in languages that write none between words.
pub(crate) fn unfold(text: &str, del_sp: bool) -> String {
    let mut whole = String::with_capacity(text.len());
    // The quote depth of the paragraph that the last line left open.
    let mut open: Option<usize> = None;
    for (number, line) in text.lines().enumerate() {
        let (depth, said) = unquoted(line);
        let is_signature = said == "-- ";
        // An empty line parts paragraphs, also behind one that was left open by mistake.
        if open != Some(depth) || is_signature || said.is_empty() {
            if number > 0 {
                close(&mut whole, open.is_some());
            }
            quote(&mut whole, (depth, said));
        }
        whole.push_str(said);
        open = (said.ends_with(' ') && !is_signature).then_some(depth);
        if open.is_some() && del_sp {
            whole.pop();
        }
    }
    whole
}

/// Ends a line; the space of a paragraph that never went on goes.
fn close(whole: &mut String, was_open: bool) {
    while was_open && whole.ends_with(' ') {
        whole.pop();
    }
    whole.push('\n');
}

fn quote(whole: &mut String, (depth, said): (usize, &str)) {
    whole.extend(std::iter::repeat_n('>', depth));
    if depth > 0 && !said.is_empty() {
        whole.push(' ');
    }
}

/// How deep a line is quoted, and what it says: a space before it only keeps it from looking quoted, or from
/// mbox's `From `.
fn unquoted(line: &str) -> (usize, &str) {
    let said = line.trim_start_matches('>');
    (line.len() - said.len(), said.strip_prefix(' ').unwrap_or(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_go_on_over_soft_ends_of_lines() {
        let cases = [
            ("Hello \nthere,\nAda\n", "Hello there,\nAda"),
            ("one \n> two \n> three\nfour", "one\n> two three\nfour"),
            (">> deep \n>> er\n> less \n>\nI", ">> deep er\n> less\n>\nI"),
            ("so \n-- \nAda \nLovelace", "so\n-- \nAda Lovelace"),
            (" > no quote\n From here\n", "> no quote\nFrom here"),
            ("\n\na\n\nb \n", "\n\na\n\nb "),
            ("", ""),
        ];
        for (flowed, written) in cases {
            assert_eq!(unfold(flowed, false), written, "{flowed:?}");
        }
        assert_eq!(unfold("日本 \n語 \r\nです", true), "日本語です");
    }
}
