//! One Rust file, read the way the checks need it: code apart from words, tests apart from production.

mod lexer;

use lexer::Token;

/// A string literal: the line where it opens, and what stands between its quotes.
pub(crate) struct Literal {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A function with a body: lines are counted from `fn` to the closing brace.
pub(crate) struct Function {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) lines: usize,
    /// Parameters with a type, so `self` does not count.
    pub(crate) parameters: usize,
}

/// A Rust file. Line numbers start at 1 everywhere.
pub(crate) struct Source {
    /// From the root of the repository, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The text line by line, with comments and the insides of literals blanked.
    pub(crate) code: Vec<String>,
    pub(crate) literals: Vec<Literal>,
    /// Comments as written, with the line where each opens.
    pub(crate) comments: Vec<(usize, String)>,
    tests_from: usize,
    whole_file_is_test: bool,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Source {
        let mut code = String::with_capacity(text.len());
        let (mut literals, mut comments) = (Vec::new(), Vec::new());
        let mut line = 1;
        for token in lexer::tokens(text) {
            let written = &text[token.range()];
            match &token {
                Token::Code(_) => code.push_str(written),
                Token::Text { inside, .. } => {
                    literals.push(Literal { line, text: text[inside.clone()].to_owned() });
                    blank(&mut code, written, Some('"'));
                }
                Token::Letter(_) => blank(&mut code, written, Some('\'')),
                Token::Comment(_) => {
                    comments.push((line, written.to_owned()));
                    blank(&mut code, written, None);
                }
            }
            line += written.matches('\n').count();
        }
        let code: Vec<String> = code.split('\n').map(str::to_owned).collect();
        let tests_from = first_test_module(&code);
        let whole_file_is_test = is_test_path(path);
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            literals,
            comments,
            tests_from,
            whole_file_is_test,
        }
    }

    /// The room whose production code this file is part of: `store` for `crates/store/src/…`.
    pub(crate) fn room(&self) -> Option<&str> {
        let (room, inside) = self.path.strip_prefix("crates/")?.split_once('/')?;
        inside.starts_with("src/").then_some(room)
    }

    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.whole_file_is_test || line >= self.tests_from
    }

    /// Production lines with their numbers, comments and literals blanked.
    pub(crate) fn production(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.iter().enumerate().map(|(at, code)| (at + 1, code.as_str())).filter(|(line, _)| !self.is_test(*line))
    }

    /// The lines of comments that name unfinished work.
    pub(crate) fn unfinished(&self) -> impl Iterator<Item = (usize, &str)> {
        let marks = ["TODO", "FIXME", "XXX", "HACK"];
        let lines = |(from, comment)| lines_from(from, comment);
        let comments = self.comments.iter().map(|(line, comment)| (*line, comment.as_str()));
        comments.flat_map(lines).filter(move |(_, text)| {
            text.split(|letter: char| !letter.is_alphanumeric()).any(|word| marks.contains(&word))
        })
    }

    /// Whether the author stated a reason, `// tidy(check): why`, in the statement or right above it, or
    /// for the whole file in the comments that open it.
    pub(crate) fn excuses(&self, check: &str, line: usize) -> bool {
        let written: Vec<&str> = self.text.lines().collect();
        let mark = format!("tidy({check}): ");
        let states_reason =
            |text: &&str| text.split_once(&mark).is_some_and(|(_, reason)| reason.split_whitespace().count() >= 3);
        let end = line.min(written.len());
        let start = self.statement_start(end);
        let above = written[..start].iter().rev().take_while(|text| text.trim().starts_with(['/', '#']));
        let opening = written.iter().take_while(|text| text.starts_with("//"));
        written[start..end].iter().chain(above).chain(opening).any(states_reason)
    }

    /// The index of the line where the statement that ends at the `end`th line begins.
    fn statement_start(&self, end: usize) -> usize {
        let mut start = end.saturating_sub(1);
        while start > 0 {
            let above = self.code[start - 1].trim();
            if above.is_empty() || above.starts_with("#[") || above.ends_with([';', '{', '}', ',']) {
                break;
            }
            start -= 1;
        }
        start
    }

    /// All functions with a body, tests included.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let code: Vec<char> = self.code.join("\n").chars().collect();
        let mut found = Vec::new();
        let mut line = 1;
        for at in 0..code.len() {
            if code[at] == '\n' {
                line += 1;
            }
            if let Some(function) = function_at(&code, at, line) {
                found.push(function);
            }
        }
        found
    }
}

fn lines_from(from: usize, comment: &str) -> impl Iterator<Item = (usize, &str)> {
    comment.lines().enumerate().map(move |(at, text)| (from + at, text))
}

