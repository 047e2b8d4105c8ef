//! `/w/{slug}/users/import`: choosing a file, and the imports there were.

use super::serverfns::imports;
use crate::address::use_slug;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::{state, texts};
use crate::ui::{Icon, Time};
use leptos::prelude::*;
use model::Texts;
use model::imports::{FileProblem, ImportItem};
use model::urls::Url;

#[component]
pub(crate) fn ImportsPage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let found = resource(move || slug.get(), imports);
    view! {
        <leptos_meta::Title text=t.get("import.title")/>
        <div class="page page--narrow">
            <header class="page-head">
                <h1 class="page-title">{t.get("import.title")}</h1>
                <p class="page-text">{t.get("import.text")}</p>
            </header>
            <Loaded found=found view=move |view| view! { <Upload/><Recent items=view.recent/> }/>
        </div>
    }
}

/// A plain form: files go as they are, and the answer is a page.
#[component]
fn Upload() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let problem = state().with_value(|state| state.posted.as_ref().and_then(|posted| posted.file.clone()));
    let problem = problem.map(|problem| explain(t, &problem));
    let invalid = problem.is_some().then_some("true");
    view! {
        <form class="card" method="post" enctype="multipart/form-data"
            action=move || Url::Imports { slug: slug.get() }.path()>
            <div class="card-body stack">
                <div class="field">
                    <label class="field-label" for="file">{t.get("import.file")}</label>
                    <input class="input" type="file" id="file" name="file" required=true
                        aria-describedby="file-hint file-error" aria-invalid=invalid
                        accept=".csv,.txt,.tsv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>
                    <p class="field-hint" id="file-hint">{t.get("import.file_hint")}</p>
                    <p>
                        <a class="link" rel="external" download
                            href=move || Url::ImportSample { slug: slug.get() }.with(&[("format", "csv")])>
                            {t.get("import.sample")}
                        </a>
                    </p>
                    <div id="file-error" aria-live="polite">
                        {problem.map(|text| view! { <p class="field-error"><Icon name="alert" small=true/>{text}</p> })}
                    </div>
                </div>
            </div>
            <footer class="card-foot">
                <a class="btn" href=move || Url::Users { slug: slug.get() }.path()>{t.get("bulk.back")}</a>
                <button class="btn btn--primary">{t.get("action.next")}</button>
            </footer>
        </form>
    }
}

/// What is wrong with a file, in words.
pub(super) fn explain(t: Texts, problem: &FileProblem) -> String {
    let number = |n: Option<u64>| n.map(|n| t.number(i64::try_from(n).unwrap_or(i64::MAX))).unwrap_or_default();
    let is_bytes = matches!(problem.name.as_str(), "file_too_large" | "unpacked_too_large");
    let limit = if is_bytes { problem.limit.map(|bytes| bytes / 1024 / 1024) } else { problem.limit };
    t.with(&format!("import.error.{}", problem.name), &[("line", &number(problem.line)), ("limit", &number(limit))])
}

#[component]
fn Recent(items: Vec<ImportItem>) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    (!items.is_empty()).then(|| {
        view! {
            <h2 class="card-title">{t.get("import.recent")}</h2>
            <div class="table-wrap">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{t.get("import.file")}</th>
                        <th scope="col">{t.get("import.state")}</th>
                        <th scope="col">{t.get("import.rows")}</th>
                        <th scope="col" class="col-2">{t.get("import.by")}</th>
                        <th scope="col">{t.get("import.when")}</th>
                    </tr></thead>
                    <tbody>
                        {items.into_iter().map(|item| view! {
                            <tr>
                                <th scope="row" class="cell-main">
                                    <a class="row-link name wrap-anywhere" dir="auto"
                                        href=Url::Import { slug: slug.get_untracked(), job: item.id }.path()>
                                        {item.file}
                                    </a>
                                </th>
                                <td data-label=t.get("import.state")>
                                    {t.get(&format!("import.state.{}", item.state.name()))}
                                </td>
                                <td class="nums" data-label=t.get("import.rows")>{t.number(item.rows)}</td>
                                <td class="col-2" data-label=t.get("import.by")>
                                    <span class="name" dir="auto">{item.by}</span>
                                </td>
                                <td data-label=t.get("import.when")><Time at=item.when/></td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        }
    })
}
