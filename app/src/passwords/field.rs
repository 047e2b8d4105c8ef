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
    let shown = RwSignal::new(false);
    // The toggle does nothing before the script is there, so it comes with it.
    let scripted = RwSignal::new(false);
    Effect::new(move || scripted.set(true));
    let score = RwSignal::new(None::<u8>);
    let on_input = move |event| {
        if strength {
            judge(event_target_value(&event), score);
        }
    };
    view! {
        <div class="field">
            <label class="field-label" for=name>{label}</label>
            <div class="password">
                <input
                    class="input"
                    id=name
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autofocus=autofocus
                    aria-describedby=described(name, !hint.is_empty())
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    on:input=on_input
                />
                <button class="password-toggle" type="button" hidden=move || !scripted.get()
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    aria-label=show
                    on:click=move |_| shown.update(|shown| *shown = !*shown)>
                    <Icon name="eye"/><Icon name="eye-off"/>
                </button>
            </div>
            {strength.then(|| view! {
                <div class="strength" data-score=move || score.get().map(|score| score.to_string())>
                    <span class="strength-bar"></span>
                    <span class="strength-word" aria-live="polite">
                        {move || score.get().map(|score| t.get(&format!("password.strength.{score}")))}
                    </span>
                </div>
            })}
            <Hint name=name text=hint/>
            <FieldError name=name problem=problem/>
        </div>
    }
}

/// Asks the server a moment after the last key: the judge's dictionaries are too large for a browser.
#[cfg(feature = "hydrate")]
fn judge(typed: String, score: RwSignal<Option<u8>>) {
    use leptos::task::spawn_local;
    use std::cell::Cell;
    thread_local! { static WAITING: Cell<u32> = const { Cell::new(0) }; }
    let turn = WAITING.with(|waiting| {
        waiting.set(waiting.get().wrapping_add(1));
        waiting.get()
    });
    if typed.is_empty() {
        score.set(None);
        return;
    }
    let ask = move || {
        if WAITING.with(Cell::get) == turn {
            spawn_local(async move {
                let path = window().location().pathname().unwrap_or_default();
                if let Ok(judged) = super::strength::password_strength(typed, path).await {
                    score.set(Some(judged));
                }
            });
        }
    };
    set_timeout(ask, std::time::Duration::from_millis(250));
}

#[cfg(not(feature = "hydrate"))]
fn judge(_: String, _: RwSignal<Option<u8>>) {}
