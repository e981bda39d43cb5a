//! Asks the scorer that lies beside the checkout, and reads figures out of its one line of JSON.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tree;

/// What the scorer said of one prediction.
pub(super) struct Score(String);

impl Score {
    /// Runs `score.py MEASURE GOLD PRED …`.
    pub(super) fn of(measure: &[&str], gold: &Path, predicted: &Path) -> Result<Score, String> {
        let (kind, options) = measure.split_first().ok_or("no measure named")?;
        let scorer = beside("score/score.py");
        let output = Command::new("python3").arg(scorer).arg(kind).arg(gold).arg(predicted).args(options).output();
        let output = output.map_err(|reason| format!("cannot run python3: {reason}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("the scorer failed: {}", said.lines().last().unwrap_or("it said nothing")));
        }
        Ok(Score(String::from_utf8_lossy(&output.stdout).trim().to_owned()))
    }

    pub(super) fn figure(&self, name: &str) -> Option<f64> {
        number(self.after(name)?)
    }

    fn after(&self, name: &str) -> Option<&str> {
        self.0.split_once(&format!("\"{name}\": ")).map(|(_, rest)| rest)
    }
}

fn number(text: &str) -> Option<f64> {
    let end = text.find(|letter: char| !(letter.is_ascii_digit() || "+-.e".contains(letter))).unwrap_or(text.len());
    // tidy(swallow): what is no number is no figure
    text[..end].parse().ok()
}

/// A path in the folder of real data beside the checkout.
pub(super) fn beside(path: &str) -> PathBuf {
    tree::root().join("../shared").join(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_the_line() {
        let score = Score(r#"{"n": 1500, "macro_f1": 0.7651, "macro_f1_95": [0.7439, 0.7866]}"#.to_owned());
        assert_eq!((score.figure("n"), score.figure("macro_f1")), (Some(1500.0), Some(0.7651)));
        assert_eq!(score.figure("r"), None);
    }
}
