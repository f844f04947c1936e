//! The call of a component.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::node::{NodeAttribute, NodeElement, NodeName};
use syn::Result;
use syn::spanned::Spanned;

use crate::template;

/// Components begin with a capital, elements do not.
pub fn is_component(name: &NodeName) -> bool {
    let NodeName::Path(path) = name else {
        return false;
    };
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident.to_string().starts_with(char::is_uppercase))
}

/// `<Name prop=value>children</Name>` as a call of `Name`.
pub fn call(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let name = element.name();
    let mut props = TokenStream::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(syn::Error::new(
                attribute.span(),
                "a component takes props by name",
            ));
        };
        let prop = &attribute.key;
        match attribute.value() {
            Some(value) => props.extend(quote! { .#prop(#value) }),
            None => props.extend(quote! { .#prop(#prop) }),
        }
    }
    if !element.children().is_empty() {
        let children = template::of_nodes(element.children())?;
        props.extend(quote! { .children(#children) });
    }
    Ok(quote! {
        ::leptos::component::component_view(
            #name,
            ::leptos::component::component_props_builder(&#name) #props .build(),
        )
    })
}
