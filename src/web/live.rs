//! What changes in a view, as one type each.
//!
//! Leptos compiles its machinery anew for every closure and every kind of value. A
//! page has hundreds, and first visits pay for them; boxed, they share one copy.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// An attribute that follows signals.
pub fn live<T: 'static>(value: impl FnMut() -> T + Send + 'static) -> Box<dyn FnMut() -> T + Send> {
    Box::new(value)
}

/// A child that follows signals.
pub fn dynamic<V: IntoAny>(
    mut child: impl FnMut() -> V + Send + 'static,
) -> Box<dyn FnMut() -> AnyView + Send> {
    Box::new(move || child().into_any())
}

/// An event handler.
pub fn on<E: 'static>(handler: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handler)
}

/// A signal that is computed anew for each reader: for what is cheap.
pub fn derived<T: Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    let compute: Box<dyn Fn() -> T + Send + Sync> = Box::new(compute);
    Signal::derive(compute)
}

/// A value computed from signals, kept until it changes: a `Memo` of any type that
/// is the same code for all.
pub struct Kept<T> {
    memo: Memo<Erased>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T: PartialEq + Send + Sync + 'static> Kept<T> {
    /// Keeps what `compute` gives; those who read it are told only when it differs.
    pub fn new(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let compute: Compute = Box::new(move |_| Erased(Arc::new(compute())));
        Self {
            memo: Memo::new(compute),
            of: PhantomData,
        }
    }

    /// The value, read reactively.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(self.memo.get().value())
    }

    /// The value, read once.
    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(self.memo.get_untracked().value())
    }

    /// A copy of the value, read reactively.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of the value, read once.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Reads it only to be told of changes.
    pub fn track(&self) {
        self.memo.track();
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<Kept<T>> for Signal<T> {
    fn from(kept: Kept<T>) -> Self {
        derived(move || kept.get())
    }
}

/// What a `Memo` computes from the value it had.
type Compute = Box<dyn Fn(Option<&Erased>) -> Erased + Send + Sync>;

#[derive(Clone)]
struct Erased(Arc<dyn Same>);

impl Erased {
    fn value<T: 'static>(&self) -> &T {
        self.0
            .any()
            .downcast_ref()
            // `Kept<T>` is the only one to make these, and makes them of `T`.
            .expect("a kept value has the type it was kept as")
    }
}

impl PartialEq for Erased {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(&*other.0)
    }
}

trait Same: Send + Sync {
    fn same(&self, other: &dyn Same) -> bool;
    fn any(&self) -> &dyn Any;
}

impl<T: PartialEq + Send + Sync + 'static> Same for T {
    fn same(&self, other: &dyn Same) -> bool {
        other
            .any()
            .downcast_ref::<T>()
            .is_some_and(|other| self == other)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}
