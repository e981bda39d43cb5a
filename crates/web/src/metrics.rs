//! Counters of this process in the text format of Prometheus.

use std::fmt::Write;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// Upper limits of the classes of answer times, in milliseconds.
const LIMITS_MS: [u64; 9] = [1, 2, 5, 10, 20, 50, 100, 500, 2_000];

#[derive(Default)]
pub(crate) struct Metrics {
    /// Answers by the first digit of their status.
    answers: [AtomicU64; 6],
    classes: [AtomicU64; LIMITS_MS.len() + 1],
    micros: AtomicU64,
    acts: AtomicU64,
    pub(crate) streams: AtomicI64,
}

impl Metrics {
    pub(crate) fn answered(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).min(self.answers.len() - 1);
        self.answers[class].fetch_add(1, Ordering::Relaxed);
        let millis = took.as_millis() as u64;
        let class = LIMITS_MS.iter().position(|limit| millis < *limit).unwrap_or(LIMITS_MS.len());
        self.classes[class].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    }

    pub(crate) fn acted(&self) {
        self.acts.fetch_add(1, Ordering::Relaxed);
    }

    /// Everything as text; `gauges` are counted by the caller at this moment.
    pub(crate) fn text(&self, gauges: &[(&str, i64)]) -> String {
        let mut text = String::new();
        let mut line = |written: std::fmt::Arguments| {
            text.write_fmt(written).expect("writing to a string does not fail");
            text.push('\n');
        };
        line(format_args!("# TYPE tribune_http_answers_total counter"));
        for (class, count) in self.answers.iter().enumerate().skip(1) {
            line(format_args!("tribune_http_answers_total{{class=\"{class}xx\"}} {}", count.load(Ordering::Relaxed)));
        }
        line(format_args!("# TYPE tribune_http_answer_seconds histogram"));
        let mut sum = 0;
        for (limit, count) in LIMITS_MS.iter().zip(&self.classes) {
            sum += count.load(Ordering::Relaxed);
            let seconds = *limit as f64 / 1000.0;
            line(format_args!("tribune_http_answer_seconds_bucket{{le=\"{seconds}\"}} {sum}"));
        }
        sum += self.classes[LIMITS_MS.len()].load(Ordering::Relaxed);
        line(format_args!("tribune_http_answer_seconds_bucket{{le=\"+Inf\"}} {sum}"));
        let seconds = self.micros.load(Ordering::Relaxed) as f64 / 1e6;
        line(format_args!("tribune_http_answer_seconds_sum {seconds}"));
        line(format_args!("tribune_http_answer_seconds_count {sum}"));
        line(format_args!("# TYPE tribune_acts_total counter"));
        line(format_args!("tribune_acts_total {}", self.acts.load(Ordering::Relaxed)));
        line(format_args!("# TYPE tribune_live_streams gauge"));
        line(format_args!("tribune_live_streams {}", self.streams.load(Ordering::Relaxed)));
        for (name, value) in gauges {
            line(format_args!("# TYPE tribune_{name} gauge"));
            line(format_args!("tribune_{name} {value}"));
        }
        text
    }
}
