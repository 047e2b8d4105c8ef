use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Page, Timestamp};
use axum::Json;
use domain::users;
use model::permissions::Permission;
use serde::Serialize;
use utoipa::ToSchema;

/// A browser in which a user is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct Session {
    /// When it last asked for something, to the minute.
    last_seen_at: Timestamp,
    /// The network address that it was begun from; may be empty.
    #[schema(example = "192.0.2.7")]
    address: String,
    /// What the browser said of itself; may be empty.
    user_agent: String,
}

/// Lists where a user is signed in, the newest first, 50 at the most. For people who are in no other workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/users/{id}/sessions",
    operation_id = "listSessions",
    tag = "Users",
    params(OneOf),
    responses((status = 200, description = "The sessions", body = Page<Session>)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn sessions(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Json<Page<Session>>, Problem> {
    ctx.require(&at.slug, Permission::USERS_WRITE).await?;
    let sessions = users::sessions(&ctx, &at.slug, at.id.into()).await?;
    let session = |one: users::SignedIn| Session {
        last_seen_at: one.last_seen_at.into(),
        address: one.address,
        user_agent: one.user_agent,
    };
    Ok(Json(Page { items: sessions.into_iter().map(session).collect(), next: None }))
}
