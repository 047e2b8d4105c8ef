//! What a workspace has, as tiles.

use super::amount::credits;
use crate::state::texts;
use crate::ui::Time;
use leptos::prelude::*;
use model::credits::BalanceView;

#[component]
pub(super) fn BalanceTiles(
    balance: BalanceView,
    /// What the reader has used in this month.
    used_by_me: i64,
) -> impl IntoView {
    let t = texts();
    let expiring = balance.expiring.map(|(amount, at)| {
        view! {
            <div class="tile">
                <dt class="tile-label">{t.get("credits.expiring")}</dt>
                <dd class="tile-value nums">{t.number(amount)}</dd>
                <dd class="tile-note"><Time at=at/></dd>
            </div>
        }
    });
    let unit = crate::state::state().with_value(|state| state.credit_name.clone());
    view! {
        <dl class="tiles credit-tiles">
            <div class="tile">
                <dt class="tile-label">{t.get("credits.available")}</dt>
                <dd class="tile-value nums">{t.number(balance.available)}</dd>
                <dd class="tile-note name" dir="auto">{unit}</dd>
            </div>
            <div class="tile">
                <dt class="tile-label">{t.get("credits.posted")}</dt>
                <dd class="tile-value nums">{t.number(balance.posted)}</dd>
                <dd class="tile-note">{t.with("credits.reserved_of_it", &[("n", &t.number(balance.reserved))])}</dd>
            </div>
            {expiring}
            <div class="tile">
                <dt class="tile-label">{t.get("credits.used_by_you")}</dt>
                <dd class="tile-value nums">{t.number(used_by_me)}</dd>
                <dd class="tile-note">{t.get("credits.this_month")}</dd>
            </div>
        </dl>
    }
}

/// What a wallet that is off, or that nothing is left in, means.
#[component]
pub(super) fn WalletNotice(balance: BalanceView) -> impl IntoView {
    let t = texts();
    match (balance.active, balance.available) {
        (false, _) => view! {
            <div class="notice" role="note">
                <crate::ui::Icon name="info"/>
                <div class="notice-body"><p>{t.get("credits.inactive.text")}</p></div>
            </div>
        }
        .into_any(),
        (true, 0) => view! {
            <div class="notice notice--warn" role="note">
                <crate::ui::Icon name="alert"/>
                <div class="notice-body">
                    <p class="notice-title">{t.with("credits.empty.title", &[("credits", &credits(0))])}</p>
                    <p>{t.get("credits.empty.text")}</p>
                </div>
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    }
}
