//! Bytes are a model that answers, or none: a model file may come from anywhere.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};
use text::classify::{Example, Model, Senses, train};

static SENSES: LazyLock<Senses> = LazyLock::new(Senses::built_in);
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let example = |(text, label): (&str, &str)| Example {
        title: String::new(),
        text: text.to_owned(),
        labels: vec![label.to_owned()],
    };
    let rows = [("it crashed", "bug"), ("it crashed again", "bug"), ("please add", "idea"), ("add it please", "idea")];
    train(&SENSES, &rows.map(example)).expect("two labels with two rows each").bytes
});

/// Bytes put into a whole model: where, and what.
type Changes = Vec<(u16, u8)>;

fuzz_target!(|given: (Changes, u16, &str)| {
    let (changes, cut, text) = given;
    // Sealed again behind the changes: else none would be looked at.
    let mut bytes = WHOLE[..WHOLE.len() - 32].to_vec();
    for (at, byte) in changes {
        let at = usize::from(at) % bytes.len();
        bytes[at] = byte;
    }
    if cut > 0 {
        bytes.truncate(usize::from(cut));
    }
    let seal = Sha256::digest(&bytes);
    bytes.extend_from_slice(&seal);
    if let Ok(model) = Model::from_bytes(&bytes) {
        model.classify(&SENSES, "", text);
    }
});
