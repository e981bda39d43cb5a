//! Own words: what others and machines said is set apart.

use proptest::prelude::*;
use text::own::own_words;

fn shown(text: &str) -> String {
    let own = own_words(text);
    let kinds: Vec<_> = own.apart.iter().map(|(_, kind)| kind.name()).collect();
    format!("{}|{}", own.text.replace('\n', "¶"), kinds.join(" "))
}

#[test]
fn what_others_and_machines_said_is_set_apart() {
    for (text, wanted) in [
        ("nothing to cut here", "nothing to cut here|"),
        ("two\nlines > all mine", "two¶lines > all mine|"),
        ("> they said\nI say", "I say|quote"),
        ("&gt; they said\nI say", "I say|quote"),
        ("> one\n> two\n\nI say\n\n> three", "I say|quote quote"),
        (">:( no", ">:( no|"),
        ("look:\n```rust\nlet x = 1;\n```\nbroken", "look:¶broken|code"),
        ("```\nnever closed", "|code"),
        ("```quote\ntheirs\n```\nmine", "mine|quote"),
        ("```spoiler Ending\nstill mine\n```", "still mine|quote quote"),
        ("~~~~\n```\n~~~~\nmine", "mine|code"),
        ("[quote=\"ada, post:1\"]\ntheirs\n[quote]inner[/quote]\n[/quote]\nmine", "mine|quote"),
        ("[quote]x[/quote] mine", "mine|quote"),
        ("[quote] does not work", "[quote] does not work|"),
        ("@_**Ada|12** [said](https://example.org/x):\n```quote\ntheirs\n```\nmine", "mine|quote"),
        ("<blockquote>theirs <b>too</b></blockquote>mine", "mine|quote"),
        ("a <BlockQuote cite=\"x\">b<blockquote>c</blockquote>d</blockquote> e", "a  e|quote"),
        ("<blockquote>a<blockquote>b</blockquote>mine", "mine|quote"),
        ("<blockquote> never closed", "never closed|markup"),
        ("run `a > b` now", "run `a > b` now|"),
        ("crash:\n\n    let x = f();\n    g(x);\n\nwhy?", "crash:¶¶¶why?|code"),
        ("- item\n\n    more words about it", "- item¶¶    more words about it|"),
        ("see\n2026-11-21 10:00:01 start\n2026-11-21 10:00:02 ERROR x\n2026-11-21 10:00:03 stop\nhelp", "see¶help|log"),
        (
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    x()\nNameError: x\nwhy",
            "why|log",
        ),
        (
            "Exception in thread main\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\n\tat a.B.e(B.java:3)\nwhy",
            "Exception in thread main¶why|log",
        ),
        ("a<br>b <!-- fill in --> c", "a b   c|markup markup"),
        ("if a < b and c > d: Vec<String> `<b>`", "if a < b and c > d: Vec<String> `<b>`|"),
        ("", "|"),
    ] {
        assert_eq!(shown(text), wanted, "{text}");
    }
}

proptest! {
    #[test]
    fn parts_are_in_order_and_in_the_text(text in "(>|```|~~~|quote|\\[quote\\]|\\[/quote\\]|<b>|<!--|-->|    |`|\n|at a\\(|é|x| ){0,40}|\\PC{0,100}") {
        let own = own_words(&text);
        let mut end = 0;
        for (range, _) in &own.apart {
            prop_assert!(range.start >= end && range.end <= text.len() && range.start < range.end);
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            end = range.end;
        }
    }
}
