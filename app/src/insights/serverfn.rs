//! What the cards ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::insights::InsightsView;

/// How the workspace moves, where the feature is on.
#[server(prefix = "/fn", endpoint = "workspaces/insights", input = Json, output = Postcard)]
pub async fn read_insights(slug: String) -> Result<InsightsView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::workspaces::insights::insights(&request.ctx, &slug).await)?;
    Ok(super::draw::insights(&crate::present::Presenter::new(&request), found))
}
