//! Whose password it is, for password managers.

use leptos::prelude::*;

/// The address whose password the form sets or asks, for the managers that keep the two together: a text field, since they skip
/// hidden ones, which neither people nor screen readers meet.
#[component]
pub(crate) fn Username(#[prop(into)] email: String) -> impl IntoView {
    view! {
        <input class="sr-only" type="text" name="username" autocomplete="username" value=email readonly tabindex="-1"
            aria-hidden="true"/>
    }
}
