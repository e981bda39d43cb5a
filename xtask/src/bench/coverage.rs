//! How right the answers are that a model is sure of: the share answered and its accuracy, by confidence, and the calibration error.

/// Confidences below which an answer is left to a person.
pub(super) const CUTS: [f64; 6] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9];
const BINS: usize = 15;

/// Each answer with its confidence and whether it is right, in the order of the set.
pub(super) struct Curve(Vec<(f64, bool)>);

impl Curve {
    /// Reads the best answer of each line: the first label or code behind `field`, and the confidence behind that.
    /// `same` is what the set calls some of our labels.
    pub(super) fn of(set: &str, predicted: &str, field: &str, same: &[(&str, &str)]) -> Curve {
        let mut answers = Vec::new();
        for (gold, said) in set.lines().zip(predicted.lines()) {
            let truth = quoted(gold, "\"label\": \"");
            let from = said.find(field).map_or("", |at| &said[at..]);
            let label = quoted(from, "\"label\":\"").or_else(|| quoted(from, "\"code\":\""));
            let confidence = from.split_once("\"confidence\":").and_then(|(_, rest)| number(rest));
            let (Some(truth), Some(label), Some(confidence)) = (truth, label, confidence) else { continue };
            let label = same.iter().find(|(ours, _)| *ours == label).map_or(label, |(_, theirs)| theirs);
            answers.push((confidence, label == truth));
        }
        Curve(answers)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The share answered at a cut, and the accuracy of those answers.
    pub(super) fn at(&self, cut: f64) -> (f64, f64) {
        let sure: Vec<bool> =
            self.0.iter().filter(|(confidence, _)| *confidence >= cut).map(|(_, right)| *right).collect();
        let right = sure.iter().filter(|right| **right).count();
        (sure.len() as f64 / self.0.len().max(1) as f64, right as f64 / sure.len().max(1) as f64)
    }

    /// Expected calibration error over 15 equal bins.
    pub(super) fn calibration_error(&self) -> f64 {
        let mut gaps = [0.0f64; BINS];
        for (confidence, right) in &self.0 {
            let bin = ((confidence * BINS as f64) as usize).min(BINS - 1);
            gaps[bin] += confidence - f64::from(u8::from(*right));
        }
        gaps.iter().map(|gap| gap.abs()).sum::<f64>() / self.0.len().max(1) as f64
    }
}

fn quoted<'a>(line: &'a str, before: &str) -> Option<&'a str> {
    Some(line.split_once(before)?.1.split_once('"')?.0)
}

fn number(text: &str) -> Option<f64> {
    let end = text.find(|letter: char| !(letter.is_ascii_digit() || "+-.e".contains(letter))).unwrap_or(text.len());
    // tidy(swallow): what is no number is no confidence
    text[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_answers_are_counted_apart() {
        let set = "{\"label\": \"feature\"}\n{\"label\": \"bug\"}\n";
        let said = "{\"kinds\":[{\"label\":\"idea\",\"confidence\":0.9}]}\n{\"kinds\":[{\"label\":\"idea\",\"confidence\":0.4}]}\n";
        let curve = Curve::of(set, said, "\"kinds\"", &[("idea", "feature")]);
        assert_eq!((curve.at(0.0), curve.at(0.5)), ((1.0, 0.5), (0.5, 1.0)));
        assert!((curve.calibration_error() - 0.25).abs() < 1e-9);
    }
}
