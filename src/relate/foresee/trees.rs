//! Rows of codes in groups, each group with its true answers, in; boosted trees that order a group's rows out.
//!
//! The loss is the surprise at each answer among its group, the other answers taken out.

use super::features::{CODES, WIDTH};
use crate::relate::numbers::{Stream, exp};

/// How to grow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Growth {
    pub(super) trees: usize,
    pub(super) leaves: usize,
    pub(super) rate: f32,
    pub(super) ridge: f32,
    /// Part of groups and of columns that a tree sees.
    pub(super) groups: f32,
    pub(super) columns: f32,
    pub(super) least: f32,
}

/// Rows to learn from.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) codes: Vec<u8>,
    pub(super) base: Vec<f32>,
    pub(super) answer: Vec<bool>,
    /// Where each group ends.
    pub(super) ends: Vec<u32>,
}

impl Rows {
    pub(super) fn append(&mut self, other: &Self) {
        let before = self.base.len() as u32;
        self.codes.extend_from_slice(&other.codes);
        self.base.extend_from_slice(&other.base);
        self.answer.extend_from_slice(&other.answer);
        self.ends.extend(other.ends.iter().map(|end| end + before));
    }
}

/// A node of a tree that grows: codes up to `code` go to `next`, others to `next + 1`; a leaf has no column.
#[derive(Clone, Copy, Debug)]
struct Node {
    column: u16,
    code: u8,
    next: u32,
    value: f32,
}
const LEAF: u16 = u16::MAX;

/// What a grown tree asks of a row: which leaves a code leaves that is at most `code`, and which one above it. The first
/// leaf that all tests leave is the row's own.
#[derive(Clone, Copy, Debug)]
struct Test {
    column: u16,
    code: i8,
    keep: [u32; 2],
}

impl Test {
    /// Looked up, not chosen by a branch that would be guessed wrongly half of the time.
    #[inline]
    fn left(&self, code: u8) -> u32 {
        self.keep[usize::from(code as i8 > self.code)]
    }
}

/// Leaves are the bits of a test's `keep`.
const MOST_LEAVES: usize = 32;
/// Rows that go through a tree side by side.
const BLOCK: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Trees {
    tests: Vec<Test>,
    values: Vec<f32>,
    /// Where the tests and the values of each tree end.
    ends: Vec<[usize; 2]>,
}

type Cell = [f32; 2];

/// A row as one tree sees it: the codes of the tree's columns, in one piece of memory with all else that is needed.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Seen {
    codes: [[u8; 16]; SEEN / 16],
    slope: Cell,
    row: u32,
}
/// Columns that a tree sees, at most.
const SEEN: usize = 48;

struct Leaf {
    node: u32,
    start: usize,
    end: usize,
    sums: Cell,
    cells: Vec<Cell>,
    split: Option<(f32, usize, u8)>,
}

impl Trees {
    /// Each tree's tests and values.
    fn each(&self) -> impl Iterator<Item = (&[Test], &[f32])> {
        let starts = std::iter::once(&[0; 2]).chain(&self.ends);
        starts.zip(&self.ends).map(|(s, e)| (&self.tests[s[0]..e[0]], &self.values[s[1]..e[1]]))
    }

    /// Adds to every row's base what the trees say of it.
    pub(super) fn add(&self, rows: &[u8], weight: f32, out: &mut [f32]) {
        let mut block = [[0_i8; BLOCK]; WIDTH];
        for (rows, out) in rows.chunks(BLOCK * WIDTH).zip(out.chunks_mut(BLOCK)) {
            for (at, row) in rows.chunks_exact(WIDTH).enumerate() {
                for (column, code) in block.iter_mut().zip(row) {
                    column[at] = *code as i8;
                }
            }
            for (tests, values) in self.each() {
                let mut left = [[u8::MAX; BLOCK]; MOST_LEAVES / 8];
                for test in tests {
                    let column = &block[test.column as usize];
                    for (left, keep) in left.iter_mut().zip(test.keep[1].to_le_bytes()) {
                        for (left, code) in left.iter_mut().zip(column) {
                            *left &= if *code > test.code { keep } else { u8::MAX };
                        }
                    }
                }
                for (at, out) in out.iter_mut().enumerate() {
                    let left = u32::from_le_bytes([left[0][at], left[1][at], left[2][at], left[3][at]]);
                    *out += weight * values[left.trailing_zeros() as usize];
                }
            }
        }
    }

