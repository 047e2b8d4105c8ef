//! `/settings/integrations`: what one's own account is connected with.

use super::card::{Card, ConsentLink};
use crate::Failure;
use crate::account::Frame;
use crate::agenda::AgendaCard;
use crate::forms::{AnyProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Done, Empty, Icon};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::connections::{ConnectionProblem, IntegrationsView, ServiceKind};

/// One's own.
#[server(prefix = "/fn", endpoint = "connections/list", input = Json, output = Postcard)]
pub async fn read_integrations() -> Result<IntegrationsView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::connections::list(&request.ctx).await)?;
    Ok(super::present::integrations(&crate::present::Presenter::new(&request), found))
}

const DONE: &[&str] = &["connection.done.connected", "connection.done.consented", "connection.done.disconnected"];

#[component]
pub(crate) fn IntegrationsPage() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let query = use_query_map();
    // What was connected or ended shows at once.
    let done = Memo::new(move |_| query.with(|query| query.get("done")));
    let found = resource(move || done.get(), |_| read_integrations());
    view! {
        <Frame tab="settings.integrations">
            <Done keys=DONE/>
            <div class="stack stack--l">
                <p class="page-text">{t.get("connection.text")}</p>
                <p class="page-text muted">{t.get("connection.personal")}</p>
                <AnyProblem state=form/>
                <Loaded found=found view=move |view| view! { <Cards view=view form=form/> }/>
            </div>
        </Frame>
    }
}

#[component]
fn Cards(view: IntegrationsView, form: FormState) -> impl IntoView {
    let t = texts();
    let IntegrationsView { cards } = view;
    let offered = cards.iter().any(|card| card.offered || card.connection.is_some());
    if !offered {
        return view! { <Empty icon="link" title=t.get("connection.none") text=t.get("connection.none.text")/> }
            .into_any();
    }
    let consent = cards.iter().map(|card| (card.service, card.consent_link.clone())).collect::<Vec<_>>();
    let has_calendar =
        cards.iter().any(|card| card.service == ServiceKind::OutlookCalendar && card.connection.is_some());
    view! {
        <WhatWentWrong consent=consent/>
        {cards.into_iter().map(|card| view! { <Card card=card form=form/> }).collect_view()}
        {has_calendar.then(|| view! { <AgendaCard/> })}
    }
    .into_any()
}

/// Why connecting came to nothing, as the address says (`?problem=refused&service=outlook_mail`).
#[component]
fn WhatWentWrong(consent: Vec<(ServiceKind, String)>) -> impl IntoView {
    let t = texts();
    let query = use_query_map();
    let wrong = move || {
        let (problem, service) = query.with(|query| (query.get("problem"), query.get("service")));
        let problem: ConnectionProblem = problem?.parse().ok()?;
        let service: ServiceKind = service?.parse().ok()?;
        let values = [("service", service.title())];
        let title = t.with("connection.failed", &values);
        let words = t.with(&format!("connection.problem.{}", problem.name()), &values);
        let link = consent.iter().find(|(kind, link)| *kind == service && !link.is_empty());
        let link = link.filter(|_| problem == ConnectionProblem::ConsentNeeded).map(|(_, link)| link.clone());
        Some(view! {
            <div class="notice notice--danger" role="alert"><Icon name="alert"/><div class="notice-body stack">
                <p class="notice-title">{title}</p>
                <p>{words}</p>
                {link.map(|link| view! { <ConsentLink link=link/> })}
            </div></div>
        })
    };
    view! { <div>{wrong}</div> }
}
