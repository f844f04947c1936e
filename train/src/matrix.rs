//! The three products of a dense layer, over slices.
//!
//! Weights are rows, one a neuron: W is (outputs x inputs). What flows through the network lies the
//! other way round, one row a feature and one column an example: X is (inputs x columns), so that
//! every loop runs over the examples, whatever the layer's shape, and a layer of two neurons is as
//! fast for its size as one of a hundred. The number of columns is a multiple of [`LANES`].
//!
//! The order of all sums is fixed, and each product and sum is rounded to f32: the numbers are the
//! same on every machine. Sizes that do not fit leave results unwritten; the network makes none.

/// Columns that are computed together, a vector of WebAssembly's and of x86's; columns come in
/// multiples of it.
pub const LANES: usize = 4;

/// Two vectors at once where there are as many columns.
const WIDE: usize = 2 * LANES;

/// The least multiple of [`LANES`] that holds so many examples.
///
/// ```
/// use quantscope_train::matrix::padded;
/// assert_eq!([1, 4, 10].map(padded), [4, 4, 12]);
/// ```
pub const fn padded(examples: usize) -> usize {
    examples.div_ceil(LANES) * LANES
}

/// Writes `Y = W X + b` (outputs x columns): with examples as rows, as it is often written,
/// `X W^T + b`.
///
/// ```
/// use quantscope_train::matrix::forward;
/// let (weights, bias, x) = ([2.0, 1.0], [0.5], [1.0, 2.0, 3.0, 4.0, 10.0, 20.0, 30.0, 40.0]);
/// let mut y = [0.0; 4];
/// forward(&weights, &bias, &x, 4, &mut y);
/// assert_eq!(y, [12.5, 24.5, 36.5, 48.5]);
/// ```
pub fn forward(weights: &[f32], bias: &[f32], x: &[f32], columns: usize, y: &mut [f32]) {
    let inputs = x.len() / columns.max(1);
    let mut row = 0;
    while row < bias.len() {
        row += match bias.len() - row {
            1 => forward_rows::<1>(row, weights, bias, x, inputs, y),
            2 | 3 => forward_rows::<2>(row, weights, bias, x, inputs, y),
            _ => forward_rows::<4>(row, weights, bias, x, inputs, y),
        };
    }
}

#[inline(always)]
fn forward_rows<const ROWS: usize>(
    row: usize,
    weights: &[f32],
    bias: &[f32],
    x: &[f32],
    inputs: usize,
    y: &mut [f32],
) -> usize {
    let columns = x.len() / inputs.max(1);
    let weights: [&[f32]; ROWS] =
        core::array::from_fn(|r| &weights[(row + r) * inputs..(row + r + 1) * inputs]);
    let start = core::array::from_fn(|r| bias[row + r]);
    let y = &mut y[row * columns..(row + ROWS) * columns];
    rows(start, |depth| weights.map(|w| w[depth]), x, columns, y);
    ROWS
}

/// Writes `dL/dX = W^T dL/dY` (inputs x columns).
pub fn backward(weights: &[f32], dy: &[f32], columns: usize, dx: &mut [f32]) {
    let inputs = dx.len() / columns.max(1);
    let mut row = 0;
    while row < inputs {
        row += match inputs - row {
            1 => backward_rows::<1>(row, weights, dy, columns, dx),
            2 | 3 => backward_rows::<2>(row, weights, dy, columns, dx),
            _ => backward_rows::<4>(row, weights, dy, columns, dx),
        };
    }
}

#[inline(always)]
fn backward_rows<const ROWS: usize>(
    row: usize,
    weights: &[f32],
    dy: &[f32],
    columns: usize,
    dx: &mut [f32],
) -> usize {
    let inputs = dx.len() / columns.max(1);
    let of_outputs = |output: usize| {
        let weights = &weights[output * inputs + row..];
        weights
            .first_chunk::<ROWS>()
            .copied()
            .unwrap_or([0.0; ROWS])
    };
    let dx = &mut dx[row * columns..(row + ROWS) * columns];
    rows([0.0; ROWS], of_outputs, dy, columns, dx);
    ROWS
}

