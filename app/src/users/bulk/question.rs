//! `/w/{slug}/users/bulk`: what is about to be done, and to whom.

use super::serverfns::{BulkPreview, preview};
use crate::Failure;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::users::page::{use_asked, use_slug, written};
use leptos::prelude::*;
use model::Fields;
use model::ids::MemberId;

#[component]
pub(crate) fn BulkQuestion() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let form = FormState::new();
    let values = form.posted.get_untracked().map(|posted| posted.values).unwrap_or_default();
    let back = move || format!("/w/{}/users{}", slug.get(), written(&asked.get()));
    let all = values.ticked("all");
    let ids: Vec<MemberId> = if all { Vec::new() } else { values.all("id").filter_map(|id| id.parse().ok()).collect() };
    let nobody = !all && ids.is_empty();
    let whom = Resource::new(
        move || (slug.get(), ids.clone(), asked.get().unwrap_or_default()),
        |(slug, ids, asked)| preview(slug, ids, asked),
    );
    view! {
        <leptos_meta::Title text=t.get("bulk.title")/>
        <div class="page page--narrow">
            <Form state=form class="card">
                {if nobody {
                    view! {
                        <header class="card-head"><h1 class="card-title">{t.get("bulk.title")}</h1></header>
                        <div class="card-body"><FormProblem state=form/><p>{t.get("bulk.nobody")}</p></div>
                        <footer class="card-foot"><a class="btn" href=back>{t.get("bulk.back")}</a></footer>
                    }.into_any()
                } else {
                    let values = StoredValue::new(values);
                    view! {
                        <Transition fallback=|| view! { <div class="card-body" aria-busy="true"><p class="skeleton"></p></div> }>
                            {move || Suspend::new(async move {
                                match whom.await {
                                    Ok(found) => view! { <Question found=found values=values.get_value() form=form back=Signal::derive(back)/> }.into_any(),
                                    Err(Failure(error)) => view! { <div class="card-body"><ErrorNotice error=error/></div> }.into_any(),
                                }
                            })}
                        </Transition>
                    }.into_any()
                }}
            </Form>
        </div>
    }
}

#[component]
fn Question(found: BulkPreview, values: Fields, form: FormState, back: Signal<String>) -> impl IntoView {
    let t = texts();
    let action = values.get("action").to_owned();
    let title = match found.count {
        Some(count) => t.count(&format!("bulk.{action}.title"), count),
        None => t.get(&format!("bulk.{action}.title.all")).to_owned(),
    };
    let shown = i64::try_from(found.names.len()).unwrap_or_default();
    let more = found.count.map(|count| count - shown).filter(|more| *more > 0);
    let danger = action == "remove" || action == "suspend";
    let kept: Vec<(String, String)> = values
        .pairs()
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "id" | "all" | "action" | "role" | "group"))
        .cloned()
        .collect();
    view! {
        <header class="card-head"><h1 class="card-title">{title}</h1><p class="card-text">{t.get(&format!("bulk.{action}.text"))}</p></header>
        <div class="card-body">
            <FormProblem state=form/>
            {kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <input type="hidden" name="sure" value="on"/>
            <ul class="bulk-names">
                {found.names.into_iter().map(|name| view! { <li class="name" dir="auto">{name}</li> }).collect_view()}
                {more.map(|more| view! { <li class="muted">{t.count("bulk.more", more)}</li> })}
            </ul>
        </div>
        <footer class="card-foot">
            <a class="btn" href=move || back.get()>{t.get("action.cancel")}</a>
            <button class=if danger { "btn btn--danger" } else { "btn btn--primary" } aria-busy=move || form.busy.get().then_some("true")>
                {t.get(&format!("bulk.{action}"))}
            </button>
        </footer>
    }
}
