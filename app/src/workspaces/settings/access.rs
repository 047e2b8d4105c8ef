//! `/w/{slug}/settings/access`: whose addresses are taken, how long invitations, sessions and tokens live.

use super::frame::{Save, Tab};
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::state::texts;
use crate::ui::Field;
use leptos::prelude::*;
use model::workspaces::SettingsView;

#[component]
pub(crate) fn AccessSettings() -> impl IntoView {
    view! {
        <Tab tab="workspace.access" body=|settings, form| view! { <Access settings=settings form=form/> }.into_any()/>
    }
}

#[component]
fn Access(settings: SettingsView, form: FormState) -> impl IntoView {
    let t = texts();
    let limits = settings.limits.clone();
    let text = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let hint = move |key: &str, n: u32| t.with(key, &[("n", &n.to_string())]);
    view! {
        <Form state=form class="stack stack--l">
            <FormProblem state=form/>
            <Merged form=form version=settings.version shown=settings.limits.written()>
                <section class="card">
                    <header class="card-head">
                        <h2 class="card-title">{t.get("workspace.who")}</h2>
                        <p class="card-text">{t.get("workspace.who.text")}</p>
                    </header>
                    <div class="card-body stack">
                        <Field name="allowed" label=t.get("workspace.allowed") hint=t.get("workspace.allowed.hint")
                            autocomplete="off"
                            value=form.value("allowed", &limits.allowed.join(", ")) problem=form.problem("allowed")/>
                        <Field name="denied" label=t.get("workspace.denied") hint=t.get("workspace.denied.hint")
                            autocomplete="off"
                            value=form.value("denied", &limits.denied.join(", ")) problem=form.problem("denied")/>
                    </div>
                </section>
                <section class="card">
                    <header class="card-head"><h2 class="card-title">{t.get("workspace.how_long")}</h2></header>
                    <div class="card-body stack">
                        <Field name="invitation_days" label=t.get("workspace.invitation_days") autocomplete="off"
                            hint=hint("workspace.invitation_days.hint", settings.invitation_days)
                            value=form.value("invitation_days", &text(limits.invitation_days))
                            problem=form.problem("invitation_days")/>
                        <Field name="idle_minutes" label=t.get("workspace.idle_minutes") autocomplete="off"
                            hint=hint("workspace.idle_minutes.hint", settings.idle_minutes)
                            value=form.value("idle_minutes", &text(limits.idle_minutes))
                            problem=form.problem("idle_minutes")/>
                        <Field name="session_hours" label=t.get("workspace.session_hours") autocomplete="off"
                            hint=hint("workspace.session_hours.hint", settings.session_hours)
                            value=form.value("session_hours", &text(limits.session_hours))
                            problem=form.problem("session_hours")/>
                    </div>
                    <Save may_edit=settings.may_edit/>
                </section>
            </Merged>
        </Form>
    }
}
