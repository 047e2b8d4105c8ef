//! What the provider has to know of Roster, and whose addresses it is believed about.

use crate::state::texts;
use crate::ui::{CopyField, Icon};
use leptos::prelude::*;
use model::identity_provider::ProviderView;
use model::urls::Url;

/// To be copied to the provider.
#[component]
pub(super) fn Addresses(provider: ProviderView) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("provider.addresses")}</h2>
                <p class="card-text">{t.get("provider.addresses.text")}</p>
            </header>
            <div class="card-body stack">
                <div class="stack stack--s">
                    <p class="field-label">{t.get("provider.redirect_uri")}</p>
                    <CopyField label=t.get("provider.redirect_uri") value=provider.redirect_uri/>
                </div>
                <div class="stack stack--s">
                    <p class="field-label">{t.get("provider.logout_uri")}</p>
                    <CopyField label=t.get("provider.logout_uri") value=provider.logout_uri/>
                    <p class="field-hint">{t.get("provider.logout_uri.hint")}</p>
                </div>
            </div>
        </section>
    }
}

/// Nobody joins by an address elsewhere.
#[component]
pub(super) fn Domains(slug: String, domains: Vec<String>) -> impl IntoView {
    let t = texts();
    let href = Url::DomainSettings { slug }.path();
    if domains.is_empty() {
        return view! {
            <div class="notice notice--warn">
                <Icon name="alert"/>
                <div class="notice-body">
                    <p>{t.get("provider.domains.none")}</p>
                    <p><a href=href>{t.get("provider.domains.verify")}</a></p>
                </div>
            </div>
        }
        .into_any();
    }
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("provider.domains")}</h2>
                <p class="card-text">{t.get("provider.domains.text")}</p>
            </header>
            <div class="card-body stack">
                <p class="badges">
                    {domains.into_iter().map(|domain| view! { <span class="badge">{domain}</span> }).collect_view()}
                </p>
                <p><a href=href>{t.get("provider.domains.manage")}</a></p>
            </div>
        </section>
    }
    .into_any()
}
