//! What the bulk pages ask the server.

use crate::Failure;
use crate::wire::Json;
use leptos::prelude::*;
use model::ids::{JobId, MemberId};
use model::jobs::BulkView;
use model::users::UsersQuery;
use serde::{Deserialize, Serialize};

/// Whom a bulk action would be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkPreview {
    /// None: more than is counted.
    pub count: Option<i64>,
    /// The first few.
    pub names: Vec<String>,
}

/// Who is meant: these, or with none of them all whom the query finds.
#[server(prefix = "/fn", endpoint = "users/bulk-preview", input = Json, output = Json)]
pub async fn preview(slug: String, ids: Vec<MemberId>, asked: UsersQuery) -> Result<BulkPreview, Failure> {
    let visit = crate::visit::visit()?;
    let whom = super::form::whom(ids, asked);
    let (count, names) = crate::visit::answered(domain::users::bulk::preview(&visit.ctx, &slug, &whom).await)?;
    Ok(BulkPreview { count, names })
}

/// How far it has come; `after` leads on through those who could not be done.
#[server(prefix = "/fn", endpoint = "users/bulk-progress", input = Json, output = Json)]
pub async fn progress(slug: String, id: Option<JobId>, after: Option<i64>) -> Result<BulkView, Failure> {
    use crate::visit::answered;
    let visit = crate::visit::visit()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let progress = answered(domain::jobs::progress(&visit.ctx, &slug, id, after).await)?;
    let roles = domain::roles::choices(&visit.ctx, &slug).await.unwrap_or_default();
    let groups = domain::groups::choices(&visit.ctx, &slug).await.unwrap_or_default();
    answered(super::form::view_of(&visit, id, progress, &roles, &groups))
}
