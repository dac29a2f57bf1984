//! Numbers in, numbers out: exponentials and logarithms of basic operations only, so that every machine gives the same
//! bits, and a stream of numbers from a seed.

const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
/// Adding and taking away 1.5 · 2^23 rounds to a whole number.
const ROUND: f32 = 12_582_912.0;

/// e to the power of `x`, to six digits.
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let k = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let r = x - k * LN_2_HIGH - k * LN_2_LOW;
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (0.166_666_57 + r * (0.041_665_795 + r * (0.008_333_45 + r * 0.001_39)))));
    p * f32::from_bits(((k as i32 + 127) << 23) as u32)
}

/// The natural logarithm; of nothing or less, that of the smallest normal number.
#[inline]
pub(crate) fn ln(x: f32) -> f32 {
    let bits = x.max(f32::MIN_POSITIVE).to_bits();
    // The fraction lies between √½ and √2.
    let shifted = bits.wrapping_add(0x3f80_0000 - 0x3f35_04f3);
    let k = (shifted >> 23) as i32 - 127;
    let m = f32::from_bits((shifted & 0x007f_ffff) + 0x3f35_04f3);
    let z = (m - 1.0) / (m + 1.0);
    let w = z * z;
    let series = 2.0 * z * (1.0 + w * (0.333_333_34 + w * (0.2 + w * (0.142_857_15 + w * 0.111_111_11))));
    series + k as f32 * std::f32::consts::LN_2
}

/// A stream of numbers that depends on the seed alone (xorshift with a multiplied output).
#[derive(Clone, Debug)]
pub(crate) struct Stream(u64);

impl Stream {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The stream of what these numbers name.
    pub(crate) fn of(name: [u32; 3]) -> Self {
        let mixed = name.iter().fold(0_u64, |mixed, n| {
            let mixed = (mixed ^ u64::from(*n)).wrapping_mul(0xff51_afd7_ed55_8ccd);
            mixed ^ (mixed >> 32)
        });
        Self::new(mixed)
    }

    #[inline]
    pub(crate) fn next(&mut self) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as u32
    }

    /// Below `end`, which is not zero.
    #[inline]
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        ((u64::from(self.next()) * u64::from(end)) >> 32) as u32
    }

    /// From 0 to just below 1.
    #[inline]
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 8) as f32 / 16_777_216.0
    }
}

/// The square root, which every machine rounds alike; of less than nothing none.
#[inline]
pub(crate) fn root(x: f64) -> f64 {
    x.max(0.0).sqrt()
}
