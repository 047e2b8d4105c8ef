//! How far an import has come, and what came of it.

use super::plan::RejectedLink;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::{Icon, Time};
use crate::users::job_progress::{JobErrors, JobProgress};
use leptos::prelude::*;
use model::imports::ImportView;
use model::jobs::JobState;
use model::urls::Url;

#[component]
pub(super) fn Report(view: ImportView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let id = view.id;
    let at_work = view.state.is_at_work();
    let offers_links = !at_work && view.links && !state().with_value(|state| state.mail);
    let links = Url::ImportLinks { slug: slug.get_untracked(), job: id }.with(&[("format", "csv")]);
    let stoppable = matches!(view.state, JobState::Planning | JobState::Running);
    let here = move || Url::Import { slug: slug.get(), job: id }.path();
    let next = view
        .refused_next
        .map(|next| Url::Import { slug: slug.get_untracked(), job: id }.with(&[("after", &next.to_string())]));
    let refused =
        if matches!(view.state, JobState::Undoing | JobState::Undone) { "import.kept" } else { "job.refused" };
    view! {
        <section class="card" data-goes-on=at_work.then_some("")>
            <header class="card-head">
                <h1 class="card-title wrap-anywhere">{view.file}</h1>
                <p class="card-text" role="status">{t.get(&format!("import.now.{}", view.state.name()))}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                {if at_work || view.outcome.is_empty() {
                    view! { <JobProgress done=view.done failed=view.failed total=view.total/> }.into_any()
                } else {
                    view! { <p class="nums"><strong>{view.outcome}</strong></p> }.into_any()
                }}
                <p class="muted"><span class="name" dir="auto">{view.by}</span>" · "<Time at=view.started/></p>
                {offers_links.then(|| view! {
                    <div class="notice"><Icon name="link"/><div class="notice-body">
                        <p>{t.get("import.links.text")}</p>
                        <p><a class="link" rel="external" download href=links>{t.get("import.links")}</a></p>
                    </div></div>
                })}
                {(!at_work && view.left_out > 0).then(|| view! { <p><RejectedLink id=id/></p> })}
                <JobErrors rows=view.refused title=refused lines=true next=next/>
                {view.undo_until.clone().map(|until| view! {
                    <p class="muted">{t.with("import.undo_until", &[("time", &until.relative)])}</p>
                })}
            </div>
            <footer class="card-foot">
                {(view.undo_until.is_some()).then(|| view! {
                    <Form state=form action=here()>
                        <button class="btn btn--danger-quiet" name="go" value="undo">
                            {t.get("import.undo")}
                        </button>
                    </Form>
                })}
                {stoppable.then(|| view! {
                    <Form state=form action=here()>
                        <button class="btn btn--danger-quiet" name="go" value="cancel">{t.get("job.cancel")}</button>
                    </Form>
                })}
                {at_work.then(|| view! { <a class="btn" rel="external" href=here>{t.get("job.refresh")}</a> })}
                <a class="btn" href=move || Url::Imports { slug: slug.get() }.path()>{t.get("import.another")}</a>
                <a class="btn btn--primary" href=move || Url::Users { slug: slug.get() }.path()>{t.get("bulk.back")}</a>
            </footer>
        </section>
    }
}
