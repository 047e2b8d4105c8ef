use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use domain::credits::{self, Movement};
use model::credits::DebitInput;
use model::permissions::Permission;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Entries that were made at once.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct CreditMovement {
    /// What they share.
    id: Uuid,
    /// How many credits went in or out.
    #[schema(example = 25)]
    amount: i64,
    /// The entries: one for each grant that the credits are of.
    entries: Vec<Uuid>,
}

impl CreditMovement {
    pub(super) fn of(movement: Movement) -> Self {
        let entries = movement.entries.into_iter().map(|id| id.0).collect();
        Self { id: movement.id.0, amount: movement.amount, entries }
    }
}

/// Credits to use at once.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct NewDebitInput {
    /// Chosen by you, so that sending it again takes nothing twice.
    id: Option<Uuid>,
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 25)]
    amount: i64,
    /// What for: small letters, digits, dots, hyphens and underscores.
    #[schema(max_length = 60, example = "ai.completions")]
    feature: String,
    /// The id of the user whose use it is; where nothing is said, the token's owner.
    user: Option<Uuid>,
    #[schema(max_length = 200, example = "Summary of a meeting")]
    note: Option<String>,
}

/// Uses credits at once, without a hold. 402 where there are too few.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/credits/debits",
    operation_id = "createCreditDebit",
    tag = "Credits",
    params(InWorkspace),
    request_body = NewDebitInput,
    responses((status = 201, description = "The entries", body = CreditMovement)),
    security(("token" = ["credits:write"]))
)]
pub(in crate::http::api) async fn create(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<(StatusCode, Json<CreditMovement>), Problem> {
    ctx.require(&at.slug, Permission::CREDITS_WRITE).await?;
    let input = body::<NewDebitInput>(request).await?;
    let movement = credits::debit(&ctx, &at.slug, &DebitInput::parse(&input.fields)?).await?;
    Ok((StatusCode::CREATED, Json(CreditMovement::of(movement))))
}
