//! Who is joined with whom in, a place for each out. Places hang on the names and the joins alone, not on the order in which
//! they come, and are found with the four basic operations and roots, so that every machine draws the same picture.

/// Directions from which names set out.
const DIRECTIONS: u32 = 360;
const ROUNDS: usize = 300;
/// One degree.
const COSINE: f64 = 0.999_847_695_156_391_3;
const SINE: f64 = 0.017_452_406_437_283_51;

/// A join and how strong it is, from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Join {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) strength: f64,
}

/// A place for each name within the unit square; the one in the middle, if any, stays there.
pub(super) fn places(names: &[&str], joins: &[Join], middle: Option<usize>) -> Vec<(f64, f64)> {
    // Sums of small numbers differ by the order in which they are added, and pictures by the sums.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|number| names.get(*number));
    let mut rank = vec![0; names.len()];
    for (at, number) in order.iter().enumerate() {
        if let Some(rank) = rank.get_mut(*number) {
            *rank = at;
        }
    }
    let of = |number: usize| rank.get(number).copied();
    let sorted: Vec<&str> = order.iter().filter_map(|number| names.get(*number).copied()).collect();
    let join = |join: &Join| {
        let (from, to) = (of(join.from)?, of(join.to)?);
        Some(Join { from: from.min(to), to: from.max(to), ..*join })
    };
    let mut joins: Vec<Join> = joins.iter().filter_map(join).collect();
    joins.sort_by(|a, b| (a.from, a.to).cmp(&(b.from, b.to)).then(a.strength.total_cmp(&b.strength)));
    let found = settled(&sorted, &joins, middle.and_then(of));
    rank.iter().map(|rank| found.get(*rank).copied().unwrap_or((0.5, 0.5))).collect()
}

/// The same for names in order.
fn settled(names: &[&str], joins: &[Join], middle: Option<usize>) -> Vec<(f64, f64)> {
    let mut at: Vec<(f64, f64)> = names.iter().map(|name| begin(name)).collect();
    if let Some(place) = middle.and_then(|middle| at.get_mut(middle)) {
        *place = (0.0, 0.0);
    }
    let count = names.len().max(1) as f64;
    let ideal = 1.6 / count.sqrt();
    for round in 0..ROUNDS {
        let heat = 0.12 * (1.0 - round as f64 / ROUNDS as f64);
        let mut push = vec![(0.0, 0.0); at.len()];
        for i in 0..at.len() {
            for j in i + 1..at.len() {
                let (dx, dy, far) = apart(at[i], at[j], i, j);
                let force = ideal * ideal / far;
                add(&mut push, i, (dx * force, dy * force));
                add(&mut push, j, (-dx * force, -dy * force));
            }
        }
        for join in joins.iter().filter(|join| join.from != join.to) {
            let (Some(from), Some(to)) = (at.get(join.from), at.get(join.to)) else { continue };
            let (dx, dy, far) = apart(*from, *to, join.from, join.to);
            let force = far * far / ideal * (0.4 + 0.6 * join.strength);
            add(&mut push, join.from, (-dx * force, -dy * force));
            add(&mut push, join.to, (dx * force, dy * force));
        }
        for (number, (place, force)) in at.iter_mut().zip(push).enumerate() {
            // A little towards the middle, so that nobody drifts away who knows nobody.
            let (fx, fy) = (force.0 - 0.4 * place.0, force.1 - 0.4 * place.1);
            let size = (fx * fx + fy * fy).sqrt().max(1e-9);
            let step = size.min(heat);
            if Some(number) != middle {
                *place = (place.0 + fx / size * step, place.1 + fy / size * step);
            }
        }
    }
    fit(at, middle)
}

fn add(push: &mut [(f64, f64)], at: usize, (x, y): (f64, f64)) {
    if let Some(sum) = push.get_mut(at) {
        *sum = (sum.0 + x, sum.1 + y);
    }
}

/// Direction and distance; two at one place are pushed apart by their numbers.
fn apart(one: (f64, f64), other: (f64, f64), i: usize, j: usize) -> (f64, f64, f64) {
    let (dx, dy) = (one.0 - other.0, one.1 - other.1);
    let far = (dx * dx + dy * dy).sqrt();
    if far < 1e-6 {
        let (x, y) = turned((i * 7 + j * 13) as u32 % DIRECTIONS);
        return (x, y, 1e-3);
    }
    (dx / far, dy / far, far.max(1e-3))
}

/// The place from which a name sets out: a direction that hangs on its letters only.
fn begin(name: &str) -> (f64, f64) {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let (x, y) = turned(hash % DIRECTIONS);
    let far = 0.5 + f64::from((hash / DIRECTIONS) % 100) / 200.0;
    (x * far, y * far)
}

fn turned(degrees: u32) -> (f64, f64) {
    (0..degrees).fold((1.0, 0.0), |(x, y), _| (x * COSINE - y * SINE, x * SINE + y * COSINE))
}

/// Into the unit square; around the one in the middle alike on all sides.
fn fit(at: Vec<(f64, f64)>, middle: Option<usize>) -> Vec<(f64, f64)> {
    let bounds = |side: fn(&(f64, f64)) -> f64| {
        let values = || at.iter().map(side);
        let (low, high) = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
        if middle.is_some() {
            let far = low.abs().max(high.abs());
            (-far, far)
        } else {
            (low, high)
        }
    };
    let within = |value: f64, (low, high): (f64, f64)| {
        if high - low > 1e-9 { (value - low) / (high - low) } else { 0.5 }
    };
    let (across, down) = (bounds(|p| p.0), bounds(|p| p.1));
    at.iter().map(|(x, y)| (within(*x, across), within(*y, down))).collect()
}
