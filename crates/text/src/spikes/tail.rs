//! How unlikely a count is: tails of the negative binomial and of the normal distribution, in nats.
//!
//! A surprise is the negative natural logarithm of a probability: 0 nats are certain, 4.8 nats one case in 122.

/// A negative binomial count: what is expected, and how much rates wander around that.
#[derive(Debug, Clone, Copy)]
pub struct NegativeBinomial {
    /// The expected count, above 0.
    pub mean: f64,
    /// Squared relative spread of the rate, above 0: the variance is `mean + spread × mean²`.
    pub spread: f64,
}

impl NegativeBinomial {
    /// −ln P(X ≥ count) in nats; 0 when the count is not above the mean.
    pub fn surprise_above(self, count: f64) -> f64 {
        if count <= self.mean { 0.0 } else { normal_surprise(self.deviance(count).sqrt()) }
    }

    /// −ln P(X ≤ count) in nats; 0 when the count is not below the mean.
    pub fn surprise_below(self, count: f64) -> f64 {
        // Few messages come in whole numbers: without the half a quiet night of a small series would be news.
        let count = count + 0.5;
        if count >= self.mean { 0.0 } else { normal_surprise(self.deviance(count).sqrt()) }
    }

    /// The standard deviation of the count.
    pub fn deviation(self) -> f64 {
        (self.mean + self.spread * self.mean * self.mean).sqrt()
    }

    /// Twice the log-likelihood that the count's own rate gains over the mean (McCullagh and Nelder 1989, 2.3):
    /// its signed root is close to standard normal even where the count is small and skewed.
    fn deviance(self, count: f64) -> f64 {
        let size = 1.0 / self.spread;
        let own = if count > 0.0 { count * (count / self.mean).ln() } else { 0.0 };
        (2.0 * (own - (count + size) * ((count + size) / (self.mean + size)).ln())).max(0.0)
    }
}

/// −ln P(Z ≥ z) of a standard normal, in nats, for z ≥ 0 (Abramowitz and Stegun 26.2.17, 26.2.12 far out).
pub fn normal_surprise(z: f64) -> f64 {
    const HALF_LN_TAU: f64 = 0.918_938_533_204_672_7;
    if z > 6.0 {
        return z * z / 2.0 + z.ln() + HALF_LN_TAU - (-1.0 / (z * z)).ln_1p();
    }
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let series = 0.319_381_530 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429)));
    z * z / 2.0 + HALF_LN_TAU - (t * series).ln()
}
