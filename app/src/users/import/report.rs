//! How far an import has come, and what came of it.

use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::{Progress, Time};
use crate::users::page::use_slug;
use leptos::prelude::*;
use model::imports::ImportView;
use model::jobs::JobState;

#[component]
pub(super) fn Report(view: ImportView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let id = view.id;
    let at_work = view.state.is_at_work();
    let stoppable = matches!(view.state, JobState::Planning | JobState::Running);
    let so_far = t.with(
        "job.so_far",
        &[("done", &t.number(view.done)), ("failed", &t.number(view.failed)), ("total", &t.number(view.total))],
    );
    let here = move || format!("/w/{}/users/import/{id}", slug.get());
    let next = view.refused_next;
    let refused =
        if matches!(view.state, JobState::Undoing | JobState::Undone) { "import.kept" } else { "job.refused" };
    view! {
        <section class="card">
            <header class="card-head">
                <h1 class="card-title wrap-anywhere">{view.file}</h1>
                <p class="card-text" role="status">{t.get(&format!("import.now.{}", view.state.name()))}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <Progress done=view.done + view.failed total=view.total label=t.get("job.progress")/>
                <p class="nums">{so_far}</p>
                <p class="muted"><span class="name" dir="auto">{view.by}</span>" · "<Time at=view.started/></p>
                {(!view.refused.is_empty()).then(|| view! {
                    <h2 class="card-title">{t.get(refused)}</h2>
                    <table class="table job-problems">
                        <thead><tr>
                            <th scope="col" class="import-line">{t.get("import.line")}</th>
                            <th scope="col">{t.get("job.who")}</th><th scope="col">{t.get("job.why")}</th>
                        </tr></thead>
                        <tbody>{view.refused.into_iter().map(|row| view! {
                            <tr>
                                <td class="nums" data-label=t.get("import.line")>{row.n.to_string()}</td>
                                <th scope="row" class="cell-main wrap-anywhere"><span class="name" dir="auto">{row.who}</span></th>
                                <td data-label=t.get("job.why")>{row.why}</td>
                            </tr>
                        }).collect_view()}</tbody>
                    </table>
                })}
                {next.map(|next| view! { <a class="btn btn--s" rel="next" href=move || format!("{}?after={next}", here())>{t.get("pager.next")}</a> })}
                {view.undo_until.clone().map(|until| view! { <p class="muted">{t.with("import.undo_until", &[("time", &until.relative)])}</p> })}
            </div>
            <footer class="card-foot">
                {(view.undo_until.is_some()).then(|| view! {
                    <Form state=form action=here()><button class="btn btn--danger-quiet" name="go" value="undo" aria-busy=move || form.busy.get().then_some("true")>{t.get("import.undo")}</button></Form>
                })}
                {stoppable.then(|| view! {
                    <Form state=form action=here()><button class="btn btn--danger-quiet" name="go" value="cancel">{t.get("job.cancel")}</button></Form>
                })}
                {at_work.then(|| view! { <a class="btn" rel="external" href=here>{t.get("job.refresh")}</a> })}
                <a class="btn" href=move || format!("/w/{}/users/import", slug.get())>{t.get("import.another")}</a>
                <a class="btn btn--primary" href=move || format!("/w/{}/users", slug.get())>{t.get("bulk.back")}</a>
            </footer>
        </section>
    }
}
