//! The links of those whom an import has invited, where no mail carries them: for whoever hands them over.
//!
//! A link is the same that can be copied from the list of invitations, under the same rights, for as long as it is kept
//! there.

use super::undo::Undo;
use crate::db::{Tx, query};
use crate::users::sql::Sql;
use crate::{Context, Error, audit, jobs, mail};
use model::accounts::full_name;
use model::ids::JobId;
use model::jobs::JobKind;
use model::permissions::Permission;
use std::fmt;
use uuid::Uuid;

/// Rows in one transaction.
const PAGE: i64 = 500;

/// Someone who is invited, and the link to hand over.
pub struct InvitationLink {
    /// The address that was invited.
    pub email: String,
    /// First and last name; may be empty.
    pub name: String,
    /// Opens the invitation for whoever has it: left out of logs.
    pub link: String,
}

impl fmt::Debug for InvitationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationLink").field("email", &self.email).finish_non_exhaustive()
    }
}

/// The links of an import, under way into a file.
#[derive(Debug)]
pub struct InvitationLinks {
    ctx: Context,
    slug: String,
    import: JobId,
    /// The last row that was read; none once all are.
    after: Option<i64>,
}

/// Begins such a file, and notes who asked for it. For those who see the import, with `users:write` and
/// `invitations:write`.
pub async fn invitation_links(ctx: &Context, slug: &str, id: JobId) -> Result<InvitationLinks, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    membership.require(Permission::INVITATIONS_WRITE)?;
    let found = jobs::find(&mut tx, &membership, id, JobKind::Import).await?;
    let task = super::Task::read(&found.task)?;
    audit::Event::new(audit::Action::ImportExportLinks)
        .within(membership.workspace)
        .target(id, &task.file)
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(InvitationLinks { ctx: ctx.clone(), slug: slug.to_owned(), import: id, after: Some(-1) })
}

#[derive(sqlx::FromRow)]
struct PendingInvitation {
    id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    mail_status: String,
    sealed: Option<Vec<u8>>,
}

impl InvitationLinks {
    /// The next of them, in the order of the file; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<InvitationLink>>, Error> {
        let Some(after) = self.after.take() else { return Ok(None) };
        let mut tx = self.ctx.read().await?;
        self.ctx.require_session(&mut tx).await?;
        let membership = self.ctx.membership(&mut tx, &self.slug).await?;
        membership.require(Permission::USERS_WRITE)?;
        membership.require(Permission::INVITATIONS_WRITE)?;
        jobs::find(&mut tx, &membership, self.import, JobKind::Import).await?;
        let rows: Vec<(i64, String)> = query(
            "SELECT n, undo FROM job_rows
             WHERE job_id = $1 AND n > $2 AND outcome = 'done' AND undo LIKE '{\"invited\"%' ORDER BY n LIMIT $3",
        )
        .bind(self.import)
        .bind(after)
        .bind(PAGE)
        .all(&mut tx)
        .await?;
        self.after = rows.last().map(|row| row.0);
        if self.after.is_none() {
            return Ok(None);
        }
        let mut invited: Vec<Uuid> = Vec::new();
        for (_, text) in rows {
            if let Undo::Invited { invitation } = Undo::read(&text)? {
                invited.push(invitation.0);
            }
        }
        Ok(Some(self.links(&mut tx, membership.workspace.0, &invited).await?))
    }

    /// Those that are still open, and whose link no mail has carried.
    async fn links(&self, tx: &mut Tx, workspace: Uuid, invited: &[Uuid]) -> Result<Vec<InvitationLink>, Error> {
        if invited.is_empty() {
            return Ok(Vec::new());
        }
        let marks = vec!["?"; invited.len()].join(", ");
        let mut sql = Sql::default();
        sql.push(
            &format!(
                "SELECT i.id, i.email, i.first_name, i.last_name, o.status AS mail_status, o.sealed
                 FROM invitations i JOIN outbox o ON o.subject_id = i.id
                 WHERE i.workspace_id = ? AND i.status = 'pending' AND i.expires_at > ? AND i.id IN ({marks})"
            ),
            [workspace.into(), self.ctx.now().into()].into_iter().chain(invited.iter().map(|id| (*id).into())),
        );
        let mut rows: Vec<PendingInvitation> = sql.query().all(tx).await?;
        rows.sort_by_key(|row| invited.iter().position(|id| *id == row.id));
        let link = |row: PendingInvitation| {
            let copied = row.mail_status == "failed" || !self.ctx.roster.settings.mail;
            let link = mail::open_link(&self.ctx, &row.sealed.filter(|_| copied)?)?;
            Some(InvitationLink { name: full_name(&row.first_name, &row.last_name), email: row.email, link })
        };
        Ok(rows.into_iter().filter_map(link).collect())
    }
}
