//! A moment: relative, with the exact time on hover.

use leptos::prelude::*;
use model::page::When;

#[component]
pub(crate) fn Time(at: When) -> impl IntoView {
    view! { <time datetime=at.iso title=at.exact>{at.relative}</time> }
}
