//! A seeded, fictional community with known truth: demo, tests and benchmarks.
