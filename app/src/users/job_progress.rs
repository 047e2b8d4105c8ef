//! How far long work has come, and what could not be done: for bulk changes and imports.

use crate::state::texts;
use crate::ui::Progress;
use leptos::prelude::*;
use model::jobs::RowProblem;

#[component]
pub(super) fn JobProgress(done: i64, failed: i64, total: i64) -> impl IntoView {
    let t = texts();
    let values = [("done", t.number(done)), ("failed", t.number(failed)), ("total", t.number(total))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    view! {
        <Progress done=done + failed total=total label=t.get("job.progress")/>
        <p class="nums">{t.with("job.so_far", &values)}</p>
    }
}

/// Who, and why; of a file also the line. `next` leads to those after.
#[component]
pub(super) fn JobErrors(
    rows: Vec<RowProblem>,
    title: &'static str,
    #[prop(optional)] lines: bool,
    next: Option<String>,
) -> impl IntoView {
    let t = texts();
    view! {
        {(!rows.is_empty()).then(|| view! {
            <h2 class="card-title">{t.get(title)}</h2>
            <table class="table job-problems">
                <thead><tr>
                    {lines.then(|| view! { <th scope="col" class="import-line">{t.get("import.line")}</th> })}
                    <th scope="col">{t.get("job.who")}</th><th scope="col">{t.get("job.why")}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! {
                    <tr>
                        {lines.then(|| view! {
                            <td class="nums" data-label=t.get("import.line")>{row.n.to_string()}</td>
                        })}
                        <th scope="row" class="cell-main wrap-anywhere">
                            <span class="name" dir="auto">{row.who}</span>
                        </th>
                        <td data-label=t.get("job.why")>{row.why}</td>
                    </tr>
                }).collect_view()}</tbody>
            </table>
        })}
        {next.map(|next| view! { <a class="btn btn--s" rel="next" href=next>{t.get("pager.next")}</a> })}
    }
}
