use super::invitation::Invitation;
use super::show::shown;
use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::invitations;

/// Sends an invitation again, with a new link; the former one ends.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/invitations/{id}/resend",
    operation_id = "resendInvitation",
    tag = "Invitations",
    params(OneOf),
    responses((status = 200, description = "The invitation as it is now", body = Invitation)),
    security(("token" = ["invitations:write"]))
)]
pub(in crate::http::api) async fn resend(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<Json<Invitation>, Problem> {
    invitations::resend(&ctx, &at.slug, at.id.into()).await?;
    shown(&ctx, &at.slug, at.id.into()).await
}
