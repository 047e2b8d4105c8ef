//! The rows of an account and of a membership: what setting up, creating and accepting share.

use super::groups::groups_of;
use super::roles::Role;
use super::{Counter, MemberRow, Preferences, allow_rejoin, count, terms};
use crate::clock::{Micros, micros};
use crate::db::{Tx, drop_terms, put_terms, query};
use crate::{Context, Error, Membership, keys, links, mail, phone_numbers};
use model::ids::{AccountId, GroupId, MemberId, RoleId, WorkspaceId};
use model::users::{MemberField, Source, Status, Texts};
use std::time::Duration;
use uuid::Uuid;

/// A temporary password expires unused after this (product rule 3): 72 hours.
pub(crate) const TEMPORARY: Duration = Duration::from_hours(72);

/// How the holder of a new account signs in.
#[derive(Clone, Debug)]
pub enum Secret {
    /// The hash of a password that they chose.
    Own(String),
    /// The hash of a password that someone else chose; to be replaced at first sign-in.
    Temporary(String),
    /// Not by password.
    None,
}

/// What an account begins with.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// In its form: [`keys::canonical_email`].
    pub email: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// As E.164.
    pub phone: Option<String>,
    /// How its holder signs in first.
    pub secret: Secret,
    /// Language, theme and time zone.
    pub preferences: Preferences,
    /// The workspace whose administrators make it: they may know how to sign in, until a mail proves the address. None:
    /// its holder makes it, or the operator.
    pub made_by: Option<WorkspaceId>,
}

/// What a membership gives.
#[derive(Clone, Debug)]
pub enum Grant {
    /// Everything in the workspace, by a flag in place of roles.
    SuperUser,
    /// What one role allows.
    Role(Role),
}

/// Makes an account; none if the address has one already, or is kept for an account that had it.
pub async fn insert_account(ctx: &Context, tx: &mut Tx, new: &NewAccount) -> Result<Option<AccountId>, Error> {
    let id: AccountId = ctx.id();
    let (hash, temporary) = match &new.secret {
        Secret::Own(hash) => (Some(hash.as_str()), false),
        Secret::Temporary(hash) => (Some(hash.as_str()), true),
        Secret::None => (None, false),
    };
    let made = query(
        "INSERT INTO accounts
             (id, email, email_key, first_name, last_name, phone, language, time_zone, theme_preference,
              password_hash, password_set_at, password_temporary, password_expires_at, created_at, credentials_set_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)
         ON CONFLICT (email_key) DO NOTHING",
    )
    .bind(id)
    .bind(&new.email)
    .bind(keys::email(&new.email))
    .bind(&new.first_name)
    .bind(&new.last_name)
    .bind(new.phone.clone())
    .bind(new.preferences.language.tag())
    .bind(&new.preferences.time_zone)
    .bind(String::from(new.preferences.theme_preference.clone()))
    .bind(hash)
    .bind(hash.map(|_| ctx.now()))
    .bind(temporary)
    .bind(temporary.then(|| ctx.now() + micros(TEMPORARY)))
    .bind(ctx.now())
    .bind(new.made_by)
    .run(tx)
    .await?;
    if made > 0 && links::is_reserved(ctx, tx, &keys::email(&new.email), None).await? {
        query("DELETE FROM accounts WHERE id = $1").bind(id).run(tx).await?;
        return Ok(None);
    }
    Ok((made > 0).then_some(id))
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
    .bind(matches!(source, Source::Setup | Source::Joined).then(|| ctx.now()))
    .run(tx)
    .await?;
    if made == 0 {
        return Ok(None);
    }
    assign_role(tx, id, grant).await?;
    refresh(tx, id).await?;
    Ok(Some(id))
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
    query("DELETE FROM member_roles WHERE member_id = $1").bind(member).run(tx).await?;
    query("DELETE FROM group_members WHERE member_id = $1").bind(member).run(tx).await?;
    drop_terms(tx, member).await?;
    // The link that would have let them in.
    mail::withdraw(tx, member.0).await?;
    Ok(query("DELETE FROM members WHERE id = $1").bind(member).run(tx).await? > 0)
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
    found.extend((shown.status != Status::Removed).then(terms::of_listed));
    found.extend(shown.super_user.then(terms::of_super_user));
    found.extend(roles.iter().map(|(id, _)| terms::of_role(*id)));
    found.extend(groups.iter().map(|id| terms::of_group(*id)));
    found.insert(terms::of_source(shown.source));
    found.insert(terms::of_second_factor(shown.second_factor));
    if let ([(role, _)], false) = (roles, shown.super_user) {
        found.insert(terms::of_only_role(*role));
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
