//! `/w/{slug}/settings/billing`: a workspace's credits, for those who run it.

use super::balance::{BalanceTiles, WalletNotice};
use super::chart::ConsumptionCard;
use super::forecast::ForecastCard;
use super::grants::{GrantsCard, HoldsCard};
use super::serverfns::{read_overview, read_wallet};
use crate::address::use_slug;
use crate::errors::ErrorInside;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::plans::PlanCard;
use crate::resource::resource;
use crate::state::{may, texts};
use crate::ui::{Done, Field, Icon};
use crate::workspaces::SettingsFrame;
use leptos::prelude::*;
use model::Error;
use model::Month;
use model::credits::OverviewView;
use model::permissions::Permission;
use model::urls::Url;

const DONE: &[&str] = &[
    "credits.done.activated",
    "credits.done.deactivated",
    "credits.done.granted",
    "credits.done.voided",
    "credits.done.alerts",
];

#[component]
pub(crate) fn WorkspaceBillingPage() -> impl IntoView {
    if !may(Permission::CREDITS_READ) {
        return view! { <ErrorInside error=Error::Forbidden/> }.into_any();
    }
    view! {
        <SettingsFrame tab="workspace.billing">
            <Done keys=DONE/>
            <Page/>
        </SettingsFrame>
    }
    .into_any()
}

#[component]
fn Page() -> impl IntoView {
    let slug = use_slug();
    let form = FormState::new();
    let overview = resource(move || slug.get(), read_overview);
    let wallet = resource(move || slug.get(), read_wallet);
    view! {
        <Loaded found=overview view=move |view| view! { <Overview view=view form=form/> }/>
        <Loaded found=wallet view=move |view| {
            let may_write = may(Permission::CREDITS_WRITE);
            view! {
                <GrantsCard grants=view.grants may_write=may_write/>
                <HoldsCard holds=view.holds may_write=may_write/>
            }
        }/>
        <PlanCard/>
    }
}

#[component]
fn Overview(view: OverviewView, form: FormState) -> impl IntoView {
    view! {
        <FormProblem state=form/>
        <WalletNotice balance=view.balance.clone()/>
        <BalanceTiles balance=view.balance.clone() used_by_me=view.used_by_me/>
        <Ways pending=view.pending may_write=view.may_write/>
        <ConsumptionCard consumption=view.consumption mine=view.mine/>
        <ForecastCard forecast=view.forecast/>
        <Statements months=view.months/>
        {view.may_write.then(|| view! { <Alerts form=form days=view.forecast_days/> })}
        {view.may_write.then(|| view! { <Activity form=form active=view.balance.active/> })}
    }
}

/// The pages behind this one.
#[component]
fn Ways(pending: i64, may_write: bool) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    let requests = (may_write).then(|| {
        let count = (pending > 0).then(|| view! { " " <span class="badge badge--warn">{t.number(pending)}</span> });
        view! {
            <a class="btn" href=Url::CreditRequests { slug: slug.clone() }.path()>{t.get("credits.requests")}{count}</a>
        }
    });
    view! {
        <p class="row">
            <a class="btn" href=Url::Ledger { slug: slug.clone() }.path()>{t.get("credits.entries")}</a>
            <a class="btn" href=Url::CreditCaps { slug: slug.clone() }.path()>{t.get("credits.caps")}</a>
            {requests}
        </p>
    }
}

#[component]
fn Statements(months: Vec<(Month, String)>) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    if months.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card" aria-labelledby="statements">
            <header class="card-head">
                <h2 class="card-title" id="statements">{t.get("credits.statements")}</h2>
                <p class="card-text">{t.get("credits.statements.text")}</p>
            </header>
            <div class="card-body">
                <ul class="row statement-list">
                    {months.into_iter().map(|(month, name)| {
                        let href = Url::Statement { slug: slug.clone(), month }.path();
                        view! { <li><a class="link" href=href>{name}</a></li> }
                    }).collect_view()}
                </ul>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Alerts(form: FormState, days: i64) -> impl IntoView {
    let t = texts();
    let value = form.value("forecast_days", &days.to_string());
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("credits.alerts")}</h2>
                <p class="card-text">{t.get("credits.alerts.text")}</p>
            </header>
            <div class="card-body">
                <Field name="forecast_days" label=t.get("credits.alerts.days") value=value
                    hint=t.get("credits.alerts.days.hint") problem=form.problem("forecast_days")/>
            </div>
            <footer class="card-foot">
                <button class="btn btn--primary" name="action" value="alerts">{t.get("action.save")}</button>
            </footer>
        </Form>
    }
}

#[component]
fn Activity(form: FormState, active: bool) -> impl IntoView {
    let t = texts();
    let (title, text, action, submit) = if active {
        ("credits.active", "credits.active.text", "deactivate", "credits.deactivate")
    } else {
        ("credits.inactive", "credits.inactive.text", "activate", "credits.activate")
    };
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get(title)}</h2>
                <p class="card-text">{t.get(text)}</p>
            </header>
            <footer class="card-foot">
                <button class=if active { "btn" } else { "btn btn--primary" } name="action" value=action>{t.get(submit)}</button>
            </footer>
        </Form>
    }
}

/// The way back from the pages behind it.
#[component]
pub(super) fn BackToWallet() -> impl IntoView {
    let slug = use_slug();
    view! {
        <p><a class="link row" href=move || Url::WorkspaceBilling { slug: slug.get() }.path()>
            <Icon name="arrow-left" small=true/>{texts().get("workspace.billing")}
        </a></p>
    }
}
