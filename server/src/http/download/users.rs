//! The list of users as a file.

use super::super::Shared;
use super::{Asked, Stop, Table, answer};
use app::UsersTable;
use app::request::RequestContext;
use axum::extract::{Request, State};
use axum::response::Response;
use domain::users::{self, Export};
use model::Error;
use model::users::UsersQuery;
use sheets::{Format, Writer};
use std::io::Write;

struct Users {
    slug: String,
    export: Export,
    table: UsersTable,
}

/// `/w/{slug}/users/download?format=csv|xlsx`, with the list's own filters, order and columns.
pub(in crate::http) async fn users(State(shared): State<Shared>, request: Request) -> Response {
    answer::<Users>(&shared, request).await
}

/// The same for the API.
pub(in crate::http) async fn users_file(
    context: &RequestContext,
    slug: &str,
    query: &str,
    format: Format,
) -> Result<Response, Error> {
    super::file::<Users>(context, slug, query, format).await
}

impl Table for Users {
    async fn begin(Asked { context, slug, query, format, .. }: Asked<'_>) -> Result<Self, Error> {
        let asked = UsersQuery::parse(app::parameters(query))?;
        let export = users::export(&context.ctx, slug, &asked, format.name()).await?;
        let table = UsersTable::new(context, &export);
        Ok(Self { slug: slug.to_owned(), export, table })
    }

    async fn total(Asked { context, slug, query, .. }: Asked<'_>) -> Result<Option<i64>, Error> {
        let asked = UsersQuery { size: Some(1), ..UsersQuery::parse(app::parameters(query))?.narrowing() };
        Ok(users::list(&context.ctx, slug, &asked).await?.0.total)
    }

    fn file_name(&self) -> String {
        self.table.file_name(&self.slug)
    }

    fn header(&self) -> Vec<String> {
        self.table.header().into_iter().map(str::to_owned).collect()
    }

    async fn write_next<W: Write + Send>(&mut self, writer: &mut Writer<W>) -> Result<Option<usize>, Stop> {
        let Some(people) = self.export.next().await? else { return Ok(None) };
        self.table.write(writer, &self.export, &people)?;
        Ok(Some(people.len()))
    }
}
