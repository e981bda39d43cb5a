//! Any table of counts is read, refused in one short line, and judged as far as it is good.
#![no_main]

use libfuzzer_sys::fuzz_target;
use text::spikes::{Columns, Detector, Settings, Values};

fuzz_target!(|table: &str| {
    let (header, lines) = table.split_once('\n').unwrap_or((table, ""));
    let columns = match Columns::of(header) {
        Ok(columns) => columns,
        // Most headers have no such columns: the lines are worth reading all the same.
        Err(_) => Columns::of("timestamp,value").expect("both are there"),
    };
    let mut detector = Detector::new(Settings::default());
    for (at_s, line) in (0..).zip(lines.split('\n')) {
        match columns.row(line, Values::Counts) {
            Ok(row) => {
                assert!(line.contains(row.timestamp.0) && row.number.is_finite() && row.number >= 0.0);
                let score = detector.push(at_s * 3_600, row.number).score;
                assert!((0.0..=1.0).contains(&score), "{score}");
            }
            Err(reason) => assert!(reason.chars().count() < 300 && !reason.contains(char::is_control), "{reason}"),
        }
    }
});
