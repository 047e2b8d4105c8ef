use super::debit::CreditMovement;
use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use domain::credits;
use model::credits::CorrectionInput;
use model::permissions::Permission;
use utoipa::ToSchema;
use uuid::Uuid;

/// An entry to put right.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct NewCorrectionInput {
    /// Chosen by you, so that sending it again corrects nothing twice.
    id: Option<Uuid>,
    /// An entry of the kind `consumption` or `grant`.
    entry: Uuid,
    /// How much of it; where nothing is said, what is left of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 25)]
    amount: Option<i64>,
    #[schema(max_length = 200, example = "The summary was empty")]
    note: String,
}

/// Gives back what was used, or takes back what was given and not used. The entry stays; another one names it.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/credits/corrections",
    operation_id = "createCreditCorrection",
    tag = "Credits",
    params(InWorkspace),
    request_body = NewCorrectionInput,
    responses((status = 201, description = "The entries", body = CreditMovement)),
    security(("token" = ["credits:delete"]))
)]
pub(in crate::http::api) async fn create(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<(StatusCode, Json<CreditMovement>), Problem> {
    ctx.require(&at.slug, Permission::CREDITS_DELETE).await?;
    let input = body::<NewCorrectionInput>(request).await?;
    let movement = credits::correct(&ctx, &at.slug, &CorrectionInput::parse(&input.fields)?).await?;
    Ok((StatusCode::CREATED, Json(CreditMovement::of(movement))))
}
