//! The tab: one's tokens.

use super::scopes::in_words;
use crate::Failure;
use crate::account::frame::Frame;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Done, Icon, Time};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::Texts;
use model::tokens::{TokenRow, TokenState, TokensView};
use model::urls::Url;

/// One's own.
#[server(prefix = "/fn", endpoint = "account/tokens", input = Json, output = Postcard)]
pub async fn read_tokens() -> Result<TokensView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::tokens::list(&request.ctx).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let mut tokens: Vec<TokenRow> = found.into_iter().map(|one| presenter.token(one)).collect();
    tokens.sort_by_key(|token| !token.works);
    Ok(TokensView { tokens })
}

const DONE: &[&str] = &["tokens.done.revoked"];

#[component]
pub(crate) fn TokensPage() -> impl IntoView {
    let t = texts();
    let found = resource(|| (), |()| read_tokens());
    view! {
        <Frame tab="settings.dev">
            <Done keys=DONE/>
            <section class="card">
                <header class="card-head">
                    <h2 class="card-title">{t.get("tokens.title")}</h2>
                    <p class="card-text">{t.get("tokens.text")}</p>
                </header>
                <Loaded found=found around="card-body" view=move |view| view! { <Own view=view/> }/>
                <footer class="card-foot">
                    <a class="btn btn--primary" href=Url::NewToken.path()>{t.get("tokens.new")}</a>
                </footer>
            </section>
        </Frame>
    }
}

#[component]
fn Own(view: TokensView) -> impl IntoView {
    let t = texts();
    let soon = view.tokens.iter().filter(|token| token.ends_soon).count();
    view! {
        <div class="card-body stack">
            <EndSoon count=soon/>
            {if view.tokens.is_empty() {
                view! { <p class="muted">{t.get("tokens.none")}</p> }.into_any()
            } else {
                view! {
                    <ul class="session-list session-list--own">
                        {view.tokens.into_iter().map(|one| view! { <One one=one/> }).collect_view()}
                    </ul>
                }.into_any()
            }}
        </div>
    }
}

/// How many tokens expire within two weeks, where there are such.
#[component]
pub(crate) fn EndSoon(count: usize) -> impl IntoView {
    let t = texts();
    (count > 0).then(|| {
        view! {
            <div class="notice notice--warn"><Icon name="clock"/><div class="notice-body">
                <p>{t.count("tokens.end_soon", i64::try_from(count).unwrap_or(i64::MAX))}</p>
            </div></div>
        }
    })
}

#[component]
fn One(one: TokenRow) -> impl IntoView {
    let t = texts();
    let calls = one.used.is_some().then(|| {
        let label = t.with("tokens.calls_which", &[("name", &one.description)]);
        view! {
            <a class="btn btn--s btn--quiet" href=Url::TokenCalls { id: one.id }.path() aria-label=label>
                {t.get("tokens.calls")}
            </a>
        }
    });
    let manage = one.works.then(|| {
        let label = t.with("tokens.manage_which", &[("name", &one.description)]);
        view! {
            <a class="btn btn--s" href=Url::Token { id: one.id }.path() aria-label=label>{t.get("tokens.manage")}</a>
        }
    });
    view! {
        <li>
            <div>
                <p class="session-device name wrap-anywhere" dir="auto">{one.description.clone()}</p>
                <Reach workspaces=one.workspaces.clone()/>
                <Facts one=one/>
            </div>
            <div class="row">{calls}{manage}</div>
        </li>
    }
}

/// The workspaces that it reaches.
#[component]
pub(super) fn Reach(workspaces: Option<Vec<String>>) -> impl IntoView {
    let t = texts();
    let reach = match workspaces {
        None => t.get("tokens.all_workspaces").to_owned(),
        Some(names) if names.is_empty() => t.get("tokens.no_workspace").to_owned(),
        Some(names) => names.join(", "),
    };
    view! { <p class="muted name wrap-anywhere" dir="auto">{reach}</p> }
}

/// What is known of one, but for what it is called and where it reaches.
#[component]
pub(crate) fn Facts(one: TokenRow) -> impl IntoView {
    let t = texts();
    let (used, ended) = (used(t, &one), ended(t, &one));
    let networks = (!one.networks.is_empty()).then(
        || view! { <p class="muted">{t.with("tokens.only_from", &[("networks", &one.networks.join(", "))])}</p> },
    );
    let idle = one.idle.then(|| view! { <span class="badge badge--warn">{t.get("tokens.idle")}</span> });
    let soon = one.ends_soon.then(|| view! { <span class="badge badge--warn">{t.get("tokens.ends_soon")}</span> });
    let state = (one.state != TokenState::Active).then(|| {
        view! { <span class="badge">{t.get(&format!("tokens.state.{}", one.state.name()))}</span> }
    });
    view! {
        <p class="row"><code class="mono">{one.prefix}"…"</code>{state}{soon}{idle}</p>
        <p class="muted">{in_words(t, &one.scopes)}</p>
        {networks}
        <p class="muted">{t.get("tokens.created")} " " <Time at=one.created/> " · " {ended}</p>
        <p class="muted">{used}</p>
    }
}

fn ended(t: Texts, one: &TokenRow) -> AnyView {
    match &one.ends {
        None => t.get("tokens.ends_never").into_any(),
        Some(at) => {
            let words = t.get(if one.works { "tokens.ends" } else { "tokens.ended" });
            view! { {words} " " <Time at=at.clone()/> }.into_any()
        }
    }
}

fn used(t: Texts, one: &TokenRow) -> AnyView {
    match &one.used {
        None => t.get("tokens.unused").into_any(),
        Some(at) => {
            let from = (!one.used_from.is_empty()).then(|| t.with("tokens.used_from", &[("address", &one.used_from)]));
            view! { {t.get("tokens.used")} " " <Time at=at.clone()/> {from.map(|from| format!(" {from}"))} }.into_any()
        }
    }
}
