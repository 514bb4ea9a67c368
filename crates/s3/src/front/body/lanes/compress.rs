//! The compression function of MD5 (RFC 1321), of one message or of several in the lanes of vectors.

use std::array;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u32x4, u32x8};

use super::{BLOCK, LANES, State};

/// What an MD5 begins with.
pub(super) const START: State = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];

/// One constant for each step.
#[rustfmt::skip]
const SINES: [u32; 64] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
];

/// Takes the states of at most [`LANES`] messages on by their data: whole blocks, as many of each.
pub(super) fn advance(level: Level, states: &mut [State], data: &[&[u8]]) {
    debug_assert!(states.len() == data.len() && data.len() <= LANES);
    // A single message is fastest out of vectors, and vectors that are none, or not optimised, only cost.
    if data.len() < 2 || level.is_fallback() || cfg!(any(target_endian = "big", debug_assertions)) {
        for (state, data) in states.iter_mut().zip(data) {
            md5_simd::hazmat::compress_blocks(state, data);
        }
    } else {
        advance_beside(level, states, data);
    }
}

/// The same in vectors, for which memory has to be in the order of words.
fn advance_beside(level: Level, states: &mut [State], data: &[&[u8]]) {
    if data.len() <= 4 {
        dispatch!(level, simd => advance_in::<_, u32x4<_>, 4>(simd, states, data));
    } else {
        dispatch!(level, simd => advance_in::<_, u32x8<_>, 8>(simd, states, data));
    }
}

/// The same with vectors of `N` words. All of it is inlined into code for one level of instructions.
#[inline(always)]
fn advance_in<S: Simd, V: SimdInt<S, Element = u32>, const N: usize>(simd: S, states: &mut [State], data: &[&[u8]]) {
    // Lanes that have no message repeat the last.
    let lane = |at: usize| at.min(data.len() - 1);
    let mut state: [V; 4] = array::from_fn(|word| V::from_fn(simd, |at| states[lane(at)][word]));
    let data: [&[u8]; N] = array::from_fn(|at| data[lane(at)]);
    for block in (0..data[0].len()).step_by(BLOCK) {
        let mut words = [V::splat(simd, 0); 16];
        for (group, words) in words.chunks_exact_mut(N).enumerate() {
            let from = block + group * 4 * N;
            let row = |at: usize| V::from_bytes(V::ByteVector::from_slice(simd, &data[at][from..from + 4 * N]));
            words.copy_from_slice(&transpose(array::from_fn::<V, N, _>(row)));
        }
        compress(&mut state, &words);
    }
    for (at, out) in states.iter_mut().enumerate() {
        *out = state.map(|words| words[at]);
    }
}

/// Makes of `N` consecutive words of each message the n-th words of all.
#[inline(always)]
fn transpose<S: Simd, V: SimdInt<S, Element = u32>, const N: usize>(mut rows: [V; N]) -> [V; N] {
    for _ in 0..N.ilog2() {
        let old = rows;
        for at in 0..N / 2 {
            rows[2 * at] = old[at].zip_low(old[at + N / 2]);
            rows[2 * at + 1] = old[at].zip_high(old[at + N / 2]);
        }
    }
    rows
}

/// One block of every message.
#[inline(always)]
fn compress<S: Simd, V: SimdInt<S, Element = u32>>(state: &mut [V; 4], words: &[V; 16]) {
    let [mut a, mut b, mut c, mut d] = *state;
    // Sixteen steps: from which on, the mix of three words, which word of the block is added, and how far to rotate.
    macro_rules! round {
        ($from:literal, $mix:expr, $word:expr, $by:expr) => {
            for at in [0, 4, 8, 12] {
                a = step(a + $mix(b, c, d), words[$word(at) & 15], SINES[$from + at], $by[0]) + b;
                d = step(d + $mix(a, b, c), words[$word(at + 1) & 15], SINES[$from + at + 1], $by[1]) + a;
                c = step(c + $mix(d, a, b), words[$word(at + 2) & 15], SINES[$from + at + 2], $by[2]) + d;
                b = step(b + $mix(c, d, a), words[$word(at + 3) & 15], SINES[$from + at + 3], $by[3]) + c;
            }
        };
    }
    round!(0, |x: V, y: V, z: V| z ^ (x & (y ^ z)), |at| at, [7, 12, 17, 22]);
    round!(16, |x: V, y: V, z: V| y ^ (z & (x ^ y)), |at| 5 * at + 1, [5, 9, 14, 20]);
    round!(32, |x: V, y: V, z: V| x ^ (y ^ z), |at| 3 * at + 5, [4, 11, 16, 23]);
    round!(48, |x: V, y: V, z: V| y ^ (x | !z), |at| 7 * at, [6, 10, 15, 21]);
    *state = [state[0] + a, state[1] + b, state[2] + c, state[3] + d];
}

#[inline(always)]
fn step<S: Simd, V: SimdInt<S, Element = u32>>(mixed: V, word: V, sine: u32, by: u32) -> V {
    let sum = mixed + (word + sine);
    (sum << by) | (sum >> (32 - by))
}

#[cfg(test)]
mod tests {
    use md5::Digest as _;
    use proptest::prelude::*;

    use super::*;

    /// Every level that this machine has, the least too.
    fn levels() -> Vec<Level> {
        let mut levels = vec![Level::new(), Level::baseline()];
        #[cfg(target_arch = "x86_64")]
        levels.extend(
            [Level::new().as_avx2().map(Level::Avx2), Level::new().as_sse4_2().map(Level::Sse4_2)]
                .into_iter()
                .flatten(),
        );
        levels
    }

    #[cfg(target_endian = "little")]
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Against another implementation: any number of messages of whole blocks, in two pieces.
        #[test]
        fn every_lane_is_that_of_the_oracle(
            messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 5 * BLOCK), 1..=LANES),
            cut in 0..=5usize,
        ) {
            for level in levels() {
                let mut states = vec![START; messages.len()];
                for piece in [0..cut * BLOCK, cut * BLOCK..5 * BLOCK] {
                    let data: Vec<&[u8]> = messages.iter().map(|message| &message[piece.clone()]).collect();
                    advance_beside(level, &mut states, &data);
                }
                for (state, message) in states.iter().zip(&messages) {
                    let digest = md5_simd::Md5::from_parts(*state, message.len() as u64).finalize();
                    prop_assert_eq!(&digest[..], &md5::Md5::digest(message)[..], "{:?}", level);
                }
            }
        }
    }
}
