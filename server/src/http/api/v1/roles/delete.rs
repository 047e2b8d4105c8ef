use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, precondition};
use crate::http::api::input::query;
use crate::http::api::path::{At, OneOf, Versions};
use crate::http::api::problem::Problem;
use axum::http::{StatusCode, Uri};
use domain::roles;
use model::FieldErrors;
use model::permissions::Permission;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct Replacement {
    /// The role that its people get instead; required where there are any.
    replaced_by: Option<Uuid>,
}

/// Deletes a role. Many people get the other one in the background.
#[utoipa::path(
    delete,
    path = "/workspaces/{slug}/roles/{id}",
    operation_id = "deleteRole",
    tag = "Roles",
    params(OneOf, Replacement, Versions),
    responses((status = 204, description = "It gives nothing any more")),
    security(("token" = ["roles:delete"]))
)]
pub(in crate::http::api) async fn delete(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    if_match: IfMatch,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    ctx.require(&at.slug, Permission::ROLES_DELETE).await?;
    let fields = query::<Replacement>(&uri)?;
    let replaced_by = match fields.get("replaced_by") {
        "" => None,
        id => Some(id.parse().map_err(|_| FieldErrors::one("replaced_by", model::Problem::NotAChoice))?),
    };
    let (present, _) = roles::show(&ctx, &at.slug, at.id.into()).await?;
    let version = if_match.require(present.version)?;
    let deleted = roles::delete(&ctx, &at.slug, at.id.into(), replaced_by, Some(version)).await;
    deleted.map_err(|error| precondition(error).renamed(&[("role", "replaced_by")]))?;
    Ok(StatusCode::NO_CONTENT)
}
