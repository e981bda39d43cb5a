//! Nothing that a stranger sends makes the reading of text fail or crawl.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A quarter of a megabyte of each of these, and of all of them shuffled.
const PIECES: &[&str] = &[
    "a",
    " ",
    "\n",
    ">",
    "`",
    "```\n",
    "<",
    "<!--",
    "[quote]",
    "a.",
    "a@",
    "@a",
    "#",
    "://",
    "http://a",
    "1.",
    "1-",
    "-",
    "--\n",
    "!",
    "'",
    "’s",
    "\u{301}",
    "\u{200b}",
    "\u{202e}",
    "\u{200d}👍",
    "🇫",
    "東",
    "か",
    "ก",
    "हि",
    "я",
    "ﷺ",
    "\u{fdfa}",
    "İ",
    "ß",
    "f u c k ",
    "On 1 Jan 2020 a wrote:\n",
    "On 1 Jan 2020 a@b <\n",
    "From: a\n",
    "a wrote\n:\n",
    "wrote ",
    "1 Jan 2020 ",
    "\n\n\n",
    "confidential recipient ",
    "> a\nOn 1 Jan 2020, a wrote:\n",
    "--- message ---\n",
    "    x();\n",
    "at a(b:1)\n",
    "2020-01-01 ",
    "&gt;",
    "(",
    "))))",
    "*",
    "_",
    "/",
    "\\",
    "$",
    "\0",
    "\u{feff}",
    "AA11 ",
    "+1 (",
    "\u{10ffff}",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

const BYTES: usize = 1 << 18;

/// Far more than the release build takes (200 ms for a megabyte at most): this one is slower and its machine busy, and what is
/// quadratic takes minutes.
const PATIENCE: Duration = Duration::from_secs(2);

fn read_all(text: &str) {
    let mut count = 0;
    within("search_tokens", text, || text::tokens::search_tokens(text, &mut |_| count += 1));
    within("words", text, || text::words::words(text, &mut |_| count += 1));
    within("folded", text, || count += text::fold::folded(text).len());
    within("identify", text, || count += text::language::identify(text).code.len());
    within("parts", text, || count += text::language::parts(text).len());
    within("scrub", text, || count += text::scrub(text).len());
    within("trim", text, || count += text::trim::trim(text).len());
    within("own_words", text, || count += text::own::own_words(text).text.len());
    black_box(count);
}

fn within(name: &str, text: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    let took = start.elapsed();
    assert!(took < PATIENCE, "{name} took {took:?} for {:?}…", text.chars().take(40).collect::<String>());
}

#[test]
fn much_of_anything_is_read_in_bounded_time() {
    for piece in PIECES {
        read_all(&piece.repeat(BYTES / piece.len()));
    }
}

#[test]
fn pieces_in_any_order_are_read() {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |limit: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % limit as u64) as usize
    };
    for length in (0..3000).map(|round| round % 60).chain([100_000]) {
        let text: String = (0..length).map(|_| PIECES[below(PIECES.len())]).collect();
        read_all(&text);
        // And bytes at random, as far as they are text.
        let bytes: Vec<u8> = (0..length.min(5000)).map(|_| below(256) as u8).collect();
        read_all(&String::from_utf8_lossy(&bytes));
    }
}
