//! Texts of the document, in which backticks set off what is typed.

use leptos::prelude::*;

pub(super) fn prose(text: &str) -> impl IntoView + use<> {
    let parts = text.split('`').enumerate().map(|(n, part)| match n % 2 {
        0 => part.to_owned().into_any(),
        _ => view! { <code class="mono">{part.to_owned()}</code> }.into_any(),
    });
    parts.collect::<Vec<_>>()
}
