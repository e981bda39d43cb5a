//! Text made safe to stand in HTML, SVG and Markdown.

/// `text` with the five characters that mean something to HTML written as references; safe between
/// tags and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 8);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

/// `text` on one line with the marks of Markdown made literal; safe in a sentence and in a table.
pub fn escape_markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => {
                safe.push('\\');
                safe.push(letter);
            }
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape(r#"<script>alert('x & "y"')"#), "&lt;script&gt;alert(&#39;x &amp; &quot;y&quot;&#39;)");
        assert_eq!(escape_markdown("a|b\n# [c](d)"), "a\\|b \\# \\[c\\](d)");
    }
}
