//! What the audit's page asks the server.

use crate::Failure;
use crate::wire::Json;
use leptos::prelude::*;
use model::audit::{AuditPage, AuditQuery};

/// A page of the events that the address asks for.
#[server(prefix = "/fn", endpoint = "audit/list", input = Json, output = Json)]
pub async fn list_events(slug: String, asked: AuditQuery) -> Result<AuditPage, Failure> {
    let visit = crate::visit::visit()?;
    let found = crate::visit::answered(domain::audit::page(&visit.ctx, &slug, &asked).await)?;
    Ok(crate::present::Presenter::new(&visit).audit(found))
}
