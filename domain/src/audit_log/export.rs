//! Every event that the address asks for, for a file; pages are read as in [`crate::users::export`].

use super::filter::AuditFilter;
use super::page::{Recorded, events};
use crate::audit::Event;
use crate::members::roles::{self, Role};
use crate::{Context, Error};
use model::audit::{AuditQuery, Cursor};
use model::permissions::Permission;

/// Events in one transaction. Fewer in the first, for the first byte.
const PAGE: u32 = 2_000;
const FIRST: u32 = 200;

/// A download under way.
#[derive(Debug)]
pub struct Export {
    ctx: Context,
    slug: String,
    /// Where the next page begins; none at the end.
    next: Option<AuditQuery>,
    /// The workspace's, which events name by their ids.
    pub roles: Vec<Role>,
}

/// Begins a download, and notes who asked for which events. Needs `audit:read`.
pub async fn export(ctx: &Context, slug: &str, asked: &AuditQuery, format: &str) -> Result<Export, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::AUDIT_READ)?;
    let asked = asked.narrowing();
    // What can't be asked is refused before the first byte.
    AuditFilter::of(ctx, &mut tx, &membership, &asked).await?;
    Event::new(crate::audit::Action::AuditExport)
        .within(membership.workspace)
        .after(&serde_json::json!({ "format": format, "filter": asked.written(str::to_owned) }))
        .record(ctx, &mut tx)
        .await?;
    let roles = roles::named(&mut tx, &membership).await?;
    tx.commit().await?;
    Ok(Export { ctx: ctx.clone(), slug: slug.to_owned(), next: Some(asked), roles })
}

impl Export {
    /// The next events, newest first; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<Recorded>>, Error> {
        let Some(asked) = self.next.take() else { return Ok(None) };
        let mut tx = self.ctx.read().await?;
        self.ctx.require_session(&mut tx).await?;
        let membership = self.ctx.membership(&mut tx, &self.slug).await?;
        membership.require(Permission::AUDIT_READ)?;
        let size = if asked.after.is_none() { FIRST } else { PAGE };
        let (events, more) = events(&self.ctx, &mut tx, &membership, &asked, size).await?;
        let last = events.last().filter(|_| more).map(|event| Cursor::Older(event.id));
        self.next = last.map(|last| AuditQuery { after: Some(last), ..asked });
        Ok(Some(events))
    }
}
