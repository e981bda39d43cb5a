//! Any title and text are read, and what is shown of them lies inside them.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use text::{Input, Products, Reader, scrub};

static READER: LazyLock<Reader> = LazyLock::new(Reader::new);
static PRODUCTS: LazyLock<Products> = LazyLock::new(|| Products::new(["Acme", "Acme Cloud Pro"]));

fuzz_target!(|both: (&str, &str)| {
    let (title, text) = both;
    let input = Input { text, title: Some(title).filter(|title| !title.is_empty()), products: Some(&PRODUCTS) };
    let reading = READER.read(&input);
    for span in reading.keywords.iter().chain(reading.entities.iter().map(|entity| &entity.span)) {
        span.words(&input);
    }
    assert!((-1.0..=1.0).contains(&reading.sentiment.score) && (0.0..=1.0).contains(&reading.toxicity.score));
    scrub(text);
});
