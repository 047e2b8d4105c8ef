//! What the card asks the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::plans::PlanUsage;

/// A workspace's plan, and what is used of it.
#[server(prefix = "/fn", endpoint = "workspaces/plan", input = Json, output = Postcard)]
pub async fn read_plan(slug: String) -> Result<PlanUsage, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::plans::usage(&request.ctx, &slug).await)
}
