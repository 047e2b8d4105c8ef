//! How old the password is, and another one.

use crate::forms::{Form, FormState};
use crate::passwords::{PasswordField, Username};
use crate::state::{state, texts};
use crate::ui::{Check, Time};
use leptos::prelude::*;
use model::page::When;
use model::sso::IdentityRow;
use model::urls::Url;
use model::{Problem, Secret};

#[component]
pub(super) fn PasswordCard(
    /// Where they sign in instead.
    provider: Option<IdentityRow>,
    set: Option<When>,
    elsewhere: Option<Problem>,
    passkey_only: bool,
    email: String,
    form: FormState,
) -> impl IntoView {
    let t = texts();
    let age = set.map(|at| view! { {t.get("security.password.set")}" "<Time at=at/> });
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("security.password")}</h2>
                <p class="card-text">{age}</p>
                {passkey_only.then(|| view! {
                    <p class="card-text">
                        {t.get("security.passkey_only")} " "
                        <a class="link" href=Url::Lab.path()>{t.get("security.passkey_only.why")}</a>
                    </p>
                })}
            </header>
            {match elsewhere {
                // Security changes are made outside (seed 001).
                Some(problem) => view! { <div class="card-body"><Elsewhere provider=provider problem=problem/></div> }.into_any(),
                None => view! { <Change email=email form=form/> }.into_any(),
            }}
        </section>
    }
}

/// Whose matter the password is, with the way there.
#[component]
fn Elsewhere(provider: Option<IdentityRow>, problem: Problem) -> impl IntoView {
    let t = texts();
    match provider {
        Some(IdentityRow { name, site: Some(site), .. }) => view! {
            <p>
                {t.with("security.elsewhere", &[("provider", &name)])} " "
                <a class="link" rel="external noreferrer" href=site>{t.with("security.elsewhere.go", &[("provider", &name)])}</a>
            </p>
        }
        .into_any(),
        Some(IdentityRow { name, .. }) => {
            view! { <p>{t.with("security.elsewhere", &[("provider", &name)])}</p> }.into_any()
        }
        None => view! { <p>{t.problem(problem)}</p> }.into_any(),
    }
}

#[component]
fn Change(email: String, form: FormState) -> impl IntoView {
    let t = texts();
    let min = state().with_value(|state| state.password_min).to_string();
    view! {
        <Form state=form action=Url::Security.path()>
            <div class="card-body stack">
                <Username email=email/>
                <PasswordField name=Secret::CurrentPassword label=t.get("field.current_password")
                    autocomplete="current-password" problem=form.problem("current_password")/>
                <PasswordField name=Secret::Password label=t.get("field.new_password") autocomplete="new-password"
                    strength=true hint=t.with("password.hint", &[("n", &min)]) problem=form.problem("password")/>
                <PasswordField name=Secret::ConfirmPassword label=t.get("field.confirm_password")
                    autocomplete="new-password" problem=form.problem("confirm_password")/>
                <Check name="end_others" label=t.get("security.password.end_others")
                    about=t.get("security.password.end_others.about") checked=true/>
            </div>
            <footer class="card-foot">
                <button class="btn btn--primary" name="action" value="password">
                    {t.get("security.password.change")}
                </button>
            </footer>
        </Form>
    }
}
