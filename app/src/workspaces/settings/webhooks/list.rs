//! The tab: the endpoints of a workspace.

use super::super::frame::Frame;
use super::fields::result;
use super::serverfns::read_webhooks;
use crate::address::use_slug;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Done, Empty, Time};
use leptos::prelude::*;
use model::Texts;
use model::urls::Url;
use model::webhooks::{WebhookRow, WebhooksView};

const DONE: &[&str] = &["webhooks.done.deleted"];

#[component]
pub(crate) fn WebhooksPage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let found = resource(move || slug.get(), read_webhooks);
    view! {
        <Frame tab="webhooks.title">
            <Done keys=DONE/>
            <p class="page-text">{t.get("webhooks.text")}</p>
            <Loaded found=found view=move |view| view! { <Endpoints view=view/> }/>
        </Frame>
    }
}

#[component]
fn Endpoints(view: WebhooksView) -> impl IntoView {
    let t = texts();
    let new = Url::NewWebhook { slug: use_slug().get_untracked() }.path();
    let add = view.may_edit.then(|| view! { <a class="btn btn--primary" href=new>{t.get("webhooks.new")}</a> });
    if view.webhooks.is_empty() {
        return view! {
            <Empty icon="globe" title=t.get("webhooks.none") text=t.get("webhooks.none.text")>{add}</Empty>
        }
        .into_any();
    }
    view! {
        <section class="card">
            <div class="card-body">
                <ul class="session-list session-list--own">
                    {view.webhooks.into_iter().map(|one| view! { <Endpoint one=one/> }).collect_view()}
                </ul>
            </div>
            {add.map(|add| view! { <footer class="card-foot">{add}</footer> })}
        </section>
    }
    .into_any()
}

#[component]
fn Endpoint(one: WebhookRow) -> impl IntoView {
    let t = texts();
    let href = Url::Webhook { slug: use_slug().get_untracked(), id: one.id }.path();
    let label = t.with("webhooks.manage_which", &[("url", &one.url)]);
    view! {
        <li>
            <div>
                <p class="session-device wrap-anywhere">{one.url.clone()}</p>
                <Facts one=one/>
            </div>
            <a class="btn btn--s" href=href aria-label=label>{t.get("webhooks.manage")}</a>
        </li>
    }
}

/// What is known of one, but for its address.
#[component]
pub(super) fn Facts(one: WebhookRow) -> impl IntoView {
    let t = texts();
    let state = match &one.disabled {
        None => view! { <span class="badge badge--ok">{t.get("webhooks.state.enabled")}</span> }.into_any(),
        Some((reason, since)) => view! {
            <span class="badge badge--warn">{t.get(&format!("webhooks.state.{}", reason.name()))}</span>
            " " <Time at=since.clone()/>
        }
        .into_any(),
    };
    let rotating = one.rotating_until.clone().map(|until| {
        view! {
            <p class="muted">{t.get("webhooks.rotating")} " " <Time at=until/></p>
        }
    });
    view! {
        <p class="row">{state}</p>
        {(!one.description.is_empty()).then(|| view! {
            <p class="name wrap-anywhere" dir="auto">{one.description.clone()}</p>
        })}
        <p class="muted">{events(t, &one.events)}</p>
        <p class="muted">{last(t, &one)}</p>
        {rotating}
    }
}

/// "All events", or the types.
fn events(t: Texts, events: &[String]) -> String {
    if events.is_empty() { t.get("webhooks.events.all").to_owned() } else { events.join(", ") }
}

fn last(t: Texts, one: &WebhookRow) -> AnyView {
    match &one.last {
        None => t.get("webhooks.last.none").into_any(),
        Some(last) => view! {
            {t.get("webhooks.last")} " " {result(t, last.status, last.problem)} ", " <Time at=last.at.clone()/>
        }
        .into_any(),
    }
}