/// Writes `ROWS` rows of results, each as long as they are: the first columns of the products.
#[inline(always)]
fn rows<const ROWS: usize>(
    start: [f32; ROWS],
    weights: impl Fn(usize) -> [f32; ROWS],
    right: &[f32],
    columns: usize,
    results: &mut [f32],
) {
    let length = results.len() / ROWS;
    let mut column = 0;
    while column + WIDE <= length {
        let sums = tile::<ROWS, WIDE>(start, &weights, right, columns, column);
        for (result, sum) in results.chunks_exact_mut(length).zip(sums) {
            result[column..column + WIDE].copy_from_slice(&sum);
        }
        column += WIDE;
    }
    while column + LANES <= length {
        let sums = tile::<ROWS, LANES>(start, &weights, right, columns, column);
        for (result, sum) in results.chunks_exact_mut(length).zip(sums) {
            result[column..column + LANES].copy_from_slice(&sum);
        }
        column += LANES;
    }
    if column < length {
        let sums = tile::<ROWS, LANES>(start, &weights, right, columns, column);
        for (result, sum) in results.chunks_exact_mut(length).zip(sums) {
            for (result, sum) in result[column..].iter_mut().zip(sum) {
                *result = sum;
            }
        }
    }
}

/// Results of some rows and `WIDTH` columns: sums over the depth, from the first to the last, of
/// weights times the numbers of a row of `right`.
#[inline(always)]
fn tile<const ROWS: usize, const WIDTH: usize>(
    start: [f32; ROWS],
    weights: impl Fn(usize) -> [f32; ROWS],
    right: &[f32],
    columns: usize,
    column: usize,
) -> [[f32; WIDTH]; ROWS] {
    let mut sums = start.map(|start| [start; WIDTH]);
    for (depth, row) in right.chunks_exact(columns).enumerate() {
        let Some(x) = row[column..].first_chunk::<WIDTH>() else {
            return sums;
        };
        let weights = weights(depth);
        for (sum, weight) in sums.iter_mut().zip(weights) {
            for (sum, x) in sum.iter_mut().zip(x) {
                *sum += weight * x;
            }
        }
    }
    sums
}

/// Writes `dL/dW = dL/dY X^T` (outputs x inputs), sums over the examples from the first to the last.
///
/// `turned` is room for X with examples as rows, `columns` rows of [`padded`] inputs, so that this
/// product too runs over neighbours. Its padding may be anything.
pub fn weight_gradient(
    dy: &[f32],
    x: &[f32],
    columns: usize,
    turned: &mut [f32],
    gradient: &mut [f32],
) {
    turn(x, columns, turned);
    let outputs = dy.len() / columns.max(1);
    let mut output = 0;
    while output < outputs {
        output += match outputs - output {
            1 => gradient_rows::<1>(output, dy, columns, turned, gradient),
            2 | 3 => gradient_rows::<2>(output, dy, columns, turned, gradient),
            _ => gradient_rows::<4>(output, dy, columns, turned, gradient),
        };
    }
}

#[inline(always)]
fn gradient_rows<const ROWS: usize>(
    output: usize,
    dy: &[f32],
    columns: usize,
    turned: &[f32],
    gradient: &mut [f32],
) -> usize {
    let width = turned.len() / columns.max(1);
    let inputs = gradient.len() / (dy.len() / columns.max(1)).max(1);
    let dy: [&[f32]; ROWS] =
        core::array::from_fn(|r| &dy[(output + r) * columns..(output + r + 1) * columns]);
    let gradient = &mut gradient[output * inputs..(output + ROWS) * inputs];
    let of_example = |example: usize| dy.map(|row| row[example]);
    rows([0.0; ROWS], of_example, turned, width, gradient);
    ROWS
}

