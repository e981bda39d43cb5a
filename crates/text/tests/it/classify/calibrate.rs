//! Calibration: confidences mean what they say.

use text::classify::calibrate::{LeftOut, OneOf};

#[test]
fn confidence_equals_the_share_that_is_right() {
    // Three of four messages with this score are of the first label.
    let truth: Vec<Vec<u16>> = (0..400).map(|at| vec![u16::from(at % 4 == 0)]).collect();
    let scores: Vec<f32> = (0..400).flat_map(|_| [0.5, -0.5]).collect();
    let left_out = LeftOut { scores: &scores, truth: &truth, labels: 2 };
    for one_of in [OneOf::Yes, OneOf::No] {
        let mut confidences = [0.5, -0.5];
        left_out.scale(one_of).apply(&mut confidences);
        assert!((confidences[0] - 0.75).abs() < 0.01, "{confidences:?}");
    }
}
