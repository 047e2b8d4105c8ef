//! Labelled controls that own their hint, their error and what ties them together.

use super::Icon;
#[cfg(feature = "ssr")]
use crate::state::texts;
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub(super) use browser::listen;

/// A single-line text control. Uncontrolled: what is typed before the scripts arrive stays.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn Field(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] autofocus: bool,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let is_day = kind == "date";
    let day = is_day.then(|| value.clone());
    let described = described(name, !hint.is_empty());
    view! {
        <div class="field">
            <label class="field-label" for=name>{label}</label>
            <input
                class="input"
                id=name
                name=name
                type=kind
                value=value
                dir="auto"
                autocomplete=autocomplete
                autofocus=autofocus
                aria-describedby=if is_day { format!("{name}-day {described}") } else { described }
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
            />
            {day.map(|day| view! { <DayInWords name=name day=day/> })}
            <Hint name=name text=hint/>
            <FieldError name=name problem=problem/>
        </div>
    }
}

/// The day of a date control in the reader's language: the control itself writes it in the browser's.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn DayInWords(name: &'static str, day: String) -> impl IntoView {
    view! { <p class="field-hint" id=format!("{name}-day")>{texts().day_in_words(&day)}</p> }
}

#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
}

#[cfg(feature = "ssr")]
#[component]
pub(crate) fn SelectField(
    name: &'static str,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(into)] value: String,
    #[prop(optional, into)] hint: String,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=name>{label}</label>
            <select class="input select" id=name name=name aria-describedby=described(name, !hint.is_empty())
                aria-invalid=move || problem.with(Option::is_some).then_some("true")>
                {choices.into_iter().map(|choice| {
                    let selected = choice.value == value;
                    view! { <option value=choice.value selected=selected>{choice.label}</option> }
                }).collect_view()}
            </select>
            <Hint name=name text=hint/>
            <FieldError name=name problem=problem/>
        </div>
    }
}

#[cfg(feature = "ssr")]
#[component]
pub(crate) fn Hint(name: &'static str, text: String) -> impl IntoView {
    (!text.is_empty()).then(|| view! { <p class="field-hint" id=format!("{name}-hint")>{text}</p> })
}

/// The line that says what is wrong; there also while nothing is, so that it is announced when it fills.
#[component]
pub(crate) fn FieldError(name: &'static str, problem: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div id=format!("{name}-error") aria-live="polite">
            {move || problem.get().map(|text| view! {
                <p class="field-error"><Icon name="alert" small=true/>{text}</p>
            })}
        </div>
    }
}

#[cfg(feature = "ssr")]
pub(crate) fn described(name: &str, hint: bool) -> String {
    if hint { format!("{name}-hint {name}-error") } else { format!("{name}-error") }
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::events;
    use crate::state::texts;
    use leptos::prelude::document;
    use web_sys::{Event, HtmlInputElement};

    pub(crate) fn listen() {
        events::on("input", on_input);
    }

    /// A day is said in words as it is typed.
    fn on_input(event: &Event) {
        let input = events::target::<HtmlInputElement>(event);
        let Some(input) = input.filter(|input| input.type_() == "date") else { return };
        if let Some(words) = document().get_element_by_id(&format!("{}-day", input.name())) {
            words.set_text_content(texts().day_in_words(&input.value()).as_deref());
        }
    }
}
