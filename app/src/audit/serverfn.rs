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

/// Up to eight people, by e-mail and name, whom what was typed finds.
#[server(prefix = "/fn", endpoint = "audit/suggest", input = Json, output = Postcard)]
pub async fn suggest_people(slug: String, typed: String) -> Result<Vec<(String, String)>, Failure> {
    let request = crate::request::request_context()?;
    let asked = model::users::UsersQuery { q: typed, size: Some(8), ..Default::default() };
    let (page, _) = crate::request::answered(domain::users::list(&request.ctx, &slug, &asked).await)?;
    let suggestion = |user: domain::users::Listed| (user.email.clone(), user.name());
    Ok(page.items.into_iter().map(suggestion).collect())
}
