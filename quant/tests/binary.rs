//! One bit: binary weights and their gradients against the golden file, packed bits and fast
//! products against plain ones.

#[path = "binary/convolutions.rs"]
mod convolutions;
#[path = "binary/golden.rs"]
mod golden;
#[path = "binary/near.rs"]
mod near;
#[path = "binary/products.rs"]
mod products;
#[path = "binary/weights.rs"]
mod weights;
