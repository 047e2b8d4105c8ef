//! What Home asks the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::workspaces::Overview;

/// How the workspace stands: each part for those who may see it.
#[server(prefix = "/fn", endpoint = "workspaces/overview", input = Json, output = Postcard)]
pub async fn read_overview(slug: String) -> Result<Overview, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::workspaces::overview(&request.ctx, &slug).await)?;
    Ok(super::draw::overview(&crate::present::Presenter::new(&request), found))
}
