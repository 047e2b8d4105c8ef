//! The rows of a membership: what setting up, creating and accepting share.

use super::groups::groups_of;
use super::roles::Role;
use super::{Counter, MemberRow, allow_rejoin, count, terms};
use crate::clock::Micros;
use crate::db::{Tx, drop_terms, put_terms, query, run_of};
use crate::{Context, Error, Membership, keys, mail, phone_numbers};
use model::ids::{AccountId, GroupId, MemberId, RoleId, WorkspaceId};
use model::users::{MemberField, Source, Status, Texts};
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
pub(crate) async fn assign_role(tx: &mut Tx, member: MemberId, grant: &Grant) -> Result<(), Error> {
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

/// What sorting and searching read of a person, made from what is shown of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Derived {
    pub name_key: String,
    pub email_key: String,
    pub phone_key: String,
    pub job_title_key: String,
    pub role_key: String,
    pub search: String,
    pub terms: String,
}

/// What it is made from.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub workspace: WorkspaceId,
    pub email: String,
    /// All that there are.
    pub texts: Texts,
    pub status: Status,
    pub super_user: bool,
    pub source: Source,
    pub second_factor: bool,
}

impl Derived {
    /// `roles`: id and name of each that they hold.
    pub(crate) fn of(shown: &Shown, roles: &[(RoleId, String)], groups: &[GroupId]) -> Self {
        let text = |field| shown.texts.or_blank(field);
        let name_key = keys::name(text(MemberField::FirstName), text(MemberField::LastName));
        let phone_key = phone_numbers::key(text(MemberField::Phone));
        let job_title_key = keys::search(text(MemberField::JobTitle));
        let searched = |field| match field {
            MemberField::Name => name_key.clone(),
            // A search ignores accents also in addresses, which the key does not.
            MemberField::Email => keys::search(&shown.email),
            MemberField::Phone => phone_key.clone(),
            field => keys::search(text(field)),
        };
        let searchable = MemberField::ALL.into_iter().filter(|field| field.spec().searchable);
        let search = searchable.map(searched).collect::<Vec<_>>().join(" ").trim_end().to_owned();
        let mut names: Vec<String> = roles.iter().map(|(_, name)| keys::text(name)).collect();
        names.sort();
        // Super-users come first.
        let role_key = if shown.super_user { "\u{1}".to_owned() + &names.join(", ") } else { names.join(", ") };
        let terms = terms_of(shown, &search, roles, groups);
        Self { name_key, email_key: keys::email(&shown.email), phone_key, job_title_key, role_key, search, terms }
    }
}

/// The pieces of what is searched, and the facets.
fn terms_of(shown: &Shown, search: &str, roles: &[(RoleId, String)], groups: &[GroupId]) -> String {
    let mut found = terms::of_text(search);
    found.insert(terms::of_workspace(shown.workspace));
    found.insert(terms::of_status(shown.status));
    found.extend(shown.super_user.then(terms::of_super_user));
    found.extend(roles.iter().map(|(id, _)| terms::of_role(*id)));
    found.extend(groups.iter().map(|id| terms::of_group(*id)));
    found.insert(terms::of_source(shown.source));
    found.insert(terms::of_second_factor(shown.second_factor));
    if roles.len() > 1 || shown.super_user {
        found.extend(roles.iter().map(|(id, _)| terms::of_role_and_more(*id)));
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

/// Makes what sorting and searching read anew, after anything of it has changed.
pub(crate) async fn refresh(tx: &mut Tx, member: MemberId) -> Result<(), Error> {
    let row = MemberRow::one(tx, member).await?;
    let shown = Shown {
        workspace: row.workspace_id.into(),
        texts: row.texts(),
        // An invitation that has expired is stored as one that has not.
        status: row.status(Micros::MIN)?,
        super_user: row.super_user,
        source: row.source()?,
        second_factor: row.second_factor,
        email: row.email,
    };
    let roles: Vec<(Uuid, String)> =
        query("SELECT r.id, r.name FROM effective_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = $1")
            .bind(member)
            .all(tx)
            .await?;
    let mut roles: Vec<(RoleId, String)> = roles.into_iter().map(|(id, name)| (id.into(), name)).collect();
    roles.sort();
    roles.dedup();
    let groups: Vec<GroupId> = groups_of(tx, member).await?.into_iter().map(|group| group.id).collect();
    let derived = Derived::of(&shown, &roles, &groups);
    query(
        "UPDATE members SET name_key = $2, email_key = $3, phone_key = $4, job_title_key = $5, role_key = $6, search = $7
         WHERE id = $1",
    )
        .bind(member)
        .bind(derived.name_key)
        .bind(derived.email_key)
        .bind(derived.phone_key)
        .bind(derived.job_title_key)
        .bind(derived.role_key)
        .bind(derived.search)
        .run(tx)
        .await?;
    Ok(put_terms(tx, member, &derived.terms).await?)
}

/// Takes what an account shows over into each of its memberships.
pub(crate) async fn refresh_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    let members: Vec<(Uuid,)> = query(
        "UPDATE members SET (email, first_name, last_name, phone, picture, second_factor) =
             (SELECT a.email, a.first_name, a.last_name, a.phone, a.picture,
                     EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = a.id)
              FROM accounts a WHERE a.id = $1),
             version = version + 1
         WHERE account_id = $1 RETURNING id",
    )
    .bind(account)
    .all(tx)
    .await?;
    for (member,) in members {
        refresh(tx, member.into()).await?;
    }
    Ok(())
}
