//! The rows of many memberships at once, of accounts that were made in the same transaction, or of people who are
//! invited: nobody else knows them, so nothing about them has to be read.

use super::member::accepted_at;
use super::roles::Role;
use super::{Derived, Grant, Shown, count, counter_of};
use crate::clock::Micros;
use crate::db::{Rows, Tx, put_terms};
use crate::{Context, Error, Membership};
use model::ids::{AccountId, GroupId, MemberId, RoleId};
use model::users::MemberField;

/// A membership as it begins.
#[derive(Debug)]
pub(crate) struct NewMember<'a> {
    pub id: MemberId,
    /// None while invited.
    pub account: Option<AccountId>,
    /// When an invitation expires.
    pub ends_at: Option<Micros>,
    pub shown: Shown,
    pub grant: &'a Grant,
    /// The groups that they are in from the beginning, and what these give.
    pub groups: Vec<(GroupId, &'a [Role])>,
    /// One, and one more for each change that the verbs would have made since.
    pub version: i64,
}

const MEMBERS: &str = "members (id, workspace_id, account_id, status, super_user, source, added_by, joined_at,
    last_active_at, ends_at, second_factor, email, first_name, last_name, phone, job_title,
    name_key, email_key, phone_key, job_title_key, role_key, search, accepted_at, version)";

/// Writes them with their roles, groups and search terms, and counts them, who are all of one status: the rows that
/// [`super::insert_member`], giving texts and joining groups make of one.
pub(crate) async fn insert_new_members(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: Vec<NewMember<'_>>,
) -> Result<(), Error> {
    let Some(counter) = new.first().map(|member| counter_of(member.shown.status)) else { return Ok(()) };
    let mut members = Rows::of(MEMBERS);
    let mut roles = Rows::of("member_roles (member_id, role_id)");
    let mut groups = Rows::of("group_members (member_id, group_id)");
    let mut terms = Vec::with_capacity(new.len());
    let count_of_new = i64::try_from(new.len()).unwrap_or(i64::MAX);
    for member in new {
        let NewMember { id, account, shown, version, .. } = &member;
        let derived = member.derived();
        if let Grant::Role(role) = member.grant {
            roles.push([(*id).into(), role.id.into()]);
        }
        for (group, _) in &member.groups {
            groups.push([(*id).into(), (*group).into()]);
        }
        members.push([
            (*id).into(),
            shown.workspace.into(),
            (*account).into(),
            shown.status.name().into(),
            shown.super_user.into(),
            shown.source.name().into(),
            membership.account.into(),
            ctx.now().into(),
            0.into(),
            member.ends_at.into(),
            shown.second_factor.into(),
            (&shown.email).into(),
            shown.texts.or_blank(MemberField::FirstName).into(),
            shown.texts.or_blank(MemberField::LastName).into(),
            shown.texts.get(MemberField::Phone).into(),
            shown.texts.get(MemberField::JobTitle).into(),
            derived.name_key.into(),
            derived.email_key.into(),
            derived.phone_key.into(),
            derived.job_title_key.into(),
            derived.role_key.into(),
            derived.search.into(),
            accepted_at(ctx, shown.source).into(),
            (*version).into(),
        ]);
        terms.push((*id, derived.terms));
    }
    members.insert(tx).await?;
    roles.insert(tx).await?;
    groups.insert(tx).await?;
    put_terms(tx, terms).await?;
    count(ctx, tx, membership.workspace, counter, count_of_new).await
}

impl NewMember<'_> {
    fn derived(&self) -> Derived {
        let own = match self.grant {
            Grant::SuperUser => None,
            Grant::Role(role) => Some(role),
        };
        let given = self.groups.iter().flat_map(|(_, roles)| *roles);
        let held = own.into_iter().chain(given).map(|role| (role.id, role.name.clone()));
        let mut held: Vec<(RoleId, String)> = held.collect();
        held.sort();
        held.dedup();
        let groups: Vec<GroupId> = self.groups.iter().map(|(id, _)| *id).collect();
        Derived::of(&self.shown, &held, &groups)
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::sort_column;
    use super::*;

    #[test]
    fn each_text_and_each_order_of_a_new_member_is_written() {
        let (_, columns) = MEMBERS.split_once('(').unwrap();
        let written: Vec<&str> = columns.trim_end_matches(')').split(',').map(str::trim).collect();
        for column in MemberField::texts().map(MemberField::name).chain(MemberField::sortable().map(sort_column)) {
            assert!(written.contains(&column), "{column}");
        }
    }
}
