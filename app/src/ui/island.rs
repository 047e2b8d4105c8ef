//! A part of the page that the browser makes live.

use leptos::prelude::*;

/// What `browser.rs` knows by this name. It is made live anew where `props` are others than before; as long as they are
/// the same, what it shows is its own.
#[component]
pub(crate) fn Island(
    name: &'static str,
    #[prop(optional, into)] props: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! { <div data-island=name data-props=props>{children.map(|children| children())}</div> }
}
