use super::list::AuditFilter;
use crate::http::api::auth::Caller;
use crate::http::api::input::{authorised, query};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::reader::reader;
use crate::http::download;
use axum::http::Uri;
use axum::response::Response;
use model::permissions::Permission;
use sheets::Format;

/// Downloads what has happened as CSV, in UTF-8 with commas: all that the list would show, whatever its page.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/audit.csv",
    operation_id = "exportAuditCsv",
    tag = "Audit",
    params(InWorkspace, AuditFilter),
    responses((status = 200, description = "A table", body = String, content_type = "text/csv")),
    security(("token" = ["audit:read"]))
)]
pub(in crate::http::api) async fn csv(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Response, Problem> {
    authorised(&ctx, &at.slug, Permission::AUDIT_READ, query::<AuditFilter>(&uri)).await?;
    let asked = uri.query().unwrap_or_default();
    Ok(download::audit_file(&reader(ctx).await?, &at.slug, asked, Format::Csv).await?)
}
