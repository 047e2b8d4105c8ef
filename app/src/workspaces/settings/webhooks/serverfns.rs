//! What the pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::ids::{EventId, WebhookId};
use model::webhooks::{DeliveryView, WebhookView, WebhooksView};

#[cfg(feature = "ssr")]
use {
    crate::present::Presenter,
    domain::webhooks::{Attempt, Delivery, Webhook},
    model::webhooks::{AttemptRow, DeliveryRow, LastAttempt, WebhookRow},
};

#[server(prefix = "/fn", endpoint = "workspaces/webhooks", input = Json, output = Postcard)]
pub async fn read_webhooks(slug: String) -> Result<WebhooksView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::webhooks::list(&request.ctx, &slug).await)?;
    let presenter = Presenter::new(&request);
    Ok(WebhooksView {
        webhooks: found.webhooks.into_iter().map(|one| presenter.webhook(one)).collect(),
        may_edit: found.may_edit,
        may_see_deliveries: found.may_see_deliveries,
    })
}

/// One endpoint, with what was sent to it before this event.
#[server(prefix = "/fn", endpoint = "workspaces/webhook", input = Json, output = Postcard)]
pub async fn read_webhook(
    slug: String,
    id: Option<WebhookId>,
    before: Option<EventId>,
) -> Result<WebhookView, Failure> {
    use domain::webhooks::{deliveries, show};
    let request = crate::request::request_context()?;
    let id = crate::request::answered(id.ok_or(model::Error::NotFound))?;
    let mut found = crate::request::answered(show(&request.ctx, &slug, id).await)?;
    let presenter = Presenter::new(&request);
    let webhook = crate::request::answered(found.webhooks.pop().ok_or(model::Error::NotFound))?;
    let (mut rows, mut next) = (Vec::new(), None);
    if found.may_see_deliveries {
        let log = crate::request::answered(deliveries(&request.ctx, &slug, id, before).await)?;
        rows = log.deliveries.into_iter().map(|one| presenter.delivery(one)).collect();
        next = log.next;
    }
    Ok(WebhookView {
        webhook: presenter.webhook(webhook),
        deliveries: rows,
        next,
        may_edit: found.may_edit,
        may_see_deliveries: found.may_see_deliveries,
    })
}

#[server(prefix = "/fn", endpoint = "workspaces/webhook_delivery", input = Json, output = Postcard)]
pub async fn read_delivery(slug: String, id: Option<WebhookId>, event: EventId) -> Result<DeliveryView, Failure> {
    let request = crate::request::request_context()?;
    let id = crate::request::answered(id.ok_or(model::Error::NotFound))?;
    let found = domain::webhooks::delivery(&request.ctx, &slug, id, event).await;
    let found = crate::request::answered(found)?;
    let presenter = Presenter::new(&request);
    Ok(DeliveryView {
        url: found.url,
        delivery: presenter.delivery(found.delivery),
        body: found.body.unwrap_or_default(),
        attempts: found.attempts.into_iter().map(|one| presenter.attempt(one)).collect(),
        may_replay: found.may_replay,
    })
}

#[cfg(feature = "ssr")]
impl Presenter {
    fn webhook(&self, one: Webhook) -> WebhookRow {
        let last =
            one.last_at.map(|at| LastAttempt { at: self.when(at), status: one.last_status, problem: one.last_problem });
        WebhookRow {
            id: one.id,
            url: one.url,
            description: one.description,
            events: one.events,
            payload: one.payload,
            disabled: one.disabled.map(|(reason, at)| (reason, self.when(at))),
            rotating_until: one.rotating_until.map(|at| self.when(at)),
            last,
            version: one.version,
            created: self.when(one.created_at),
        }
    }

    fn delivery(&self, one: Delivery) -> DeliveryRow {
        let last = one.last.map(|last| AttemptRow { answer: String::new(), headers: Vec::new(), ..self.attempt(last) });
        DeliveryRow {
            event: one.event,
            message_id: one.message_id,
            event_type: one.event_type,
            status: one.status,
            created: self.when_to_the_second(one.created_at),
            next: one.next_at.map(|at| self.when_to_the_second(at)),
            attempts: one.attempts,
            last,
        }
    }

    fn attempt(&self, one: Attempt) -> AttemptRow {
        AttemptRow {
            number: one.number,
            at: self.when_to_the_second(one.at),
            milliseconds: one.duration / 1000,
            status: one.status,
            problem: one.problem,
            answer: one.answer,
            headers: one.headers,
        }
    }
}
