//! A ledger of credits as a file.

use super::super::Shared;
use super::{Asked, Stop, Table, answer};
use app::LedgerTable;
use app::request::RequestContext;
use axum::extract::{Request, State};
use axum::response::Response;
use domain::credits::{self, LedgerExport};
use model::credits::EntryQuery;
use model::urls::Url;
use model::{Error, Fields};
use sheets::{Format, Writer};
use std::io::Write;

struct Ledger {
    export: LedgerExport,
    table: LedgerTable,
}

/// `/w/{slug}/settings/billing/ledger/download?format=csv|xlsx`, with the page's own filters.
pub(in crate::http) async fn ledger(State(shared): State<Shared>, request: Request) -> Response {
    answer::<Ledger>(&shared, request).await
}

/// `/settings/billing/{slug}/download?format=csv|xlsx`: the reader's own entries.
pub(in crate::http) async fn my_entries(State(shared): State<Shared>, request: Request) -> Response {
    answer::<Ledger>(&shared, request).await
}

/// The same for the API.
pub(in crate::http) async fn ledger_file(
    context: &RequestContext,
    slug: &str,
    query: &str,
    format: Format,
) -> Result<Response, Error> {
    super::file::<Ledger>(context, slug, query, format).await
}

impl Table for Ledger {
    async fn begin(Asked { context, slug, path, query, .. }: Asked<'_>) -> Result<Self, Error> {
        let parameter = app::parameters(query);
        let fields = ["kind", "feature", "month", "user", "mine"]
            .into_iter()
            .fold(Fields::default(), |all, name| all.with(name, parameter(name).unwrap_or_default()));
        let mut asked = EntryQuery::parse(&fields)?;
        let slug = match Url::parse(path) {
            Some(Url::DownloadMyEntries { slug }) => {
                asked.mine = true;
                slug
            }
            _ => slug.to_owned(),
        };
        let export = credits::export(&context.ctx, &slug, &asked).await?;
        let table = LedgerTable::new(context, &slug, &asked);
        Ok(Self { export, table })
    }

    fn file_name(&self) -> String {
        self.table.file_name()
    }

    fn header(&self) -> Vec<String> {
        self.table.header().into_iter().map(str::to_owned).collect()
    }

    async fn write_next<W: Write + Send>(&mut self, writer: &mut Writer<W>) -> Result<Option<usize>, Stop> {
        let Some(entries) = self.export.next().await? else { return Ok(None) };
        let count = entries.len();
        self.table.write(writer, entries)?;
        Ok(Some(count))
    }
}
