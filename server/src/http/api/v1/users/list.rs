use super::user::User;
use crate::http::api::auth::Caller;
use crate::http::api::input::{authorised, given, limit, query};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::Page;
use axum::Json;
use axum::http::Uri;
use domain::users;
use model::permissions::Permission;
use model::users::UsersQuery;
use utoipa::IntoParams;

/// Which users, in which order.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct UsersFilter {
    /// A text in names, addresses and other fields.
    #[param(max_length = 200, example = "souza")]
    q: Option<String>,
    /// `active`, `suspended`, `invited`, `expired` or `removed`; by itself all but the removed.
    #[param(example = "active")]
    status: Option<String>,
    /// A role's id, or `super-user`.
    role: Option<String>,
    /// A group's id.
    group: Option<String>,
    /// How they became members: `setup`, `added`, `invited`, `imported`, `joined` or `seeded`.
    source: Option<String>,
    /// `with` or `without` a second factor.
    mfa: Option<String>,
    /// `never`, `since:2026-11-22` or `before:2026-11-22`, in the time zone of the token's owner.
    active: Option<String>,
    /// `name`, `email`, `phone`, `job_title`, `role`, `status`, `source`, `joined` or `last_active`; with a minus before
    /// it the other way round.
    #[param(example = "-joined")]
    sort: Option<String>,
    /// Users on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Lists users, a page at a time.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/users",
    operation_id = "listUsers",
    tag = "Users",
    params(InWorkspace, UsersFilter),
    responses((status = 200, description = "A page of users", body = Page<User>)),
    security(("token" = ["users:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Json<Page<User>>, Problem> {
    let asked = authorised(&ctx, &at.slug, Permission::USERS_READ, asked(&uri)).await?;
    let (page, _) = users::list(&ctx, &at.slug, &asked).await?;
    let items = page.items.into_iter().map(|listed| User::of(&ctx, listed)).collect();
    Ok(Json(Page { items, next: page.next }))
}

fn asked(uri: &Uri) -> Result<UsersQuery, Problem> {
    let fields = query::<UsersFilter>(uri)?;
    let asked = UsersQuery::parse(given(&fields))?;
    Ok(UsersQuery { size: Some(limit(&fields, UsersQuery::SIZE, UsersQuery::MAX_SIZE)?), ..asked })
}
