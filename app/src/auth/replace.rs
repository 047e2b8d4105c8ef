//! The form that replaces everything that signs in to an account: a new password, and what of the rest is kept.

use crate::forms::{Form, FormProblem, FormState};
use crate::passwords::{PasswordField, Username};
use crate::state::{state, texts};
use crate::ui::Check;
use leptos::prelude::*;
use model::Secret;
use model::security::{LinkView, SignInMethodsView};

#[component]
pub(super) fn ReplaceCredentials(
    found: LinkView,
    form: FormState,
    title: &'static str,
    /// With `{email}`.
    text: &'static str,
    submit: &'static str,
) -> impl IntoView {
    let t = texts();
    let min = state().with_value(|state| state.password_min).to_string();
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title">{title}</h1>
            <p class="auth-text" dir="auto">{t.with(text, &[("email", &found.email)])}</p>
            <FormProblem state=form/>
            <Username email=found.email/>
            <PasswordField name=Secret::Password label=t.get("field.new_password") autocomplete="new-password"
                strength=true autofocus=true
                hint=t.with("password.hint", &[("n", &min)]) problem=form.problem("password")/>
            <PasswordField name=Secret::ConfirmPassword label=t.get("field.confirm_password")
                autocomplete="new-password" problem=form.problem("confirm_password")/>
            {found.replaces.map(|methods| view! { <Methods methods=methods form=form/> })}
            <button class="btn btn--primary btn--wide">
                {submit}
            </button>
        </Form>
    }
}

/// What goes. Nothing is ticked: whoever doesn't look keeps nothing that someone else may have made.
#[component]
fn Methods(methods: SignInMethodsView, form: FormState) -> impl IntoView {
    let t = texts();
    let SignInMethodsView { sessions, others } = methods;
    let some = !sessions.is_empty() || !others.is_empty();
    let keep = (!others.is_empty()).then(|| {
        view! {
            <fieldset class="fieldset">
                <legend class="field-label">{t.get("recover.keep")}</legend>
                {others.into_iter().map(|row| {
                    let checked = ticked(form, &row.value);
                    view! { <Check name="keep" value=row.value label=row.label about=row.about checked=checked/> }
                }).collect_view()}
            </fieldset>
        }
    });
    some.then(|| {
        view! {
            <section class="stack" aria-labelledby="methods-title">
                <h2 class="card-title" id="methods-title">{t.get("recover.methods")}</h2>
                <p class="muted">{t.get("recover.methods.text")}</p>
                <ul class="session-list">
                    {sessions.into_iter().map(|row| view! {
                        <li><div><p class="session-device">{row.label}</p><p class="muted">{row.about}</p></div></li>
                    }).collect_view()}
                </ul>
                {keep}
            </section>
        }
    })
}

/// Whether it was ticked in a form that came back.
fn ticked(form: FormState, what: &str) -> bool {
    form.posted.with_untracked(|posted| {
        posted.as_ref().is_some_and(|posted| posted.values.all("keep").any(|kept| kept == what))
    })
}