    pub(super) fn grow(rows: &Rows, growth: &Growth, seed: u64) -> Self {
        let mut trees = Self::default();
        let mut margins = rows.base.clone();
        let mut slopes = vec![[0.0_f32; 2]; margins.len()];
        let mut stream = Stream::new(7 + seed);
        let (mut seen, mut spare, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..growth.trees {
            slope(rows, &margins, &mut slopes);
            let chosen: Vec<bool> = rows.ends.iter().map(|_| stream.unit() < growth.groups).collect();
            let columns: Vec<u16> = (0..WIDTH as u16).filter(|_| stream.unit() < growth.columns).take(SEEN).collect();
            seen.clear();
            rest.clear();
            seen.reserve_exact(count(&rows.ends, &chosen));
            let mut start = 0;
            for (end, chosen) in rows.ends.iter().zip(&chosen) {
                if *chosen {
                    seen.extend((start..*end).map(|row| see(rows, &slopes, &columns, row)));
                } else {
                    rest.extend(start..*end);
                }
                start = *end;
            }
            let (nodes, leaves) = grow_one(&mut seen, &mut spare, &columns, growth);
            for leaf in &leaves {
                for row in &seen[leaf.start..leaf.end] {
                    margins[row.row as usize] += nodes[leaf.node as usize].value;
                }
            }
            trees.take(&nodes);
            let Some((tests, values)) = trees.each().last() else { continue };
            for row in &rest {
                let codes = &rows.codes[*row as usize * WIDTH..][..WIDTH];
                let left = tests.iter().fold(u32::MAX, |left, test| left & test.left(codes[test.column as usize]));
                margins[*row as usize] += values[left.trailing_zeros() as usize];
            }
        }
        trees
    }

    /// Writes a tree down as tests.
    fn take(&mut self, nodes: &[Node]) {
        let first = self.values.len();
        let _ = self.below(nodes, 0, first);
        self.ends.push([self.tests.len(), self.values.len()]);
    }

    /// Writes down what is below a node, left before right; its leaves as bits.
    fn below(&mut self, nodes: &[Node], at: u32, first: usize) -> u32 {
        let node = nodes[at as usize];
        if node.column == LEAF {
            self.values.push(node.value);
            return 1 << (self.values.len() - 1 - first);
        }
        let left = self.below(nodes, node.next, first);
        self.tests.push(Test { column: node.column, code: node.code as i8, keep: [u32::MAX, !left] });
        left | self.below(nodes, node.next + 1, first)
    }
}

/// Rows in the groups chosen.
fn count(ends: &[u32], chosen: &[bool]) -> usize {
    let starts = std::iter::once(&0).chain(ends);
    starts.zip(ends).zip(chosen).filter(|(_, chosen)| **chosen).map(|((start, end), _)| (end - start) as usize).sum()
}

fn see(rows: &Rows, slopes: &[Cell], columns: &[u16], row: u32) -> Seen {
    let mut codes = [0; 128];
    codes[..WIDTH].copy_from_slice(&rows.codes[row as usize * WIDTH..][..WIDTH]);
    let mut seen = Seen { slope: slopes[row as usize], row, ..Seen::default() };
    for (to, column) in seen.codes.as_flattened_mut().iter_mut().zip(columns) {
        *to = codes[(*column & 127) as usize];
    }
    seen
}

fn grow_one(seen: &mut [Seen], spare: &mut Vec<Seen>, columns: &[u16], growth: &Growth) -> (Vec<Node>, Vec<Leaf>) {
    let value = |sums: Cell| -growth.rate * sums[0] / (sums[1] + growth.ridge);
    let cells = tally(seen, columns.len());
    let sums = total(&cells);
    let split = best(&cells, sums, columns.len(), growth);
    let mut nodes = vec![Node { column: LEAF, code: 0, next: 0, value: value(sums) }];
    let mut leaves = vec![Leaf { node: 0, start: 0, end: seen.len(), sums, cells, split }];
    while leaves.len() < growth.leaves.min(MOST_LEAVES) {
        let gain = |leaf: &Leaf| leaf.split.map_or(0.0, |s| s.0);
        let Some(at) = (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b])).then(b.cmp(a)))
        else {
            break;
        };
        let Some((_, column, code)) = leaves[at].split else { break };
        let leaf = leaves.swap_remove(at);
        let middle = leaf.start + divide(&mut seen[leaf.start..leaf.end], spare, column, code);
        let next = nodes.len() as u32;
        nodes[leaf.node as usize] = Node { column: columns[column], code, next, value: 0.0 };
        let left_is_small = middle - leaf.start < leaf.end - middle;
        let (small, large) =
            if left_is_small { (leaf.start..middle, middle..leaf.end) } else { (middle..leaf.end, leaf.start..middle) };
        let cells = tally(&seen[small.clone()], columns.len());
        let mut rest = leaf.cells;
        for (rest, cell) in rest.iter_mut().zip(&cells) {
            *rest = [rest[0] - cell[0], rest[1] - cell[1]];
        }
        let small_sums = total(&cells);
        let large_sums = [leaf.sums[0] - small_sums[0], leaf.sums[1] - small_sums[1]];
        let (small_node, large_node) = if left_is_small { (next, next + 1) } else { (next + 1, next) };
        let mut pair = [(small_node, small, cells, small_sums), (large_node, large, rest, large_sums)];
        pair.sort_by_key(|p| p.0);
        for (node, range, cells, sums) in pair {
            nodes.push(Node { column: LEAF, code: 0, next: 0, value: value(sums) });
            let split = best(&cells, sums, columns.len(), growth);
            leaves.push(Leaf { node, start: range.start, end: range.end, sums, cells, split });
        }
    }
    (nodes, leaves)
}

