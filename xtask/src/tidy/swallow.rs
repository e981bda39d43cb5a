//! Errors are handled or handed up: nothing drops the result of I/O, parsing or SQL.
//!
//! The check reads text, so it asks for a stated reason rather than guess: every `let _ =` of a call,
//! every `.ok()` but on a conversion between numbers or a search (and on `parse()` in a pure room, where
//! "this is no number" is an answer too), and every `.unwrap_or_default()`
//! whose chain reads, writes, waits or parses.

use super::Findings;
use super::rooms::PURE;
use crate::source::Source;
use crate::tree::Tree;

/// Calls whose `Err` is an answer, not a failure: out of range, not found, nobody sends any more.
const ANSWERS: [&str; 8] = [
    "try_from",
    "try_into",
    "binary_search",
    "binary_search_by",
    "binary_search_by_key",
    "from_u32",
    "recv",
    "try_recv",
];

/// Calls that say whether a text is a number.
const NUMBERS: [&str; 2] = ["from_str_radix", "parse"];

/// Calls that can fail because of the outside.
const FALLIBLE: [&str; 31] = [
    "await",
    "parse",
    "from_str",
    "from_slice",
    "from_reader",
    "from_value",
    "from_utf8",
    "to_value",
    "to_vec_pretty",
    "decode",
    "read",
    "read_dir",
    "read_exact",
    "read_line",
    "read_to_end",
    "read_to_string",
    "read_until",
    "write",
    "write_all",
    "flush",
    "open",
    "create",
    "metadata",
    "canonicalize",
    "connect",
    "execute",
    "fetch_all",
    "fetch_one",
    "fetch_optional",
    "try_get",
    "send",
];

pub(super) fn swallow(tree: &Tree, found: &mut Findings) {
    let remedy = "hand the error up with `?`, match it, or say why it does not matter: `// tidy(swallow): …`";
    for source in tree.sources.iter().filter(|source| source.room().is_some() || source.path.starts_with("xtask/src/"))
    {
        for (line, code) in source.production() {
            let dropped = drops_with_let(code, source.room());
            let ok = code.match_indices(".ok()").any(|(at, _)| {
                let calls = calls_before(source, line, at);
                let pure = source.room().is_some_and(|room| PURE.contains(&room));
                !(ANSWERS.contains(&calls.last_name()) || pure && NUMBERS.contains(&calls.last_name()))
            });
            let default =
                code.match_indices(".unwrap_or_default()").any(|(at, _)| calls_before(source, line, at).any_fallible());
            for (what, is_so) in [("`let _ =`", dropped), ("`.ok()`", ok), ("`.unwrap_or_default()`", default)] {
                if is_so {
                    found.report(source, line, (format!("{what} loses an error"), remedy));
                }
            }
        }
    }
}

/// `let _ = write!(…)` is allowed in rooms that write to strings only, which cannot fail.
fn drops_with_let(code: &str, room: Option<&str>) -> bool {
    let Some((_, value)) = code.split_once("let _ =").or_else(|| code.split_once("let _=")) else { return false };
    let value = value.trim_start();
    let writes_text = value.starts_with("write!(") || value.starts_with("writeln!(");
    let into_text = room.is_some_and(|room| ["model", "paper", "text", "world"].contains(&room));
    !(writes_text && into_text)
}

/// The names of the calls in one method chain, first to last.
struct Calls(Vec<String>);

impl Calls {
    fn last_name(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    fn any_fallible(&self) -> bool {
        self.0.iter().any(|name| FALLIBLE.contains(&name.as_str()))
    }
}

/// The chain that ends at byte `at` of the `line`th line, over line breaks.
fn calls_before(source: &Source, line: usize, at: usize) -> Calls {
    let from = line.saturating_sub(12).max(1);
    let mut text = source.code[from - 1..line - 1].join("\n");
    text.push('\n');
    text.push_str(&source.code[line - 1][..at]);
    let letters: Vec<char> = text.chars().collect();
    let mut names = Vec::new();
    let mut end = letters.len();
    while let Some((name, start)) = call_before(&letters, end) {
        names.push(name);
        end = start;
    }
    names.reverse();
    Calls(names)
}

/// The call, field or path segment that ends at `end`, and where the rest of its chain ends.
fn call_before(letters: &[char], end: usize) -> Option<(String, usize)> {
    let mut at = skip_space(letters, end);
    while at > 0 && matches!(letters[at - 1], ')' | ']' | '>' | '?') {
        at = if letters[at - 1] == '?' { at - 1 } else { opening(letters, at - 1)? };
        at = if letters[..at].ends_with(&[':', ':']) { at - 2 } else { at };
    }
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '!';
    let start = (0..at).rev().take_while(|place| is_name(letters[*place])).last()?;
    let name: String = letters[start..at].iter().collect();
    let before = skip_space(letters, start);
    let rest = match letters[..before] {
        [.., ':', ':'] => before - 2,
        [.., '.'] => before - 1,
        _ => 0,
    };
    Some((name, rest))
}

fn skip_space(letters: &[char], end: usize) -> usize {
    letters[..end].iter().rposition(|letter| !letter.is_whitespace()).map_or(0, |last| last + 1)
}

/// Where the bracket that closes at `close` opens.
fn opening(letters: &[char], close: usize) -> Option<usize> {
    let open = match letters[close] {
        ')' => '(',
        ']' => '[',
        _ => '<',
    };
    let mut depth = 0;
    for at in (0..=close).rev() {
        if letters[at] == letters[close] && !(open == '<' && at > 0 && letters[at - 1] == '-') {
            depth += 1;
        } else if letters[at] == open {
            depth -= 1;
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, expected: &[&str]) {
        let source = Source::new("crates/hub/src/a.rs", code);
        let lines = source.code.len();
        let calls = calls_before(&source, lines, source.code[lines - 1].len());
        assert_eq!(calls.0, expected, "{code}");
    }

    #[test]
    fn a_chain_is_read_back_to_its_start() {
        check("let a = text.parse::<u32>()", &["text", "parse"]);
        check("let a = conn\n    .fetch_one(sql, &[1])\n    .await", &["conn", "fetch_one", "await"]);
        check("f(std::str::from_utf8(&x[1..2])", &["std", "str", "from_utf8"]);
        check("a[0].get(&b)?.copied()", &["a", "get", "copied"]);
        check("x = (a + b)", &[]);
    }
}
