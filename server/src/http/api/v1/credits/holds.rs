use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace, OneOf};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Page, Timestamp};
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use domain::credits::{self, Hold};
use model::FieldErrors;
use model::credits::{HoldInput, parse_amount};
use model::permissions::Permission;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Credits that are or were reserved.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct CreditHold {
    id: Uuid,
    /// What for.
    #[schema(example = "ai.completions")]
    feature: String,
    #[schema(example = 250)]
    amount: i64,
    /// How many of them were used.
    posted: i64,
    /// `live`, `posted`, `voided`, or `expired` where its time was over.
    #[schema(example = "live")]
    state: &'static str,
    /// May be empty.
    note: String,
    /// When it ends by itself, everything going back.
    expires_at: Timestamp,
    /// When it ended; null while it is live.
    resolved_at: Option<Timestamp>,
    created_at: Timestamp,
}

impl CreditHold {
    fn of(hold: Hold) -> Self {
        Self {
            id: hold.id.0,
            feature: hold.feature,
            amount: hold.amount,
            posted: hold.posted,
            state: hold.state.name(),
            note: hold.note,
            expires_at: hold.expires_at.into(),
            resolved_at: hold.resolved_at.map(Into::into),
            created_at: hold.created_at.into(),
        }
    }
}

/// Credits to reserve.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct NewHoldInput {
    /// Chosen by you, so that sending it again reserves nothing twice.
    id: Option<Uuid>,
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 250)]
    amount: i64,
    /// What for: small letters, digits, dots, hyphens and underscores.
    #[schema(max_length = 60, example = "ai.completions")]
    feature: String,
    /// The id of the user whose use it is; where nothing is said, the token's owner.
    user: Option<Uuid>,
    /// Seconds until everything goes back by itself; 900 where nothing is said.
    #[schema(minimum = 1, maximum = 604_800, example = 600)]
    expires_in: Option<i64>,
    #[schema(max_length = 200, example = "Summary of a meeting")]
    note: Option<String>,
}

/// What of a hold was used.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct PostHoldInput {
    /// Where nothing is said, all of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 180)]
    amount: Option<i64>,
}

/// Lists the live holds, the one that ends first at the top. At most a hundred.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/credits/holds",
    operation_id = "listCreditHolds",
    tag = "Credits",
    params(InWorkspace),
    responses((status = 200, description = "The holds", body = Page<CreditHold>)),
    security(("token" = ["credits:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
) -> Result<Json<Page<CreditHold>>, Problem> {
    let parts = credits::parts(&ctx, &at.slug).await?;
    Ok(Json(Page { items: parts.holds.into_iter().map(|(hold, _)| CreditHold::of(hold)).collect(), next: None }))
}

/// Reserves credits until they are posted or voided, or their time is over. 402 where there are too few.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/credits/holds",
    operation_id = "createCreditHold",
    tag = "Credits",
    params(InWorkspace),
    request_body = NewHoldInput,
    responses((status = 201, description = "The hold", body = CreditHold)),
    security(("token" = ["credits:write"]))
)]
pub(in crate::http::api) async fn create(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<(StatusCode, Json<CreditHold>), Problem> {
    ctx.require(&at.slug, Permission::CREDITS_WRITE).await?;
    let input = body::<NewHoldInput>(request).await?;
    let held = credits::hold(&ctx, &at.slug, &HoldInput::parse(&input.fields)?).await?;
    Ok((StatusCode::CREATED, Json(CreditHold::of(held))))
}

/// Uses what is reserved, whole or in part; the rest goes back. A hold ends once: 409 where it has ended otherwise.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/credits/holds/{id}/post",
    operation_id = "postCreditHold",
    tag = "Credits",
    params(OneOf),
    request_body = PostHoldInput,
    responses((status = 200, description = "The hold", body = CreditHold)),
    security(("token" = ["credits:write"]))
)]
pub(in crate::http::api) async fn post(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    request: Request,
) -> Result<Json<CreditHold>, Problem> {
    ctx.require(&at.slug, Permission::CREDITS_WRITE).await?;
    let input = body::<PostHoldInput>(request).await?;
    let amount = match input.fields.get("amount") {
        "" => None,
        text => Some(parse_amount(text).map_err(|problem| FieldErrors::one("amount", problem))?),
    };
    Ok(Json(CreditHold::of(credits::post(&ctx, &at.slug, at.id.into(), amount).await?)))
}

/// Gives back what is reserved. A hold ends once: 409 where it has ended otherwise.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/credits/holds/{id}/void",
    operation_id = "voidCreditHold",
    tag = "Credits",
    params(OneOf),
    responses((status = 200, description = "The hold", body = CreditHold)),
    security(("token" = ["credits:write"]))
)]
pub(in crate::http::api) async fn void(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<Json<CreditHold>, Problem> {
    Ok(Json(CreditHold::of(credits::void(&ctx, &at.slug, at.id.into()).await?)))
}
