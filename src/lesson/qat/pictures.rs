//! The weights of a layer as they are trained and as they are used.

use quantscope_train::LayerReport;

use crate::lesson::grid::{Grid, Raster, reach};

/// How a layer's weights are laid out: a row a neuron, or a column where that would be a tower.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Layout {
    rows: usize,
    row_length: usize,
    pub upright: bool,
}

impl Layout {
    pub fn of(layer: &LayerReport) -> Self {
        Self {
            rows: layer.rows,
            row_length: layer.row_length,
            upright: layer.rows > layer.row_length,
        }
    }

    /// Width and height.
    pub fn size(self) -> (usize, usize) {
        if self.upright {
            (self.rows, self.row_length)
        } else {
            (self.row_length, self.rows)
        }
    }

    /// The number of the weight at a place.
    pub fn index(self, (x, y): (usize, usize)) -> usize {
        let (neuron, input) = if self.upright { (x, y) } else { (y, x) };
        neuron * self.row_length + input
    }

    /// Weights in the order of the places.
    fn laid(self, weights: &[f32]) -> Vec<f32> {
        let (width, height) = self.size();
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        places
            .map(|place| weights.get(self.index(place)).copied().unwrap_or(f32::NAN))
            .collect()
    }
}

/// Weights in the greys that both pictures share, middle grey at zero.
fn grid(layer: &LayerReport, values: &[f32]) -> Grid {
    let reach = reach(layer.weights.iter().chain(&layer.quantized));
    let layout = Layout::of(layer);
    Grid::grey(layout.size(), layout.laid(values), (-reach, reach))
}

pub const LATENT: Raster<LayerReport> = Raster {
    id: "latent",
    name: "Latent weights.",
    summary: |_| "What training moves, middle grey at zero.".to_owned(),
    grid: |layer| grid(layer, &layer.weights),
};

pub const USED: Raster<LayerReport> = Raster {
    id: "used",
    name: "What they are used as.",
    summary: |_| "The same after their quantizer.".to_owned(),
    grid: |layer| grid(layer, &layer.quantized),
};
