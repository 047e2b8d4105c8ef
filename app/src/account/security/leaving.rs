//! One's data to take along, and deleting one's account.

use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::{Field, Icon, Time};
use leptos::prelude::*;
use model::page::When;
use model::urls::Url;

#[component]
pub(super) fn Leaving(at: Option<When>, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("leaving.title")}</h2>
                <p class="card-text">{t.get("leaving.text")}</p>
            </header>
            {at.clone().map(|at| view! {
                <div class="card-body"><div class="notice notice--danger"><Icon name="alert"/><div class="notice-body">
                    <p>{t.get("leaving.going")}" "<Time at=at/></p>
                </div></div></div>
            })}
            <footer class="card-foot">
                <a class="btn" rel="external" href=Url::AccountData.path() download="roster.json">
                    {t.get("leaving.data")}
                </a>
                {match at {
                    Some(_) => view! {
                        <Form state=form action=Url::Security.path()>
                            <button class="btn btn--primary" name="action" value="keep">{t.get("leaving.keep")}</button>
                        </Form>
                    }.into_any(),
                    None => view! {
                        <a class="btn btn--danger-quiet" href=Url::DeleteAccount.path()>{t.get("leaving.delete")}</a>
                    }.into_any(),
                }}
            </footer>
        </section>
    }
}

/// `/settings/security/delete`: the question before.
#[component]
pub(crate) fn DeleteAccount() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let email = state().with_value(|state| state.me.as_ref().map(|me| me.email.clone())).unwrap_or_default();
    view! {
        <leptos_meta::Title text=t.get("leaving.delete")/>
        <div class="page page--narrow">
            <Form state=form class="card">
                <header class="card-head"><h1 class="card-title">{t.get("leaving.delete.title")}</h1></header>
                <div class="card-body stack">
                    <FormProblem state=form/>
                    <ul class="ends-list">
                        <li><Icon name="clock" small=true/>{t.get("leaving.delete.wait")}</li>
                        <li><Icon name="users" small=true/>{t.get("leaving.delete.gone")}</li>
                        <li><Icon name="audit" small=true/>{t.get("leaving.delete.audit")}</li>
                    </ul>
                    <Field name="email" label=t.with("leaving.delete.type", &[("email", &email)]) autocomplete="off"
                        value=form.value("email", "") problem=form.problem("email")/>
                </div>
                <footer class="card-foot">
                    <a class="btn" href=Url::Security.path()>{t.get("leaving.keep")}</a>
                    <button class="btn btn--danger">
                        {t.get("leaving.delete")}
                    </button>
                </footer>
            </Form>
        </div>
    }
}
