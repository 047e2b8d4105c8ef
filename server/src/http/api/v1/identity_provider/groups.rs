use super::provider::IdentityProvider;
use super::show::shown;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::input::{body, query};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use axum::http::{StatusCode, Uri};
use domain::sso::workspace;
use model::Fields;
use model::identity_provider::GroupMapping;
use model::permissions::Permission;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A group of the provider's that is to give a role.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct ProviderGroupInput {
    /// Exactly as the provider tells it: a name or an id.
    #[schema(max_length = 255, example = "engineering")]
    group: String,
    /// One that the token's owner could give.
    role: Uuid,
}

/// A group of the provider's, and the role that it gives.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct ProviderGroupQuery {
    /// The group, as the provider tells it.
    #[param(example = "engineering")]
    group: String,
    /// The role's id.
    role: Uuid,
}

/// Has a group of the provider's give a role, with each sign-in, as long as whoever says so could give it. A token of the
/// workspace's own has nobody behind it, and can't.
#[utoipa::path(
    put,
    path = "/workspaces/{slug}/identity-provider/groups",
    operation_id = "putIdentityProviderGroup",
    tag = "Workspaces",
    params(InWorkspace),
    request_body = ProviderGroupInput,
    responses((status = 200, description = "The provider as it is now", body = IdentityProvider)),
    security(("token" = ["settings:write"]))
)]
pub(in crate::http::api) async fn map(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<Versioned<Json<IdentityProvider>>, Problem> {
    ctx.require(&at.slug, Permission::SETTINGS_WRITE).await?;
    shown(&ctx, &at.slug).await?;
    let input = body::<ProviderGroupInput>(request).await?;
    let mapped = workspace::map_group(&ctx, &at.slug, &mapping(&input.fields)?, None).await;
    mapped.map_err(|error| Problem::from(error).renamed(&RENAMED))?;
    shown(&ctx, &at.slug).await
}

/// Has a group of the provider's give a role no longer. Whoever has the role keeps it.
#[utoipa::path(
    delete,
    path = "/workspaces/{slug}/identity-provider/groups",
    operation_id = "deleteIdentityProviderGroup",
    tag = "Workspaces",
    params(InWorkspace, ProviderGroupQuery),
    responses((status = 204, description = "The group does not give the role any more")),
    security(("token" = ["settings:write"]))
)]
pub(in crate::http::api) async fn unmap(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    ctx.require(&at.slug, Permission::SETTINGS_WRITE).await?;
    shown(&ctx, &at.slug).await?;
    let fields = query::<ProviderGroupQuery>(&uri)?;
    workspace::unmap_group(&ctx, &at.slug, &mapping(&fields)?, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The page's control, and what the API calls it.
const RENAMED: [(&str, &str); 1] = [("group_name", "group")];

/// As the form has it.
fn mapping(fields: &Fields) -> Result<GroupMapping, Problem> {
    let typed = Fields::default().with("group_name", fields.get("group")).with("role", fields.get("role"));
    GroupMapping::parse(&typed).map_err(|errors| Problem::from(errors).renamed(&RENAMED))
}
