use super::invitation::Invitation;
use super::show::shown;
use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::created;
use axum::extract::Request;
use axum::response::Response;
use domain::invitations::{self, NewInvitation};
use domain::keys::canonical_email;
use model::FieldErrors;
use model::fields::{MAX_LINE, optional_line};
use model::permissions::Permission;
use model::users::{RoleChoice, Source, Texts};
use utoipa::ToSchema;

/// Someone to invite.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct InvitationInput {
    #[schema(format = Email, example = "bea@acme.example")]
    email: String,
    /// What an account that is made by it begins with.
    #[schema(max_length = 200)]
    first_name: Option<String>,
    #[schema(max_length = 200)]
    last_name: Option<String>,
    /// A role's id, or `super-user`.
    #[schema(example = "019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4")]
    role: String,
}

/// Invites someone by mail.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/invitations",
    operation_id = "sendInvitation",
    tag = "Invitations",
    params(InWorkspace),
    request_body = InvitationInput,
    responses((status = 201, description = "The invitation", body = Invitation,
        headers(("Location" = String, description = "Where the invitation can be read")))),
    security(("token" = ["invitations:write"]))
)]
pub(in crate::http::api) async fn send(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<Response, Problem> {
    ctx.require(&at.slug, Permission::INVITATIONS_WRITE).await?;
    let input = body::<InvitationInput>(request).await?;
    let mut errors = FieldErrors::default();
    let mut name = |field: &str| errors.take(field, optional_line(input.fields.get(field), MAX_LINE)).flatten();
    let (first_name, last_name) = (name("first_name").unwrap_or_default(), name("last_name").unwrap_or_default());
    let email = errors.take("email", canonical_email(input.fields.get("email")));
    let role = errors.take("role", RoleChoice::parse(input.fields.get("role")));
    errors.into_result()?;
    let (Some(email), Some(role)) = (email, role) else { return Err(Problem::INTERNAL) };
    let new = NewInvitation { email, first_name, last_name, texts: Texts::default(), role, source: Source::Invited };
    let id = invitations::send(&ctx, &at.slug, new).await?;
    Ok(created(&ctx, &at.slug, "invitations", id.0, shown(&ctx, &at.slug, id).await?))
}
