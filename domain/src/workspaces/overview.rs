//! What Home shows.

use super::growth::{Growth, growth};
use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::members::roles::{self, Role};
use crate::members::{Counter, MemberCounts};
use crate::{Context, Error, Membership, audit};
use model::permissions::Permission;
use std::time::Duration;
use uuid::Uuid;

/// Each part for those who may see it.
#[derive(Clone, Debug)]
pub struct Overview {
    /// None without `users:read`.
    pub users: Option<Standing>,
    /// None without `invitations:read`.
    pub invitations: Option<PendingInvitations>,
    /// The last events, newest first; none without `audit:read`.
    pub activity: Option<Vec<audit::AuditEvent>>,
    /// The actor's own membership, where they may not see the others'.
    pub own_membership: Option<OwnMembership>,
}

/// How many people there are, and who has come.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Members who can come in.
    pub active: i64,
    /// Members who were suspended.
    pub suspended: i64,
    /// Within the last seven days; counted up to [`COUNTED`] and one more.
    pub joined: i64,
    /// The active ones of up to a year, day by day.
    pub growth: Growth,
    /// Active members who were never here; counted up to [`COUNTED`] and one more.
    pub never: i64,
    /// The last of them to join, newest first.
    pub never_latest: Vec<Newcomer>,
}

/// The invitations that nobody has accepted.
#[derive(Clone, Debug)]
pub struct PendingInvitations {
    /// All of them, expired ones too.
    pub count: i64,
    /// Newest first.
    pub latest: Vec<Newcomer>,
}

/// Someone who was added or invited.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// Of the membership, or of the invitation.
    pub id: Uuid,
    /// Whose colour their initials have: the account's, or else the invitation's.
    pub hue_of: Uuid,
    /// The address of their account, or of their invitation.
    pub email: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// The id of their picture; none: their initials are shown.
    pub picture: Option<String>,
    /// When they joined, or when the invitation was sent.
    pub since: Micros,
    /// Their invitation has run out; never of a member.
    pub expired: bool,
}

/// What members who see nobody else see of themselves.
#[derive(Clone, Debug)]
pub struct OwnMembership {
    /// They may do everything, by a flag in place of roles.
    pub super_user: bool,
    /// Their own and those of their groups, by name.
    pub roles: Vec<Role>,
    /// When they became a member.
    pub joined_at: Micros,
}

/// Nobody reads a bigger number of people who should be few.
pub const COUNTED: i64 = 1000;
const WEEK: Duration = Duration::from_hours(7 * 24);
const NEWCOMERS: i64 = 5;
const EVENTS: u32 = 8;

/// How the workspace stands. The number of queries depends on what the actor may see, not on what there is.
pub async fn overview(ctx: &Context, slug: &str) -> Result<Overview, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let sees_users = membership.has(Permission::USERS_READ);
    Ok(Overview {
        users: if sees_users { Some(standing(ctx, &mut tx, &membership).await?) } else { None },
        invitations: if membership.has(Permission::INVITATIONS_READ) {
            Some(pending_invitations(ctx, &mut tx, &membership).await?)
        } else {
            None
        },
        activity: if membership.has(Permission::AUDIT_READ) {
            Some(audit::recent(&mut tx, &membership, None, EVENTS).await?)
        } else {
            None
        },
        own_membership: if sees_users { None } else { own_membership(&mut tx, &membership).await? },
    })
}

async fn standing(ctx: &Context, tx: &mut Tx, membership: &Membership) -> Result<Standing, Error> {
    let counts = MemberCounts::of(tx, membership.workspace).await?;
    let (active, suspended) = (counts.get(Counter::ActiveMembers), counts.get(Counter::SuspendedMembers));
    let (first_change, joined, never): (Option<i64>, i64, i64) = query(
        "SELECT (SELECT MIN(day) FROM member_days WHERE workspace_id = $1),
                (SELECT COUNT(*) FROM (SELECT 1 FROM members WHERE workspace_id = $1 AND joined_at > $2
                                       AND status = 'active' LIMIT $3) AS j),
                (SELECT COUNT(*) FROM (SELECT 1 FROM members WHERE workspace_id = $1 AND last_active_at = 0
                                       AND status = 'active' LIMIT $3) AS n)",
    )
    .bind(membership.workspace)
    .bind(ctx.now() - micros(WEEK))
    .bind(COUNTED + 1)
    .one(tx)
    .await?;
    Ok(Standing {
        active,
        suspended,
        joined,
        growth: growth(ctx, tx, membership, active, first_change).await?,
        never,
        never_latest: never_signed_in(tx, membership).await?,
    })
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    hue_of: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    picture: Option<String>,
    since: i64,
    until: Option<i64>,
}

/// By id, which the index of those who were never here ends with: an id is made when its membership begins.
async fn never_signed_in(tx: &mut Tx, membership: &Membership) -> Result<Vec<Newcomer>, Error> {
    let rows: Vec<Row> = query(
        "SELECT id, account_id AS hue_of, email, first_name, last_name, picture, joined_at AS since, CAST(NULL AS BIGINT) AS until
         FROM members WHERE workspace_id = $1 AND last_active_at = 0 AND status = 'active'
         ORDER BY id DESC LIMIT $2",
    )
    .bind(membership.workspace)
    .bind(NEWCOMERS)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.newcomer(0)).collect())
}

async fn pending_invitations(ctx: &Context, tx: &mut Tx, membership: &Membership) -> Result<PendingInvitations, Error> {
    let count = MemberCounts::of(tx, membership.workspace).await?.get(Counter::PendingInvitations);
    let rows: Vec<Row> = query(
        "SELECT id, id AS hue_of, email, first_name, last_name, CAST(NULL AS TEXT) AS picture, sent_at AS since, expires_at AS until
         FROM invitations WHERE workspace_id = $1 AND status = 'pending' ORDER BY id DESC LIMIT $2",
    )
    .bind(membership.workspace)
    .bind(NEWCOMERS)
    .all(tx)
    .await?;
    Ok(PendingInvitations { count, latest: rows.into_iter().map(|row| row.newcomer(ctx.now())).collect() })
}

impl Row {
    fn newcomer(self, now: Micros) -> Newcomer {
        Newcomer {
            id: self.id,
            hue_of: self.hue_of,
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            picture: self.picture,
            since: self.since,
            expired: self.until.is_some_and(|until| until <= now),
        }
    }
}

/// None for the operator, who has no place of their own.
async fn own_membership(tx: &mut Tx, membership: &Membership) -> Result<Option<OwnMembership>, Error> {
    let Some(member) = membership.member else { return Ok(None) };
    let (joined_at,): (i64,) = query("SELECT joined_at FROM members WHERE id = $1").bind(member).one(tx).await?;
    let roles = roles::of_member(tx, member).await?;
    Ok(Some(OwnMembership { super_user: membership.super_user, roles, joined_at }))
}
