//! Tails: surprises against tables and against exact sums.

use text::spikes::tail::{NegativeBinomial, normal_surprise};

#[test]
fn normal_tail_agrees_with_the_tables() {
    for (z, tail) in
        [(0.0, 0.5), (1.0, 0.158_655_254), (2.0, 0.022_750_132), (4.0, 3.167_124e-5), (7.0, 1.279_812_5e-12)]
    {
        assert!((normal_surprise(z) + f64::ln(tail)).abs() < 2e-3, "z {z}: {}", normal_surprise(z));
    }
}

#[test]
fn surprise_is_close_to_the_exact_negative_binomial_tail() {
    // Exact tails by summing the mass function.
    for (mean, spread, count) in [(5.0, 0.5, 20), (50.0, 0.1, 110), (2.0, 1.0, 15)] {
        let size: f64 = 1.0 / spread;
        let share: f64 = mean / (mean + size);
        let (mut mass, mut below) = ((1.0 - share).powf(size), 0.0);
        for x in 0..count {
            below += mass;
            mass *= share * (f64::from(x) + size) / f64::from(x + 1);
        }
        let exact = -(1.0 - below).ln();
        let got = NegativeBinomial { mean, spread }.surprise_above(f64::from(count));
        assert!((got - exact).abs() < 0.15 * exact, "mean {mean} count {count}: {got} against {exact}");
    }
}

#[test]
fn surprise_grows_with_the_distance_and_shrinks_with_the_spread() {
    let calm = NegativeBinomial { mean: 10.0, spread: 0.05 };
    let wild = NegativeBinomial { mean: 10.0, spread: 1.0 };
    assert!(calm.surprise_above(40.0) > calm.surprise_above(20.0));
    assert!(calm.surprise_above(40.0) > wild.surprise_above(40.0));
    assert!(calm.surprise_below(0.0) > wild.surprise_below(0.0));
    assert_eq!(calm.surprise_above(10.0), 0.0);
}
