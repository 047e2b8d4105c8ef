//! `/w/{slug}/settings/delete`: the question before a workspace is deleted.

use crate::errors::ErrorInside;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::{Field, Icon};
use leptos::prelude::*;
use model::Error;
use model::urls::Url;

#[component]
pub(crate) fn DeleteWorkspace() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let here = state().with_value(|state| state.here.clone()).filter(|here| here.owner);
    let Some(here) = here else { return view! { <ErrorInside error=Error::Forbidden/> }.into_any() };
    let title = t.with("workspace.delete.title", &[("workspace", &here.name)]);
    view! {
        <leptos_meta::Title text=t.get("workspace.delete")/>
        <div class="page page--narrow">
            <Form state=form class="card">
                <header class="card-head"><h1 class="card-title name wrap-anywhere" dir="auto">{title}</h1></header>
                <div class="card-body stack">
                    <FormProblem state=form/>
                    <ul class="ends-list">
                        <li><Icon name="users" small=true/>{t.get("workspace.delete.everyone")}</li>
                        <li><Icon name="mail" small=true/>{t.get("workspace.delete.told")}</li>
                        <li><Icon name="clock" small=true/>{t.get("workspace.delete.restore")}</li>
                    </ul>
                    <Field name="name" label=t.with("workspace.delete.type", &[("workspace", &here.name)])
                        autocomplete="off" value=form.value("name", "") problem=form.problem("name")/>
                </div>
                <footer class="card-foot">
                    <a class="btn" href=Url::OwnershipSettings { slug: here.slug.clone() }.path()>
                        {t.get("workspace.keep")}
                    </a>
                    <button class="btn btn--danger">
                        {t.get("workspace.delete")}
                    </button>
                </footer>
            </Form>
        </div>
    }
    .into_any()
}
