//! Draws messages from a small grammar: templates per label whose slots are filled by chance, seeded.

use std::collections::HashMap;
use std::path::Path;

/// A drawn message.
pub(crate) struct Drawn {
    pub(crate) label: String,
    pub(crate) message: String,
    /// Number of its template: cross-validation keeps a template on one side.
    pub(crate) template: u64,
}

const DEPTH_MAX: usize = 6;

struct Grammar {
    slots: HashMap<String, Vec<String>>,
    /// Templates per label, in order of appearance.
    labels: Vec<(String, Vec<String>)>,
}

/// `count` messages per label. Lines: `@slot: a | b`, `[label]`, and templates with `{slot}`.
pub(crate) fn draw(path: &Path, count: usize) -> Vec<Drawn> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let grammar = parse(&text);
    let mut state = 0x7e57_2026u64;
    let mut drawn = Vec::new();
    for (number, (label, templates)) in grammar.labels.iter().enumerate() {
        for _ in 0..count {
            let template = next(&mut state, templates.len());
            let message = fill(&templates[template], &grammar, &mut state, 0);
            drawn.push(Drawn { label: label.clone(), message, template: (number * 1009 + template) as u64 });
        }
    }
    drawn
}

fn parse(text: &str) -> Grammar {
    let mut grammar = Grammar { slots: HashMap::new(), labels: Vec::new() };
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if let Some((name, choices)) = line.strip_prefix('@').and_then(|rest| rest.split_once(": ")) {
            let choices = choices.split(" | ").map(|choice| choice.trim().to_owned());
            grammar.slots.entry(name.to_owned()).or_default().extend(choices);
        } else if let Some(label) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            grammar.labels.push((label.to_owned(), Vec::new()));
        } else if let Some((_, templates)) = grammar.labels.last_mut() {
            templates.push(line.to_owned());
        }
    }
    grammar
}

fn fill(template: &str, grammar: &Grammar, state: &mut u64, depth: usize) -> String {
    let mut message = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        message.push_str(&rest[..open]);
        let name = &rest[open + 1..close];
        let choices = grammar.slots.get(name).unwrap_or_else(|| panic!("no slot {name}"));
        let choice = &choices[next(state, choices.len())];
        assert!(depth < DEPTH_MAX, "slots nest too deeply at {name}");
        message.push_str(&fill(choice, grammar, state, depth + 1));
        rest = &rest[close + 1..];
    }
    message.push_str(rest);
    message
}

/// A number below `below`.
pub(crate) fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % below
}
