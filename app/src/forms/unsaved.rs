//! The question that whoever leaves is asked where something would be lost; `leaving` asks it.

use crate::state::texts;
use leptos::prelude::*;

/// About a form whose changes are not saved.
#[component]
pub(super) fn LeaveQuestion() -> impl IntoView {
    let t = texts();
    view! { <Leave title=t.get("unsaved.title") text=t.get("unsaved.text") go=t.get("unsaved.leave")/> }
}

/// Whether to leave what would be lost; to stay is the safe answer, and Escape.
#[component]
pub(crate) fn Leave(
    title: &'static str,
    text: &'static str,
    /// The button that leaves.
    go: &'static str,
) -> impl IntoView {
    view! {
        <template id="leave-question">
            <div class="dialog-backdrop" data-leaving="">
                <div class="dialog dialog--s" role="dialog" aria-modal="true" aria-labelledby="leave-title" tabindex="-1">
                    <div class="dialog-head"><h2 class="dialog-title" id="leave-title">{title}</h2></div>
                    <div class="dialog-body"><p>{text}</p></div>
                    <div class="dialog-foot">
                        <button class="btn" type="button" data-stay="">{texts().get("unsaved.stay")}</button>
                        <button class="btn btn--danger" type="button" data-leave="">{go}</button>
                    </div>
                </div>
            </div>
        </template>
    }
}
