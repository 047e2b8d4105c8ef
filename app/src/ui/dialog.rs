//! A modal dialog at an address of its own: leaving it leads back.

use super::{Icon, on_modal_key};
use crate::state::texts;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

#[component]
pub(crate) fn Dialog(
    #[prop(into)] title: String,
    /// Where it leads when it is left.
    back: Signal<String>,
    /// `dialog--s` for a question.
    #[prop(optional)]
    modifier: &'static str,
    children: Children,
) -> impl IntoView {
    let navigate = use_navigate();
    let leave = move || navigate(&back.get_untracked(), NavigateOptions { scroll: false, ..Default::default() });
    Effect::new(take_focus);
    #[cfg(feature = "hydrate")]
    Effect::new({
        let leave = leave.clone();
        move || super::modal::leave_from_outside(leave.clone())
    });
    view! {
        <div class="dialog-backdrop">
            <div class=format!("dialog {modifier}") role="dialog" aria-modal="true" aria-labelledby="dialog-title"
                tabindex="-1" on:keydown=move |event| on_modal_key(&event, &leave)>
                <div class="dialog-head">
                    <h2 class="dialog-title name" id="dialog-title" dir="auto">{title}</h2>
                    <a class="btn btn--quiet btn--icon" data-noscroll href=move || back.get()
                        aria-label=texts().get("action.close")>
                        <Icon name="close"/>
                    </a>
                </div>
                {children()}
            </div>
        </div>
    }
}

/// The first control has it, and in a question the safe one; as soon as it is drawn.
fn take_focus() {
    #[cfg(feature = "hydrate")]
    super::focus_soon(|| {
        let find = |what: &str| document().query_selector(what).ok().flatten();
        find(".dialog-body input:not([type=hidden], [tabindex='-1'])").or_else(|| find(".dialog-foot a"))
    });
}
