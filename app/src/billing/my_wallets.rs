//! `/settings/billing`: what each of one's workspaces has.

use super::amount::credits;
use super::serverfns::read_my_wallets;
use crate::account::Frame;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Empty, Time};
use leptos::prelude::*;
use model::credits::{MyWalletView, MyWalletsView};
use model::plans::support_href;
use model::urls::Url;

#[component]
pub(crate) fn Billing() -> impl IntoView {
    let found = resource(|| (), |()| read_my_wallets());
    view! {
        <Frame tab="settings.billing">
            <Loaded found=found view=move |view| view! { <Wallets view=view/> }/>
        </Frame>
    }
}

#[component]
fn Wallets(view: MyWalletsView) -> impl IntoView {
    let t = texts();
    let MyWalletsView { wallets, support } = view;
    if wallets.is_empty() {
        return view! {
            <Empty icon="building" title=t.get("credits.no_workspace.title") text=t.get("credits.no_workspace.text")/>
        }
        .into_any();
    }
    let available: i64 = wallets.iter().map(|wallet| wallet.balance.available).sum();
    let used: i64 = wallets.iter().map(|wallet| wallet.used_by_me).sum();
    view! {
        <section class="card" aria-labelledby="wallets">
            <header class="card-head">
                <h2 class="card-title" id="wallets">{t.get("credits.wallets")}</h2>
                <p class="card-text">
                    {t.with("credits.across", &[("available", &credits(available)), ("used", &credits(used))])}
                </p>
            </header>
            <div class="card-body">
                <ul class="session-list session-list--own">
                    {wallets.into_iter().map(|wallet| view! { <Wallet wallet=wallet/> }).collect_view()}
                </ul>
            </div>
        </section>
        <Support support=support/>
    }
    .into_any()
}

#[component]
fn Wallet(wallet: MyWalletView) -> impl IntoView {
    let t = texts();
    let MyWalletView { slug, name, plan, balance, used_by_me } = wallet;
    let href = Url::MyCredits { slug }.path();
    let label = t.with("credits.open_which", &[("workspace", &name)]);
    let plan = plan.unwrap_or_else(|| t.get("plans.none").to_owned());
    let reserved = (balance.reserved > 0).then(|| t.with("credits.reserved", &[("n", &t.number(balance.reserved))]));
    let expiring = balance.expiring.map(|(amount, at)| {
        view! { <p class="muted">{t.with("credits.expires", &[("n", &t.number(amount))])} " " <Time at=at/></p> }
    });
    view! {
        <li>
            <div>
                <p class="session-device name wrap-anywhere" dir="auto">{name}</p>
                <p class="muted name wrap-anywhere" dir="auto">{t.with("credits.plan", &[("plan", &plan)])}</p>
                <p class="nums">
                    {t.with("credits.available_of", &[("credits", &credits(balance.available))])}
                    {reserved.map(|reserved| format!(", {reserved}"))}
                </p>
                {expiring}
                <p class="muted nums">{t.with("credits.used_by_you_of", &[("n", &t.number(used_by_me))])}</p>
            </div>
            <a class="btn btn--s" href=href aria-label=label>{t.get("credits.open")}</a>
        </li>
    }
}

/// Whom plans, payments and refunds are spoken of with.
#[component]
pub(super) fn Support(support: String) -> impl IntoView {
    let t = texts();
    if support.is_empty() {
        return view! { <p class="muted">{t.get("credits.support.operator")}</p> }.into_any();
    }
    view! {
        <p class="muted">
            {t.get("credits.support")} " "
            <a class="link wrap-anywhere" href=support_href(&support)>{support.clone()}</a>
        </p>
    }
    .into_any()
}
