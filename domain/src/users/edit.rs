//! Editing someone (seed 002, "Edit User"; product rule 1).

use super::access::set_access_in;
use crate::clock::Micros;
use crate::db::{Tx, Value, query, run_over_values};
use crate::groups::{self, GroupChange};
use crate::members::{self, MemberRow, Target, lock_super_users, roles, spare_last_super_user, texts_edited};
use crate::{Context, Error, Membership, audit, rules};
use model::Problem;
use model::ids::{AccountId, MemberId};
use model::permissions::Permission;
use model::users::{Access, Edit, MemberField, Owner, Status, Texts};
use std::collections::BTreeMap;

/// Saves the form. What is none in it stays as it is, and so does what it shows untouched. [`Error::Conflict`] if a
/// field was changed by someone else as well since `edit.version` was read ([`model::merge`]). Texts of the account:
/// one's own, or with `users:write` those of someone who is in no other workspace. Texts of the membership, access,
/// groups and end date need `users:write`.
pub async fn edit(ctx: &Context, slug: &str, id: MemberId, edit: &Edit) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    edit_in(ctx, &mut tx, &membership, id, edit).await?;
    Ok(tx.commit().await?)
}

/// The same, as a part of something larger.
pub(crate) async fn edit_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
    edit: &Edit,
) -> Result<(), Error> {
    if membership.member != Some(id) {
        membership.require(Permission::USERS_WRITE)?;
    }
    if !owned_by(Owner::Membership, &edit.texts).is_empty() {
        membership.require(Permission::USERS_WRITE)?;
    }
    if edit.access.is_some() || edit.ends_at.is_some() || edit.groups.is_some() {
        membership.require(Permission::USERS_WRITE)?;
        // The workspace is locked before the member, as everywhere.
        lock_super_users(tx, membership.workspace).await?;
    }
    let target = Target::lock(ctx, tx, membership, id).await?;
    let merged = merged(tx, &target, edit).await?;
    let edit = merged.as_ref().unwrap_or(edit);
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    if !target.person.is_me {
        rules::can_act_on(membership, &target.person)?;
    }
    edit_texts(ctx, tx, membership, &target, &edit.texts).await?;
    if let Some(access) = &edit.access {
        set_access_in(ctx, tx, membership, id, access).await?;
    }
    if let Some(groups) = &edit.groups {
        groups::update_groups_in(ctx, tx, membership, id, GroupChange::Exactly(groups)).await?;
    }
    if let Some(ends_at) = edit.ends_at {
        end_at(ctx, tx, membership, &target, ends_at).await?;
    }
    Ok(())
}

/// What is to be saved where the form shows what it was opened with, or something was saved since. Called with the
/// member locked.
async fn merged(tx: &mut Tx, target: &Target, edit: &Edit) -> Result<Option<Edit>, Error> {
    if edit.shown.is_none() && edit.version == target.version {
        return Ok(None);
    }
    let saved = saved(tx, target).await?;
    let mut merged = edit.base().merge(edit, &saved, target.version).settled()?;
    // A field that is saved as it is would be judged as if it were being changed.
    merged.texts = merged.texts.differing(&saved.texts);
    merged.access = merged.access.filter(|access| saved.access.as_ref() != Some(access));
    merged.groups = merged.groups.filter(|groups| saved.groups.as_ref() != Some(groups));
    merged.ends_at = merged.ends_at.filter(|at| saved.ends_at.as_ref() != Some(at));
    Ok(Some(merged))
}

/// Everything that the form can hold, as it is saved.
async fn saved(tx: &mut Tx, target: &Target) -> Result<Edit, Error> {
    target.account.ok_or(Error::NotFound)?;
    let row = MemberRow::one(tx, target.id).await?;
    // What a super-user's own roles allow is nothing that the form shows.
    let roles = if target.person.super_user { Vec::new() } else { roles::own_of_member(tx, target.id).await? };
    let access =
        Access { super_user: target.person.super_user, roles: roles.into_iter().map(|role| role.id).collect() };
    let groups = members::groups_of(tx, target.id).await?.into_iter().map(|group| group.id).collect();
    Ok(Edit {
        texts: row.texts(),
        access: Some(access),
        groups: Some(groups),
        ends_at: Some(row.ends_at),
        version: target.version,
        ..Edit::default()
    })
}

