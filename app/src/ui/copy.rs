//! Something to take along: a password shown once, a link to hand over.

use super::Icon;
use crate::state::texts;
use leptos::prelude::*;

#[component]
pub(crate) fn CopyField(
    #[prop(into)] value: String,
    #[prop(into)] label: String,
    /// Becomes true once it has been copied.
    #[prop(optional)]
    taken: Option<RwSignal<bool>>,
) -> impl IntoView {
    let shown = value.clone();
    let (copied, copy) = use_copy(value);
    view! {
        <div class="copy-field" data-copied=move || copied.get().then_some("")>
            <input class="input mono" readonly value=shown aria-label=label/>
            <CopyButton copied=copied press=move || { copy(); taken.inspect(|taken| taken.set(true)); }/>
        </div>
    }
}

/// Copies what stands in several places at once.
#[component]
pub(crate) fn CopyAll(text: String, label: &'static str, taken: RwSignal<bool>) -> impl IntoView {
    let (copied, copy) = use_copy(text);
    view! {
        <span class="copy-field" data-copied=move || copied.get().then_some("")>
            <CopyButton copied=copied label=label press=move || { copy(); taken.set(true); }/>
        </span>
    }
}

#[component]
fn CopyButton(
    copied: RwSignal<bool>,
    #[prop(default = texts().get("copy.copy"))] label: &'static str,
    press: impl Fn() + 'static,
) -> impl IntoView {
    let done = texts().get("copy.done");
    view! {
        <button class="btn copy-field-button" type="button" on:click=move |_| press()>
            <Icon name="copy"/><Icon name="check"/>
            <span aria-live="polite">{move || if copied.get() { done } else { label }}</span>
        </button>
    }
}

/// A link to hand over, where there is no room to show it: pressed, it is copied; without a script it is a plain link.
#[component]
pub(crate) fn CopyLink(#[prop(into)] href: String, #[prop(into)] label: String) -> impl IntoView {
    let t = texts();
    let (copied, copy) = use_copy(href.clone());
    let on_click = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        copy();
    };
    view! {
        <a class="btn btn--s" href=href rel="external" aria-label=label on:click=on_click>
            <Icon name="link" small=true/>
            <span aria-live="polite">{move || if copied.get() { t.get("copy.done") } else { t.get("copy.link") }}</span>
        </a>
    }
}

/// Copies a text, and says for three seconds that it did.
fn use_copy(text: String) -> (RwSignal<bool>, impl Fn() + Copy) {
    let (copied, text) = (RwSignal::new(false), StoredValue::new(text));
    let copy = move || {
        text.with_value(|text| to_clipboard(text));
        copied.set(true);
        set_timeout(move || copied.set(false), std::time::Duration::from_secs(3));
    };
    (copied, copy)
}

fn to_clipboard(text: &str) {
    #[cfg(feature = "hydrate")]
    {
        let _ = window().navigator().clipboard().write_text(text);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}
