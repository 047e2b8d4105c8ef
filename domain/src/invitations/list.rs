//! The pending invitations of a workspace, newest first.

use crate::clock::Micros;
use crate::db::{Tx, contains, query};
use crate::members::roles::Role;
use crate::members::{Counter, MemberCounts};
use crate::{Context, Error, Membership, keys, mail};
use model::accounts::full_name;
use model::ids::InvitationId;
use model::invitations::{Delivery, InvitationState, InvitationsQuery};
use model::page::Page;
use model::permissions::{Permission, Permissions};
use uuid::Uuid;

const SIZE: u32 = 50;
const MAX_SIZE: u32 = 100;

/// A pending invitation, as the list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The key in addresses and forms.
    pub id: InvitationId,
    /// The address that was invited.
    pub email: String,
    /// First and last name; empty where whoever invited gave none.
    pub name: String,
    /// They become a super-user.
    pub super_user: bool,
    /// What they become otherwise; none for a super-user.
    pub role: Option<Role>,
    /// Who sent it, by name.
    pub inviter: String,
    /// When it was sent last: sending it again counts.
    pub sent_at: Micros,
    /// When its link ends.
    pub expires_at: Micros,
    /// Its link has ended: it is to be sent again or revoked.
    pub expired: bool,
    /// How far its mail has come.
    pub delivery: Delivery,
    /// What the mail server said, where its mail has not been taken.
    pub failure: Option<String>,
    /// The link, while no mail has carried it and to those who may invite.
    pub link: Option<String>,
    /// Whoever asks has sent it.
    pub own: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    super_user: bool,
    role_id: Option<Uuid>,
    builtin: Option<String>,
    role_name: Option<String>,
    permissions: Option<i64>,
    inviter_id: Uuid,
    inviter_first: String,
    inviter_last: String,
    sent_at: i64,
    expires_at: i64,
    mail_status: Option<String>,
    last_error: Option<String>,
    sealed: Option<Vec<u8>>,
}

/// Those of the workspace `$1`.
const SELECT: &str =
    "SELECT i.id, i.email, i.first_name, i.last_name, i.super_user, i.role_id, i.sent_at, i.expires_at,
            i.inviter_id, r.builtin, r.name AS role_name, r.permissions,
            a.first_name AS inviter_first, a.last_name AS inviter_last,
            o.status AS mail_status, o.last_error, o.sealed
     FROM invitations i
     JOIN accounts a ON a.id = i.inviter_id
     LEFT JOIN roles r ON r.id = i.role_id
     LEFT JOIN outbox o ON o.subject_id = i.id
     WHERE i.workspace_id = $1 AND i.status = 'pending'";

/// One of them. Needs `invitations:read`.
pub async fn show(ctx: &Context, slug: &str, id: InvitationId) -> Result<Listed, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::INVITATIONS_READ)?;
    let row: Option<Row> =
        query(format!("{SELECT} AND i.id = $2")).bind(membership.workspace).bind(id).optional(&mut tx).await?;
    Ok(row.ok_or(Error::NotFound)?.listed(ctx, &membership))
}

/// Needs `invitations:read`. One query and a counter.
pub async fn list(ctx: &Context, slug: &str, asked: &InvitationsQuery) -> Result<Page<Listed>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::INVITATIONS_READ)?;
    let size = asked.size.unwrap_or(SIZE).clamp(1, MAX_SIZE);
    let mut rows: Vec<Row> = query(format!(
        "{SELECT} AND ($2 IS NULL OR i.id < $2)
           AND i.email_key LIKE $3 ESCAPE '!'
           AND ($4 = '' OR $4 = CASE WHEN i.expires_at <= $5 THEN 'expired' WHEN o.status = 'failed' THEN 'failed'
                                     ELSE 'pending' END)
         ORDER BY i.id DESC LIMIT $6"
    ))
    .bind(membership.workspace)
    .bind(asked.after)
    .bind(contains(&keys::email(asked.email.trim())))
    .bind(asked.state.map_or("", InvitationState::name))
    .bind(ctx.now())
    .bind(i64::from(size) + 1)
    .all(&mut tx)
    .await?;
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    let total = MemberCounts::of(&mut tx, membership.workspace).await?.get(Counter::PendingInvitations);
    Ok(Page {
        next: rows.last().filter(|_| more).map(|row| row.id.to_string()),
        previous: None,
        start: None,
        total: Some(total),
        items: rows.into_iter().map(|row| row.listed(ctx, &membership)).collect(),
    })
}

/// The address that was invited, and the link, while no mail has carried it and to those who may invite.
pub(crate) async fn link_of(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: InvitationId,
) -> Result<Option<(String, Option<String>)>, Error> {
    let row: Option<(String, Option<String>, Option<Vec<u8>>)> = query(
        "SELECT i.email, o.status, o.sealed FROM invitations i LEFT JOIN outbox o ON o.subject_id = i.id
         WHERE i.id = $1 AND i.workspace_id = $2",
    )
    .bind(id)
    .bind(membership.workspace)
    .optional(tx)
    .await?;
    let may_copy = membership.has(Permission::INVITATIONS_WRITE);
    Ok(row.map(|(email, status, sealed)| {
        let sealed = sealed.filter(|_| may_copy);
        (email, sealed.and_then(|sealed| link_to_hand_over(ctx, status.as_deref(), &sealed)))
    }))
}

impl Row {
    fn listed(self, ctx: &Context, membership: &Membership) -> Listed {
        let may_copy = membership.has(Permission::INVITATIONS_WRITE);
        let link = self.sealed.as_deref().filter(|_| may_copy);
        let role = self.role_id.map(|id| Role {
            id: id.into(),
            builtin: self.builtin,
            name: self.role_name.unwrap_or_default(),
            permissions: Permissions::from_bits(self.permissions.unwrap_or_default()),
        });
        Listed {
            id: self.id.into(),
            name: full_name(&self.first_name, &self.last_name),
            email: self.email,
            super_user: self.super_user,
            role,
            inviter: full_name(&self.inviter_first, &self.inviter_last),
            sent_at: self.sent_at,
            expires_at: self.expires_at,
            expired: self.expires_at <= ctx.now(),
            delivery: mail::delivery(ctx, self.mail_status.as_deref(), self.last_error.as_deref()),
            own: membership.account.is_some_and(|account| account.0 == self.inviter_id),
            failure: self.last_error.filter(|_| self.mail_status.as_deref() != Some("unknown")),
            link: link.and_then(|sealed| link_to_hand_over(ctx, self.mail_status.as_deref(), sealed)),
        }
    }
}

/// Where a mail carries the link, nobody else has it: whoever comes by it gets the mails of the address.
fn link_to_hand_over(ctx: &Context, mail_status: Option<&str>, sealed: &[u8]) -> Option<String> {
    (mail_status == Some("failed") || !ctx.roster.settings.mail).then(|| mail::open_link(ctx, sealed))?
}
