//! Inviting someone (seed 002, "Send invitation").

use super::link::{Invitee, Link, post};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::members::{Counter, Grant, Preferences, admit, assign_role, count, delete, refresh, roles};
use crate::{Context, Error, Membership, audit, keys, mail, plans};
use model::Problem;
use model::ids::{InvitationId, MemberId};
use model::permissions::Permission;
use model::plans::Limit;
use model::users::{RoleChoice, Source};
use uuid::Uuid;

/// Someone to invite.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// In its form: [`keys::canonical_email`].
    pub email: String,
    /// What an account made by it begins with; may be empty.
    pub first_name: String,
    /// The same of the last name.
    pub last_name: String,
    /// What they become.
    pub role: RoleChoice,
    /// How the member came to be, once they are one.
    pub source: Source,
}

/// Invites one, in a transaction of its own.
pub async fn send(ctx: &Context, slug: &str, new: NewInvitation) -> Result<InvitationId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let id = send_in(ctx, &mut tx, &membership, new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Invites an address. Needs `invitations:write`, everything that the role grants, and a seat. One pending invitation an
/// address: an expired one makes way, and leaves its seat.
pub async fn send_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: NewInvitation,
) -> Result<InvitationId, Error> {
    membership.require(Permission::INVITATIONS_WRITE)?;
    let grant = roles::require_assignable(tx, membership, new.role).await?;
    // An invitation is someone's: whoever accepts it is asked whether its inviter may still give what it gives.
    let inviter = membership.account.ok_or(if ctx.token().is_some() { Error::Forbidden } else { Error::SignedOut })?;
    admit(tx, membership.workspace, &new.email).await?;
    refuse_members(tx, membership, &new.email).await?;
    let seats = plans::room(ctx, tx, membership.workspace, Limit::People).await?;
    let has_seat = close(ctx, tx, membership, &new.email, true).await?;
    let (id, link): (InvitationId, Link) = (ctx.id(), Link::new(ctx, tx, membership).await?);
    let language = Preferences::of_inviter(ctx, tx, membership.workspace).await?.language;
    let made = query(
        "INSERT INTO invitations
             (id, workspace_id, email, email_key, first_name, last_name, super_user, role_id, language,
              token_hash, status, inviter_id, created_at, sent_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', $11, $12, $12, $13)
         ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(&new.email)
    .bind(keys::email(&new.email))
    .bind(&new.first_name)
    .bind(&new.last_name)
    .bind(matches!(grant, Grant::SuperUser))
    .bind(match &grant {
        Grant::SuperUser => None,
        Grant::Role(role) => Some(role.id),
    })
    .bind(language.tag())
    .bind(link.token.hash())
    .bind(inviter)
    .bind(ctx.now())
    .bind(link.expires_at)
    .run(tx)
    .await?;
    if made == 0 {
        return Err(Error::at("email", Problem::AlreadyInvited));
    }
    if !has_seat {
        seats.require_one()?;
    }
    insert_invited_member(ctx, tx, membership, id, &new, &grant, link.expires_at).await?;
    count(ctx, tx, membership.workspace, Counter::PendingInvitations, 1).await?;
    let invitee = Invitee { id, email: &new.email, first_name: &new.first_name, last_name: &new.last_name, language };
    post(ctx, tx, membership, invitee, &link).await?;
    audit::Event::new(audit::Action::InvitationSend)
        .within(membership.workspace)
        .target(id, &new.email)
        .after(&serde_json::json!({ "role": new.role.written(), "expires_at": link.expires_at }))
        .record(ctx, tx)
        .await?;
    Ok(id)
}

/// The invited person's row in the list: it has the invitation's id, and becomes the member's.
async fn insert_invited_member(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: InvitationId,
    new: &NewInvitation,
    grant: &Grant,
    ends_at: Micros,
) -> Result<(), Error> {
    let member = MemberId(id.0);
    query(
        "INSERT INTO members
             (id, workspace_id, status, super_user, source, added_by, joined_at, last_active_at, ends_at,
              second_factor, email, first_name, last_name,
              name_key, email_key, phone_key, role_key, search, version)
         VALUES ($1, $2, 'invited', $3, $4, $5, $6, 0, $7, FALSE, $8, $9, $10, '', '', '', '', '', 1)",
    )
    .bind(member)
    .bind(membership.workspace)
    .bind(matches!(grant, Grant::SuperUser))
    .bind(new.source.name())
    .bind(membership.account)
    .bind(ctx.now())
    .bind(ends_at)
    .bind(&new.email)
    .bind(&new.first_name)
    .bind(&new.last_name)
    .run(tx)
    .await?;
    assign_role(tx, member, grant).await?;
    refresh(tx, member).await
}

/// Someone who was invited has been added otherwise: their invitation ends. Whether there was one.
pub async fn supersede_in(ctx: &Context, tx: &mut Tx, membership: &Membership, email: &str) -> Result<bool, Error> {
    close(ctx, tx, membership, email, false).await
}

async fn refuse_members(tx: &mut Tx, membership: &Membership, email: &str) -> Result<(), Error> {
    let member: Option<(i64,)> = query(
        "SELECT joined_at FROM members
         WHERE workspace_id = $1 AND email_key = $2 AND status IN ('active', 'suspended')",
    )
    .bind(membership.workspace)
    .bind(keys::email(email))
    .optional(tx)
    .await?;
    if member.is_some() { Err(Error::at("email", Problem::AlreadyMember)) } else { Ok(()) }
}

/// Ends the address's pending invitation: only if it has expired, or whatever its age. Whether there was one.
async fn close(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    email: &str,
    expired_only: bool,
) -> Result<bool, Error> {
    let closed: Option<(Uuid,)> = query(
        "UPDATE invitations SET status = 'revoked', closed_at = $3
         WHERE workspace_id = $1 AND email_key = $2 AND status = 'pending' AND (NOT $4 OR expires_at <= $3)
         RETURNING id",
    )
    .bind(membership.workspace)
    .bind(keys::email(email))
    .bind(ctx.now())
    .bind(expired_only)
    .optional(tx)
    .await?;
    if let Some((id,)) = closed {
        mail::withdraw(tx, id).await?;
        delete(tx, MemberId(id)).await?;
        count(ctx, tx, membership.workspace, Counter::PendingInvitations, -1).await?;
    }
    Ok(closed.is_some())
}
