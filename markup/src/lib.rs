//! `view!`: markup to one string of HTML and the few places in it that change.
//!
//! Leptos' own `view!` makes a type of every element, attribute and closure, and the
//! compiler then writes its machinery anew for each; that was half of the page's
//! first visit. Here the browser parses the markup, once, and what is left in
//! WebAssembly is a list of bindings (the idea is that of Solid's compiled templates).
//! The syntax is Leptos' (both are read by `rstml`), and so are the components and
//! the signals; what an expansion calls is `crate::web::dom`.

mod component;
mod template;

/// A piece of the page.
///
/// - `<div class="a" title=expression>`: elements of HTML and MathML. An attribute's
///   value is text, a flag that puts it there or not, an `Option`, or a closure that
///   follows signals.
/// - `prop:value=`, `class:name=`, `style:name=`: the same for a property, one class,
///   one style.
/// - `on:click=handler`: a closure that takes the event by its type.
/// - `node_ref=`: where to find the element later.
/// - `{expression}`: text, another view, several, an `Option`, or a closure that gives
///   one and follows signals.
/// - `<Name prop=value>children</Name>`: a component made with Leptos'
///   `#[component]`. A prop without a value takes the variable of its name.
#[proc_macro]
pub fn view(markup: proc_macro::TokenStream) -> proc_macro::TokenStream {
    template::expand(markup.into())
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
