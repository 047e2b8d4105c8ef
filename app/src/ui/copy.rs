//! Something to take along: a password shown once, a link to hand over.

use super::Icon;
use crate::state::texts;
use leptos::prelude::*;

#[component]
pub(crate) fn CopyField(#[prop(into)] value: String, #[prop(into)] label: String) -> impl IntoView {
    let t = texts();
    let copied = RwSignal::new(false);
    let text = StoredValue::new(value.clone());
    let on_click = move |_| {
        copy(&text.get_value());
        copied.set(true);
        set_timeout(move || copied.set(false), std::time::Duration::from_secs(3));
    };
    view! {
        <div class="copy-field" data-copied=move || copied.get().then_some("")>
            <input class="input mono" readonly value=value aria-label=label/>
            <button class="btn copy-field-button" type="button" on:click=on_click>
                <Icon name="copy"/><Icon name="check"/>
                <span aria-live="polite">{move || if copied.get() { t.get("copy.done") } else { t.get("copy.copy") }}</span>
            </button>
        </div>
    }
}

fn copy(text: &str) {
    #[cfg(feature = "hydrate")]
    {
        let _ = window().navigator().clipboard().write_text(text);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}
