//! One user, as the panel shows them.

use super::entry_link::entry_link_of;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::members::roles::Role;
use crate::members::row::COLUMNS;
use crate::members::{self, MemberRow, OWNER, SHARED};
use crate::users::list::{Listed, person, rights};
use crate::{Context, Error, Membership, identities, invitations, rules};
use model::Problem;
use model::accounts::full_name;
use model::ids::{GroupId, InvitationId, MemberId};
use model::permissions::{Permission, Permissions};
use model::users::Status;
use uuid::Uuid;

/// All that the panel shows of one user.
#[derive(Clone, Debug)]
pub struct Details {
    /// What the list shows of them.
    pub listed: Listed,
    /// Each role with the group that gives it; none for those of their own.
    pub role_sources: Vec<(Role, Option<GroupId>)>,
    /// Who added or invited them, by name; none where nobody did, or where it is not known.
    pub by: Option<String>,
    /// A temporary password waits for its first use until then.
    pub temporary_until: Option<Micros>,
    /// When they were removed; none while they are not.
    pub removed_at: Option<Micros>,
    /// Why names, telephone number and sessions are not this workspace's to change (product rule 1).
    pub personal: Option<Problem>,
    /// The workspace is theirs.
    pub owner: bool,
    /// They enter once they have proven their address.
    pub verification_due: bool,
    /// The link that lets them in, or their invitation's, to hand over where no mail can carry it.
    pub entry_link: Option<String>,
}

impl Details {
    /// Without those of their groups.
    pub fn own_roles(&self) -> impl Iterator<Item = &Role> {
        self.role_sources.iter().filter(|(_, through)| through.is_none()).map(|(role, _)| role)
    }
}

#[derive(sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
struct Row {
    #[sqlx(flatten)]
    member: MemberRow,
    language: Option<String>,
    time_zone: Option<String>,
    password_temporary: Option<bool>,
    password_expires_at: Option<i64>,
    at_provider: bool,
    elsewhere: bool,
    verification_due: bool,
    owner: bool,
    by_first: Option<String>,
    by_last: Option<String>,
}

/// A user of the workspace, whatever their status. Needs `users:read`, but for oneself.
pub async fn details(ctx: &Context, slug: &str, id: MemberId) -> Result<Details, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    details_in(ctx, &mut tx, &membership, id).await
}

/// The same, as a part of something larger.
pub(super) async fn details_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
) -> Result<Details, Error> {
    if membership.member != Some(id) {
        membership.require(Permission::USERS_READ)?;
    }
    let row: Option<Row> = query(format!(
        "SELECT {COLUMNS},
                a.language, a.time_zone, a.password_temporary, a.password_expires_at, {} AS at_provider,
                {SHARED} AS elsewhere, m.verify_email_key IS NOT NULL AS verification_due,
                {OWNER} AS owner,
                b.first_name AS by_first, b.last_name AS by_last
         FROM members m LEFT JOIN accounts a ON a.id = m.account_id LEFT JOIN accounts b ON b.id = m.added_by
         WHERE m.id = $1 AND m.workspace_id = $2",
        identities::exists_sql("m.account_id")
    ))
    .bind(id)
    .bind(membership.workspace)
    .optional(tx)
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    let role_sources = role_sources(tx, id).await?;
    let groups = members::groups_of(tx, id).await?;
    let mut roles: Vec<Role> = role_sources.iter().map(|(role, _)| role.clone()).collect();
    roles.dedup();
    let (language, time_zone) = (row.language, row.time_zone);
    let listed = Listed { roles, groups, language, time_zone, ..Listed::of(&row.member, ctx.now())? };
    let person = person(membership, &listed, row.elsewhere, row.at_provider);
    let personal = rules::names_are_editable(&person).err().and_then(|refusal| refusal.problem());
    let listed = Listed { rights: rights(membership, &person), ..listed };
    let entry_link = match listed.account {
        Some(account) if row.verification_due && listed.rights.edit => entry_link_of(ctx, tx, id, account).await?,
        None if listed.status == Status::Invited && listed.rights.resend => {
            invitations::link_of(ctx, tx, membership, InvitationId(id.0)).await?.and_then(|(_, link)| link)
        }
        _ => None,
    };
    Ok(Details {
        listed,
        role_sources,
        by: row.by_first.map(|first| full_name(&first, &row.by_last.unwrap_or_default())),
        temporary_until: row.password_expires_at.filter(|_| row.password_temporary == Some(true)),
        removed_at: row.member.removed_at,
        personal,
        owner: row.owner,
        verification_due: row.verification_due,
        entry_link,
    })
}

/// What someone holds, by name, and how: their own first.
async fn role_sources(tx: &mut Tx, member: MemberId) -> Result<Vec<(Role, Option<GroupId>)>, Error> {
    let rows: Vec<RoleSource> = query(
        "SELECT r.id, r.builtin, r.name, r.permissions, x.through
         FROM (SELECT role_id, NULL AS through FROM member_roles WHERE member_id = $1
               UNION ALL
               SELECT y.role_id, y.group_id FROM group_members z JOIN group_roles y ON y.group_id = z.group_id
               WHERE z.member_id = $1) x
         JOIN roles r ON r.id = x.role_id ORDER BY r.name_key, x.through IS NOT NULL, x.through",
    )
    .bind(member)
    .all(tx)
    .await?;
    let way = |row: RoleSource| {
        let permissions = Permissions::from_bits(row.permissions);
        let role = Role { id: row.id.into(), builtin: row.builtin, name: row.name, permissions };
        (role, row.through.map(GroupId))
    };
    Ok(rows.into_iter().map(way).collect())
}

#[derive(sqlx::FromRow)]
struct RoleSource {
    id: Uuid,
    builtin: Option<String>,
    name: String,
    permissions: i64,
    through: Option<Uuid>,
}

/// The actor's own membership: "My profile".
pub async fn mine(ctx: &Context, slug: &str) -> Result<MemberId, Error> {
    let mut tx = ctx.read().await?;
    ctx.membership(&mut tx, slug).await?.member.ok_or(Error::NotFound)
}
