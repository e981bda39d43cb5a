//! Weights: labels that can be told apart are.

use text::classify::solve::{Effort, Rows, Task, score, solve};

#[test]
fn what_can_be_told_apart_is_told_apart() {
    // Feature 0 is always there; 1, 2 and 3 say which label.
    let entries: Vec<(u32, f32)> = (0..30).flat_map(|at| [(0, 1.0), (1 + at % 3, 1.0)]).collect();
    let rows = Rows { entries, starts: (0..=30).map(|at| at * 2).collect(), features: 4 };
    let truth: Vec<Vec<u16>> = (0..30).map(|at| vec![at % 3]).collect();
    let chosen: Vec<usize> = (0..15).collect();
    let task = Task { rows: &rows, truth: &truth, labels: 3, chosen: &chosen };
    let weights = solve(&task, Effort { cost: 10.0, rounds: 200 });
    for at in 15..30 {
        let mut scores = [0.0; 3];
        score(&weights, rows.row(at), &mut scores);
        for (label, value) in scores.into_iter().enumerate() {
            let expected = if label == at % 3 { 1.0 } else { -1.0 };
            assert!((value - expected).abs() < 0.1, "row {at}: {scores:?}");
        }
    }
}
