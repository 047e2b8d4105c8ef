//! The keys, listed.

use crate::state::texts;
use crate::ui::{Icon, on_modal_key};
use leptos::prelude::*;

const KEYS: [(&str, &str); 7] = [
    ("J, ↓", "list_keys.next"),
    ("K, ↑", "list_keys.previous"),
    ("X", "list_keys.select"),
    ("Enter", "list_keys.open"),
    ("E", "list_keys.edit"),
    ("Esc", "list_keys.leave"),
    ("?", "list_keys.help"),
];

#[component]
pub(super) fn Help(open: RwSignal<bool>) -> impl IntoView {
    let t = texts();
    let close = move || open.set(false);
    Effect::new(take_focus);
    view! {
        <div class="dialog-backdrop">
            <div class="dialog dialog--s" role="dialog" aria-modal="true" aria-labelledby="list-keys-title"
                on:keydown=move |event| on_modal_key(&event, close)>
                <div class="dialog-head">
                    <h2 class="dialog-title" id="list-keys-title">{t.get("list_keys.title")}</h2>
                    <button type="button" class="btn btn--quiet btn--icon" id="list-keys-close"
                        aria-label=t.get("action.close") on:click=move |_| close()>
                        <Icon name="close"/>
                    </button>
                </div>
                <div class="dialog-body">
                    <dl class="facts">
                        {KEYS.map(|(key, what)| view! {
                            <div><dt><kbd class="kbd">{key}</kbd></dt><dd>{t.get(what)}</dd></div>
                        }).collect_view()}
                    </dl>
                </div>
            </div>
        </div>
    }
}

fn take_focus() {
    request_animation_frame(|| crate::events::focus(document().get_element_by_id("list-keys-close")));
}
