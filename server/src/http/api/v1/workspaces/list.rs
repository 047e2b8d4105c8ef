//! `GET /api/v1/workspaces?limit= &after=`: where the token can act, by slug. Any scope will do.

use crate::http::api::auth::Caller;
use crate::http::api::input;
use crate::http::api::problem::Problem;
use axum::Json;
use axum::http::Uri;
use domain::workspaces::reachable;
use model::ids::WorkspaceId;
use model::urls::Url;
use serde::Serialize;

const USUAL: u32 = 50;
const MAX: u32 = 100;

#[derive(Serialize)]
pub(in crate::http::api) struct Page {
    items: Vec<Workspace>,
    next: Option<String>,
}

#[derive(Serialize)]
struct Workspace {
    id: WorkspaceId,
    slug: String,
    name: String,
    avatar_url: Option<String>,
}

pub(in crate::http::api) async fn list(Caller(ctx): Caller, uri: Uri) -> Result<Json<Page>, Problem> {
    let fields = input::query(&uri, &["limit", "after"])?;
    let limit = input::limit(&fields, USUAL, MAX)?;
    // One more than asked for says whether there are more.
    let mut found = reachable(&ctx, fields.get("after"), limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > wanted;
    found.truncate(wanted);
    let next = found.last().filter(|_| has_more).map(|last| last.slug.clone());
    let items = found.into_iter().map(|one| Workspace {
        id: one.id,
        slug: one.slug,
        name: one.name,
        avatar_url: one.picture.map(|id| ctx.link(&Url::Avatar { id })),
    });
    Ok(Json(Page { items: items.collect(), next }))
}
