//! A 3 x 3 convolution of a square picture of one channel, and 2 x 2 pooling of what it gives.
//!
//! No border is added: a picture of side s gives maps of side s - 2, which pooling halves (an odd
//! last row and column are left out). All numbers are rows of columns, one column an example, as in
//! [`matrix`](crate::matrix).

use crate::matrix::{dot, total};

/// Taps of a filter.
pub(crate) const TAPS: usize = 9;

/// The side of a filter.
const REACH: usize = 3;

/// The shape of a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Convolution {
    /// The side of the picture, at least 4.
    pub side: usize,
    /// How many filters.
    pub filters: usize,
}

impl Convolution {
    /// The side of a filter's map.
    fn map_side(&self) -> usize {
        self.side - (REACH - 1)
    }

    /// The side of a pooled map.
    fn pooled_side(&self) -> usize {
        self.map_side() / 2
    }

    /// Numbers of all maps of an example.
    pub fn maps(&self) -> usize {
        self.filters * self.map_side() * self.map_side()
    }

    /// Numbers that an example gives on.
    pub fn outputs(&self) -> usize {
        self.filters * self.pooled_side() * self.pooled_side()
    }

    /// The pixels under a filter at a place of its map, as rows of the picture.
    fn pixels(&self, place: usize) -> impl Iterator<Item = usize> + use<> {
        let (side, map) = (self.side, self.map_side());
        let corner = place / map * side + place % map;
        (0..TAPS).map(move |tap| corner + tap / REACH * side + tap % REACH)
    }

    /// The four places of a filter's map that are pooled into one.
    fn pooled(&self, place: usize) -> [usize; 4] {
        let (pooled, map) = (self.pooled_side(), self.map_side());
        let corner = 2 * (place / pooled * map + place % pooled);
        [corner, corner + 1, corner + map, corner + map + 1]
    }

    /// Writes each filter's maps and, of each four neighbours in them, the largest.
    pub fn forward(
        &self,
        weights: &[f32],
        bias: &[f32],
        x: &[f32],
        columns: usize,
        maps: &mut [f32],
        y: &mut [f32],
    ) {
        let places = self.map_side() * self.map_side();
        for (index, row) in maps.chunks_exact_mut(columns).enumerate() {
            let (filter, place) = (index / places, index % places);
            row.fill(bias[filter]);
            let taps = &weights[filter * TAPS..(filter + 1) * TAPS];
            for (weight, pixel) in taps.iter().zip(self.pixels(place)) {
                let x = &x[pixel * columns..(pixel + 1) * columns];
                for (sum, x) in row.iter_mut().zip(x) {
                    *sum += weight * x;
                }
            }
        }
        let pooled = self.pooled_side() * self.pooled_side();
        for (index, row) in y.chunks_exact_mut(columns).enumerate() {
            let first = index / pooled * places;
            row.fill(f32::NEG_INFINITY);
            for place in self.pooled(index % pooled) {
                let own = &maps[(first + place) * columns..(first + place + 1) * columns];
                for (most, x) in row.iter_mut().zip(own) {
                    // A NaN wins, so that it is seen.
                    *most = if *x <= *most { *most } else { *x };
                }
            }
        }
    }

    /// Writes the gradients of weights and bias. The gradient of a pooled number goes to the first
    /// of the four that is as large; `spread` is room for it, as large as the maps.
    pub fn backward(&self, pass: ConvolutionPass<'_>) {
        let ConvolutionPass {
            x,
            maps,
            y,
            dy,
            columns,
            spread,
            weights,
            bias,
        } = pass;
        let places = self.map_side() * self.map_side();
        let pooled = self.pooled_side() * self.pooled_side();
        spread.fill(0.0);
        for (index, (y, dy)) in y
            .chunks_exact(columns)
            .zip(dy.chunks_exact(columns))
            .enumerate()
        {
            let first = index / pooled * places;
            for column in 0..columns {
                let rows = self.pooled(index % pooled).map(|place| first + place);
                let found = rows
                    .into_iter()
                    .find(|row| maps[row * columns + column] == y[column]);
                if let Some(row) = found {
                    spread[row * columns + column] = dy[column];
                }
            }
        }
        weights.fill(0.0);
        bias.fill(0.0);
        for (index, row) in spread.chunks_exact(columns).enumerate() {
            let (filter, place) = (index / places, index % places);
            bias[filter] += total(row);
            let taps = &mut weights[filter * TAPS..(filter + 1) * TAPS];
            for (weight, pixel) in taps.iter_mut().zip(self.pixels(place)) {
                let x = &x[pixel * columns..(pixel + 1) * columns];
                *weight += dot(row, x);
            }
        }
    }
}

/// What the backward pass reads and writes.
pub(crate) struct ConvolutionPass<'a> {
    /// The pictures.
    pub x: &'a [f32],
    /// The maps of the forward pass.
    pub maps: &'a [f32],
    /// The pooled maps of the forward pass.
    pub y: &'a [f32],
    /// The gradient of the pooled maps.
    pub dy: &'a [f32],
    /// Examples.
    pub columns: usize,
    /// Room for the gradient of the maps.
    pub spread: &'a mut [f32],
    /// dL/dW is written here.
    pub weights: &'a mut [f32],
    /// dL/db is written here.
    pub bias: &'a mut [f32],
}
