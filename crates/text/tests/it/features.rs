//! Features: what a classifier sees of a message, title and body apart, without its markup.

use text::classify::Senses;
use text::features::layout::plain;
use text::features::{BODY_BYTES_MAX, Block, features, phrases};
use text::vectors::DIMENSIONS;

fn keys(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    phrases("", text, &mut |_, phrase| found.push(phrase.key().replace('\u{1}', "#")));
    found
}

#[test]
fn words_stand_alone_and_in_pairs_and_masks_hide_what_says_nothing() {
    assert_eq!(
        keys("How do I open it?"),
        ["how", "^ how", "do", "how do", "i", "do i", "open", "i open", "it", "open it", "?", "it ?"]
    );
    assert_eq!(keys("see https://a.org/b, v1.2.3"), ["see", "^ see", "#url", "see #url", "#version", "#url #version"]);
}

#[test]
fn title_and_body_do_not_mix() {
    let senses = Senses::built_in();
    let (title, body) = (features(&senses, "crash", ""), features(&senses, "", "crash"));
    assert_eq!(title.blocks[Block::TitleWords as usize].len(), 2);
    assert!(title.blocks[Block::BodyWords as usize].is_empty());
    assert_ne!(title.blocks[Block::TitleWords as usize], body.blocks[Block::BodyWords as usize]);
    assert_eq!(body.blocks[Block::BodyMeaning as usize].len(), DIMENSIONS);
}

#[test]
fn a_long_text_costs_no_more_than_its_beginning() {
    let senses = Senses::built_in();
    let long = features(&senses, "", &"word ".repeat(200_000));
    let cut = features(&senses, "", &"word ".repeat(4 * BODY_BYTES_MAX / 5));
    assert_eq!(long.blocks[Block::BodyWords as usize], cut.blocks[Block::BodyWords as usize]);
}

#[test]
fn markup_is_counted_and_goes() {
    let cases = [
        ("a <!-- b --> c", "a   c", "comment"),
        ("a\n```rust\nlet x;\n```\nb", "a\n \nb", "code"),
        ("![shot](https://x.org/a.png) b", "  b", "picture"),
        ("Type: <b>Bug</b> 1 < 2", "Type:  Bug  1 < 2", "tag"),
        ("never closed ```x", "never closed  ", "code"),
        ("wow! `x` <3", "wow! `x` <3", "exclamation mark"),
    ];
    for (text, prose, name) in cases {
        let plain = plain(text);
        assert_eq!(plain.text, prose);
        assert!(plain.layout.iter().any(|(known, count)| *known == name && *count > 0.0), "{text}");
    }
}
