//! What the import pages ask the server.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::ids::JobId;
use model::imports::{ImportView, ImportsView, RowKind};

/// The imports there were.
#[server(prefix = "/fn", endpoint = "users/imports", input = Json, output = Postcard)]
pub async fn imports(slug: String) -> Result<ImportsView, Failure> {
    let request = crate::request::request_context()?;
    let items = crate::request::answered(domain::users::import::recent(&request.ctx, &slug).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(ImportsView { recent: items.into_iter().map(|item| presenter.import_item(item)).collect() })
}

/// One of them, with a page of its rows.
#[server(prefix = "/fn", endpoint = "users/import", input = Json, output = Postcard)]
pub async fn import(
    slug: String,
    id: Option<JobId>,
    kind: Option<RowKind>,
    after: Option<i64>,
) -> Result<ImportView, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let id = answered(id.ok_or(model::Error::NotFound))?;
    let found = answered(domain::users::import::show(&request.ctx, &slug, id, kind, after).await)?;
    Ok(crate::present::Presenter::new(&request).import(id, found))
}
