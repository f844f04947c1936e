//! Two-dimensional tasks of tests.

use std::sync::Arc;

use quantscope_train::task::{Data, Task};

use crate::common::Fallible;

/// A task with its own noise.
pub fn task(id: &str) -> Fallible<Arc<Data>> {
    let task = Task::by_id(id).ok_or_else(|| format!("no task {id}"))?;
    Ok(Arc::new(task.data(task.noise, 0)))
}
