//! The rows of a membership: what setting up, creating and accepting share.

use super::roles::Role;
use super::{Counter, allow_rejoin, count, refresh};
use crate::clock::Micros;
use crate::db::{Tx, drop_terms, query, run_of};
use crate::{Context, Error, Membership, mail};
use model::ids::{AccountId, MemberId, WorkspaceId};
use model::users::Source;
use uuid::Uuid;

/// What a membership gives.
#[derive(Clone, Debug)]
pub enum Grant {
    /// Everything in the workspace, by a flag in place of roles.
    SuperUser,
    /// What one role allows.
    Role(Role),
}

/// Makes an account a member; none if it is one already. One who was removed comes back as if new. The caller counts.
pub async fn insert_member(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    account: AccountId,
    grant: &Grant,
    source: Source,
    by: Option<AccountId>,
) -> Result<Option<MemberId>, Error> {
    clear_removed(ctx, tx, membership.workspace, account).await?;
    let id: MemberId = ctx.id();
    let made = query(
        "INSERT INTO members
             (id, workspace_id, account_id, status, super_user, source, added_by, joined_at, last_active_at,
              second_factor, email, first_name, last_name, phone, picture,
              name_key, email_key, phone_key, role_key, search, accepted_at, version)
         SELECT $1, $2, a.id, 'active', $4, $5, $6, $7, 0,
                EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = a.id), a.email, a.first_name, a.last_name, a.phone, a.picture,
                '', a.email_key, '', '', '', $8, 1
         FROM accounts a WHERE a.id = $3
         ON CONFLICT (workspace_id, account_id) DO NOTHING",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(account)
    .bind(matches!(grant, Grant::SuperUser))
    .bind(source.name())
    .bind(by)
    .bind(ctx.now())
    .bind(accepted_at(ctx, source))
    .run(tx)
    .await?;
    if made == 0 {
        return Ok(None);
    }
    assign_role(tx, id, grant).await?;
    refresh(tx, id).await?;
    Ok(Some(id))
}

/// Whoever comes by themselves has accepted their membership with that.
pub(super) fn accepted_at(ctx: &Context, source: Source) -> Option<Micros> {
    matches!(source, Source::Setup | Source::Joined).then(|| ctx.now())
}

/// Gives a member a role, beside those that they have; the flag stands in their row.
async fn assign_role(tx: &mut Tx, member: MemberId, grant: &Grant) -> Result<(), Error> {
    if let Grant::Role(role) = grant {
        query("INSERT INTO member_roles (member_id, role_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(member)
            .bind(role.id)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// Forgets that the account was once removed from the workspace.
pub(crate) async fn clear_removed(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    account: AccountId,
) -> Result<(), Error> {
    allow_rejoin(tx, workspace, account).await?;
    let removed: Option<(Uuid,)> =
        query("SELECT id FROM members WHERE workspace_id = $1 AND account_id = $2 AND status = 'removed'")
            .bind(workspace)
            .bind(account)
            .optional(tx)
            .await?;
    if let Some((id,)) = removed {
        delete(tx, id.into()).await?;
        count(ctx, tx, workspace, Counter::RemovedMembers, -1).await?;
    }
    Ok(())
}

/// Takes a member's rows out of the database for good.
pub(crate) async fn delete(tx: &mut Tx, member: MemberId) -> Result<bool, Error> {
    Ok(delete_all(tx, &[member]).await? > 0)
}

/// The same for many; answers how many there were.
pub(crate) async fn delete_all(tx: &mut Tx, members: &[MemberId]) -> Result<u64, Error> {
    let of = |ids: &str| format!("DELETE FROM member_roles WHERE member_id IN ({ids})");
    run_of(tx, &[], members.iter().copied(), of).await?;
    let of = |ids: &str| format!("DELETE FROM group_members WHERE member_id IN ({ids})");
    run_of(tx, &[], members.iter().copied(), of).await?;
    drop_terms(tx, members).await?;
    // The links that would have let them in.
    mail::withdraw_all(tx, members.iter().map(|member| member.0)).await?;
    let of = |ids: &str| format!("DELETE FROM members WHERE id IN ({ids})");
    Ok(run_of(tx, &[], members.iter().copied(), of).await?)
}
