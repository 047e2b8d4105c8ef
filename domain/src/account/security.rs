//! What people see under Security of themselves.

use crate::auth::passkeys::sign_in_alone;
use crate::auth::{Attempt, attempts};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, identities};
use model::ids::{AccountId, SessionId};
use uuid::Uuid;

/// The newest are shown.
const PAGE_SIZE: i64 = 50;

/// How the actor signs in, where they are signed in, and who has tried to.
#[derive(Clone, Debug)]
pub struct Security {
    /// The address that the account signs in with.
    pub email: String,
    /// None: no password.
    pub password_set_at: Option<Micros>,
    /// They sign in at a provider.
    pub at_provider: bool,
    /// Only passkeys sign in: a feature of the Lab.
    pub passkey_only: bool,
    /// Those that still go on, the last used first.
    pub sessions: Vec<OwnSession>,
    /// Those that were judged, newest first.
    pub attempts: Vec<Attempt>,
    /// When the account goes.
    pub delete_at: Option<Micros>,
}

/// A browser in which the actor is signed in.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// The key in forms: a session is ended by it.
    pub id: SessionId,
    /// When it was signed in.
    pub began_at: Micros,
    /// When it last asked for something, to the minute.
    pub last_seen_at: Micros,
    /// The network address that it was begun from; empty where none was known.
    pub address: String,
    /// What the browser said of itself, at most 300 characters; may be empty.
    pub user_agent: String,
    /// The one that asks.
    pub current: bool,
}

/// The actor's own. Six queries.
pub async fn security(ctx: &Context) -> Result<Security, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let (email, set_at, at_provider, delete_at): (String, Option<i64>, bool, Option<i64>) = query(format!(
        "SELECT email, CASE WHEN password_hash IS NULL THEN NULL ELSE password_set_at END, {}, delete_at
         FROM accounts WHERE id = $1",
        identities::exists_sql("accounts.id")
    ))
    .bind(account)
    .one(&mut tx)
    .await?;
    let sessions = sessions(ctx, &mut tx, account).await?;
    let passkey_only = sign_in_alone(ctx, &mut tx, account).await?;
    drop(tx);
    let attempts = attempts(ctx).await?;
    Ok(Security { email, password_set_at: set_at, at_provider, passkey_only, sessions, attempts, delete_at })
}

async fn sessions(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<Vec<OwnSession>, Error> {
    let current = ctx.actor.session();
    let rows: Vec<(Uuid, i64, i64, String, String)> = query(
        "SELECT id, created_at, last_seen_at, address, user_agent FROM sessions
         WHERE account_id = $1 AND expires_at > $2 AND NOT factor_due ORDER BY last_seen_at DESC, id LIMIT $3",
    )
    .bind(account)
    .bind(ctx.now())
    .bind(PAGE_SIZE)
    .all(tx)
    .await?;
    let session = |(id, began_at, last_seen_at, address, user_agent): (Uuid, i64, i64, String, String)| OwnSession {
        id: id.into(),
        began_at,
        last_seen_at,
        address,
        user_agent,
        current: current == Some(SessionId(id)),
    };
    Ok(rows.into_iter().map(session).collect())
}
