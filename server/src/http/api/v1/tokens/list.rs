use super::token::ReachingTokenView;
use crate::http::api::auth::Caller;
use crate::http::api::input::{limit, query};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Page, PageQuery};
use axum::Json;
use axum::http::Uri;
use domain::tokens::workspace;
use model::FieldErrors;
use model::permissions::Permission;

/// Lists every token that reaches the workspace, the newest first.
///
/// Its own, with those that ended within 90 days, and the personal ones of its members.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/tokens",
    operation_id = "listTokens",
    tag = "Tokens",
    params(InWorkspace, PageQuery),
    responses((status = 200, description = "A page of tokens", body = Page<ReachingTokenView>)),
    security(("token" = ["settings:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Json<Page<ReachingTokenView>>, Problem> {
    ctx.require(&at.slug, Permission::SETTINGS_READ).await?;
    let fields = query::<PageQuery>(&uri)?;
    let after = match fields.get("after") {
        "" => None,
        text => Some(text.parse().map_err(|_| FieldErrors::one("after", model::Problem::NotAChoice))?),
    };
    let found = workspace::list(&ctx, &at.slug, after, limit(&fields, 50, 100)?).await?;
    let items = found.tokens.into_iter().map(ReachingTokenView::of).collect();
    Ok(Json(Page { items, next: found.next.map(|id| id.to_string()) }))
}
