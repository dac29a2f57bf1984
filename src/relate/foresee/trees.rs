//! Rows of codes in groups, each group with its true answers, in; boosted trees that order a group's rows out.
//!
//! The loss is the surprise at each answer among its group, the other answers taken out.

use super::features::{CODES, WIDTH};
use super::numbers::{Stream, exp};

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

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Codes up to `code` go to `next`, others to `next + 1`; a leaf has no column.
    column: u16,
    code: u8,
    next: u32,
    value: f32,
}
const LEAF: u16 = u16::MAX;

#[derive(Debug, Default)]
pub(super) struct Trees {
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

type Cell = [f32; 2];

struct Leaf {
    node: u32,
    start: usize,
    end: usize,
    sums: Cell,
    cells: Vec<Cell>,
    split: Option<(f32, usize, u8)>,
}

impl Trees {
    #[inline]
    fn tree(&self, root: u32, row: &[u8]) -> f32 {
        let mut node = &self.nodes[root as usize];
        while node.column != LEAF {
            let right = u32::from(row[node.column as usize] > node.code);
            node = &self.nodes[(node.next + right) as usize];
        }
        node.value
    }

    /// Adds to every row's base what the trees say of it.
    pub(super) fn add(&self, rows: &[u8], weight: f32, out: &mut [f32]) {
        for root in &self.roots {
            for (out, row) in out.iter_mut().zip(rows.chunks_exact(WIDTH)) {
                *out += weight * self.tree(*root, row);
            }
        }
    }

    pub(super) fn grow(rows: &Rows, growth: &Growth) -> Self {
        let mut trees = Self::default();
        let mut margins = rows.base.clone();
        let mut slopes = vec![[0.0_f32; 2]; margins.len()];
        let mut stream = Stream::new(7);
        for _ in 0..growth.trees {
            slope(rows, &margins, &mut slopes);
            let mut order = Vec::with_capacity(margins.len());
            let mut start = 0;
            for end in &rows.ends {
                if stream.unit() < growth.groups {
                    order.extend(start..*end);
                }
                start = *end;
            }
            let columns: Vec<u16> = (0..WIDTH as u16).filter(|_| stream.unit() < growth.columns).collect();
            let root = trees.grow_one(rows, &slopes, order, &columns, growth);
            trees.roots.push(root);
            for (margin, row) in margins.iter_mut().zip(rows.codes.chunks_exact(WIDTH)) {
                *margin += trees.tree(root, row);
            }
        }
        trees
    }

    fn grow_one(&mut self, rows: &Rows, slopes: &[Cell], mut order: Vec<u32>, columns: &[u16], growth: &Growth) -> u32 {
        let root = self.nodes.len() as u32;
        let value = |sums: Cell| -growth.rate * sums[0] / (sums[1] + growth.ridge);
        let mut spare = Vec::with_capacity(order.len());
        let cells = tally(rows, slopes, &order, columns);
        let sums = total(&cells);
        let split = best(&cells, sums, columns.len(), growth);
        self.nodes.push(Node { column: LEAF, code: 0, next: 0, value: value(sums) });
        let mut leaves = vec![Leaf { node: root, start: 0, end: order.len(), sums, cells, split }];
        while leaves.len() < growth.leaves {
            let gain = |leaf: &Leaf| leaf.split.map_or(0.0, |s| s.0);
            let Some(at) =
                (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b])).then(b.cmp(a)))
            else {
                break;
            };
            let Some((_, column, code)) = leaves[at].split else { break };
            let leaf = leaves.swap_remove(at);
            let column = columns[column];
            // Rows keep their order on both sides.
            spare.clear();
            let mut middle = leaf.start;
            for i in leaf.start..leaf.end {
                let row = order[i];
                if rows.codes[row as usize * WIDTH + column as usize] <= code {
                    order[middle] = row;
                    middle += 1;
                } else {
                    spare.push(row);
                }
            }
            order[middle..leaf.end].copy_from_slice(&spare);
            let next = self.nodes.len() as u32;
            self.nodes[leaf.node as usize] = Node { column, code, next, value: 0.0 };
            let left_is_small = middle - leaf.start < leaf.end - middle;
            let (small, large) = if left_is_small {
                (leaf.start..middle, middle..leaf.end)
            } else {
                (middle..leaf.end, leaf.start..middle)
            };
            let cells = tally(rows, slopes, &order[small.clone()], columns);
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
                self.nodes.push(Node { column: LEAF, code: 0, next: 0, value: value(sums) });
                let split = best(&cells, sums, columns.len(), growth);
                leaves.push(Leaf { node, start: range.start, end: range.end, sums, cells, split });
            }
        }
        root
    }
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

fn tally(rows: &Rows, slopes: &[Cell], order: &[u32], columns: &[u16]) -> Vec<Cell> {
    let mut cells = vec![[0.0_f32; 2]; columns.len() * CODES];
    for row in order {
        let slope = slopes[*row as usize];
        let codes = &rows.codes[*row as usize * WIDTH..][..WIDTH];
        for (cells, column) in cells.chunks_exact_mut(CODES).zip(columns) {
            let cell = &mut cells[(codes[*column as usize] & 127) as usize];
            cell[0] += slope[0];
            cell[1] += slope[1];
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
