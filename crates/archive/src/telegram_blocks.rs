//! What Telegram lays out in blocks instead of a text: paragraphs, headings, lists, captions.

use serde_json::Value;

use crate::telegram::plain;

/// The words of blocks, a line each.
pub(crate) fn words(message: &Value) -> String {
    let mut lines = Vec::new();
    add(message, &mut lines);
    lines.join("\n")
}

/// Blocks lie in one another under many names; whatever is called a text is one.
fn add(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| add(item, lines)),
        Value::Object(block) => {
            for (name, part) in block {
                match name.as_str() {
                    "text" | "texts" => lines.extend(Some(plain(part)).filter(|line| !line.trim().is_empty())),
                    _ => add(part, lines),
                }
            }
        }
        _ => {}
    }
}
