//! The trained quantizers against PyTorch's autograd and the original packages: values, input
//! gradients and parameter gradients, by struct and by name.

#[path = "against/diffq.rs"]
mod diffq;
#[path = "against/lsq.rs"]
mod lsq;
#[path = "methods/names.rs"]
mod names;
#[path = "common/near.rs"]
mod near;
#[path = "against/pact.rs"]
mod pact;
#[path = "against/ste.rs"]
mod ste;
