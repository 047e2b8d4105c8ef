//! `/w/{slug}/users/{id}`: one user, beside the list.

use super::list::Roles;
use super::page::{use_asked, use_slug, written};
use super::serverfns::read_user;
use crate::Failure;
use crate::errors::ErrorNotice;
use crate::state::texts;
use crate::ui::{Avatar, Icon, Time};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::users::UserDetails;

#[component]
pub(crate) fn UserPanel() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let user = Resource::new(
        move || (slug.get(), id.get()),
        |(slug, id)| async move { read_user(slug, id.parse().ok()).await },
    );
    let back = move || format!("/w/{}/users{}", slug.get(), written(&asked.get()));
    let done = use_query_map().with_untracked(|query| query.get("done"));
    view! {
        <aside class="panel" aria-labelledby="panel-title">
            <header class="panel-head">
                <h2 class="panel-title" id="panel-title" tabindex="-1">{t.get("user.title")}</h2>
                <a class="btn btn--quiet btn--icon" data-noscroll href=back aria-label=t.get("action.close")><Icon name="close"/></a>
            </header>
            <div class="panel-body">
                <Transition fallback=Loading>
                    {move || {
                        let done = done.clone();
                        Suspend::new(async move {
                            match user.await {
                                Ok(user) => view! { <Done what=done name=user.row.name.clone()/><Details user=user/> }.into_any(),
                                Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                            }
                        })
                    }}
                </Transition>
            </div>
        </aside>
    }
}

/// What the wizard has just done.
#[component]
fn Done(what: Option<String>, name: String) -> impl IntoView {
    let key = match what.as_deref() {
        Some("added") => "user.added",
        Some("joined") => "user.joined",
        _ => return ().into_any(),
    };
    let t = texts();
    view! {
        <div class="notice notice--ok" role="status">
            <Icon name="check-circle"/>
            <div class="notice-body"><p>{t.with(key, &[("name", &name)])}</p></div>
        </div>
    }
    .into_any()
}

#[component]
fn Details(user: UserDetails) -> impl IntoView {
    let t = texts();
    let row = user.row;
    let source = t.get(&format!("source.{}", row.source.name()));
    let came = match user.by {
        Some(by) => t.with("user.came_by", &[("how", source), ("by", &by)]),
        None => source.to_owned(),
    };
    view! {
        <div class="user-card">
            <Avatar of=row.avatar size="xl"/>
            <p class="user-card-name name" dir="auto">{row.name}</p>
            <p class="user-card-mail">{row.email}</p>
            <div class="row">
                <span class=format!("status status--{}", row.status.name())>{t.get(&format!("status.{}", row.status.name()))}</span>
                <Roles super_user=row.super_user roles=row.roles/>
                {user.is_me.then(|| view! { <span class="badge badge--accent">{t.get("user.you")}</span> })}
            </div>
        </div>
        {user.temporary_until.map(|until| view! {
            <div class="notice notice--warn">
                <Icon name="key"/>
                <div class="notice-body"><p>{t.with("user.temporary", &[("time", &until.relative)])}</p></div>
            </div>
        })}
        <dl class="facts">
            <Fact label="field.first_name" value=user.first_name/>
            <Fact label="field.last_name" value=user.last_name/>
            <Fact label="field.phone" value=row.phone.unwrap_or_else(|| "–".into())/>
            <Fact label="field.language" value=user.language/>
            <Fact label="field.time_zone" value=user.time_zone/>
            <div><dt>{t.get("users.by_joined")}</dt><dd><Time at=row.joined/></dd></div>
            <div><dt>{t.get("users.by_last_active")}</dt><dd>
                {match row.last_active {
                    Some(at) => view! { <Time at=at/> }.into_any(),
                    None => t.get("users.never").into_any(),
                }}
            </dd></div>
            <Fact label="user.source" value=came/>
        </dl>
    }
}

#[component]
fn Fact(label: &'static str, value: String) -> impl IntoView {
    view! { <div><dt>{texts().get(label)}</dt><dd class="name wrap-anywhere" dir="auto">{value}</dd></div> }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="user-card" aria-busy="true">
            <span class="skeleton skeleton--circle"></span><span class="skeleton"></span><span class="skeleton skeleton--short"></span>
        </div>
    }
}
