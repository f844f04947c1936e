//! Markup as a string of HTML and bindings that say which node they are for.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::spanned::Spanned;
use syn::{Error, Result, Stmt};

use crate::component;

/// Elements that are never closed (HTML, section 13.1.2).
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements of MathML Core that a view may begin with: alone, the browser's parser
/// would take them for unknown HTML.
const MATH: &[&str] = &[
    "annotation",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "semantics",
];

/// A node that something is bound to later; the parser keeps it as a comment.
const MARKER: &str = "<!>";

pub fn expand(markup: TokenStream) -> Result<TokenStream> {
    let nodes = rstml::parse2(markup)?;
    of_nodes(&nodes)
}

/// The expression that makes a view of the nodes.
pub fn of_nodes(nodes: &[Node]) -> Result<TokenStream> {
    // A component or an expression alone needs no template around it.
    if let [node] = nodes {
        match node {
            Node::Element(element) if component::is_component(element.name()) => {
                return component::call(element);
            }
            Node::Block(block) => {
                let child = expression(block);
                return Ok(quote! { crate::web::dom::View::of(#child) });
            }
            _ => {}
        }
    }
    let mut template = Template::default();
    template.children(nodes, &mut Vec::new())?;
    let Template { html, bindings } = template;
    let space = match nodes.iter().find_map(element_name) {
        Some(name) if MATH.contains(&name.as_str()) => quote! { Math },
        _ => quote! { Html },
    };
    Ok(quote! {
        crate::web::dom::build(
            crate::web::dom::Space::#space,
            #html,
            ::std::vec![#(#bindings),*],
        )
    })
}

/// A block that is one expression without its braces.
fn expression(block: &NodeBlock) -> TokenStream {
    match block.try_block().map(|block| block.stmts.as_slice()) {
        Some([Stmt::Expr(expression, None)]) => expression.to_token_stream(),
        _ => block.to_token_stream(),
    }
}

fn element_name(node: &Node) -> Option<String> {
    match node {
        Node::Element(element) => Some(element.name().to_string()),
        _ => None,
    }
}

#[derive(Default)]
struct Template {
    html: String,
    /// Each a path from the template's root, as child indices, and what is bound there.
    bindings: Vec<TokenStream>,
}

impl Template {
    fn children(&mut self, nodes: &[Node], path: &mut Vec<u8>) -> Result<()> {
        // The browser joins neighbouring texts into one node.
        let mut after_text = false;
        let mut index = 0_u8;
        for node in nodes {
            match node {
                Node::Comment(_) => continue,
                Node::Text(text) => {
                    let text = text.value_string();
                    if text.is_empty() {
                        continue;
                    }
                    self.html.push_str(&escape(&text));
                    if after_text {
                        continue;
                    }
                    after_text = true;
                }
                Node::Block(block) => {
                    after_text = false;
                    path.push(index);
                    self.child(path, &expression(block));
                    path.pop();
                }
                Node::Element(element) => {
                    after_text = false;
                    path.push(index);
                    if component::is_component(element.name()) {
                        self.child(path, &component::call(element)?);
                    } else {
                        self.element(element, path)?;
                    }
                    path.pop();
                }
                other => {
                    return Err(Error::new(
                        other.span(),
                        "a view has elements, quoted texts and {expressions}",
                    ));
                }
            }
            index = index.checked_add(1).ok_or_else(|| {
                Error::new(node.span(), "an element has at most 255 children in a view")
            })?;
        }
        Ok(())
    }

    fn element(
        &mut self,
        element: &NodeElement<rstml::Infallible>,
        path: &mut Vec<u8>,
    ) -> Result<()> {
        let name = element.name().to_string();
        self.html.push('<');
        self.html.push_str(&name);
        for attribute in element.attributes() {
            match attribute {
                NodeAttribute::Attribute(attribute) => self.attribute(attribute, path)?,
                NodeAttribute::Block(block) => {
                    return Err(Error::new(block.span(), "an attribute has a name"));
                }
            }
        }
        self.html.push('>');
        if VOID.contains(&name.as_str()) {
            return Ok(());
        }
        self.children(element.children(), path)?;
        self.html.push_str("</");
        self.html.push_str(&name);
        self.html.push('>');
        Ok(())
    }

    fn attribute(&mut self, attribute: &KeyedAttribute, path: &[u8]) -> Result<()> {
        let key = attribute.key.to_string();
        let (kind, name) = match key.split_once(':') {
            Some((kind, name)) => (kind, name),
            None if key == "node_ref" => ("node_ref", ""),
            None => ("", key.as_str()),
        };
        let Some(value) = attribute.value() else {
            if kind.is_empty() {
                // Present without a value, as in `<input disabled>`.
                self.html.push(' ');
                self.html.push_str(name);
                return Ok(());
            }
            return Err(Error::new(attribute.span(), format!("{key} needs a value")));
        };
        if kind.is_empty()
            && let Some(text) = attribute.value_literal_string()
        {
            self.html
                .push_str(&format!(" {name}=\"{}\"", escape(&text)));
            return Ok(());
        }
        let binding = match kind {
            "on" => quote! { crate::web::dom::Binding::on(#name, #value) },
            "node_ref" => quote! { crate::web::dom::Binding::node(#value) },
            _ => {
                let place = match kind {
                    "" => quote! { Attribute },
                    "prop" => quote! { Property },
                    "class" => quote! { Class },
                    "style" => quote! { Style },
                    other => {
                        return Err(Error::new(
                            attribute.span(),
                            format!(
                                "{other}: is no kind of attribute; there are on:, prop:, class: and style:"
                            ),
                        ));
                    }
                };
                quote! {
                    crate::web::dom::Binding::value(crate::web::dom::Place::#place, #name, #value)
                }
            }
        };
        self.bind(path, &binding);
        Ok(())
    }

    fn child(&mut self, path: &[u8], child: &impl ToTokens) {
        self.html.push_str(MARKER);
        self.bind(path, &quote! { crate::web::dom::Binding::child(#child) });
    }

    fn bind(&mut self, path: &[u8], binding: &TokenStream) {
        self.bindings
            .push(quote! { (&[#(#path),*] as &'static [u8], #binding) });
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(markup: TokenStream) -> Template {
        let nodes = rstml::parse2(markup).expect("the markup parses");
        let mut template = Template::default();
        template
            .children(&nodes, &mut Vec::new())
            .expect("the markup is a view");
        template
    }

    /// The paths of all bindings, as the expansion writes them.
    fn paths(template: &Template) -> Vec<String> {
        template
            .bindings
            .iter()
            .map(|binding| {
                let text = binding.to_string().replace(' ', "");
                let (path, _) = text.split_once(']').expect("a path begins each binding");
                path.replace("(&[", "").replace("u8", "")
            })
            .collect()
    }

    #[test]
    fn what_stands_still_is_html() {
        let template = template(quote! {
            <p class="a" tabindex=0 hidden>"1 < 2 & "<b title="say \"x\"">"3"</b><br/></p>
        });
        assert_eq!(
            template.html,
            "<p class=\"a\" tabindex=\"0\" hidden>1 &lt; 2 &amp; <b title=\"say &quot;x&quot;\">3</b><br></p>"
        );
        assert!(template.bindings.is_empty());
    }

    #[test]
    fn what_changes_is_bound_to_its_node() {
        let template = template(quote! {
            "joined " "texts"
            <div class=class on:click=click>
                "before"{middle}"after"
                <!-- "left out" -->
                <Part title="x"/>
                <i prop:value=value/>
            </div>
            {end}
        });
        assert_eq!(
            template.html,
            "joined texts<div>before<!>after<!><i></i></div><!>"
        );
        assert_eq!(paths(&template), ["1", "1", "1,1", "1,3", "1,4", "2"]);
    }

    #[test]
    fn mathml_knows_that_it_is() {
        let space = |markup| expand(markup).expect("a view").to_string();
        assert!(space(quote! { <mn>"1"</mn> }).contains("Space :: Math"));
        assert!(space(quote! { <math><mn>"1"</mn></math> }).contains("Space :: Html"));
    }

    #[test]
    fn what_is_no_view_is_refused_with_a_reason() {
        let refused = |markup| expand(markup).expect_err("no view").to_string();
        assert!(refused(quote! { <p bind:value=x/> }).contains("bind: is no kind"));
        assert!(refused(quote! { <p on:click/> }).contains("on:click needs a value"));
        assert!(refused(quote! { <Part {props}/> }).contains("by name"));
    }
}
