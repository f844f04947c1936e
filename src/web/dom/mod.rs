//! The page's views: nodes of the document, and what in them follows signals.
//!
//! [`view!`](view) turns markup into one call of [`build`]. Everything here is of one
//! type each (a boxed closure, one effect), so that a page of hundreds of small parts
//! carries the code of one. Signals, effects and components are Leptos'.

mod child;
mod event;
mod template;
mod value;

pub use child::{Child, IntoChild};
pub use event::{Ahead, target_value};
pub use quantscope_markup::view;
pub use template::{Space, build};
pub use value::{IntoValue, Place, Value};

use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, Node};

use crate::web::live::rerun;

/// A piece of the page that is not in it yet: nodes side by side.
pub struct View(web_sys::DocumentFragment);

impl View {
    /// Nothing at all.
    pub fn none() -> Self {
        Self(document().create_document_fragment())
    }

    /// Whatever can stand in a view.
    pub fn of(child: impl IntoChild) -> Self {
        match child.into_child() {
            Child::Nodes(view) => view,
            child => {
                let view = Self::none();
                let marker = document().create_comment("");
                append(&view.0, &marker);
                child::place(&marker, child);
                view
            }
        }
    }

    /// Puts it at the end of an element. What it follows lives as long as the
    /// reactive owner under which it was made.
    pub fn append_to(self, element: &Element) {
        append(element, &self.0);
    }
}

/// What is bound to one node of a view.
pub enum Binding {
    Value(Place, &'static str, Value),
    Event(&'static str, Rc<dyn Fn(Event)>),
    Node(StoredValue<Option<Element>, LocalStorage>),
    Child(Child),
}

impl Binding {
    /// An attribute, property, class or style.
    pub fn value(place: Place, name: &'static str, value: impl IntoValue) -> Self {
        Self::Value(place, name, value.into_value())
    }

    /// A handler. It is not called any more once the view's owner is gone.
    pub fn on<E: JsCast + 'static>(name: &'static str, handler: impl Fn(E) + 'static) -> Self {
        Self::Event(name, Rc::new(move |event| handler(event.unchecked_into())))
    }

    /// The node itself.
    pub fn node<E>(node_ref: NodeRef<E>) -> Self {
        Self::Node(node_ref.element)
    }

    /// What stands in the place of a marker.
    pub fn child(child: impl IntoChild) -> Self {
        Self::Child(child.into_child())
    }

    fn apply(self, node: &Node) {
        match self {
            Self::Value(place, name, value) => value::set(place, node.unchecked_ref(), name, value),
            Self::Event(name, handler) => event::listen(node, name, handler),
            Self::Node(element) => element.set_value(Some(node.clone().unchecked_into())),
            Self::Child(child) => child::place(node, child),
        }
    }
}

/// Where to find an element of a view: set while the view is built, so that effects
/// and handlers find it.
pub struct NodeRef<E> {
    element: StoredValue<Option<Element>, LocalStorage>,
    of: PhantomData<fn() -> E>,
}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E: JsCast> NodeRef<E> {
    /// Refers to nothing until a view has it as `node_ref=`.
    pub fn new() -> Self {
        Self {
            element: StoredValue::new_local(None),
            of: PhantomData,
        }
    }

    /// The element, while its view's owner lives.
    pub fn get(&self) -> Option<E> {
        self.element
            .try_get_value()
            .flatten()
            .map(Element::unchecked_into)
    }
}

/// Runs now and again whenever a signal changes that it has read, until the owner
/// is gone.
fn follow(run: Box<dyn FnMut()>) {
    let again = rerun(run);
    let effect = RenderEffect::new(move |_: Option<()>| again.get());
    // The owner's arena keeps it, and drops it with the owner.
    StoredValue::new_local(effect);
}

fn append(parent: &Node, child: &Node) {
    // Fails only for a node put into itself, and views are made outside in.
    let _ = parent.append_child(child);
}
