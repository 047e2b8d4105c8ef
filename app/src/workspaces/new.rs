//! `/workspaces/new`.

use super::name_and_address::NameAndAddress;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use leptos::prelude::*;
use model::urls::Url;

#[component]
pub(crate) fn NewWorkspacePage() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("workspaces.add")/>
        <div class="page page--narrow">
            <Form state=form class="card">
                <header class="card-head">
                    <h1 class="card-title">{t.get("workspaces.add")}</h1>
                    <p class="card-text">{t.get("workspaces.add.text")}</p>
                </header>
                <div class="card-body stack">
                    <FormProblem state=form/>
                    <NameAndAddress name="name" form=form class="stack"/>
                </div>
                <footer class="card-foot">
                    <a class="btn" href=Url::Workspaces.path()>{t.get("action.cancel")}</a>
                    <button class="btn btn--primary">
                        {t.get("workspaces.add")}
                    </button>
                </footer>
            </Form>
        </div>
    }
}
