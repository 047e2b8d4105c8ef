//! The audit as a list: filters, keyset pages.

use super::filter::{AuditFilter, actions};
use crate::audit::by;
use crate::clock::Micros;
use crate::db::Tx;
use crate::members::roles::{self, Role};
use crate::{Context, Error, Membership, stored};
use model::audit::Action;
use model::audit::{AuditQuery, Cursor};
use model::permissions::Permission;
use serde_json::Value as Json;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Events on a page.
const SIZE: u32 = 50;

/// All that is known of an event.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The key of the event; later events have greater ones, to the millisecond.
    pub id: Uuid,
    /// `noun.verb`.
    pub action: String,
    /// None: Roster itself, its operator, or a token of the workspace's own.
    pub by: Option<String>,
    /// The token that it was done by, as it is described; empty where nothing is known of it any more.
    pub token: Option<String>,
    /// The e-mail of whoever did it.
    pub who: Option<String>,
    /// The name of a [`crate::Channel`].
    pub channel: String,
    /// May be empty.
    pub address: String,
    /// What it was done to; none where that has no id.
    pub target_id: Option<Uuid>,
    /// The name that it had then; may be empty.
    pub target: String,
    /// When it happened.
    pub at: Micros,
    /// What there was before, or of it what differs; none where nothing is known of it.
    pub before: Option<Json>,
    /// What it led to, or of it what differs; none where there is nothing to say.
    pub after: Option<Json>,
}

/// A page of events, newest first.
#[derive(Clone, Debug)]
pub struct AuditEntries {
    /// At most fifty.
    pub events: Vec<Recorded>,
    /// Where older ones go on; none at the end.
    pub next: Option<Cursor>,
    /// Where newer ones go on; none at the beginning.
    pub previous: Option<Cursor>,
    /// Every action that there has been.
    pub actions: Vec<String>,
    /// The workspace's, which events name by their ids.
    pub roles: Vec<Role>,
}

/// A page of the workspace's events. Needs `audit:read`. A constant number of queries, none of which looks at more
/// events than one of the filters finds.
pub async fn page(ctx: &Context, slug: &str, asked: &AuditQuery) -> Result<AuditEntries, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::AUDIT_READ)?;
    let (mut events, more) = events(ctx, &mut tx, &membership, asked, SIZE).await?;
    let back = matches!(asked.after, Some(Cursor::Newer(_)));
    let next = events.last().filter(|_| more || back).map(|event| Cursor::Older(event.id));
    let has_newer = if back { more } else { asked.after.is_some() };
    let previous = events.first().filter(|_| has_newer).map(|event| Cursor::Newer(event.id));
    // An id is only as exact as a millisecond.
    events.sort_by_key(|event| Reverse(event.at));
    let (actions, roles) = (current(&actions(&mut tx, &membership).await?), roles::named(&mut tx, &membership).await?);
    Ok(AuditEntries { events, next, previous, actions, roles })
}

/// A page of the workspace's events, newest first, and whether there are more. Needs `audit:read`.
pub async fn list(ctx: &Context, slug: &str, asked: &AuditQuery, size: u32) -> Result<(Vec<Recorded>, bool), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::AUDIT_READ)?;
    events(ctx, &mut tx, &membership, asked, size).await
}

/// So many events beside the cursor, by id, the newest first, and whether there are more of them.
pub(super) async fn events(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    asked: &AuditQuery,
    size: u32,
) -> Result<(Vec<Recorded>, bool), Error> {
    let Some(filter) = AuditFilter::of(ctx, tx, membership, asked).await? else { return Ok((Vec::new(), false)) };
    let mut rows: Vec<Row> = filter.query(COLUMNS, asked.after, size + 1).all(tx).await?;
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    if matches!(asked.after, Some(Cursor::Newer(_))) {
        rows.reverse();
    }
    Ok((rows.into_iter().map(Row::recorded).collect::<Result<_, Error>>()?, more))
}

/// Each action once, whatever name its events have.
fn current(stored: &[String]) -> Vec<String> {
    let names: BTreeSet<&str> = stored.iter().map(|name| Action::current_name(name)).collect();
    names.into_iter().map(str::to_owned).collect()
}

const COLUMNS: &str = "e.id, e.action, e.channel, e.address, e.target_id, e.target, e.at, e.before, e.after,
    a.email, a.first_name, a.last_name, e.token_id, (SELECT k.description FROM tokens k WHERE k.id = e.token_id) AS token";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    action: String,
    channel: String,
    address: String,
    target_id: Option<Uuid>,
    target: String,
    at: i64,
    before: Option<String>,
    after: Option<String>,
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    token_id: Option<Uuid>,
    token: Option<String>,
}

impl Row {
    fn recorded(self) -> Result<Recorded, Error> {
        let read = |state: Option<String>| state.map(|state| stored::read(&state, "a state in the audit")).transpose();
        Ok(Recorded {
            id: self.id,
            action: Action::current_name(&self.action).to_owned(),
            by: by(self.first_name, self.last_name, self.email.clone()),
            token: self.token_id.map(|_| self.token.unwrap_or_default()),
            who: self.email,
            channel: self.channel,
            address: self.address,
            target_id: self.target_id,
            target: self.target,
            at: self.at,
            before: read(self.before)?,
            after: read(self.after)?,
        })
    }
}
