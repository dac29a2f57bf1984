//! Rows of codes in groups, each group with its true answers, in; boosted trees that order a group's rows out.
//!
//! The loss is the surprise at each answer among its group, the other answers taken out.

use super::features::{CODES, WIDTH};
use crate::relate::numbers::{Stream, exp};
use std::ops::Range;

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
    /// From this slope on a row is always seen.
    pub(super) sure: f32,
}

/// Rows side by side, so that one comparison serves them all: the codes of each column in one piece of memory.
pub(super) const BLOCK: usize = 64;
pub(super) type Block = [[i8; BLOCK]; WIDTH];

/// Rows in groups.
#[derive(Debug, Default)]
pub(super) struct Rows {
    blocks: Vec<Block>,
    base: Vec<f32>,
    answer: Vec<bool>,
    /// Where each group ends.
    ends: Vec<u32>,
}

impl Rows {
    pub(super) fn push(&mut self, row: &[u8; WIDTH], base: f32, is_answer: bool) {
        let at = self.base.len() % BLOCK;
        if at == 0 {
            self.blocks.push([[0; BLOCK]; WIDTH]);
        }
        if let Some(block) = self.blocks.last_mut() {
            put(block, at, row);
        }
        self.base.push(base);
        self.answer.push(is_answer);
    }

    /// What was pushed since the last end is a group.
    pub(super) fn end(&mut self) {
        self.ends.push(self.base.len() as u32);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(super) fn append(&mut self, other: &Self) {
        let before = self.base.len() as u32;
        for (at, (base, is_answer)) in other.base.iter().zip(&other.answer).enumerate() {
            let row = other.blocks[at / BLOCK].each_ref().map(|column| column[at % BLOCK] as u8);
            self.push(&row, *base, *is_answer);
        }
        self.ends.extend(other.ends.iter().map(|end| end + before));
    }

    /// The rows of each group.
    fn groups(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| *start as usize..*end as usize)
    }
}

/// Writes a row into a block. Codes are below 128.
pub(super) fn put(block: &mut Block, at: usize, row: &[u8; WIDTH]) {
    for (column, code) in block.iter_mut().zip(row) {
        column[at] = *code as i8;
    }
}

/// One step of a tree's growth: of the rows in the leaf `from`, those above `code` go to a new leaf, numbered as it comes.
#[derive(Clone, Copy, Debug)]
struct Split {
    column: u8,
    from: u8,
    code: i8,
    /// The bits in which the new leaf's number differs.
    change: u8,
}

const MOST_LEAVES: usize = 32;

/// A grown tree: its steps, and what each leaf says.
#[derive(Debug)]
struct Tree {
    splits: Vec<Split>,
    values: [f32; MOST_LEAVES],
}

#[derive(Debug, Default)]
pub(super) struct Trees(Vec<Tree>);

type Cell = [f32; 2];

/// A row as one tree sees it: the codes of the tree's columns, in one piece of memory with all else that is needed.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Seen {
    codes: [[u8; 16]; SEEN / 16],
    slope: Cell,
}
/// Columns that a tree sees, at most.
const SEEN: usize = 48;

struct Leaf {
    rows: Range<usize>,
    sums: Cell,
    cells: Vec<Cell>,
    split: Option<(f32, usize, u8)>,
}

impl Leaf {
    fn new(rows: Range<usize>, sums: Cell, cells: Vec<Cell>, columns: usize, growth: &Growth) -> Self {
        let split = best(&cells, sums, columns, growth);
        Self { rows, sums, cells, split }
    }
}

impl Tree {
    /// The leaf of every row of a block. Every step asks every row, and in masks: so many rows are asked at once.
    #[inline]
    fn leaves(&self, block: &Block) -> [u8; BLOCK] {
        let mut leaves = [0; BLOCK];
        for split in &self.splits {
            for (leaf, code) in leaves.iter_mut().zip(&block[usize::from(split.column)]) {
                let here = if *leaf == split.from { u8::MAX } else { 0 };
                let above = if *code > split.code { u8::MAX } else { 0 };
                *leaf ^= here & above & split.change;
            }
        }
        leaves
    }

    /// Adds to every row what the tree says of it.
    #[inline]
    fn add(&self, block: &Block, weight: f32, out: &mut [f32]) {
        for (out, leaf) in out.iter_mut().zip(self.leaves(block)) {
            *out += weight * self.values[usize::from(leaf) % MOST_LEAVES];
        }
    }
}

impl Trees {
    /// Adds to every row of a block what the trees say of it.
    pub(super) fn add(&self, block: &Block, weight: f32, out: &mut [f32]) {
        for tree in &self.0 {
            tree.add(block, weight, out);
        }
    }

    pub(super) fn grow(rows: &Rows, growth: &Growth, seed: u64) -> Self {
        let mut margins = rows.base.clone();
        let mut stream = Stream::new(7 + seed);
        let mut work = Work::default();
        let grow_one = |_| {
            let columns: Vec<u8> = (0..WIDTH as u8).filter(|_| stream.unit() < growth.columns).take(SEEN).collect();
            work.see(rows, &margins, &columns, growth, &mut stream);
            let tree = work.grow(&columns, growth);
            for (block, margins) in rows.blocks.iter().zip(margins.chunks_mut(BLOCK)) {
                tree.add(block, 1.0, margins);
            }
            tree
        };
        Self((0..growth.trees).map(grow_one).collect())
    }
}

