//! `/w/{slug}/leave`: where the mail leads that says one has been added.

use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use leptos::prelude::*;
use model::urls::Url;

#[component]
pub(crate) fn LeavePage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let form = FormState::new();
    // Whoever has to set a second factor up first can leave instead, but is nowhere yet.
    let workspace = state().with_value(|state| {
        let slug = slug.get_untracked();
        let here = state.here.as_ref().map(|here| here.name.clone());
        here.or_else(|| state.workspaces.iter().find(|one| one.slug == slug).map(|one| one.name.clone()))
    });
    let workspace = workspace.unwrap_or_default();
    let title = t.with("leave.title", &[("workspace", &workspace)]);
    view! {
        <leptos_meta::Title text=t.get("leave.submit")/>
        <div class="page page--narrow">
            <Form state=form class="card">
                <header class="card-head">
                    <h1 class="card-title name" dir="auto">{title}</h1>
                    <p class="card-text">{t.get("leave.text")}</p>
                </header>
                <div class="card-body"><FormProblem state=form/></div>
                <footer class="card-foot">
                    <a class="btn" href=move || Url::Workspace { slug: slug.get() }.path()>{t.get("leave.stay")}</a>
                    <button class="btn btn--danger">{t.get("leave.submit")}</button>
                </footer>
            </Form>
        </div>
    }
}

#[cfg(feature = "ssr")]
pub(crate) async fn leave_form(
    request: &crate::request::RequestContext,
    slug: &str,
) -> Result<crate::forms::Answer, model::Error> {
    domain::workspaces::leave(&request.ctx, slug).await?;
    Ok(crate::forms::Answer::load(Url::Workspaces.with(&[("done", "left")])))
}
