//! `/w/{slug}/settings/billing/ledger/{id}`: putting an entry right.

use super::amount::{entry_name, signed};
use super::serverfns::read_entry;
use crate::Failure;
use crate::address::{use_id, use_slug};
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Field, Time};
use leptos::prelude::*;
use model::Error;
use model::credits::EntryRow;
use model::ids::EntryId;
use model::urls::Url;

#[component]
pub(crate) fn CorrectPage() -> impl IntoView {
    let t = texts();
    let (slug, id) = (use_slug(), use_id::<EntryId>());
    let form = FormState::new();
    let found = resource(
        move || (slug.get(), id.get()),
        |(slug, id)| async move {
            match id {
                Some(id) => read_entry(slug, id).await,
                None => Err(Failure(Error::NotFound)),
            }
        },
    );
    view! {
        <leptos_meta::Title text=t.get("credits.correct")/>
        <div class="page page--narrow">
            <Loaded found=found view=move |entry| view! { <Correct entry=entry form=form/> }/>
        </div>
    }
}

#[component]
fn Correct(entry: EntryRow, form: FormState) -> impl IntoView {
    let t = texts();
    let back = Url::Ledger { slug: use_slug().get_untracked() }.path();
    let what = entry_name(entry.kind, &entry.feature);
    let text = t.get(&format!("credits.correct.{}", entry.kind.name()));
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("credits.correct")}</h1>
                <p class="card-text">{text}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <p>
                    <strong class="wrap-anywhere">{what}</strong> " " <span class="nums">{signed(entry.amount)}</span>
                    " · " <Time at=entry.at/>
                </p>
                <Field name="amount" label=t.get("credits.correct.amount") value=form.value("amount", "")
                    hint=t.get("credits.correct.amount.hint") problem=form.problem("amount")/>
                <Field name="note" label=t.get("credits.correct.note") value=form.value("note", "")
                    problem=form.problem("note")/>
            </div>
            <footer class="card-foot">
                <a class="btn" href=back>{t.get("action.cancel")}</a>
                <button class="btn btn--primary">
                    {t.get("credits.correct.submit")}
                </button>
            </footer>
        </Form>
    }
}
