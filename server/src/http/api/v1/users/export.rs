use super::list::UsersFilter;
use crate::http::api::auth::Caller;
use crate::http::api::input::{authorised, query};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::reader::reader;
use crate::http::download;
use axum::http::Uri;
use axum::response::Response;
use domain::Context;
use model::permissions::Permission;
use sheets::Format;

/// Downloads users as CSV, in UTF-8 with commas: all whom the list would show, whatever its page.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/users.csv",
    operation_id = "exportUsersCsv",
    tag = "Users",
    params(InWorkspace, UsersFilter),
    responses((status = 200, description = "A table", body = String, content_type = "text/csv")),
    security(("token" = ["users:read"]))
)]
pub(in crate::http::api) async fn csv(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Response, Problem> {
    file(ctx, &at.slug, &uri, Format::Csv).await
}

/// Downloads users as a spreadsheet.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/users.xlsx",
    operation_id = "exportUsersXlsx",
    tag = "Users",
    params(InWorkspace, UsersFilter),
    responses((status = 200, description = "A spreadsheet", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    security(("token" = ["users:read"]))
)]
pub(in crate::http::api) async fn xlsx(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Response, Problem> {
    file(ctx, &at.slug, &uri, Format::Xlsx).await
}

async fn file(ctx: Context, slug: &str, uri: &Uri, format: Format) -> Result<Response, Problem> {
    authorised(&ctx, slug, Permission::USERS_READ, query::<UsersFilter>(uri)).await?;
    Ok(download::users_file(&reader(ctx).await?, slug, uri.query().unwrap_or_default(), format).await?)
}