fn blank(code: &mut String, written: &str, quote: Option<char>) {
    let last = written.chars().count().saturating_sub(1);
    for (at, letter) in written.chars().enumerate() {
        code.push(match (letter, quote) {
            ('\n', _) => '\n',
            (_, Some(quote)) if at == 0 || at == last => quote,
            _ => ' ',
        });
    }
}

/// `testing.rs` is what a room has for the tests of others.
fn is_test_path(path: &str) -> bool {
    let mut parts = path.split('/');
    let file = parts.next_back().unwrap_or(path);
    ["tests.rs", "testing.rs"].contains(&file)
        || path.starts_with("browser/")
        || parts.any(|part| ["tests", "benches", "examples"].contains(&part))
}

/// The line of the first `#[cfg(test)]` that opens a module in the file; from there on all is test.
fn first_test_module(code: &[String]) -> usize {
    for (at, line) in code.iter().enumerate() {
        if !line.starts_with("#[cfg(test)]") {
            continue;
        }
        let item = code[at + 1..].iter().find(|next| !next.trim().is_empty() && !next.starts_with("#["));
        if item.is_some_and(|item| item.contains("mod ") && item.trim_end().ends_with('{')) {
            return at + 1;
        }
    }
    usize::MAX
}

fn function_at(code: &[char], at: usize, line: usize) -> Option<Function> {
    let is_name = |letter: &char| letter.is_alphanumeric() || *letter == '_';
    if !code[at..].starts_with(&['f', 'n', ' ']) || (at > 0 && is_name(&code[at - 1])) {
        return None;
    }
    let name: String = code[at + 3..].iter().take_while(|letter| is_name(letter)).collect();
    if name.is_empty() {
        return None;
    }
    let (parameters, body) = signature(code, at + 3 + name.chars().count())?;
    let end = closing_brace(code, body);
    let lines = code[at..end].iter().filter(|letter| **letter == '\n').count() + 1;
    Some(Function { line, name, lines, parameters })
}

/// Typed parameters, and where the body opens; nothing for a declaration without one.
fn signature(code: &[char], from: usize) -> Option<(usize, usize)> {
    let (mut depth, mut parameters) = (0_i32, 0);
    for at in from..code.len() {
        match code[at] {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ':' if depth == 1 && code.get(at + 1) != Some(&':') && code[at - 1] != ':' => parameters += 1,
            ';' if depth == 0 => return None,
            '{' if depth == 0 => return Some((parameters, at)),
            _ => {}
        }
    }
    None
}

fn closing_brace(code: &[char], from: usize) -> usize {
    let mut depth = 0;
    for (at, letter) in code.iter().enumerate().skip(from) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_blanked_and_code_stays() {
        let source = Source::new("crates/a/src/b.rs", "let a = \"let b\"; // let c\nlet d = 'x'; /* let\ne */ f");
        assert_eq!(source.code[0].trim_end(), "let a = \"     \";");
        assert_eq!(source.code[1].trim_end(), "let d = ' ';");
        assert_eq!(source.code[2].trim(), "f");
        assert_eq!(source.literals[0].text, "let b");
    }

    #[test]
    fn a_function_is_measured_from_fn_to_brace() {
        let source =
            Source::new("a.rs", "trait T { fn no(&self); }\npub fn yes(&self, a: u8, b: Vec<c::D>) {\n    {}\n}\n");
        let functions = source.functions();
        assert_eq!(functions.len(), 1);
        let yes = &functions[0];
        assert_eq!((yes.line, yes.lines, yes.parameters, yes.name.as_str()), (2, 3, 2, "yes"));
    }

    #[test]
    fn tests_are_told_from_production() {
        let source = Source::new("crates/a/src/b.rs", "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n");
        assert!(!source.is_test(1) && source.is_test(5));
        assert!(Source::new("crates/a/tests/b.rs", "fn a() {}").is_test(1));
    }

    #[test]
    fn a_reason_stands_on_the_line_or_above_its_statement() {
        let text = "fn f() {\n    // tidy(x): because of this\n    a\n        .b()\n        .c();\n    d(); // tidy(x): why it is so\n    e();\n}\n";
        let source = Source::new("a.rs", text);
        assert!(source.excuses("x", 5) && source.excuses("x", 6));
        assert!(!source.excuses("x", 7) && !source.excuses("y", 5));
        let opening = Source::new("a.rs", "//! A.\n// tidy(x): it is all so\n\na();\nb();\n");
        assert!(opening.excuses("x", 5));
        assert!(!Source::new("a.rs", "a(); // tidy(x): because\n").excuses("x", 1), "one word is no reason");
    }
}
