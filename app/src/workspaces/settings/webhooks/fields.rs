//! The fields of an endpoint, and its words.

use crate::forms::FormState;
use crate::state::texts;
use crate::ui::{Check, Choice, Field, FieldError, SelectField};
use leptos::prelude::*;
use model::Texts;
use model::webhooks::{AttemptProblem, PayloadForm, event_types};

/// What an endpoint is set to, as its form shows it at first.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub url: String,
    pub description: String,
    pub events: Vec<String>,
    pub payload: PayloadForm,
}

#[component]
pub(super) fn EndpointFields(form: FormState, shown: Shown) -> impl IntoView {
    let t = texts();
    let ticked = typed_events(form).unwrap_or(shown.events);
    let payloads = PayloadForm::ALL.map(|payload| Choice {
        value: payload.name().to_owned(),
        label: t.get(&format!("webhooks.payload.{}", payload.name())).to_owned(),
    });
    view! {
        <Field name="url" label=t.get("webhooks.url") hint=t.get("webhooks.url.hint") kind="url" autocomplete="off"
            value=form.value("url", &shown.url) problem=form.problem("url")/>
        <Field name="description" label=t.get("webhooks.description") autocomplete="off"
            value=form.value("description", &shown.description) problem=form.problem("description")/>
        <SelectField name="payload" label=t.get("webhooks.payload") hint=t.get("webhooks.payload.hint")
            choices=payloads.to_vec() value=form.value("payload", shown.payload.name())
            problem=form.problem("payload")/>
        <details class="behind" open=!ticked.is_empty()>
            <summary>{t.get("webhooks.events")}</summary>
            <fieldset class="fieldset" aria-describedby="events-error">
                <legend class="field-label">{t.get("webhooks.events.hint")}</legend>
                {event_types().map(|name| {
                    let checked = ticked.iter().any(|one| one == name);
                    view! { <Check name="events" value=name label=name checked=checked/> }
                }).collect_view()}
                <FieldError name="events" problem=form.problem("events")/>
            </fieldset>
        </details>
    }
}

/// The boxes that were ticked when the form came back.
fn typed_events(form: FormState) -> Option<Vec<String>> {
    form.posted.with_untracked(|posted| {
        let posted = posted.as_ref().filter(|posted| posted.values.has("url"))?;
        Some(posted.values.all("events").map(str::to_owned).collect())
    })
}

/// What an attempt came to: "HTTP 204", or why nobody answered.
pub(super) fn result(t: Texts, status: Option<i64>, problem: Option<AttemptProblem>) -> String {
    match (status, problem) {
        (Some(status), _) => format!("HTTP {status}"),
        (None, Some(problem)) => t.get(&format!("webhooks.problem.{}", problem.name())).to_owned(),
        (None, None) => String::new(),
    }
}
