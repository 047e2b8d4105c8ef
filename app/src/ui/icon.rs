//! One symbol of `public/icons.svg`.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// `name` is the program's own: it is written as it is, and in one piece, since every row of a list has several.
#[component]
pub(crate) fn Icon(name: &'static str, #[prop(optional)] small: bool, #[prop(optional)] large: bool) -> impl IntoView {
    let class = match (small, large) {
        (true, _) => "icon icon--s",
        (_, true) => "icon icon--l",
        _ => "icon",
    };
    InertElement::new(format!(r#"<svg class="{class}" aria-hidden="true"><use href="/icons.svg#{name}"></use></svg>"#))
}
