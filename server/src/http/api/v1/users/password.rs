use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use domain::{passwords, users};
use model::FieldErrors;
use model::accounts::Password;
use model::permissions::Permission;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct PasswordInput {
    /// By itself one is made, and answered once.
    password: Option<String>,
    /// It has to be replaced at the next sign-in; by itself true.
    temporary_password: Option<bool>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct NewPassword {
    /// The one that was made; null where one was sent.
    password: Option<String>,
}

/// Sets a user's password. Ends their sessions, and revokes their tokens. Possible for people who are in no other
/// workspace and sign in with a password.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/{id}/password",
    operation_id = "setPassword",
    tag = "Users",
    params(OneOf),
    request_body = PasswordInput,
    responses((status = 200, description = "It counts from now on", body = NewPassword)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn password(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    request: Request,
) -> Result<Json<NewPassword>, Problem> {
    ctx.require(&at.slug, Permission::USERS_WRITE).await?;
    let input = body::<PasswordInput>(request).await?;
    let sent = Password::typed_if_given(input.fields.get("password"));
    let sent = sent.map_err(|problem| FieldErrors::one("password", problem))?;
    let temporary = input.flag("temporary_password").unwrap_or(true);
    let (made, password) = match sent {
        Some(password) => (None, password),
        None => {
            let made = passwords::generate(&ctx.roster.random);
            (Some(made.reveal().to_owned()), made)
        }
    };
    users::change_password(&ctx, &at.slug, at.id.into(), &password, temporary).await?;
    Ok(Json(NewPassword { password: made }))
}
