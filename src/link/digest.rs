//! Bytes in, a number out that is the same on every machine and in every release: block keys, word sets, event ids.

/// FNV-1a, then mixed so that all bits depend on all bytes.
fn digest(bytes: impl Iterator<Item = u8>) -> u64 {
    mixed(bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)))
}

/// The digest of several parts, kept apart by a byte that text cannot hold.
pub(super) fn digest_of(parts: &[&str]) -> u64 {
    digest(parts.iter().flat_map(|part| part.bytes().chain([0xFF])))
}

/// The finalizer of SplitMix64: a bijection that spreads neighbouring numbers.
pub(super) fn mixed(mut h: u64) -> u64 {
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}
