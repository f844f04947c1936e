//! The only place that touches the browser.

pub mod asset;
pub mod bit;
pub mod chart;
pub mod control;
pub mod course;
pub mod cursor;
pub mod desk;
pub mod dom;
pub mod download;
pub mod drag;
pub mod frame;
pub mod layout;
pub mod live;
mod messages;
pub mod number;
pub mod opening;
pub mod page;
pub mod picture;
pub mod player;
pub mod raster;
pub mod rescue;
pub mod source;
pub mod take;
pub mod theme;
pub mod undo;
mod worker;
