//! Reading them, the newest first.

use crate::clock::Micros;
use crate::db::{Tx, Value, query};
use crate::{Context, Error};
use model::ids::TokenId;
use model::permissions::Permission;
use model::tokens::{CallMethod, CallOutcome, CallsQuery};
use uuid::Uuid;

/// A call, as it was answered.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CallRecord {
    /// Of the request, as logs have it; later ones are greater.
    pub id: Uuid,
    /// What called, in the words of whoever made it; none where it is no longer known.
    pub token: Option<String>,
    /// When it was answered.
    pub at: Micros,
    /// `GET`.
    pub method: String,
    /// The address without its values.
    pub route: String,
    /// Of HTTP.
    pub status: i64,
    /// How long it took, in microseconds.
    pub duration: i64,
    /// Where the caller was; may be empty.
    pub address: String,
}

/// Those of one's own token. [`Error::NotFound`] where it is not theirs.
pub async fn calls(ctx: &Context, token: TokenId, asked: &CallsQuery) -> Result<(Vec<CallRecord>, bool), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let own: Option<(i64,)> = query("SELECT created_at FROM tokens WHERE id = $1 AND account_id = $2")
        .bind(token)
        .bind(account)
        .optional(&mut tx)
        .await?;
    own.ok_or(Error::NotFound)?;
    find(&mut tx, "c.token_id", token.into(), asked).await
}

/// Those of every token in a workspace. Needs `settings:read`.
pub async fn calls_within(ctx: &Context, slug: &str, asked: &CallsQuery) -> Result<(Vec<CallRecord>, bool), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    find(&mut tx, "c.workspace_id", membership.workspace.into(), asked).await
}

/// A page, and whether there are more.
async fn find(tx: &mut Tx, column: &str, of: Value, asked: &CallsQuery) -> Result<(Vec<CallRecord>, bool), Error> {
    let size = i64::from(asked.size());
    let (from, to) = asked.status.map_or((0, i64::MAX), CallOutcome::range);
    let mut rows: Vec<CallRecord> = query(format!(
        "SELECT c.id, t.description AS token, c.at, c.method, c.route, c.status, c.duration, c.address
         FROM token_calls c LEFT JOIN tokens t ON t.id = c.token_id
         WHERE {column} = $1 AND ($2 = '' OR c.method = $2) AND c.status >= $3 AND c.status < $4
           AND ($5 IS NULL OR c.id < $5)
         ORDER BY c.id DESC LIMIT $6"
    ))
    .bind(of)
    .bind(asked.method.map_or("", CallMethod::name))
    .bind(from)
    .bind(to)
    .bind(asked.after)
    .bind(size + 1)
    .all(tx)
    .await?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let has_more = rows.len() > size;
    rows.truncate(size);
    Ok((rows, has_more))
}
