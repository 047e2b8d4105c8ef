//! What a provider has told, and what Roster would make of it.

use crate::state::texts;
use leptos::prelude::*;
use model::identity_provider::{ClaimsView, EmailState};

#[component]
pub(super) fn Claims(claims: ClaimsView) -> impl IntoView {
    let t = texts();
    let state = if claims.email_state == EmailState::Taken { "badge badge--ok" } else { "badge badge--warn" };
    let email_words = t.get(&format!("provider.email.{}", claims.email_state.name()));
    let listed = |texts: &[String], otherwise: &str| {
        if texts.is_empty() { t.get(otherwise).to_owned() } else { texts.join(", ") }
    };
    let groups = listed(&claims.groups, "provider.claims.no_groups");
    let roles = listed(&claims.roles, "provider.claims.no_roles");
    view! {
        <dl class="facts facts--wide">
            <div>
                <dt>{t.get("field.email")}</dt>
                <dd class="wrap-anywhere">
                    {(!claims.email.is_empty()).then(|| view! { <span dir="auto">{claims.email.clone()}</span> " " })}
                    <span class=state>{email_words}</span>
                </dd>
            </div>
            <div><dt>{t.get("provider.claims.groups")}</dt><dd class="name wrap-anywhere" dir="auto">{groups}</dd></div>
            <div><dt>{t.get("provider.claims.roles")}</dt><dd class="name wrap-anywhere" dir="auto">{roles}</dd></div>
        </dl>
        <details class="behind">
            <summary>{t.get("provider.claims.all")}</summary>
            <dl class="facts facts--wide">
                {claims.claims.into_iter().map(|(name, value)| view! {
                    <div><dt class="wrap-anywhere">{name}</dt><dd class="mono wrap-anywhere" dir="auto">{value}</dd></div>
                }).collect_view()}
            </dl>
        </details>
    }
}
