//! From a string of HTML to nodes with their bindings.

use std::cell::RefCell;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, HtmlTemplateElement, Node};

use super::{Binding, View, append};

/// How the browser reads a template.
#[derive(Clone, Copy, PartialEq)]
pub enum Space {
    Html,
    /// What stands inside of a `<math>`.
    Math,
}

thread_local! {
    /// Each template is parsed once; views are copies of it. Its text is static, so
    /// its place in memory is its name.
    static PARSED: RefCell<Vec<(&'static str, DocumentFragment)>> = const { RefCell::new(Vec::new()) };
}

/// Makes a view of a template's copy. A path leads from the template's root through
/// child indices to the node of a binding.
pub fn build(space: Space, html: &'static str, bindings: Vec<(&'static [u8], Binding)>) -> View {
    let template = PARSED.with_borrow_mut(|parsed| {
        if let Some((_, known)) = parsed.iter().find(|(known, _)| std::ptr::eq(*known, html)) {
            return known.clone();
        }
        let template = parse(space, html);
        parsed.push((html, template.clone()));
        template
    });
    let view: DocumentFragment = template.clone_node_with_deep(true).map_or_else(
        |_| document().create_document_fragment(),
        JsCast::unchecked_into,
    );
    // All nodes are found before the first binding adds some.
    let found: Vec<(Option<Node>, Binding)> = bindings
        .into_iter()
        .map(|(path, binding)| (node_at(&view, path), binding))
        .collect();
    for (node, binding) in found {
        match node {
            Some(node) => binding.apply(&node),
            // The parser has moved or closed elements: `<p>` around a `<div>`, say.
            None => panic!("the browser reads this markup differently: {html}"),
        }
    }
    View(view)
}

fn parse(space: Space, html: &str) -> DocumentFragment {
    let fragment = document().create_document_fragment();
    let Ok(template) = document().create_element("template") else {
        return fragment;
    };
    let template: HtmlTemplateElement = template.unchecked_into();
    if space == Space::Html {
        template.set_inner_html(html);
        return template.content();
    }
    template.set_inner_html(&format!("<math>{html}</math>"));
    if let Some(math) = template.content().first_child() {
        while let Some(child) = math.first_child() {
            append(&fragment, &child);
        }
    }
    fragment
}

fn node_at(root: &Node, path: &[u8]) -> Option<Node> {
    let mut node = root.clone();
    for &index in path {
        node = node.child_nodes().item(u32::from(index))?;
    }
    Some(node)
}
