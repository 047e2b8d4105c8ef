use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Started, accepted};
use axum::extract::Request;
use axum::response::Response;
use domain::users::bulk::{Whom, start};
use model::FieldErrors;
use model::permissions::Permission;
use model::users::{Action, MemberField, UsersQuery};
use utoipa::ToSchema;
use uuid::Uuid;

/// One action on many users.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct BulkInput {
    /// `suspend`, `activate`, `remove`, `restore`, `resend`, `sign_out`, `role`, `join` or `part`.
    #[schema(example = "suspend")]
    action: String,
    /// With `role`: the role's id, or `super-user`.
    role: Option<String>,
    /// With `join` and `part`: the group's id.
    group: Option<String>,
    /// At most 1,000 users.
    #[schema(required = false)]
    ids: Vec<Uuid>,
    /// In place of ids, all users whom this query finds, as the list's address has it; empty: everyone.
    #[schema(example = "status=active&group=019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4")]
    filter: Option<String>,
}

/// Does the same to many users, in the background.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/bulk",
    operation_id = "bulkChangeUsers",
    tag = "Users",
    params(InWorkspace),
    request_body = BulkInput,
    responses((status = 202, description = "The job has begun", body = Started,
        headers(("Location" = String, description = "Where the job can be watched")))),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn bulk(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<Response, Problem> {
    ctx.require(&at.slug, Permission::USERS_READ).await?;
    let input = body::<BulkInput>(request).await?;
    let action = Action::parse(&input.fields)?;
    let mut errors = FieldErrors::default();
    let whom = match (input.ids("ids", &mut errors), input.has("filter")) {
        (Some(ids), false) => Whom::These(ids),
        (None, true) => Whom::Matching(filter(input.fields.get("filter"))?),
        _ => return Err(FieldErrors::one("ids", model::Problem::Required).into()),
    };
    errors.into_result()?;
    let job =
        start(&ctx, &at.slug, action, whom).await.map_err(|error| Problem::from(error).renamed(&[("form", "ids")]))?;
    Ok(accepted(&ctx, &at.slug, job))
}

/// What the address of the list would say.
fn filter(text: &str) -> Result<UsersQuery, Problem> {
    let not_one = |_| Problem::from(FieldErrors::one("filter", model::Problem::NotAChoice));
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let narrows = |name: &str| name == "q" || MemberField::ALL.iter().any(|field| field.spec().filter == Some(name));
    if pairs.iter().any(|(name, _)| !narrows(name)) {
        return Err(FieldErrors::one("filter", model::Problem::NotAChoice).into());
    }
    let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    UsersQuery::parse(get).map_err(not_one)
}
