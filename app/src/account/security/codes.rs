//! Recovery codes: shown once, and `/settings/security/codes`, where others are made.

use super::required_by::use_asking;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::CopyField;
use leptos::prelude::*;
use model::urls::Url;

/// What the last answer brought; shown once.
pub(super) fn use_codes(form: FormState) -> Memo<Vec<String>> {
    Memo::new(move |_| {
        form.posted.with(|posted| posted.as_ref().map(|posted| posted.codes.clone()).unwrap_or_default())
    })
}

#[component]
pub(super) fn Codes(codes: Vec<String>) -> impl IntoView {
    let t = texts();
    let all = codes.join(" ");
    let required_by = use_asking();
    let on = move || match required_by.get() {
        Some(one) => Url::Workspace { slug: one.slug }.path(),
        None => Url::Security.with(&[("done", "factor_on")]),
    };
    view! {
        <section class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("factor.codes.title")}</h1>
                <p class="card-text">{t.get("factor.codes.text")}</p>
            </header>
            <div class="card-body stack">
                <ul class="recovery-codes mono">
                    {codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}
                </ul>
                <CopyField value=all label=t.get("factor.codes.all")/>
            </div>
            <footer class="card-foot">
                <a class="btn btn--primary" rel="external" href=on>{t.get("factor.codes.kept")}</a>
            </footer>
        </section>
    }
}

/// `/settings/security/codes`.
#[component]
pub(crate) fn CodesPage() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let codes = use_codes(form);
    view! {
        <leptos_meta::Title text=t.get("factor.codes.title")/>
        <div class="page page--narrow">
            {move || match codes.get() {
                codes if !codes.is_empty() => view! { <Codes codes=codes/> }.into_any(),
                _ => view! { <Renew form=form/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Renew(form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("factor.codes.title")}</h1>
                <p class="card-text">{t.get("factor.codes.about")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <p>{t.get("factor.codes.renew.text")}</p>
            </div>
            <footer class="card-foot">
                <a class="btn" href=Url::Security.path()>{t.get("action.cancel")}</a>
                <button class="btn btn--primary" name="action" value="renew">
                    {t.get("factor.codes.renew")}
                </button>
            </footer>
        </Form>
    }
}

/// Shows codes on the page at `path`; goes on where there are none.
#[cfg(feature = "ssr")]
pub(super) fn shown(path: &str, codes: Vec<String>, otherwise: String) -> crate::forms::Answer {
    use crate::forms::Answer;
    if codes.is_empty() {
        return Answer::load(otherwise);
    }
    Answer::show(crate::state::Posted { path: path.to_owned(), codes, ..Default::default() })
}

#[cfg(feature = "ssr")]
pub(crate) async fn codes_form(
    request: &crate::request::RequestContext,
    path: &str,
) -> Result<crate::forms::Answer, model::Error> {
    Ok(shown(path, domain::auth::factors::renew(&request.ctx).await?, Url::Security.path()))
}
