//! Requests for credits: asking, one's own, and deciding about those of others.

use super::amount::credits;
use super::serverfns::read_requests;
use super::wallet::BackToWallet;
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Done, Empty, Field, Time};
use crate::workspaces::SettingsFrame;
use leptos::prelude::*;
use model::credits::{CreditRequestRow, RequestState};

const DONE: &[&str] = &["credits.done.approved", "credits.done.rejected"];

/// Asking for credits.
#[component]
pub(super) fn AskCard(form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("credits.ask")}</h2>
                <p class="card-text">{t.get("credits.ask.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <Field name="amount" label=t.get("credits.grant.amount") value=form.value("amount", "")
                    autocomplete="off" problem=form.problem("amount")/>
                <Field name="reason" label=t.get("credits.ask.reason") value=form.value("reason", "")
                    problem=form.problem("reason")/>
            </div>
            <footer class="card-foot">
                <button class="btn btn--primary">
                    {t.get("credits.ask.submit")}
                </button>
            </footer>
        </Form>
    }
}

/// What the reader has asked for.
#[component]
pub(super) fn MyRequests(rows: Vec<CreditRequestRow>) -> impl IntoView {
    let t = texts();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="requests">
                <header class="card-head"><h2 class="card-title" id="requests">{t.get("credits.requests.mine")}</h2></header>
                <div class="card-body">
                    <ul class="session-list session-list--own">
                        {rows.into_iter().map(|row| view! { <li><Request row=row/></li> }).collect_view()}
                    </ul>
                </div>
            </section>
        }
    })
}

/// One of them, and what became of it.
#[component]
fn Request(row: CreditRequestRow) -> impl IntoView {
    let t = texts();
    let class = match row.state {
        RequestState::Pending => "badge badge--warn",
        RequestState::Approved => "badge badge--ok",
        RequestState::Rejected => "badge",
    };
    let user = row.user.map(|(_, name)| view! { <p class="name wrap-anywhere" dir="auto">{name}</p> });
    let answer = (!row.answer.is_empty()).then(|| {
        view! { <p class="name wrap-anywhere" dir="auto">{t.with("credits.request.answer", &[("answer", &row.answer)])}</p> }
    });
    view! {
        <div>
            <p class="session-device nums">
                {credits(row.amount)} " "
                <span class=class>{t.get(&format!("credits.request.{}", row.state.name()))}</span>
            </p>
            {user}
            <p class="name wrap-anywhere" dir="auto">{row.reason}</p>
            {answer}
            <p class="muted"><Time at=row.at/></p>
        </div>
    }
}

/// `/w/{slug}/settings/billing/requests`: deciding.
#[component]
pub(crate) fn RequestsPage() -> impl IntoView {
    let slug = use_slug();
    let form = FormState::new();
    let found = resource(move || slug.get(), read_requests);
    view! {
        <SettingsFrame tab="workspace.billing">
            <BackToWallet/>
            <Done keys=DONE/>
            <Loaded found=found view=move |rows| view! { <Requests rows=rows form=form/> }/>
        </SettingsFrame>
    }
}

#[component]
fn Requests(rows: Vec<CreditRequestRow>, form: FormState) -> impl IntoView {
    let t = texts();
    if rows.is_empty() {
        return view! { <Empty icon="mail" title=t.get("credits.requests.none") text=t.get("credits.requests.none.text")/> }
            .into_any();
    }
    view! {
        <section class="card" aria-labelledby="requests">
            <header class="card-head"><h2 class="card-title" id="requests">{t.get("credits.requests")}</h2></header>
            <div class="card-body">
                <FormProblem state=form/>
                <ul class="session-list session-list--own credit-requests">
                    {rows.into_iter().map(|row| view! { <Decidable row=row form=form/> }).collect_view()}
                </ul>
            </div>
        </section>
    }
    .into_any()
}

/// One of them, with the form that decides about it while it waits.
#[component]
fn Decidable(row: CreditRequestRow, form: FormState) -> impl IntoView {
    let t = texts();
    let id = row.id.to_string();
    // What came back is of one request only.
    let came_back = form.value("request", "") == id;
    let value = move |name: &str, otherwise: &str| {
        if came_back { form.value(name, otherwise) } else { otherwise.to_owned() }
    };
    let problem = move |name: &'static str| {
        let problem = form.problem(name);
        let of_this = id.clone();
        Signal::derive(move || if form.value("request", "") == of_this { problem.get() } else { None })
    };
    let (amount, answer) = (value("amount", &row.amount.to_string()), value("answer", ""));
    let decide = (row.state == RequestState::Pending).then(|| {
        view! {
            <Form state=form class="stack">
                <input type="hidden" name="request" value=row.id.to_string()/>
                <Field name="amount" label=t.get("credits.grant.amount") value=amount problem=problem("amount")/>
                <Field name="answer" label=t.get("credits.request.reason") value=answer
                    hint=t.get("credits.request.reason.hint") problem=problem("answer")/>
                <p class="row">
                    <button class="btn btn--primary" name="decision" value="approve">{t.get("credits.request.approve")}</button>
                    <button class="btn" name="decision" value="reject">{t.get("credits.request.reject")}</button>
                </p>
            </Form>
        }
    });
    view! { <li><Request row=row/>{decide}</li> }
}
