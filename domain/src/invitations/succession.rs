//! What becomes of the open invitations of someone who is removed.

use super::inviter::may_invite;
use super::revoke::revoke_in;
use crate::db::{Tx, query};
use crate::{Context, Error, Membership, audit};
use model::ids::{AccountId, InvitationId, MemberId};
use model::invitations::Succession;
use model::permissions::Permission;
use uuid::Uuid;

/// So many are named.
const MAX_NAMED: i64 = 8;

/// What someone has sent that is open still.
const OPEN: &str = "FROM invitations
    WHERE workspace_id = $1 AND inviter_id = $2 AND status = 'pending' AND expires_at > $3";

/// The open invitations that someone has sent.
#[derive(Clone, Debug, Default)]
pub struct OpenInvitations {
    /// All of them, named or not.
    pub count: i64,
    /// The addresses of the newest.
    pub emails: Vec<String>,
    /// Which the actor may do.
    pub choices: Vec<Succession>,
}

/// What a member has sent that nobody has accepted, and that has not expired. None for those who may not see
/// invitations.
pub async fn open_invitations_of(ctx: &Context, slug: &str, id: MemberId) -> Result<OpenInvitations, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_DELETE)?;
    let account: Option<(Option<Uuid>,)> = query("SELECT account_id FROM members WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(membership.workspace)
        .optional(&mut tx)
        .await?;
    let (account,) = account.ok_or(Error::NotFound)?;
    let Some(account) = account.filter(|_| membership.has(Permission::INVITATIONS_READ)) else {
        return Ok(OpenInvitations::default());
    };
    let (count,): (i64,) = query(format!("SELECT COUNT(*) {OPEN}"))
        .bind(membership.workspace)
        .bind(account)
        .bind(ctx.now())
        .one(&mut tx)
        .await?;
    let emails: Vec<(String,)> = query(format!("SELECT email {OPEN} ORDER BY id DESC LIMIT $4"))
        .bind(membership.workspace)
        .bind(account)
        .bind(ctx.now())
        .bind(MAX_NAMED)
        .all(&mut tx)
        .await?;
    Ok(OpenInvitations {
        count,
        emails: emails.into_iter().map(|(email,)| email).collect(),
        choices: choices(&membership),
    })
}

fn choices(membership: &Membership) -> Vec<Succession> {
    let may = |choice: Succession| match choice {
        Succession::TakeOver => membership.has(Permission::INVITATIONS_WRITE),
        Succession::Revoke => membership.has(Permission::INVITATIONS_DELETE),
    };
    [Succession::TakeOver, Succession::Revoke].into_iter().filter(|choice| may(*choice)).collect()
}

/// Settles the open invitations of someone who is being removed, as a part of that. Taken over, they are the actor's,
/// who could have sent them; those whom the actor could not have invited are revoked. Nothing that stays pending gives
/// anything: whoever accepts it is refused, since its inviter is gone.
pub(crate) async fn settle(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    inviter: AccountId,
    choice: Succession,
) -> Result<(), Error> {
    let open: Vec<(Uuid, String)> = query(
        "SELECT id, email FROM invitations WHERE workspace_id = $1 AND inviter_id = $2 AND status = 'pending' ORDER BY id",
    )
    .bind(membership.workspace)
    .bind(inviter)
    .all(tx)
    .await?;
    for (id, email) in open {
        let id = InvitationId(id);
        match membership.account {
            Some(account) if choice == Succession::TakeOver && may_invite(tx, membership, id).await? => {
                take_over(ctx, tx, membership, id, account, &email).await?;
            }
            _ if membership.has(Permission::INVITATIONS_DELETE) => match revoke_in(ctx, tx, membership, id).await {
                // Accepted in the meantime: it is none any more.
                Ok(()) | Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            },
            _ => {}
        }
    }
    Ok(())
}

async fn take_over(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: InvitationId,
    account: AccountId,
    email: &str,
) -> Result<(), Error> {
    let taken = query("UPDATE invitations SET inviter_id = $2 WHERE id = $1 AND status = 'pending'")
        .bind(id)
        .bind(account)
        .run(tx)
        .await?;
    if taken == 0 {
        return Ok(());
    }
    query("UPDATE members SET added_by = $2 WHERE id = $1 AND status = 'invited'")
        .bind(id)
        .bind(account)
        .run(tx)
        .await?;
    audit::Event::new(audit::Action::InvitationTakeOver)
        .within(membership.workspace)
        .target(id, email)
        .record(ctx, tx)
        .await
}
