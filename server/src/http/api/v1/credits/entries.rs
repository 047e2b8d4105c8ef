use crate::http::api::auth::Caller;
use crate::http::api::input::{authorised, limit, query};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::reader::reader;
use crate::http::api::types::{Named, Page, Timestamp};
use crate::http::download;
use axum::Json;
use axum::http::Uri;
use axum::response::Response;
use domain::credits::{self, Entry};
use model::Fields;
use model::credits::EntryQuery;
use model::permissions::Permission;
use serde::Serialize;
use sheets::Format;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which entries.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct EntryFilter {
    /// What they do: `grant`, `consumption`, `expiry` or `correction`.
    #[param(example = "consumption")]
    kind: Option<String>,
    /// What credits were used for.
    #[param(max_length = 60, example = "ai.completions")]
    feature: Option<String>,
    /// A month of UTC.
    #[param(example = "2026-11")]
    month: Option<String>,
    /// The id of a user who used or gave them.
    #[param(format = Uuid)]
    user: Option<String>,
    /// Entries on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct CreditEntry {
    id: Uuid,
    /// Its number in the workspace's ledger, from 1 on.
    number: i64,
    at: Timestamp,
    /// What it does: `grant`, `consumption`, `expiry` or `correction`.
    #[schema(example = "consumption")]
    kind: &'static str,
    /// What it adds to the balance, or takes out of it below zero.
    #[schema(example = -25)]
    amount: i64,
    /// The balance after it.
    balance: i64,
    /// What was done at once has the same.
    movement: Uuid,
    /// The grant that the credits are of.
    grant: Uuid,
    /// The hold that was posted.
    hold: Option<Uuid>,
    /// The entry that this one corrects.
    corrects: Option<Uuid>,
    /// What they were used for; empty where they were not used.
    #[schema(example = "ai.completions")]
    feature: String,
    /// May be empty.
    note: String,
    /// Who used or gave them; null where nobody is known.
    user: Option<Named>,
}

impl CreditEntry {
    fn of(entry: Entry) -> Self {
        Self {
            id: entry.id.0,
            number: entry.n,
            at: entry.at.into(),
            kind: entry.kind.name(),
            amount: entry.amount,
            balance: entry.balance,
            movement: entry.movement.0,
            grant: entry.grant.0,
            hold: entry.hold.map(|id| id.0),
            corrects: entry.corrects.map(|id| id.0),
            feature: entry.feature,
            note: entry.note,
            user: entry.user.map(|(id, name)| Named { id: id.0, name }),
        }
    }
}

/// Lists the ledger, the newest entry first.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/credits/entries",
    operation_id = "listCreditEntries",
    tag = "Credits",
    params(InWorkspace, EntryFilter),
    responses((status = 200, description = "A page of entries", body = Page<CreditEntry>)),
    security(("token" = ["credits:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Json<Page<CreditEntry>>, Problem> {
    let (asked, size) = authorised(&ctx, &at.slug, Permission::CREDITS_READ, asked(&uri)).await?;
    let (entries, has_more) = credits::entries(&ctx, &at.slug, &asked, size).await?;
    let next = entries.last().filter(|_| has_more).map(|entry| entry.n.to_string());
    Ok(Json(Page { items: entries.into_iter().map(CreditEntry::of).collect(), next }))
}

/// Downloads the ledger as CSV, in UTF-8 with commas: all that the list would show, whatever its page.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/credits/entries.csv",
    operation_id = "exportCreditEntriesCsv",
    tag = "Credits",
    params(InWorkspace, EntryFilter),
    responses((status = 200, description = "A table", body = String, content_type = "text/csv")),
    security(("token" = ["credits:read"]))
)]
pub(in crate::http::api) async fn csv(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Response, Problem> {
    authorised(&ctx, &at.slug, Permission::CREDITS_READ, asked(&uri)).await?;
    let asked = uri.query().unwrap_or_default();
    Ok(download::ledger_file(&reader(ctx).await?, &at.slug, asked, Format::Csv).await?)
}

/// With how many are wanted.
fn asked(uri: &Uri) -> Result<(EntryQuery, u32), Problem> {
    let fields = query::<EntryFilter>(uri)?;
    let parsed = ["kind", "feature", "month", "user"]
        .into_iter()
        .fold(Fields::default(), |all, name| all.with(name, fields.get(name)))
        .with("before", fields.get("after"));
    let parsed = EntryQuery::parse(&parsed).map_err(|errors| errors.renamed("before", "after"))?;
    Ok((parsed, limit(&fields, 50, 200)?))
}
