//! The name of a new workspace, and its address, which follows the name until one is typed.

use crate::forms::FormState;
use crate::state::texts;
use crate::ui::{Field, FieldError};
use leptos::prelude::*;
use model::workspaces::slug_of;

#[component]
pub(crate) fn NameAndAddress(
    /// The name's control.
    name: &'static str,
    form: FormState,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let t = texts();
    let called = RwSignal::new(form.value(name, ""));
    let typed = RwSignal::new(form.value("slug", ""));
    let made = Memo::new(move |_| called.with(|called| slug_of(called)));
    let origin = RwSignal::new(String::new());
    Effect::new(move || origin.set(here()));
    let address = move || {
        let slug = typed.with(|typed| if typed.is_empty() { made.get() } else { typed.clone() });
        let slug = if slug.is_empty() { "…".to_owned() } else { slug };
        t.with("setup.slug_hint", &[("address", &format!("{}/w/{slug}", origin.get()))])
    };
    let problem = form.problem("slug");
    view! {
        <div class=class>
            // What is typed into the name bubbles here.
            <div on:input=move |event| called.set(event_target_value(&event))>
                <Field name=name label=t.get("field.workspace") autocomplete="organization" autofocus=true
                    value=form.value(name, "") problem=form.problem(name)/>
            </div>
            <div class="field">
                <label class="field-label" for="slug">{t.get("field.slug")}</label>
                <input class="input" id="slug" name="slug" value=form.value("slug", "") placeholder=move || made.get()
                    dir="auto" autocomplete="off"
                    aria-describedby="slug-hint slug-error"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    on:input=move |event| typed.set(event_target_value(&event))/>
                <p class="field-hint wrap-anywhere" id="slug-hint">{address}</p>
                <FieldError name="slug" problem=problem/>
            </div>
        </div>
    }
}

/// The scheme and host that the page came from.
fn here() -> String {
    #[cfg(feature = "hydrate")]
    return window().location().origin().unwrap_or_default();
    #[cfg(not(feature = "hydrate"))]
    String::new()
}
