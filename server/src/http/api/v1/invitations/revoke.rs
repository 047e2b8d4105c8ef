use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::invitations;

/// Takes an invitation back.
#[utoipa::path(
    delete,
    path = "/workspaces/{slug}/invitations/{id}",
    operation_id = "revokeInvitation",
    tag = "Invitations",
    params(OneOf),
    responses((status = 204, description = "Its link has ended")),
    security(("token" = ["invitations:delete"]))
)]
pub(in crate::http::api) async fn revoke(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<StatusCode, Problem> {
    invitations::revoke(&ctx, &at.slug, at.id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
