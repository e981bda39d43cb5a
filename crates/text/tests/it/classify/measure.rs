//! Measures of answers: F1 over the labels that occur, the calibration error, and how sure is sure enough.

use text::classify::measure::{Decisions, Outcome, calibration_error, sure_from};

#[test]
fn macro_f1_is_the_mean_over_labels() {
    let mut decisions = Decisions::new(3);
    for (said, truly) in [(0, 0), (0, 0), (1, 0), (1, 1)] {
        decisions.count(&[said], &[truly]);
    }
    // Label 0: precision 1, recall 2/3; label 1: precision 1/2, recall 1; label 2 never occurs.
    assert!((decisions.macro_f1() - (0.8 + 2.0 / 3.0) / 2.0).abs() < 1e-9);
}

#[test]
fn being_surer_than_right_is_an_error_and_the_threshold_parts_wrong_from_right() {
    let outcomes: Vec<Outcome> =
        (0..100).map(|at| Outcome { confidence: at as f32 / 100.0, right: at >= 40 }).collect();
    assert!((sure_from(&outcomes) - 0.4).abs() < 1e-6);
    let fair: Vec<Outcome> = (0..100).map(|at| Outcome { confidence: 0.75, right: at % 4 > 0 }).collect();
    assert!(calibration_error(&fair) < 1e-6);
    assert!(calibration_error(&outcomes) > 0.1);
}
