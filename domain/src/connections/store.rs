//! The row of a connection, and what a page may know of it.

use super::failure::unopened;
use super::service::{Service, service};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::connections::{ConnectionProblem, ServiceKind};
use model::ids::{AccountId, ConnectionId};
use uuid::Uuid;

/// What tokens are sealed for.
pub(crate) const TOKEN_PURPOSE: &str = "connection";

/// A connection with its tokens, which its `Debug` does not show.
#[derive(sqlx::FromRow)]
pub(super) struct ConnectionRow {
    pub id: Uuid,
    pub service: String,
    access_token: Option<Vec<u8>>,
    refresh_token: Option<Vec<u8>>,
    pub access_expires_at: Micros,
    pub last_error: Option<String>,
    pub version: i64,
}

impl std::fmt::Debug for ConnectionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConnectionRow({})", self.id)
    }
}

const COLUMNS: &str = "id, service, access_token, refresh_token, access_expires_at, last_error, version";

impl ConnectionRow {
    /// The account's connection of this kind.
    pub async fn of(tx: &mut Tx, account: AccountId, kind: ServiceKind) -> Result<Option<Self>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM connections WHERE account_id = $1 AND service = $2");
        Ok(query(sql).bind(account).bind(kind.name()).optional(tx).await?)
    }

    /// The connection with this id; none where it has ended meanwhile.
    pub async fn find(tx: &mut Tx, id: ConnectionId) -> Result<Option<Self>, Error> {
        Ok(query(format!("SELECT {COLUMNS} FROM connections WHERE id = $1")).bind(id).optional(tx).await?)
    }

    pub fn id(&self) -> ConnectionId {
        self.id.into()
    }

    pub fn service(&self) -> Result<&'static dyn Service, Error> {
        stored::named(&self.service, |name| name.parse().ok(), "a connection's service").map(service)
    }

    pub fn problem(&self) -> Option<ConnectionProblem> {
        problem_named(self.last_error.as_deref())
    }

    pub fn access_token(&self, ctx: &Context) -> Result<Option<String>, Error> {
        open(ctx, self.access_token.as_deref())
    }

    /// None: the grant has ended.
    pub fn refresh_token(&self, ctx: &Context) -> Result<Option<String>, Error> {
        open(ctx, self.refresh_token.as_deref())
    }
}

fn open(ctx: &Context, sealed: Option<&[u8]>) -> Result<Option<String>, Error> {
    sealed.map(|sealed| ctx.roster.key.open(TOKEN_PURPOSE, sealed).ok_or_else(unopened)).transpose()
}

pub(super) fn seal(ctx: &Context, token: &str) -> Result<Vec<u8>, Error> {
    ctx.roster.key.seal(&ctx.roster.random, TOKEN_PURPOSE, token)
}

/// What went wrong last; a name that nobody knows is none.
pub(super) fn problem_named(name: Option<&str>) -> Option<ConnectionProblem> {
    name.and_then(|name| name.parse().ok())
}

/// Notes what went wrong, for the page that lists connections.
pub(super) async fn note_problem(ctx: &Context, id: ConnectionId, problem: ConnectionProblem) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    query("UPDATE connections SET last_error = $2 WHERE id = $1 AND (last_error IS NULL OR last_error <> $2)")
        .bind(id)
        .bind(problem.name())
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}
