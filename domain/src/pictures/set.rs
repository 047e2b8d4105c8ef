//! Whose picture it is.

use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::ids::{AccountId, WorkspaceId};
use model::pictures::PictureId;

/// Whom a picture stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A person, in all their workspaces.
    Account(AccountId),
    /// A workspace, in the bar and in lists of them.
    Workspace(WorkspaceId),
}

/// Gives the owner another picture, one that [`super::keep`] stored, or none; answers the one they had. The caller has
/// authorised, writes the event, and after its commit calls [`super::sweep`], which deletes the old one.
/// [`Error::Conflict`] if the new one has waited too long.
pub async fn set(
    ctx: &Context,
    tx: &mut Tx,
    owner: Owner,
    new: Option<&PictureId>,
) -> Result<Option<PictureId>, Error> {
    let old = lock(tx, owner).await?;
    if let Some(new) = new {
        let kept = query("DELETE FROM picture_leftovers WHERE id = $1 AND due_at > $2")
            .bind(new.as_str())
            .bind(ctx.now())
            .run(tx)
            .await?;
        if kept == 0 {
            return Err(Error::Conflict);
        }
    }
    if let Some(old) = &old {
        query("INSERT INTO picture_leftovers (id, due_at) VALUES ($1, $2)")
            .bind(old.as_str())
            .bind(ctx.now())
            .run(tx)
            .await?;
    }
    let new = new.map(PictureId::as_str);
    match owner {
        Owner::Account(id) => {
            query("UPDATE accounts SET picture = $2 WHERE id = $1").bind(id).bind(new).run(tx).await?;
            // A picture is none of the details that two people could edit at once: their version stays.
            query("UPDATE members SET picture = $2 WHERE account_id = $1").bind(id).bind(new).run(tx).await?;
        }
        Owner::Workspace(id) => {
            query("UPDATE workspaces SET picture = $2 WHERE id = $1").bind(id).bind(new).run(tx).await?;
        }
    }
    Ok(old)
}

/// The picture they have. Of two who set one at once the second waits here, and then finds the first's.
async fn lock(tx: &mut Tx, owner: Owner) -> Result<Option<PictureId>, Error> {
    let lock = tx.for_update();
    let select = match owner {
        Owner::Account(id) => query(format!("SELECT picture FROM accounts WHERE id = $1{lock}")).bind(id),
        Owner::Workspace(id) => query(format!("SELECT picture FROM workspaces WHERE id = $1{lock}")).bind(id),
    };
    let (picture,): (Option<String>,) = select.optional(tx).await?.ok_or(Error::NotFound)?;
    stored::picture(picture)
}
