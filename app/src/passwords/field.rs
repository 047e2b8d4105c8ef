//! A password control: shown on demand, with a hint of its strength.

use crate::state::texts;
use crate::ui::{FieldError, Hint, Icon, described};
use leptos::prelude::*;
use model::Secret;

#[component]
pub(crate) fn PasswordField(
    name: Secret,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    autocomplete: &'static str,
    problem: Signal<Option<String>>,
    /// Judges what is typed, 0 to 4, and shows it.
    #[prop(optional)]
    strength: bool,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let (t, name) = (texts(), name.name());
    let show = format!("{}: {label}", t.get("password.show"));
    view! {
        <div class="field">
            <label class="field-label" for=name>{label}</label>
            <div class="password">
                <input
                    class="input"
                    id=name
                    name=name
                    type="password"
                    autocomplete=autocomplete
                    autofocus=autofocus
                    aria-describedby=described(name, !hint.is_empty())
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    data-judged=strength.then_some("")
                />
                // It does nothing before the script is there, so it comes with it (`typing`).
                <button class="password-toggle" type="button" hidden aria-pressed="false" aria-label=show>
                    <Icon name="eye"/><Icon name="eye-off"/>
                </button>
            </div>
            {strength.then(|| view! {
                <div class="strength">
                    <span class="strength-bar"></span>
                    <span class="strength-word" aria-live="polite"></span>
                </div>
            })}
            <Hint name=name text=hint/>
            <FieldError name=name problem=problem/>
        </div>
    }
}