/// Brings the rows whose code is at most `code` to the front, in order on both sides; how many they are.
fn divide(seen: &mut [Seen], spare: &mut Vec<Seen>, column: usize, code: u8) -> usize {
    spare.clear();
    let mut front = 0;
    for at in 0..seen.len() {
        let row = seen[at];
        if row.codes[column / 16][column % 16] <= code {
            seen[front] = row;
            front += 1;
        } else {
            spare.push(row);
        }
    }
    seen[front..].copy_from_slice(spare);
    front
}

/// Slope and curvature of the loss at each row.
fn slope(rows: &Rows, margins: &[f32], out: &mut [Cell]) {
    let mut start = 0;
    let mut powers = Vec::new();
    for end in &rows.ends {
        let range = start..*end as usize;
        start = range.end;
        let highest = margins[range.clone()].iter().copied().fold(f32::MIN, f32::max);
        powers.clear();
        powers.extend(margins[range.clone()].iter().map(|m| exp(m - highest)));
        let others: f32 = powers.iter().zip(&rows.answer[range.clone()]).filter(|p| !p.1).map(|p| p.0).sum();
        let (mut weight, mut square) = (0.0, 0.0);
        for (power, _) in powers.iter().zip(&rows.answer[range.clone()]).filter(|p| *p.1) {
            let one = 1.0 / (power + others);
            weight += one;
            square += one * one;
        }
        for (at, power) in range.zip(&powers) {
            out[at] = if rows.answer[at] {
                let p = power / (power + others);
                [p - 1.0, p * (1.0 - p)]
            } else {
                [power * weight, power * weight - power * power * square]
            };
        }
    }
}

fn tally(seen: &[Seen], columns: usize) -> Vec<Cell> {
    let mut cells = vec![[0.0_f32; 2]; columns * CODES];
    for row in seen {
        let [g, h] = row.slope;
        for (cells, code) in cells.chunks_exact_mut(CODES).zip(row.codes.as_flattened()) {
            let cell = &mut cells[(*code & 127) as usize];
            cell[0] += g;
            cell[1] += h;
        }
    }
    cells
}

fn total(cells: &[Cell]) -> Cell {
    cells.iter().take(CODES).fold([0.0; 2], |sum, cell| [sum[0] + cell[0], sum[1] + cell[1]])
}

/// The best division: gain, column, code.
fn best(cells: &[Cell], sums: Cell, columns: usize, growth: &Growth) -> Option<(f32, usize, u8)> {
    let score = |g: f32, h: f32| g * g / (h + growth.ridge);
    let whole = score(sums[0], sums[1]);
    let mut best: Option<(f32, usize, u8)> = None;
    for column in 0..columns {
        let mut left = [0.0_f32; 2];
        for (code, cell) in cells[column * CODES..(column + 1) * CODES - 1].iter().enumerate() {
            left = [left[0] + cell[0], left[1] + cell[1]];
            let right = [sums[0] - left[0], sums[1] - left[1]];
            if left[1] < growth.least || right[1] < growth.least || *cell == [0.0; 2] {
                continue;
            }
            let gain = score(left[0], left[1]) + score(right[0], right[1]) - whole;
            if gain > best.map_or(1e-3, |b| b.0) {
                best = Some((gain, column, code as u8));
            }
        }
    }
    best
}
