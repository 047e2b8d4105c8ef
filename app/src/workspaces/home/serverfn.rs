//! What Home asks the server.

use crate::Failure;
use crate::wire::Json;
use leptos::prelude::*;
use model::workspaces::Overview;

/// How the workspace stands: each part for those who may see it.
#[server(prefix = "/fn", endpoint = "workspaces/overview", input = Json, output = Json)]
pub async fn read_overview(slug: String) -> Result<Overview, Failure> {
    let visit = crate::visit::visit()?;
    let found = crate::visit::answered(domain::workspaces::overview(&visit.ctx, &slug).await)?;
    Ok(super::draw::overview(&crate::present::Presenter::new(&visit), found))
}
