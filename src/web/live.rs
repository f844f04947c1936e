//! What follows signals, as one type each.
//!
//! Leptos compiles its machinery anew for every closure and every kind of value. A
//! page has hundreds, and first visits pay for them; boxed, they share one copy.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// Runs once the page stands, and again whenever a signal changes that it has read.
pub fn effect(run: impl FnMut() + 'static) {
    let again = rerun(Box::new(run));
    Effect::new(move |_: Option<()>| again.get());
}

/// Runs when it is read and again whenever a signal changes that it has read; who
/// reads it is told each time.
///
/// An effect that reads two memos of which one depends on the other may miss a change:
/// asking the first updates the second, which does not tell who is asking just then,
/// and is up to date when it is asked itself (reactive_graph 0.2.16,
/// `EffectInner::update_if_necessary`). A memo notices, so effects read nothing but one
/// of these.
pub fn rerun(run: Box<dyn FnMut()>) -> Memo<()> {
    let run = StoredValue::new_local(RefCell::new(run));
    Memo::new_with_compare(
        move |_| {
            run.try_with_value(|run| run.borrow_mut()());
        },
        |_, _| true,
    )
}

/// A value that is computed anew for each reader: for what is cheap.
pub struct Derived<T> {
    compute: StoredValue<Arc<dyn Any + Send + Sync>>,
    of: PhantomData<fn() -> T>,
}

/// A `Derived<T>` without its form.
type Computed<T> = Box<dyn Fn() -> T + Send + Sync>;

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

impl<T: 'static> Derived<T> {
    /// The value, read reactively.
    pub fn get(&self) -> T {
        let compute = self.compute.get_value();
        let compute = compute
            .downcast_ref::<Computed<T>>()
            // `derived` is the only one to make these, and makes them of `T`.
            .expect("a derived value has the type it was derived as");
        compute()
    }

    /// The value, read once.
    pub fn get_untracked(&self) -> T {
        untrack(|| self.get())
    }
}

/// A value that follows signals.
pub fn derived<T: 'static>(compute: impl Fn() -> T + Send + Sync + 'static) -> Derived<T> {
    let compute: Computed<T> = Box::new(compute);
    Derived {
        compute: StoredValue::new(Arc::new(compute)),
        of: PhantomData,
    }
}

/// A value that stays.
pub fn constant<T: Clone + Send + Sync + 'static>(value: T) -> Derived<T> {
    derived(move || value.clone())
}

impl From<&'static str> for Derived<String> {
    fn from(text: &'static str) -> Self {
        derived(|| text.to_owned())
    }
}

/// A value that is set from outside: by a person, or by the worker.
pub struct Held<T> {
    signal: RwSignal<Arc<dyn Any + Send + Sync>>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Held<T> {}

impl<T: Clone + Send + Sync + 'static> Held<T> {
    /// Holds a first value.
    pub fn new(value: T) -> Self {
        Self {
            signal: RwSignal::new(Arc::new(value)),
            of: PhantomData,
        }
    }

    /// The value, read reactively.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(held(&self.signal.get()))
    }

    /// The value, read once.
    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(held(&self.signal.get_untracked()))
    }

    /// A copy of the value, read reactively.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// A copy of the value, read once.
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }

    /// A copy of the value, read once, unless its owner is gone.
    pub fn try_get_untracked(&self) -> Option<T> {
        Some(held::<T>(&self.signal.try_get_untracked()?).clone())
    }

    /// Sets it and tells those who read it. Once the owner is gone, nobody does.
    pub fn set(&self, value: T) {
        self.signal.try_set(Arc::new(value));
    }

    /// Changes it and tells those who read it.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

fn held<T: 'static>(value: &Arc<dyn Any + Send + Sync>) -> &T {
    value
        .downcast_ref()
        // `Held<T>` is the only one to make these, and makes them of `T`.
        .expect("a held value has the type it was held as")
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

impl<T: Clone + PartialEq + Send + Sync + 'static> From<Kept<T>> for Derived<T> {
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