/// Turns rows of `columns` numbers into `columns` rows.
fn turn(x: &[f32], columns: usize, turned: &mut [f32]) {
    let columns = columns.max(1);
    let width = (turned.len() / columns).max(1);
    let blocks = x.chunks_exact(LANES * columns);
    let rest = blocks.remainder();
    for (block, rows) in blocks.enumerate() {
        let mut parts = rows.chunks_exact(columns);
        let rows: [&[f32]; LANES] = core::array::from_fn(|_| parts.next().unwrap_or_default());
        for (column, target) in turned.chunks_exact_mut(width).enumerate() {
            let four = rows.map(|row| row[column]);
            target[block * LANES..(block + 1) * LANES].copy_from_slice(&four);
        }
    }
    let done = (x.len() - rest.len()) / columns;
    for (row, x) in rest.chunks_exact(columns).enumerate() {
        for (target, x) in turned.chunks_exact_mut(width).zip(x) {
            target[done + row] = *x;
        }
    }
}

/// Writes `dL/db`, the sum of each row of dL/dY.
pub fn bias_gradient(dy: &[f32], columns: usize, gradient: &mut [f32]) {
    for (gradient, row) in gradient.iter_mut().zip(dy.chunks_exact(columns.max(1))) {
        *gradient = total(row);
    }
}

/// The sum of a row, in interleaved parts.
pub(crate) fn total(row: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for chunk in row.as_chunks::<LANES>().0 {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += x;
        }
    }
    across(&sums)
}

/// The sum of products of two rows, in interleaved parts.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for (a, b) in a
        .as_chunks::<LANES>()
        .0
        .iter()
        .zip(b.as_chunks::<LANES>().0)
    {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    across(&sums)
}

/// The interleaved parts of a sum together.
#[inline(always)]
fn across([a, b, c, d]: &[f32; LANES]) -> f32 {
    (a + b) + (c + d)
}

#[cfg(test)]
mod tests {
    use super::{backward, bias_gradient, forward, padded, weight_gradient};

    /// Small whole numbers, so that every order of summing gives the same.
    fn whole(count: usize, seed: u64) -> Vec<f32> {
        (0..count as u64)
            .map(|i| (quantscope_quant::random_bits(seed, i) % 9) as f32 - 4.0)
            .collect()
    }

    #[test]
    fn every_shape_agrees_with_three_plain_loops() {
        for outputs in 1..8 {
            for inputs in 1..8 {
                for examples in [1, 4, 9, 17] {
                    let columns = padded(examples);
                    let w = whole(outputs * inputs, 1);
                    let b = whole(outputs, 2);
                    let x = whole(inputs * columns, 3);
                    let dy = whole(outputs * columns, 4);
                    let mut y = vec![f32::NAN; outputs * columns];
                    let mut dx = vec![f32::NAN; inputs * columns];
                    let mut dw = vec![f32::NAN; outputs * inputs];
                    let mut db = vec![f32::NAN; outputs];
                    forward(&w, &b, &x, columns, &mut y);
                    backward(&w, &dy, columns, &mut dx);
                    let mut turned = vec![f32::NAN; columns * padded(inputs)];
                    weight_gradient(&dy, &x, columns, &mut turned, &mut dw);
                    bias_gradient(&dy, columns, &mut db);
                    let sum = |count: usize, f: &dyn Fn(usize) -> f32| (0..count).map(f).sum();
                    for n in 0..outputs {
                        for c in 0..columns {
                            let expected: f32 =
                                sum(inputs, &|k| w[n * inputs + k] * x[k * columns + c]);
                            assert_eq!(y[n * columns + c], expected + b[n]);
                        }
                        let expected: f32 = sum(columns, &|c| dy[n * columns + c]);
                        assert_eq!(db[n], expected);
                    }
                    for k in 0..inputs {
                        for c in 0..columns {
                            let expected: f32 =
                                sum(outputs, &|n| w[n * inputs + k] * dy[n * columns + c]);
                            assert_eq!(dx[k * columns + c], expected);
                        }
                        for n in 0..outputs {
                            let expected: f32 =
                                sum(columns, &|c| dy[n * columns + c] * x[k * columns + c]);
                            assert_eq!(dw[n * inputs + k], expected);
                        }
                    }
                }
            }
        }
    }
}
