//! What the audit's page asks the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::audit::{AuditPage, AuditQuery};

/// A page of the events that the address asks for.
#[server(prefix = "/fn", endpoint = "audit/list", input = Json, output = Postcard)]
pub async fn list_events(slug: String, asked: AuditQuery) -> Result<AuditPage, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::audit_log::page(&request.ctx, &slug, &asked).await)?;
    Ok(crate::present::Presenter::new(&request).audit(found))
}
