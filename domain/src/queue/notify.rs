//! Whoever began long work hears that it has ended.

use crate::clock::micros;
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error, stored};
use model::ids::JobId;
use model::jobs::JobKind;
use model::notices::Notice;
use model::urls::Url;
use std::time::Duration;
use uuid::Uuid;

/// What took no longer than this was probably waited for: a minute.
const SHORT: Duration = Duration::from_mins(1);

#[derive(sqlx::FromRow)]
struct Row {
    account_id: Uuid,
    workspace_id: Uuid,
    kind: String,
    created_at: i64,
    done: i64,
    failed: i64,
    slug: String,
    workspace: String,
}

pub(super) async fn notify(ctx: &Context, tx: &mut Tx, job: JobId) -> Result<(), Error> {
    let row: Row = query(
        "SELECT j.account_id, j.workspace_id, j.kind, j.created_at, j.done, j.failed, w.slug, w.name AS workspace
         FROM jobs j JOIN workspaces w ON w.id = j.workspace_id WHERE j.id = $1",
    )
    .bind(job)
    .one(tx)
    .await?;
    let kind = stored::named(&row.kind, JobKind::named, "a kind of work")?;
    let slug = row.slug;
    let url = match kind {
        JobKind::Import => Url::Import { slug, job },
        JobKind::Bulk => Url::BulkJob { slug, job },
        // Roles' and groups' pages say how far it is.
        JobKind::Role | JobKind::Group => return Ok(()),
    };
    let account = row.account_id.into();
    if ctx.now() - row.created_at <= micros(SHORT) || mail::is_muted(tx, account, Notice::Work).await? {
        return Ok(());
    }
    let link = ctx.link(&url);
    let message = |name| Email::WorkDone {
        name,
        workspace: row.workspace,
        import: kind == JobKind::Import,
        done: row.done,
        failed: row.failed,
    };
    mail::write_within(ctx, tx, Some(row.workspace_id.into()), account, &link, message).await
}
