//! Where a person is signed in.

use super::details::details_in;
use crate::auth::end_all;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::members::Target;
use crate::{Context, Error};
use model::ids::MemberId;
use model::permissions::Permission;
use uuid::Uuid;

/// The newest are shown.
const PAGE_SIZE: i64 = 50;

/// A browser in which a person is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// When it last asked for something, to the minute.
    pub last_seen_at: Micros,
    /// The network address that it was begun from; empty where none was known.
    pub address: String,
    /// What the browser said of itself, at most 300 characters; may be empty.
    pub user_agent: String,
    /// The one that asks.
    pub current: bool,
}

/// A person's sessions: one's own, or with `users:write` those of someone of no higher standing who is in no other
/// workspace (product rule 1), otherwise a problem at `form`.
pub async fn sessions(ctx: &Context, slug: &str, id: MemberId) -> Result<Vec<SignedIn>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let user = details_in(ctx, &mut tx, &membership, id).await?;
    if !user.listed.rights.is_me {
        membership.require(Permission::USERS_WRITE)?;
        if !user.listed.rights.edit {
            return Err(Error::Forbidden);
        }
        if let Some(problem) = user.personal {
            return Err(Error::at("form", problem));
        }
    }
    let mine = ctx.actor.session().map(|session| session.0);
    let rows: Vec<(Uuid, i64, String, String)> = query(
        "SELECT id, last_seen_at, address, user_agent FROM sessions
         WHERE account_id = $1 AND expires_at > $2 AND NOT factor_due ORDER BY last_seen_at DESC LIMIT $3",
    )
    .bind(user.listed.account)
    .bind(ctx.now())
    .bind(PAGE_SIZE)
    .all(&mut tx)
    .await?;
    let session = |(id, last_seen_at, address, user_agent)| SignedIn {
        last_seen_at,
        address,
        user_agent,
        current: Some(id) == mine,
    };
    Ok(rows.into_iter().map(session).collect())
}

impl Target {
    /// Ends their sessions, where they lead nowhere else.
    pub(super) async fn end_sessions(&self, tx: &mut Tx) -> Result<(), Error> {
        if let Some(account) = self.account.filter(|_| !self.person.shared) {
            end_all(tx, account, None).await?;
        }
        Ok(())
    }
}
