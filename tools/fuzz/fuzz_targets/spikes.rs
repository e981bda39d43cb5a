//! Any series of counts and moods is judged with a finite score.
#![no_main]

use libfuzzer_sys::fuzz_target;
use text::spikes::{BINS_MAX, Detector, MoodDetector, Settings, Utterance, bins};

fuzz_target!(|given: (Vec<(i64, f64)>, u16)| {
    let (rows, step) = given;
    let (mut counts, mut moods) = (Detector::new(Settings::default()), MoodDetector::new(Settings::default()));
    for (at_s, value) in &rows {
        let score = counts.push(*at_s, *value).score;
        assert!((0.0..=1.0).contains(&score), "{score}");
        let score = moods.push(*at_s, &[*value]).score;
        assert!((0.0..=1.0).contains(&score), "{score}");
    }
    let utterances: Vec<Utterance> = rows.iter().map(|(at_s, _)| Utterance { at_s: *at_s, author: "a", sentiment: None }).collect();
    assert!(bins(&utterances, i64::from(step).max(1)).len() <= BINS_MAX);
});
