//! Any text is cut, folded, named by language and freed of what others wrote; words lie where they say.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    text::words::words(text, &mut |word| assert!(text[word.at..].starts_with(word.raw)));
    text::tokens::search_tokens(text, &mut |token| assert!(!token.is_empty()));
    text::fold::folded(text);
    text::own::own_words(text);
    text::language::identify(text);
    text::language::parts(text);
});
