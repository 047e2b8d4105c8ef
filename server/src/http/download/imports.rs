//! Files of imports.

use super::super::Shared;
use super::{Asked, Stop, Table, answer};
use app::{LinksTable, RejectedTable, SampleTable};
use axum::extract::{Request, State};
use axum::response::Response;
use domain::users::import::{self, InvitationLinks, RejectedRows};
use model::Error;
use model::ids::JobId;
use model::urls::Url;
use sheets::Writer;
use std::io::Write;

fn job(path: &str) -> Result<JobId, Error> {
    match Url::parse(path) {
        Some(Url::ImportRejected { job, .. } | Url::ImportLinks { job, .. }) => Ok(job),
        _ => Err(Error::NotFound),
    }
}

struct Rejected {
    rows: RejectedRows,
    table: RejectedTable,
}

/// `/w/{slug}/users/import/{job}/rejected?format=csv|xlsx`: the rows that were left out, to be mended.
pub(in crate::http) async fn rejected(State(shared): State<Shared>, request: Request) -> Response {
    answer::<Rejected>(&shared, request).await
}

impl Table for Rejected {
    async fn begin(Asked { context, slug, path, .. }: Asked<'_>) -> Result<Self, Error> {
        let rows = import::rejected_rows(&context.ctx, slug, job(path)?).await?;
        let table = RejectedTable::new(context, &rows);
        Ok(Self { rows, table })
    }

    fn file_name(&self) -> String {
        "left-out".to_owned()
    }

    fn header(&self) -> Vec<String> {
        self.table.header()
    }

    async fn write_next<W: Write + Send>(&mut self, writer: &mut Writer<W>) -> Result<Option<usize>, Stop> {
        let Some(rows) = self.rows.next().await? else { return Ok(None) };
        self.table.write(writer, &rows)?;
        Ok(Some(rows.len()))
    }
}

struct Links {
    links: InvitationLinks,
    table: LinksTable,
}

/// `/w/{slug}/users/import/{job}/links?format=csv|xlsx`: the links of those whom it has invited.
pub(in crate::http) async fn links(State(shared): State<Shared>, request: Request) -> Response {
    answer::<Links>(&shared, request).await
}

impl Table for Links {
    async fn begin(Asked { context, slug, path, .. }: Asked<'_>) -> Result<Self, Error> {
        let links = import::invitation_links(&context.ctx, slug, job(path)?).await?;
        Ok(Self { links, table: LinksTable::new(context) })
    }

    fn file_name(&self) -> String {
        "invitation-links".to_owned()
    }

    fn header(&self) -> Vec<String> {
        self.table.header()
    }

    async fn write_next<W: Write + Send>(&mut self, writer: &mut Writer<W>) -> Result<Option<usize>, Stop> {
        let Some(links) = self.links.next().await? else { return Ok(None) };
        self.table.write(writer, &links)?;
        Ok(Some(links.len()))
    }
}

struct Sample {
    table: SampleTable,
    is_written: bool,
}

/// `/w/{slug}/users/import/sample?format=csv|xlsx`: a file to begin with.
pub(in crate::http) async fn sample(State(shared): State<Shared>, request: Request) -> Response {
    answer::<Sample>(&shared, request).await
}

impl Table for Sample {
    async fn begin(Asked { context, slug, .. }: Asked<'_>) -> Result<Self, Error> {
        import::may_upload(&context.ctx, slug).await?;
        Ok(Self { table: SampleTable::new(context), is_written: false })
    }

    fn file_name(&self) -> String {
        "users-sample".to_owned()
    }

    fn header(&self) -> Vec<String> {
        self.table.header()
    }

    async fn write_next<W: Write + Send>(&mut self, writer: &mut Writer<W>) -> Result<Option<usize>, Stop> {
        if std::mem::replace(&mut self.is_written, true) {
            return Ok(None);
        }
        self.table.write(writer)?;
        Ok(Some(1))
    }
}
