use super::texts::texts;
use super::user::User;
use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::created;
use axum::Json;
use axum::extract::Request;
use axum::response::Response;
use domain::keys::canonical_email;
use domain::users::{self, Addition};
use model::FieldErrors;
use model::accounts::Password;
use model::permissions::Permission;
use model::users::{MemberField, RoleChoice};
use serde::Serialize;
use utoipa::ToSchema;

/// Someone to add at once.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct UserInput {
    #[schema(format = Email, example = "ana@acme.example")]
    email: String,
    /// Not used where the address has an account, as all that is the person's own.
    #[schema(max_length = 200, example = "Ana")]
    first_name: String,
    #[schema(max_length = 200, example = "Souza")]
    last_name: Option<String>,
    /// E.164, or a national number of the workspace's country.
    #[schema(example = "+5511912345678")]
    phone: Option<String>,
    #[schema(max_length = 200, example = "Accountant")]
    job_title: Option<String>,
    /// A role's id, or `super-user`.
    #[schema(example = "019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4")]
    role: String,
    /// By itself one is made, and answered once.
    password: Option<String>,
    /// The password has to be replaced at the first sign-in; by itself true.
    temporary_password: Option<bool>,
}

/// A user who was added.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct AddedUser {
    user: User,
    /// The one that was made, said once; null where one was sent, and where the address had an account.
    password: Option<String>,
    /// The address had an account, which keeps its name and password.
    existing_account: bool,
}

/// Adds a user at once.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users",
    operation_id = "createUser",
    tag = "Users",
    params(InWorkspace),
    request_body = UserInput,
    responses((status = 201, description = "They are a member", body = AddedUser,
        headers(("Location" = String, description = "Where the user can be read")))),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn create(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<Response, Problem> {
    ctx.require(&at.slug, Permission::USERS_WRITE).await?;
    let country = users::phone_country(&ctx, &at.slug).await?;
    let input = body::<UserInput>(request).await?;
    let mut errors = FieldErrors::default();
    let email = errors.take("email", canonical_email(input.fields.get("email")));
    let role = errors.take("role", RoleChoice::parse(input.fields.get("role")));
    let mut texts = texts(&input, country, &mut errors);
    if !input.has("first_name") {
        errors.add("first_name", model::Problem::Required);
    }
    texts = [MemberField::LastName, MemberField::Phone]
        .into_iter()
        .filter(|field| !input.has(field.name()))
        .fold(texts, |texts, field| texts.with(field, None));
    let password = errors.take("password", Password::typed_if_given(input.fields.get("password"))).flatten();
    errors.into_result()?;
    let (Some(email), Some(role)) = (email, role) else { return Err(Problem::INTERNAL) };
    let temporary = input.flag("temporary_password").unwrap_or(true);
    let addition = Addition { email, texts, role, password, temporary };
    let (added, password) = users::add(&ctx, &at.slug, addition).await?;
    let user = User::of(&ctx, users::details(&ctx, &at.slug, added.member).await?.listed);
    let password = password.map(|password| password.reveal().to_owned());
    let (id, existing_account) = (user.id, added.existing);
    Ok(created(&ctx, &at.slug, "users", id, Json(AddedUser { user, password, existing_account })))
}
