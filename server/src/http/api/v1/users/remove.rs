use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, precondition};
use crate::http::api::input::query;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::http::{StatusCode, Uri};
use domain::users;
use model::FieldErrors;
use model::invitations::Succession;
use model::permissions::Permission;
use utoipa::IntoParams;

#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct Removal {
    /// What becomes of the invitations that they have sent: `take_over` (by itself) or `revoke`.
    #[param(example = "take_over")]
    invitations: Option<String>,
}

/// Removes a user from the workspace. They can be restored for 30 days. Of someone who is invited, it takes the
/// invitation back.
#[utoipa::path(
    delete,
    path = "/workspaces/{slug}/users/{id}",
    operation_id = "removeUser",
    tag = "Users",
    params(OneOf, Removal, ("If-Match" = Option<String>, Header, description = "The ETag of what was read", example = "\"7-jK2v0Q3w\"")),
    responses((status = 204, description = "They are a member no more")),
    security(("token" = ["users:delete"]))
)]
pub(in crate::http::api) async fn remove(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    if_match: IfMatch,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    ctx.require(&at.slug, Permission::USERS_DELETE).await?;
    let fields = query::<Removal>(&uri)?;
    let invitations = match fields.get("invitations") {
        "" | "take_over" => Succession::TakeOver,
        "revoke" => Succession::Revoke,
        _ => return Err(FieldErrors::one("invitations", model::Problem::NotAChoice).into()),
    };
    let version = if if_match.is_sent() {
        Some(if_match.check(users::details(&ctx, &at.slug, at.id.into()).await?.listed.version)?)
    } else {
        None
    };
    let removed = users::remove(&ctx, &at.slug, at.id.into(), invitations, version).await;
    removed.map_err(|error| if version.is_some() { precondition(error) } else { error.into() })?;
    Ok(StatusCode::NO_CONTENT)
}