/// Memory used again from tree to tree.
#[derive(Default)]
struct Work {
    seen: Vec<Seen>,
    spare: Vec<Seen>,
    slopes: Vec<Cell>,
}

impl Work {
    /// Draws the rows that the next tree sees. A row on which little depends is drawn seldom and counts for more.
    fn see(&mut self, rows: &Rows, margins: &[f32], columns: &[u8], growth: &Growth, stream: &mut Stream) {
        self.seen.clear();
        for group in rows.groups() {
            if stream.unit() >= growth.groups {
                continue;
            }
            slope(&margins[group.clone()], &rows.answer[group.clone()], &mut self.slopes);
            for (row, [g, h]) in group.zip(&self.slopes) {
                let chance = g.abs() / growth.sure;
                if chance < 1.0 && stream.unit() >= chance {
                    continue;
                }
                let more = 1.0 / chance.min(1.0);
                let mut seen = Seen { slope: [g * more, h * more], ..Seen::default() };
                let block = &rows.blocks[row / BLOCK];
                for (to, column) in seen.codes.as_flattened_mut().iter_mut().zip(columns) {
                    *to = block[usize::from(*column)][row % BLOCK] as u8;
                }
                self.seen.push(seen);
            }
        }
    }

    fn grow(&mut self, columns: &[u8], growth: &Growth) -> Tree {
        let cells = tally(&self.seen, columns.len());
        let sums = total(&cells);
        let mut leaves = vec![Leaf::new(0..self.seen.len(), sums, cells, columns.len(), growth)];
        let mut splits = Vec::with_capacity(growth.leaves);
        while leaves.len() < growth.leaves.min(MOST_LEAVES) {
            let gain = |leaf: &Leaf| leaf.split.map_or(0.0, |s| s.0);
            let highest = |a: &usize, b: &usize| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b])).then(b.cmp(a));
            let Some(from) = (0..leaves.len()).max_by(highest) else { break };
            let Some((_, column, code)) = leaves[from].split else { break };
            let change = (from ^ leaves.len()) as u8;
            splits.push(Split { column: columns[column], from: from as u8, code: code as i8, change });
            let [left, right] = self.divide(&mut leaves[from], column, code, columns.len(), growth);
            leaves[from] = left;
            leaves.push(right);
        }
        let mut values = [0.0; MOST_LEAVES];
        for (value, leaf) in values.iter_mut().zip(&leaves) {
            *value = -growth.rate * leaf.sums[0] / (leaf.sums[1] + growth.ridge);
        }
        Tree { splits, values }
    }

    /// The two leaves of a split; only the smaller is counted anew.
    fn divide(&mut self, leaf: &mut Leaf, column: usize, code: u8, columns: usize, growth: &Growth) -> [Leaf; 2] {
        let (rows, mut rest) = (leaf.rows.clone(), std::mem::take(&mut leaf.cells));
        let middle = rows.start + divide(&mut self.seen[rows.clone()], &mut self.spare, column, code);
        let sides = [rows.start..middle, middle..rows.end];
        let small = usize::from(sides[1].len() <= sides[0].len());
        let cells = tally(&self.seen[sides[small].clone()], columns);
        for (rest, cell) in rest.iter_mut().zip(&cells) {
            *rest = [rest[0] - cell[0], rest[1] - cell[1]];
        }
        let sums = total(&cells);
        let others = [leaf.sums[0] - sums[0], leaf.sums[1] - sums[1]];
        let counted = Leaf::new(sides[small].clone(), sums, cells, columns, growth);
        let other = Leaf::new(sides[1 - small].clone(), others, rest, columns, growth);
        if small == 0 { [counted, other] } else { [other, counted] }
    }
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

/// Slope and curvature of the loss at each row of a group.
fn slope(margins: &[f32], answer: &[bool], out: &mut Vec<Cell>) {
    let highest = margins.iter().copied().fold(f32::MIN, f32::max);
    out.clear();
    out.extend(margins.iter().map(|margin| [exp(margin - highest), 0.0]));
    let others: f32 = out.iter().zip(answer).filter(|row| !row.1).map(|row| row.0[0]).sum();
    let (mut weight, mut square) = (0.0, 0.0);
    for ([power, _], _) in out.iter().zip(answer).filter(|row| *row.1) {
        let one = 1.0 / (power + others);
        weight += one;
        square += one * one;
    }
    for (cell, is_answer) in out.iter_mut().zip(answer) {
        let power = cell[0];
        *cell = if *is_answer {
            let p = power / (power + others);
            [p - 1.0, p * (1.0 - p)]
        } else {
            [power * weight, power * weight - power * power * square]
        };
    }
}

fn tally(seen: &[Seen], columns: usize) -> Vec<Cell> {
    let mut cells = vec![[0.0_f32; 2]; columns * CODES];
    for row in seen {
        let [g, h] = row.slope;
        for (cells, code) in cells.chunks_exact_mut(CODES).zip(row.codes.as_flattened()) {
            let cell = &mut cells[usize::from(*code) % CODES];
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
