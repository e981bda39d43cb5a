//! The project's own tools: tidy, metrics, bench and ci.

fn main() {}
