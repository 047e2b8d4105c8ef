//! The form that replaces everything that signs in to an account: a new password, and what of the rest is kept.

use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::{Check, PasswordField, Time};
use leptos::prelude::*;
use model::passkeys::PasskeyRow;
use model::security::{Keep, RecoveryView, SignInMethodsView};
use model::users::SessionRow;

#[component]
pub(super) fn ReplaceCredentials(
    found: RecoveryView,
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
            // For password managers: whose password this is.
            <input type="hidden" name="username" autocomplete="username" value=found.email/>
            <PasswordField name="password" label=t.get("field.new_password") autocomplete="new-password" strength=true autofocus=true
                hint=t.with("password.hint", &[("n", &min)]) problem=form.problem("password")/>
            <PasswordField name="confirm_password" label=t.get("field.confirm_password") autocomplete="new-password"
                problem=form.problem("confirm_password")/>
            <Methods methods=found.methods form=form/>
            <button class="btn btn--primary btn--wide" aria-busy=move || form.busy.get().then_some("true")>{submit}</button>
        </Form>
    }
}

/// What goes. Nothing is ticked: whoever doesn't look keeps nothing that someone else may have made.
#[component]
fn Methods(methods: SignInMethodsView, form: FormState) -> impl IntoView {
    let t = texts();
    let SignInMethodsView { sessions, passkeys, app_since, codes } = methods;
    let factors = !passkeys.is_empty() || app_since.is_some();
    (factors || !sessions.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="methods-title">
                <h2 class="card-title" id="methods-title">{t.get("recover.methods")}</h2>
                <p class="muted">{t.get("recover.methods.text")}</p>
                <ul class="session-list">
                    {sessions.into_iter().map(|session| view! { <Session session=session/> }).collect_view()}
                </ul>
                {factors.then(|| view! {
                    <fieldset class="fieldset">
                        <legend class="field-label">{t.get("recover.keep")}</legend>
                        {passkeys.into_iter().map(|passkey| view! { <KeepPasskey passkey=passkey form=form/> }).collect_view()}
                        {app_since.map(|since| {
                            let about = t.with("recover.keep.since", &[("when", &since.exact)]);
                            view! { <Check name="keep" value=Keep::APP label=t.get("recover.keep.app") about=about checked=ticked(form, Keep::APP)/> }
                        })}
                        {(codes > 0).then(|| {
                            view! { <Check name="keep" value=Keep::CODES label=t.count("recover.keep.codes", codes) checked=ticked(form, Keep::CODES)/> }
                        })}
                    </fieldset>
                })}
            </section>
        }
    })
}

#[component]
fn Session(session: SessionRow) -> impl IntoView {
    let t = texts();
    view! {
        <li><div>
            <p class="session-device">{session.device}</p>
            <p class="muted">{session.address} " · " {t.get("security.sessions.seen")} " " <Time at=session.last_seen/> " · " {t.get("recover.ends")}</p>
        </div></li>
    }
}

#[component]
fn KeepPasskey(passkey: PasskeyRow, form: FormState) -> impl IntoView {
    let t = texts();
    let id = passkey.id.to_string();
    let checked = ticked(form, &id);
    let used = passkey.used.map_or_else(
        || t.get("recover.keep.unused").to_owned(),
        |at| t.with("recover.keep.used", &[("when", &at.exact)]),
    );
    let about = format!("{} · {used}", t.with("recover.keep.added", &[("when", &passkey.added.exact)]));
    view! { <Check name="keep" value=id label=t.with("recover.keep.passkey", &[("name", &passkey.name)]) about=about checked=checked/> }
}

/// Whether it was ticked in a form that came back.
fn ticked(form: FormState, what: &str) -> bool {
    form.posted.with_untracked(|posted| {
        posted.as_ref().is_some_and(|posted| posted.values.all("keep").any(|kept| kept == what))
    })
}
