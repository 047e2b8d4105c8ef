//! One symbol of `public/icons.svg`.

use leptos::prelude::*;

#[component]
pub(crate) fn Icon(
    #[prop(into)] name: String,
    #[prop(optional)] small: bool,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let class = match (small, large) {
        (true, _) => "icon icon--s",
        (_, true) => "icon icon--l",
        _ => "icon",
    };
    view! {
        <svg class=class aria-hidden="true"><use href=format!("/icons.svg#{name}")></use></svg>
    }
}
