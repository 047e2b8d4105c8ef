use crate::http::api::auth::Caller;
use crate::http::api::path::At;
use crate::http::api::problem::Problem;
use axum::Json;
use domain::credits::{self, StatementSum};
use model::Month;
use model::permissions::Permission;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http::api) struct InMonth {
    /// The workspace's name in addresses.
    #[param(example = "acme")]
    slug: String,
    /// A month of UTC that has begun.
    #[param(example = "2026-11")]
    month: String,
}

/// What a month came to.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct CreditStatement {
    #[schema(example = "2026-11")]
    month: String,
    /// It is not over yet.
    open: bool,
    /// The balance before its first entry.
    opening: i64,
    /// The balance after its last entry, until now where it is not over.
    closing: i64,
    /// The sums of its entries.
    lines: Vec<CreditStatementLine>,
}

/// Entries of one kind and feature, together.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct CreditStatementLine {
    #[schema(example = "consumption")]
    kind: &'static str,
    /// What credits were used for; empty where they were not used.
    #[schema(example = "ai.completions")]
    feature: String,
    /// How many entries there are.
    entries: i64,
    /// What they add to the balance, or take out of it below zero.
    #[schema(example = -1_250)]
    amount: i64,
}

impl CreditStatementLine {
    fn of(sum: StatementSum) -> Self {
        Self { kind: sum.kind.name(), feature: sum.feature, entries: sum.entries, amount: sum.amount }
    }
}

/// Shows what a month came to; 404 for months to come. Its entries are those of the list with `month`.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/credits/statements/{month}",
    operation_id = "getCreditStatement",
    tag = "Credits",
    params(InMonth),
    responses((status = 200, description = "The statement", body = CreditStatement)),
    security(("token" = ["credits:read"]))
)]
pub(in crate::http::api) async fn show(
    Caller(ctx): Caller,
    At(at): At<InMonth>,
) -> Result<Json<CreditStatement>, Problem> {
    ctx.require(&at.slug, Permission::CREDITS_READ).await?;
    let month: Month = at.month.parse().map_err(|_| Problem::NOT_FOUND)?;
    let statement = credits::statement(&ctx, &at.slug, month).await?;
    Ok(Json(CreditStatement {
        month: month.to_string(),
        open: statement.open,
        opening: statement.opening,
        closing: statement.closing,
        lines: statement.lines.into_iter().map(CreditStatementLine::of).collect(),
    }))
}
