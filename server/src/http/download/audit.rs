//! The audit as a file.

use super::super::Shared;
use super::{Asked, Stop, Table, answer};
use app::AuditTable;
use app::request::RequestContext;
use axum::extract::{Request, State};
use axum::response::Response;
use domain::audit_log::{self, Export};
use model::Error;
use model::audit::AuditQuery;
use sheets::{Format, Writer};
use std::io::Write;

struct Audit {
    slug: String,
    export: Export,
    table: AuditTable,
}

/// `/w/{slug}/audit/download?format=csv|xlsx`, with the page's own filters.
pub(in crate::http) async fn audit(State(shared): State<Shared>, request: Request) -> Response {
    answer::<Audit>(&shared, request).await
}

/// The same for the API.
pub(in crate::http) async fn audit_file(
    context: &RequestContext,
    slug: &str,
    query: &str,
    format: Format,
) -> Result<Response, Error> {
    super::file::<Audit>(context, slug, query, format).await
}

impl Table for Audit {
    async fn begin(Asked { context, slug, query, format, .. }: Asked<'_>) -> Result<Self, Error> {
        let asked = AuditQuery::parse(app::parameters(query))?;
        let export = audit_log::export(&context.ctx, slug, &asked, format.name()).await?;
        let table = AuditTable::new(context);
        Ok(Self { slug: slug.to_owned(), export, table })
    }

    fn file_name(&self) -> String {
        self.table.file_name(&self.slug)
    }

    fn header(&self) -> Vec<String> {
        self.table.header().into_iter().map(str::to_owned).collect()
    }

    async fn write_next<W: Write + Send>(&mut self, writer: &mut Writer<W>) -> Result<Option<usize>, Stop> {
        let Some(events) = self.export.next().await? else { return Ok(None) };
        self.table.write(writer, &events)?;
        Ok(Some(events.len()))
    }
}
