use super::invitation::Invitation;
use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::{Context, invitations};
use model::ids::InvitationId;

/// Shows an open invitation.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/invitations/{id}",
    operation_id = "getInvitation",
    tag = "Invitations",
    params(OneOf),
    responses((status = 200, description = "The invitation", body = Invitation)),
    security(("token" = ["invitations:read"]))
)]
pub(in crate::http::api) async fn show(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<Json<Invitation>, Problem> {
    shown(&ctx, &at.slug, at.id.into()).await
}

/// As it stands now.
pub(super) async fn shown(ctx: &Context, slug: &str, id: InvitationId) -> Result<Json<Invitation>, Problem> {
    Ok(Json(Invitation::of(invitations::show(ctx, slug, id).await?)))
}
