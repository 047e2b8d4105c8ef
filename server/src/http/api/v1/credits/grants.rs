use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Page, Timestamp};
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use domain::credits::{self, Grant};
use model::credits::GrantInput;
use model::permissions::Permission;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Credits that were given at once.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct CreditGrant {
    id: Uuid,
    /// Where they come from: `paid`, `promotional`, or `allowance` where the plan gives them each month.
    #[schema(example = "paid")]
    category: &'static str,
    /// How many they were.
    #[schema(example = 10_000)]
    amount: i64,
    /// How many are left.
    remaining: i64,
    /// Of those, how many live holds reserve.
    reserved: i64,
    /// The least is used first; of the same, what expires first.
    #[schema(example = 100)]
    priority: i64,
    /// They can be used: their time has come.
    effective: bool,
    effective_at: Timestamp,
    /// Null: they never expire.
    expires_at: Option<Timestamp>,
    /// May be empty.
    note: String,
    created_at: Timestamp,
}

impl CreditGrant {
    fn of(grant: Grant) -> Self {
        Self {
            id: grant.id.0,
            category: grant.category.name(),
            amount: grant.amount,
            remaining: grant.remaining,
            reserved: grant.held,
            priority: grant.priority,
            effective: grant.entered,
            effective_at: grant.effective_at.into(),
            expires_at: grant.expires_at.map(Into::into),
            note: grant.note,
            created_at: grant.created_at.into(),
        }
    }
}

/// Credits to give.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct NewGrantInput {
    /// Chosen by you, so that sending it again gives nothing twice.
    id: Option<Uuid>,
    /// `paid` or `promotional`.
    #[schema(example = "paid")]
    category: String,
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 10_000)]
    amount: i64,
    /// The least is used first; 100 where nothing is said.
    #[schema(minimum = 0, maximum = 1000, example = 100)]
    priority: Option<i64>,
    /// From when on they can be used; now where nothing is said. A moment, or a day of UTC.
    #[schema(example = "2026-12-01")]
    effective_at: Option<String>,
    /// Until when; never where nothing is said. A moment, or the last day, of UTC.
    #[schema(example = "2027-11-30")]
    expires_at: Option<String>,
    #[schema(max_length = 200, example = "Invoice 2026-118")]
    note: Option<String>,
}

/// Lists the grants that have something left, in the order in which they are used; those to come last. At most a
/// hundred.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/credits/grants",
    operation_id = "listCreditGrants",
    tag = "Credits",
    params(InWorkspace),
    responses((status = 200, description = "The grants", body = Page<CreditGrant>)),
    security(("token" = ["credits:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
) -> Result<Json<Page<CreditGrant>>, Problem> {
    let parts = credits::parts(&ctx, &at.slug).await?;
    Ok(Json(Page { items: parts.grants.into_iter().map(CreditGrant::of).collect(), next: None }))
}

/// Gives the workspace credits. The same `id` with the same content answers what the first call has made.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/credits/grants",
    operation_id = "createCreditGrant",
    tag = "Credits",
    params(InWorkspace),
    request_body = NewGrantInput,
    responses((status = 201, description = "The grant", body = CreditGrant)),
    security(("token" = ["credits:write"]))
)]
pub(in crate::http::api) async fn create(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<(StatusCode, Json<CreditGrant>), Problem> {
    ctx.require(&at.slug, Permission::CREDITS_WRITE).await?;
    let input = body::<NewGrantInput>(request).await?;
    let granted = credits::grant(&ctx, &at.slug, &GrantInput::parse(&input.fields)?).await?;
    Ok((StatusCode::CREATED, Json(CreditGrant::of(granted))))
}
