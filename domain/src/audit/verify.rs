//! Verifying: whether everything is still as it was sealed.

use super::link::{ACCOUNTS, COLUMNS, Sealed};
use super::seal::{Head, seal_chain};
use crate::db::query;
use crate::{Context, Error};
use std::fmt;
use uuid::Uuid;

/// Links, or events, in one query.
const PAGE: u32 = 1_000;

/// A chain and what was found of it.
#[derive(Clone, Debug)]
pub struct Verified {
    /// None: of the events that belong to no workspace.
    pub slug: Option<String>,
    /// The whole chain, or the first thing that is wrong in it.
    pub found: Result<Whole, Broken>,
}

/// A whole chain. Its last position and hash, kept elsewhere, tell later whether its end was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Those that the retention has left.
    pub events: i64,
    /// The last link's, counted from 1; 0 where there has been none.
    pub position: i64,
    /// The last link's: SHA-256 over its event and the hash before it.
    pub hash: Vec<u8>,
}

/// The first thing that is wrong in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The event, or its link, is not as it was sealed.
    Changed {
        /// The link's place in the chain, from 1.
        position: i64,
        /// The event's id.
        event: Uuid,
    },
    /// There is a link and no event.
    Missing {
        /// The link's place in the chain, from 1.
        position: i64,
        /// The id that the link names.
        event: Uuid,
    },
    /// There is no link at this position, though there are, or were, later ones.
    Gap {
        /// The place that is empty, from 1.
        position: i64,
    },
    /// There is an event and no link.
    Unlinked {
        /// The event's id.
        event: Uuid,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { position, event } => {
                write!(f, "position {position}: event {event} or its link was changed after it was sealed")
            }
            Self::Missing { position, event } => write!(f, "position {position}: event {event} is missing"),
            Self::Gap { position } => write!(f, "position {position}: its link is missing"),
            Self::Unlinked { event } => write!(f, "event {event} has no link in the chain"),
        }
    }
}

/// Seals what is due, and walks the chain of a workspace, or of all and of the accounts. For the operator alone.
/// [`Error::NotFound`]: there is no such workspace.
pub async fn verify(ctx: &Context, slug: Option<&str>) -> Result<Vec<Verified>, Error> {
    ctx.require_operator()?;
    let mut verified = Vec::new();
    for (chain, slug) in chains(ctx, slug).await? {
        seal_chain(ctx, chain).await?;
        verified.push(Verified { slug, found: verify_chain(ctx, chain).await? });
    }
    Ok(verified)
}

async fn chains(ctx: &Context, slug: Option<&str>) -> Result<Vec<(Uuid, Option<String>)>, Error> {
    let mut tx = ctx.read().await?;
    if let Some(slug) = slug {
        let membership = ctx.membership(&mut tx, slug).await?;
        return Ok(vec![(membership.workspace.0, Some(membership.slug))]);
    }
    let workspaces: Vec<(Uuid, String)> = query("SELECT id, slug FROM workspaces ORDER BY slug").all(&mut tx).await?;
    let named = workspaces.into_iter().map(|(id, slug)| (id, Some(slug)));
    Ok(std::iter::once((ACCOUNTS, None)).chain(named).collect())
}

async fn verify_chain(ctx: &Context, chain: Uuid) -> Result<Result<Whole, Broken>, Error> {
    let walked = walk(ctx, chain).await?;
    let Ok(whole) = walked else { return Ok(walked) };
    Ok(match unlinked(ctx, chain).await? {
        Some(event) => Err(Broken::Unlinked { event }),
        None => Ok(whole),
    })
}

#[derive(sqlx::FromRow)]
struct Link {
    position: i64,
    event_id: Uuid,
    hash: Vec<u8>,
    #[sqlx(flatten)]
    event: Sealed,
}

/// Link by link, a page at a time.
async fn walk(ctx: &Context, chain: Uuid) -> Result<Result<Whole, Broken>, Error> {
    let head = Head::read(&mut ctx.read().await?, chain).await?;
    let (mut at, mut hash, mut events) = (head.anchor, head.anchor_hash, 0);
    loop {
        // An event and its link go in one transaction, and are seen here by one statement.
        let links = page(ctx, chain, at).await?;
        if links.first().map_or(at < head.position, |link| link.position != at + 1) {
            let now = Head::read(&mut ctx.read().await?, chain).await?;
            if now.anchor <= at {
                return Ok(Err(Broken::Gap { position: at + 1 }));
            }
            // Cut by the retention meanwhile.
            (at, hash, events) = (now.anchor, now.anchor_hash, 0);
            continue;
        }
        if links.is_empty() {
            return Ok(Ok(Whole { events, position: at, hash }));
        }
        for link in links {
            if link.position != at + 1 {
                return Ok(Err(Broken::Gap { position: at + 1 }));
            }
            let (position, event) = (link.position, link.event_id);
            if link.event.id.is_none() {
                return Ok(Err(Broken::Missing { position, event }));
            }
            if link.event.hash(&hash, position) != link.hash {
                return Ok(Err(Broken::Changed { position, event }));
            }
            (at, hash, events) = (position, link.hash, events + 1);
        }
    }
}

async fn page(ctx: &Context, chain: Uuid, after: i64) -> Result<Vec<Link>, Error> {
    let mut tx = ctx.read().await?;
    Ok(query(format!(
        "SELECT c.position, c.event_id, c.hash, {COLUMNS}
         FROM audit_chain c LEFT JOIN audit_events e ON e.id = c.event_id
         WHERE c.workspace_id = $1 AND c.position > $2 ORDER BY c.position LIMIT {PAGE}"
    ))
    .bind(chain)
    .bind(after)
    .all(&mut tx)
    .await?)
}

/// The first event that is neither sealed nor waits to be.
async fn unlinked(ctx: &Context, chain: Uuid) -> Result<Option<Uuid>, Error> {
    let scope = if chain == ACCOUNTS { "e.workspace_id IS NULL AND $1 = $1" } else { "e.workspace_id = $1" };
    let mut from = Uuid::nil();
    loop {
        let mut tx = ctx.read().await?;
        let events: Vec<(Uuid, bool)> = query(format!(
            "SELECT e.id, EXISTS (SELECT 1 FROM audit_chain c WHERE c.event_id = e.id)
                 OR EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.workspace_id = $1 AND u.event_id = e.id)
             FROM audit_events e WHERE {scope} AND e.id > $2 ORDER BY e.id LIMIT {PAGE}"
        ))
        .bind(chain)
        .bind(from)
        .all(&mut tx)
        .await?;
        if let Some((event, _)) = events.iter().find(|(_, known)| !known) {
            return Ok(Some(*event));
        }
        let Some((last, _)) = events.last() else { return Ok(None) };
        from = *last;
    }
}
