//! The name of a new workspace, and its address, which follows the name until one is typed (`slug`).

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
    let typed = form.value("slug", "");
    let made = slug_of(&form.value(name, ""));
    let shown = [&typed, &made].into_iter().find(|slug| !slug.is_empty()).map_or("…", String::as_str);
    // Which host it is, the browser knows.
    let address = t.with("setup.slug_hint", &[("address", &format!("/w/{shown}"))]);
    let problem = form.problem("slug");
    view! {
        <div class=class data-slug-of=name>
            <Field name=name label=t.get("field.workspace") autocomplete="organization" autofocus=true
                value=form.value(name, "") problem=form.problem(name)/>
            <div class="field">
                <label class="field-label" for="slug">{t.get("field.slug")}</label>
                <input class="input" id="slug" name="slug" value=typed placeholder=made dir="auto" autocomplete="off"
                    aria-describedby="slug-hint slug-error"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")/>
                <p class="field-hint wrap-anywhere" id="slug-hint">{address}</p>
                <FieldError name="slug" problem=problem/>
            </div>
        </div>
    }
}
