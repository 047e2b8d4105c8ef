use super::provider::IdentityProvider;
use super::show::{found, shown};
use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, Versioned, precondition};
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use domain::sso::workspace;
use model::identity_provider::ProviderInput;
use model::permissions::Permission;
use utoipa::ToSchema;

/// A workspace's identity provider as it is to be.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct IdentityProviderInput {
    /// As people see it on the sign-in page.
    #[schema(max_length = 80, example = "Acme")]
    name: String,
    /// As its discovery document writes it. It is asked for that document before anything is saved.
    #[schema(max_length = 500, example = "https://id.example.com/realms/acme")]
    issuer: String,
    #[schema(max_length = 255, example = "roster")]
    client_id: String,
    /// Left out: the one that is saved stays; where there is none, it is a public client.
    #[schema(max_length = 1000, write_only)]
    client_secret: Option<String>,
    /// The claim that lists groups; left out: `groups`.
    #[schema(max_length = 200, example = "groups")]
    groups_claim: Option<String>,
    /// Whoever signs in there with an address at a verified domain becomes a member; left out: they do not.
    auto_join: Option<bool>,
}

/// Sets up a workspace's identity provider, or changes it. A change names the version that it starts from. Another
/// issuer or client has to be tested anew, and is no longer required.
#[utoipa::path(
    put,
    path = "/workspaces/{slug}/identity-provider",
    operation_id = "putIdentityProvider",
    tag = "Workspaces",
    params(InWorkspace, ("If-Match" = Option<String>, Header,
        description = "The ETag of what was read, or *; left out where there is none yet", example = "\"7-jK2v0Q3w\"")),
    request_body = IdentityProviderInput,
    responses(
        (status = 200, description = "The provider as it is now", body = IdentityProvider),
        (status = 201, description = "The provider, new", body = IdentityProvider)
    ),
    security(("token" = ["settings:write"]))
)]
pub(in crate::http::api) async fn save(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    if_match: IfMatch,
    request: Request,
) -> Result<(StatusCode, Versioned<Json<IdentityProvider>>), Problem> {
    ctx.require(&at.slug, Permission::SETTINGS_WRITE).await?;
    let version = match found(&ctx, &at.slug).await? {
        Some(present) => Some(if_match.require(present.version)?),
        None if if_match.is_sent() => return Err(Problem::PRECONDITION_FAILED),
        None => None,
    };
    let input = body::<IdentityProviderInput>(request).await?;
    let saved = workspace::save(&ctx, &at.slug, &ProviderInput::parse(&input.fields)?, version).await;
    saved.map_err(precondition)?;
    let status = if version.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, shown(&ctx, &at.slug).await?))
}
