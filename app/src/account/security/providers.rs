//! The identity providers that one signs in at, and those that one can connect.

use crate::forms::{Form, FormState};
use crate::state::texts;
use crate::ui::Time;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::sso::{IdentityRow, ProviderLink, ProvidersView};
use model::urls::Url;

/// Nothing where there is no provider at all.
#[component]
pub(super) fn ProvidersCard(providers: ProvidersView, form: FormState) -> impl IntoView {
    let t = texts();
    let ProvidersView { connected, offered } = providers;
    if connected.is_empty() && offered.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card" id="providers">
            <header class="card-head">
                <h2 class="card-title">{t.get("security.providers")}</h2>
                <p class="card-text">{t.get("security.providers.text")}</p>
            </header>
            {(!connected.is_empty()).then(|| view! {
                <Form state=form action=Url::Security.path() class="card-body">
                    <input type="hidden" name="action" value="disconnect_provider"/>
                    <ul class="session-list session-list--own">
                        {connected.into_iter().map(|row| view! { <Connected row=row/> }).collect_view()}
                    </ul>
                </Form>
            })}
            {(!offered.is_empty()).then(|| view! { <Offered offered=offered form=form/> })}
        </section>
    }
    .into_any()
}

#[component]
fn Connected(row: IdentityRow) -> impl IntoView {
    let t = texts();
    let label = t.with("security.providers.disconnect_which", &[("provider", &row.name)]);
    view! {
        <li>
            <div>
                <p class="session-device">
                    {match row.site {
                        Some(site) => {
                            view! { <a class="link" rel="external noreferrer" href=site>{row.name}</a> }.into_any()
                        }
                        None => row.name.into_any(),
                    }}
                </p>
                <p class="muted wrap-anywhere">
                    {(!row.email.is_empty()).then(|| format!("{} · ", row.email))}
                    {t.get("security.providers.since")} " " <Time at=row.since/>
                    {row.last_used.map(|at| view! { " · " {t.get("security.sessions.seen")} " " <Time at=at/> })}
                </p>
            </div>
            <button class="btn btn--s" name="issuer" value=row.issuer aria-label=label>
                {t.get("security.providers.disconnect")}
            </button>
        </li>
    }
}

/// The one that a page led here for stands first, and is what is to be done.
#[component]
fn Offered(offered: Vec<ProviderLink>, form: FormState) -> impl IntoView {
    let t = texts();
    let query = use_query_map();
    let wanted = query.with_untracked(|query| query.get("connect"));
    let next = query.with_untracked(|query| query.get("next")).unwrap_or_default();
    let button = move |provider: ProviderLink| {
        let class = if wanted.as_ref() == Some(&provider.key) { "btn btn--primary" } else { "btn" };
        view! {
            <button class=class name="provider" value=provider.key>
                {t.with("security.providers.connect", &[("provider", &provider.name)])}
            </button>
        }
    };
    view! {
        <Form state=form action=Url::Security.path() class="card-foot">
            <input type="hidden" name="action" value="connect_provider"/>
            <input type="hidden" name="next" value=next/>
            <p class="muted">{t.get("security.providers.connect.text")}</p>
            {offered.into_iter().map(button).collect_view()}
        </Form>
    }
}

#[cfg(feature = "ssr")]
pub(super) fn present(presenter: &crate::present::Presenter, found: domain::sso::OwnProviders) -> ProvidersView {
    let site = |issuer: &str| {
        let url = url::Url::parse(issuer).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        Some(url.origin().ascii_serialization())
    };
    let row = |one: domain::sso::Identity| IdentityRow {
        site: site(&one.issuer),
        issuer: one.issuer,
        name: one.name,
        email: one.email,
        since: presenter.when(one.created_at),
        last_used: one.last_used_at.map(|at| presenter.when(at)),
    };
    ProvidersView { connected: found.connected.into_iter().map(row).collect(), offered: found.offered }
}
