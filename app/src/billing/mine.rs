//! `/settings/billing/{slug}`: one workspace's credits, for whoever uses them.

use super::balance::{BalanceTiles, WalletNotice};
use super::chart::ConsumptionCard;
use super::entries::{EntryCard, use_query};
use super::forecast::ForecastCard;
use super::requests::{AskCard, MyRequests};
use super::serverfns::{read_entries, read_my_requests, read_overview};
use crate::account::Frame;
use crate::address::use_slug;
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::plans::PlanCard;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Done;
use leptos::prelude::*;
use model::credits::{EntryQuery, OverviewView};
use model::urls::Url;

const DONE: &[&str] = &["credits.done.requested"];

#[component]
pub(crate) fn MyCreditsPage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let asked = use_query();
    let form = FormState::new();
    let overview = resource(move || slug.get(), read_overview);
    let requests = resource(move || slug.get(), read_my_requests);
    let entries = resource(
        move || (slug.get(), asked.get()),
        |(slug, asked)| read_entries(slug, EntryQuery { mine: true, user: None, ..asked }),
    );
    view! {
        <Frame tab="settings.billing">
            <p><a class="link row" href=Url::Billing.path()>
                <crate::ui::Icon name="arrow-left" small=true/>{t.get("credits.wallets")}
            </a></p>
            <Done keys=DONE/>
            <Loaded found=overview view=move |view| view! { <Overview view=view/> }/>
            <PlanCard/>
            <AskCard form=form/>
            <Loaded found=requests view=move |rows| view! { <MyRequests rows=rows/> }/>
            <Loaded found=entries view=move |view| view! { <EntryCard view=view mine=true/> }/>
        </Frame>
    }
}

#[component]
fn Overview(view: OverviewView) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    let all = !view.mine;
    view! {
        <WalletNotice balance=view.balance.clone()/>
        <BalanceTiles balance=view.balance used_by_me=view.used_by_me/>
        <ConsumptionCard consumption=view.consumption mine=view.mine/>
        {all.then(|| view! { <ForecastCard forecast=view.forecast/> })}
        {all.then(|| view! {
            <p><a class="btn" href=Url::WorkspaceBilling { slug }.path()>{t.get("credits.manage")}</a></p>
        })}
    }
}
