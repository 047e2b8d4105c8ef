//! What the file would do, before it does anything.

use super::reading::Stray;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use model::ids::JobId;
use model::imports::{ChangeView, ImportView, PlannedRow, RowKind};
use model::urls::Url;

#[component]
pub(super) fn Plan(view: ImportView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let to_do = view.to_do();
    let id = view.id;
    let here = move |query: &str| Url::Import { slug: slug.get_untracked(), job: id }.with_query(query);
    let kind = view.kind;
    let shown = kind.map_or("", RowKind::name);
    let wrong = view.counts.iter().find(|(kind, _)| *kind == RowKind::Wrong).map_or(0, |(_, count)| *count);
    let next = view.next.map(|next| here(&format!("?show={shown}&after={next}")));
    view! {
        <header class="page-head">
            <h1 class="page-title wrap-anywhere">{t.with("import.plan.title", &[("file", &view.file)])}</h1>
            <p class="page-text">{if to_do > 0 { t.get("import.plan.text") } else { t.get("import.plan.nothing") }}</p>
        </header>
        <FormProblem state=form/>
        <nav class="tiles import-kinds" aria-label=t.get("import.kinds")>
            {view.counts.into_iter().map(|(one, count)| view! {
                <a class="tile" data-noscroll data-kind=one.name() href=here(&format!("?show={}", one.name()))
                    aria-current=(kind == Some(one)).then_some("true")>
                    <span class="tile-label">{t.get(&format!("import.kind.{}", one.name()))}</span>
                    <span class="tile-value nums">{t.number(count)}</span>
                </a>
            }).collect_view()}
        </nav>
        {(wrong > 0).then(|| view! {
            <div class="notice notice--warn">
                <Icon name="alert"/>
                <div class="notice-body">
                    <p>{t.count("import.plan.wrong", wrong)}</p>
                    <p><RejectedLink id=id/></p>
                </div>
            </div>
        })}
        <Stray cells=view.stray/>
        <Rows rows=view.rows/>
        {next.map(|next| view! {
            <nav class="pager" aria-label=t.get("pager.label")>
                <a class="btn btn--s" rel="next" href=next>{t.get("pager.next")}</a>
            </nav>
        })}
        <Form state=form class="card import-decision" action=here("")>
            <footer class="card-foot">
                <button class="btn" name="go" value="cancel">{t.get("import.discard")}</button>
                <a class="btn" href=here("?step=columns")>{t.get("import.columns.again")}</a>
                {(to_do > 0).then(|| view! {
                    <button class="btn btn--primary" name="go" value="apply">
                        {t.count("import.apply", to_do)}
                    </button>
                })}
            </footer>
        </Form>
    }
}

/// The rows that were left out as a file, to be mended and imported again.
#[component]
pub(super) fn RejectedLink(id: JobId) -> impl IntoView {
    let href = Url::ImportRejected { slug: use_slug().get_untracked(), job: id }.with(&[("format", "csv")]);
    view! { <a class="link" rel="external" download href=href>{texts().get("import.rejected")}</a> }
}

#[component]
fn Rows(rows: Vec<PlannedRow>) -> impl IntoView {
    let t = texts();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="table-wrap">
                <table class="table import-rows">
                    <thead><tr>
                        <th scope="col" class="import-line">{t.get("import.line")}</th>
                        <th scope="col">{t.get("field.email")}</th>
                        <th scope="col">{t.get("import.what")}</th>
                    </tr></thead>
                    <tbody>
                        {rows.into_iter().map(|row| view! {
                            <tr>
                                <td class="nums" data-label=t.get("import.line")>{row.line.to_string()}</td>
                                <th scope="row" class="cell-main wrap-anywhere">
                                    <span class="name" dir="auto">{row.who}</span>
                                </th>
                                <td data-label=t.get("import.what")>
                                    {row.why.map(|why| view! { <span class="import-why">{why}</span> })}
                                    {(!row.changes.is_empty()).then(|| view! { <Changes changes=row.changes/> })}
                                </td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        }
    })
}

#[component]
fn Changes(changes: Vec<ChangeView>) -> impl IntoView {
    let t = texts();
    view! {
        <ul class="import-changes">
            {changes.into_iter().map(|change| view! {
                <li>
                    <span class="muted">{t.get(&change.label).to_owned()}": "</span>
                    {(!change.before.is_empty()).then(|| view! {
                        <del class="name" dir="auto">{change.before}</del>" → "
                    })}
                    <ins class="name" dir="auto">{change.after}</ins>
                </li>
            }).collect_view()}
        </ul>
    }
}
