//! Model files put together by hand: what is sealed as it should be may still be no model.

use sha2::{Digest, Sha256};
use text::classify::{Broken, Example, Model, Senses, train};

const MAGIC: &[u8] = b"tribune\n";
const SEAL_BYTES: usize = 32;

/// A file of this manifest and so many features, with what follows them, sealed.
fn file(manifest: &[u8], features: u32, rest: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend((manifest.len() as u32).to_le_bytes());
    bytes.extend(features.to_le_bytes());
    bytes.extend(manifest);
    bytes.extend(rest);
    let seal = Sha256::digest(&bytes);
    bytes.extend_from_slice(&seal);
    bytes
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(bytes[..4].try_into().expect("four bytes"))
}

#[test]
fn a_model_that_knows_no_label_is_none() {
    let rows = [("it crashed", "bug"), ("it crashed again", "bug"), ("please add", "idea"), ("add it please", "idea")];
    let example = |(text, label): (&str, &str)| Example {
        title: String::new(),
        text: text.to_owned(),
        labels: vec![label.to_owned()],
    };
    let bytes = train(&Senses::built_in(), &rows.map(example)).expect("two labels of two rows").bytes;
    assert!(Model::from_bytes(&bytes).is_ok());
    let (length, features) = (number(&bytes[MAGIC.len()..]), number(&bytes[MAGIC.len() + 4..]));
    let (manifest, rest) = bytes[MAGIC.len() + 8..bytes.len() - SEAL_BYTES].split_at(length as usize);
    assert_eq!(file(manifest, features, rest), bytes, "what is put together here is a file as the room writes it");
    let mut emptied: serde_json::Value = serde_json::from_slice(manifest).expect("a manifest");
    emptied["labels"] = serde_json::json!([]);
    emptied["memory"] = serde_json::json!(0.0);
    emptied["rows"] = serde_json::json!(0);
    let broken = file(emptied.to_string().as_bytes(), features, &rest[..features as usize * 12]);
    assert!(matches!(Model::from_bytes(&broken), Err(Broken::NotAModel)));
}