async fn edit_texts(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    target: &Target,
    sent: &Texts,
) -> Result<(), Error> {
    let row = MemberRow::one(tx, target.id).await?;
    let changed = sent.differing(&row.texts());
    let personal = changed.iter().map(|(field, _)| field).find(|field| field.spec().text == Some(Owner::Account));
    if let Some(field) = personal {
        rules::names_are_editable(&target.person).map_err(|refusal| refusal.moved_to(field.name()))?;
    }
    save_texts(ctx, tx, membership, &row, &changed).await
}

/// Saves texts of a member where they stand, and notes what they were. Whether the actor may is asked before.
pub(super) async fn save_texts(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    row: &MemberRow,
    texts: &Texts,
) -> Result<(), Error> {
    let old = row.texts();
    let new = texts.differing(&old);
    if new.is_empty() {
        return Ok(());
    }
    let rise = versions(&new);
    write_texts(tx, membership, vec![(row.clone(), new.clone(), rise)]).await?;
    texts_edited(membership, row.id.into(), &row.email, &old, &new).record(ctx, tx).await
}

/// Those of them that are the person's, or the workspace's.
pub(super) fn owned_by(owner: Owner, texts: &Texts) -> Texts {
    texts.only(|field| field.spec().text == Some(owner))
}

/// How many versions of a membership these texts make, where they change: one for the person's, and one for the
/// workspace's.
pub(super) fn versions(texts: &Texts) -> i64 {
    [Owner::Account, Owner::Membership].into_iter().map(|owner| i64::from(!owned_by(owner, texts).is_empty())).sum()
}

/// Saves texts of members where they stand, each with how much their version rises, and all that is derived of them.
pub(super) async fn write_texts(
    tx: &mut Tx,
    membership: &Membership,
    members: Vec<(MemberRow, Texts, i64)>,
) -> Result<(), Error> {
    let mut personal = Vec::new();
    for (row, texts, _) in &members {
        let texts = owned_by(Owner::Account, texts);
        if !texts.is_empty() {
            personal.push((row.account().ok_or(Error::NotFound)?, texts));
        }
    }
    update_accounts(tx, &personal).await?;
    members::rewrite_all(tx, members).await?;
    let accounts: Vec<AccountId> = personal.into_iter().map(|(id, _)| id).collect();
    members::refresh_accounts(tx, &accounts, Some(membership.workspace)).await
}

/// A text stands in the column that has its field's name. Columns of names hold a blank one as an empty text.
async fn update_accounts(tx: &mut Tx, accounts: &[(AccountId, Texts)]) -> Result<(), Error> {
    let mut by_fields: BTreeMap<Vec<MemberField>, Vec<&(AccountId, Texts)>> = BTreeMap::new();
    for account in accounts {
        by_fields.entry(account.1.iter().map(|(field, _)| field).collect()).or_default().push(account);
    }
    for (fields, rows) in by_fields {
        let text = |(field, text): (MemberField, Option<&str>)| {
            let is_name = matches!(field, MemberField::FirstName | MemberField::LastName);
            Value::from(if is_name { text.or(Some("")) } else { text })
        };
        let values = rows.into_iter().flat_map(|(id, texts)| [(*id).into()].into_iter().chain(texts.iter().map(text)));
        let set = (2..).zip(&fields).map(|(n, field)| format!(", {} = v.column{n}", field.name())).collect::<String>();
        run_over_values(tx, values.collect(), 1 + fields.len(), |values| {
            format!(
                "UPDATE accounts SET version = accounts.version + 1{set} FROM (VALUES {values}) v
                 WHERE accounts.id = v.column1"
            )
        })
        .await?;
    }
    Ok(())
}

/// Gives the membership an end, or takes it away. A super-user who leaves on a day does not count as one who stays.
async fn end_at(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    target: &Target,
    at: Option<Micros>,
) -> Result<(), Error> {
    let (old,): (Option<i64>,) = query("SELECT ends_at FROM members WHERE id = $1").bind(target.id).one(tx).await?;
    if old == at {
        return Ok(());
    }
    if at.is_some_and(|at| at <= ctx.now()) {
        return Err(Error::at("ends", Problem::Past));
    }
    if at.is_some() {
        let spared = spare_last_super_user(tx, membership.workspace, target.id, &target.person).await;
        spared.map_err(|error| error.moved_to("ends"))?;
    }
    query("UPDATE members SET ends_at = $2, version = version + 1 WHERE id = $1")
        .bind(target.id)
        .bind(at)
        .run(tx)
        .await?;
    audit::Event::new(audit::Action::MemberSetEndDate)
        .within(membership.workspace)
        .target(target.id, &target.email)
        .before(&old)
        .after(&at)
        .record(ctx, tx)
        .await
}
