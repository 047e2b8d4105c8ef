//! The last step: everything at once, exactly once.

use super::answer::authorised;
use crate::db::Tx;
use crate::drafts::{Draft, Outcome};
use crate::users::{NewUser, Secret, create};
use crate::{Context, Error, Seat, invitations};
use model::ids::DraftId;
use model::users::Source;
use model::wizard::{How, Step};

/// Adds or invites. Confirming again, in parallel or later, answers what the first one made.
pub async fn confirm(ctx: &Context, slug: &str, draft: DraftId) -> Result<Outcome, Error> {
    let mut tx = ctx.write().await?;
    let seat = authorised(ctx, &mut tx, slug).await?;
    let mut draft = Draft::hold(ctx, &mut tx, &seat, draft).await?;
    if let Some(outcome) = draft.outcome {
        return Ok(outcome);
    }
    if draft.entered.furthest() != Step::Confirm {
        return Err(Error::Conflict);
    }
    let outcome = carry_out(ctx, &mut tx, &seat, &draft).await?;
    draft.outcome = Some(outcome.clone());
    draft.password_hash = None;
    draft.save(ctx, &mut tx, &seat).await?;
    tx.commit().await?;
    Ok(outcome)
}

async fn carry_out(ctx: &Context, tx: &mut Tx, seat: &Seat, draft: &Draft) -> Result<Outcome, Error> {
    let entered = draft.entered.clone();
    let (Some(how), Some(role)) = (entered.how, entered.role) else { return Err(Error::Conflict) };
    match how {
        How::Add => {
            let hash = draft.password_hash.clone().ok_or(Error::Conflict)?;
            let new = NewUser {
                email: entered.email,
                first_name: entered.first_name,
                last_name: entered.last_name,
                phone: None,
                secret: if entered.temporary { Secret::Temporary(hash) } else { Secret::Own(hash) },
                role,
                source: Source::Added,
            };
            let created = create(ctx, tx, seat, new).await?;
            Ok(Outcome::Added { member: created.member, existing: created.existing })
        }
        How::Invite => {
            let new = invitations::NewInvitation {
                email: entered.email,
                first_name: entered.first_name,
                last_name: entered.last_name,
                role,
                source: Source::Invited,
            };
            Ok(Outcome::Invited { invitation: invitations::send(ctx, tx, seat, new).await? })
        }
    }
}
