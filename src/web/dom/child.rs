//! What stands between the tags: texts, views, and closures that give them.

use std::borrow::Cow;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Node, Text};

use super::{View, append, follow};
use crate::web::live::{Derived, Kept};

/// What can stand in a view.
pub enum Child {
    Nothing,
    Text(Cow<'static, str>),
    Nodes(View),
    Live(Box<dyn FnMut() -> Child>),
}

/// Puts a child before its marker.
pub fn place(marker: &Node, child: Child) {
    match child {
        Child::Nothing => {}
        Child::Text(text) => insert(marker, &document().create_text_node(&text)),
        Child::Nodes(view) => insert(marker, &view.0),
        Child::Live(compute) => place_live(marker, compute),
    }
}

/// Keeps what stands between a comment of its own and the marker as `compute` says.
fn place_live(marker: &Node, mut compute: Box<dyn FnMut() -> Child>) {
    let start: Node = document().create_comment("").unchecked_into();
    insert(marker, &start);
    let end = marker.clone();
    let mut shown: Option<(Text, Cow<'static, str>)> = None;
    follow(Box::new(move || {
        let child = compute();
        if let (Some((node, text)), Child::Text(next)) = (&mut shown, &child) {
            // What reads the page aloud is told of changes only.
            if text != next {
                node.set_data(next);
                text.clone_from(next);
            }
            return;
        }
        while let Some(old) = end.previous_sibling() {
            if old == start {
                break;
            }
            if let Some(parent) = old.parent_node() {
                let _ = parent.remove_child(&old);
            }
        }
        shown = None;
        if let Child::Text(text) = child {
            let node = document().create_text_node(&text);
            insert(&end, &node);
            shown = Some((node, text));
        } else {
            place(&end, child);
        }
    }));
}

fn insert(marker: &Node, node: &Node) {
    if let Some(parent) = marker.parent_node() {
        // Fails only where the marker is not the parent's, which it is.
        let _ = parent.insert_before(node, Some(marker));
    }
}

/// What can be written as `{expression}` in a view.
pub trait IntoChild {
    fn into_child(self) -> Child;
}

impl IntoChild for Child {
    fn into_child(self) -> Child {
        self
    }
}

impl IntoChild for () {
    fn into_child(self) -> Child {
        Child::Nothing
    }
}

impl IntoChild for View {
    fn into_child(self) -> Child {
        Child::Nodes(self)
    }
}

impl IntoChild for &'static str {
    fn into_child(self) -> Child {
        Child::Text(Cow::Borrowed(self))
    }
}

impl IntoChild for String {
    fn into_child(self) -> Child {
        Child::Text(Cow::Owned(self))
    }
}

impl<T: IntoChild> IntoChild for Option<T> {
    fn into_child(self) -> Child {
        self.map_or(Child::Nothing, T::into_child)
    }
}

impl IntoChild for Vec<View> {
    fn into_child(self) -> Child {
        let all = View::none();
        for view in self {
            append(&all.0, &view.0);
        }
        Child::Nodes(all)
    }
}

impl<T: IntoChild, F: FnMut() -> T + 'static> IntoChild for F {
    fn into_child(mut self) -> Child {
        Child::Live(Box::new(move || self().into_child()))
    }
}

impl<T: IntoChild + 'static> IntoChild for Derived<T> {
    fn into_child(self) -> Child {
        (move || self.get()).into_child()
    }
}

impl<T: IntoChild + Clone + PartialEq + Send + Sync + 'static> IntoChild for Kept<T> {
    fn into_child(self) -> Child {
        (move || self.get()).into_child()
    }
}
