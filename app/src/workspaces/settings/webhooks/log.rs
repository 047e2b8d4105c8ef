//! The delivery log of an endpoint.

use super::fields::result;
use crate::address::use_slug;
use crate::state::texts;
use crate::ui::Time;
use leptos::prelude::*;
use model::Texts;
use model::ids::{EventId, WebhookId};
use model::urls::Url;
use model::webhooks::{DeliveryRow, MessageStatus};

#[component]
pub(super) fn Log(id: WebhookId, rows: Vec<DeliveryRow>, next: Option<EventId>) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    let older = next.map(|next| {
        let href = Url::Webhook { slug: slug.clone(), id }.with(&[("after", &next.to_string())]);
        view! { <a class="btn" href=href>{t.get("webhooks.log.older")}</a> }
    });
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("webhooks.log")}</h2>
                <p class="card-text">{t.get("webhooks.log.text")}</p>
            </header>
            <div class="card-body">
                {if rows.is_empty() {
                    view! { <p class="muted">{t.get("webhooks.log.none")}</p> }.into_any()
                } else {
                    view! { <Rows id=id rows=rows/> }.into_any()
                }}
            </div>
            {older.map(|older| view! { <footer class="card-foot">{older}</footer> })}
        </section>
    }
}

#[component]
fn Rows(id: WebhookId, rows: Vec<DeliveryRow>) -> impl IntoView {
    let t = texts();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead><tr>
                    <th scope="col">{t.get("webhooks.log.event")}</th>
                    <th scope="col">{t.get("webhooks.log.status")}</th>
                    <th scope="col">{t.get("webhooks.log.time")}</th>
                    <th scope="col">{t.get("webhooks.log.attempts")}</th>
                    <th scope="col">{t.get("webhooks.log.duration")}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row id=id row=row/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(id: WebhookId, row: DeliveryRow) -> impl IntoView {
    let t = texts();
    let href = Url::WebhookDelivery { slug: use_slug().get_untracked(), id, event: row.event }.path();
    let answered = row.last.as_ref().map(|last| result(t, last.status, last.problem)).unwrap_or_default();
    let took = row.last.as_ref().map(|last| milliseconds(t, last.milliseconds)).unwrap_or_default();
    view! {
        <tr>
            <th scope="row" class="cell-main"><a class="row-link mono wrap-anywhere" href=href>{row.event_type}</a></th>
            <td data-label=t.get("webhooks.log.status")>
                <Status status=row.status/> <small class="cell-note">{answered}</small>
            </td>
            <td data-label=t.get("webhooks.log.time")><Time at=row.created/></td>
            <td data-label=t.get("webhooks.log.attempts")>{t.number(row.attempts)}</td>
            <td data-label=t.get("webhooks.log.duration")>{took}</td>
        </tr>
    }
}

#[component]
pub(super) fn Status(status: MessageStatus) -> impl IntoView {
    let class = match status {
        MessageStatus::Queued => "badge",
        MessageStatus::Delivered => "badge badge--ok",
        MessageStatus::Failed => "badge badge--danger",
    };
    view! { <span class=class>{texts().get(&format!("webhooks.status.{}", status.name()))}</span> }
}

pub(super) fn milliseconds(t: Texts, n: i64) -> String {
    format!("{} ms", t.number(n))
}
