//! `/w/{slug}/users/bulk/{job}`: how far it has come. It can be left: the work goes on.

use super::serverfns::progress;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::users::job_progress::{JobErrors, JobProgress};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::jobs::{BulkView, JobState};
use model::urls::Url;

#[component]
pub(crate) fn BulkPage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("job").unwrap_or_default()));
    let after = Memo::new(move |_| query.with(|query| query.get("after").unwrap_or_default()));
    let found = resource(
        move || (slug.get(), id.get(), after.get()),
        |(slug, id, after)| async move { progress(slug, id.parse().ok(), after.parse().ok()).await },
    );
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("bulk.title")/>
        <div class="page page--narrow">
            <Loaded found=found view=move |view| view! { <Report view=view form=form/> }/>
        </div>
    }
}

#[component]
fn Report(view: BulkView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let at_work = view.state.is_at_work();
    let here = Url::BulkJob { slug: slug.get_untracked(), job: view.id }.path();
    let next = view.next.map(|next| format!("{here}?after={next}"));
    view! {
        <section class="card" data-goes-on=at_work.then_some("")>
            <header class="card-head">
                <h1 class="card-title">{view.action}</h1>
                <p class="card-text" role="status">{t.get(&format!("job.{}", view.state.name()))}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <JobProgress done=view.done failed=view.failed total=view.total/>
                <JobErrors rows=view.problems title="job.refused" next=next/>
            </div>
            <footer class="card-foot">
                {(at_work && view.state != JobState::Undoing).then(|| view! {
                    <Form state=form><button class="btn btn--danger-quiet">{t.get("job.cancel")}</button></Form>
                    <a class="btn" rel="external" href=here>{t.get("job.refresh")}</a>
                })}
                <a class="btn btn--primary" href=move || Url::Users { slug: slug.get() }.path()>{t.get("bulk.back")}</a>
            </footer>
        </section>
    }
}
