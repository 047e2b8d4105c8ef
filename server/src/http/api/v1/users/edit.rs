use super::show::shown;
use super::texts::texts;
use super::user::User;
use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, Versioned, precondition};
use crate::http::api::input::{Input, body};
use crate::http::api::path::{At, OneOf, Versions};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use domain::clock::parse_rfc3339;
use domain::users;
use model::FieldErrors;
use model::permissions::Permission;
use model::users::{Access, Edit};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is to change; whatever is left out stays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct UserChangeInput {
    /// Names and telephone number can be set for people who are in no other workspace.
    #[schema(max_length = 200, example = "Ana")]
    first_name: Option<String>,
    #[schema(max_length = 200, example = "Souza")]
    last_name: Option<String>,
    #[schema(example = "+5511912345678")]
    phone: Option<String>,
    #[schema(max_length = 200, example = "Accountant")]
    job_title: Option<String>,
    /// True takes their own roles away; with false, `role_ids` says what they get.
    super_user: Option<bool>,
    /// All of their own roles, without those of their groups; at least one.
    #[schema(required = false)]
    role_ids: Vec<Uuid>,
    /// All groups that they are in.
    #[schema(required = false)]
    group_ids: Vec<Uuid>,
    /// When the membership ends (RFC 3339); null: never.
    #[schema(format = DateTime, example = "2027-01-01T00:00:00Z")]
    ends_at: Option<String>,
}

/// Changes a user.
#[utoipa::path(
    patch,
    path = "/workspaces/{slug}/users/{id}",
    operation_id = "updateUser",
    tag = "Users",
    params(OneOf, Versions),
    request_body = UserChangeInput,
    responses((status = 200, description = "The user as they are now", body = User)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn edit(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    if_match: IfMatch,
    request: Request,
) -> Result<Versioned<Json<User>>, Problem> {
    ctx.require(&at.slug, Permission::USERS_WRITE).await?;
    let id = at.id.into();
    let present = users::details(&ctx, &at.slug, id).await?.listed.version;
    let version = if_match.require(present)?;
    let country = users::phone_country(&ctx, &at.slug).await?;
    let input = body::<UserChangeInput>(request).await?;
    let mut errors = FieldErrors::default();
    let edit = Edit {
        texts: texts(&input, country, &mut errors),
        access: access(&input, &mut errors),
        groups: input.ids("group_ids", &mut errors),
        ends_at: ends_at(&input, &mut errors),
        version,
        ..Edit::default()
    };
    errors.into_result()?;
    users::edit(&ctx, &at.slug, id, &edit).await.map_err(|error| precondition(error).renamed(&NAMES))?;
    shown(&ctx, &at.slug, id).await
}

/// What the rules call a field, and what the API does.
const NAMES: [(&str, &str); 4] =
    [("role", "role_ids"), ("roles", "role_ids"), ("group", "group_ids"), ("ends", "ends_at")];

fn access(input: &Input, errors: &mut FieldErrors) -> Option<Access> {
    let roles = input.ids("role_ids", errors);
    match (input.flag("super_user"), roles) {
        (Some(true), None) => Some(Access { super_user: true, roles: Vec::new() }),
        (Some(true), Some(roles)) if roles.is_empty() => Some(Access { super_user: true, roles }),
        (Some(true), Some(_)) => {
            errors.add("role_ids", model::Problem::NotAChoice);
            None
        }
        (_, Some(roles)) if !roles.is_empty() => Some(Access { super_user: false, roles }),
        (None, None) => None,
        _ => {
            errors.add("role_ids", model::Problem::Required);
            None
        }
    }
}

/// None within: it is to have no end.
#[expect(clippy::option_option, reason = "left out and taken away are two things")]
fn ends_at(input: &Input, errors: &mut FieldErrors) -> Option<Option<i64>> {
    let text = input.has("ends_at").then(|| input.fields.get("ends_at"))?;
    if text.is_empty() {
        return Some(None);
    }
    errors.take("ends_at", parse_rfc3339(text)).map(Some)
}
