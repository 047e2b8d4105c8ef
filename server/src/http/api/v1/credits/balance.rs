use crate::http::api::auth::Caller;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::Timestamp;
use axum::Json;
use domain::credits;
use serde::Serialize;
use utoipa::ToSchema;

/// What a workspace has of credits.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct CreditBalance {
    /// What is metered is charged.
    active: bool,
    /// What is there.
    #[schema(example = 12_000)]
    posted: i64,
    /// Of that, what live holds reserve.
    #[schema(example = 500)]
    reserved: i64,
    /// What can be reserved or used: posted less reserved.
    #[schema(example = 11_500)]
    available: i64,
    /// What is left of the grant that ends next; null where none does.
    expiring_amount: Option<i64>,
    /// When it ends.
    expiring_at: Option<Timestamp>,
}

/// Shows what the workspace has of credits.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/credits/balance",
    operation_id = "getCreditBalance",
    tag = "Credits",
    params(InWorkspace),
    responses((status = 200, description = "The balance", body = CreditBalance)),
    security(("token" = ["credits:read"]))
)]
pub(in crate::http::api) async fn balance(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
) -> Result<Json<CreditBalance>, Problem> {
    let balance = credits::balance(&ctx, &at.slug).await?;
    Ok(Json(CreditBalance {
        active: balance.active,
        posted: balance.posted,
        reserved: balance.reserved,
        available: balance.available(),
        expiring_amount: balance.expiring.map(|(amount, _)| amount),
        expiring_at: balance.expiring.map(|(_, at)| at.into()),
    }))
}
