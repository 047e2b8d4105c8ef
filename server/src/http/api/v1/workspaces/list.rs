use crate::http::api::auth::Caller;
use crate::http::api::input::{limit, query};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Page, PageQuery};
use axum::Json;
use axum::http::Uri;
use domain::workspaces::reachable;
use model::urls::Url;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A workspace that the token reaches.
#[derive(Serialize, ToSchema)]
pub(in crate::http::api) struct Workspace {
    id: Uuid,
    /// Its name in addresses.
    #[schema(example = "acme")]
    slug: String,
    #[schema(example = "Acme")]
    name: String,
    avatar_url: Option<String>,
}

/// Lists where the token can act, by slug. Any scope will do.
#[utoipa::path(
    get,
    path = "/workspaces",
    operation_id = "listWorkspaces",
    tag = "Workspaces",
    params(PageQuery),
    responses((status = 200, description = "A page of workspaces", body = Page<Workspace>)),
    security(("token" = []))
)]
pub(in crate::http::api) async fn list(Caller(ctx): Caller, uri: Uri) -> Result<Json<Page<Workspace>>, Problem> {
    let fields = query::<PageQuery>(&uri)?;
    let limit = limit(&fields, 50, 100)?;
    // One more than asked for says whether there are more.
    let mut found = reachable(&ctx, fields.get("after"), limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > wanted;
    found.truncate(wanted);
    let next = found.last().filter(|_| has_more).map(|last| last.slug.clone());
    let items = found.into_iter().map(|one| Workspace {
        id: one.id.0,
        slug: one.slug,
        name: one.name,
        avatar_url: one.picture.map(|id| ctx.link(&Url::Avatar { id })),
    });
    Ok(Json(Page { items: items.collect(), next }))
}
