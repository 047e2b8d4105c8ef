//! Adding a person with all that a membership can have from the beginning, by the verbs for each.

use super::access::set_access_in;
use super::create::{NewUser, create_in};
use super::edit::save_texts;
use crate::db::{Tx, query};
use crate::groups::{GroupChange, update_groups_in};
use crate::members::MemberRow;
use crate::{Context, Error, Membership, savepoint};
use model::Refusal;
use model::ids::{GroupId, MemberId};
use model::users::{Access, Texts};

/// Someone to add.
#[derive(Clone, Debug)]
pub(crate) struct Newcomer {
    /// With the first of their roles.
    pub user: NewUser,
    /// Those of the membership.
    pub texts: Texts,
    /// All of it.
    pub access: Access,
    pub groups: Vec<GroupId>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Added {
    pub member: MemberId,
    /// The member's, right after.
    pub version: i64,
    /// The address had an account.
    pub existing: bool,
}

impl Newcomer {
    /// They get more roles than [`create_in`] gives.
    pub(super) fn has_more_roles(&self) -> bool {
        !self.access.super_user && self.access.roles.len() > 1
    }
}

/// Adds them, as a part that is taken back alone where it is refused.
pub(super) async fn try_newcomer_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: Newcomer,
) -> Result<Result<Added, Refusal>, Error> {
    tx.mark().await?;
    let added = add_newcomer_in(ctx, tx, membership, new).await;
    savepoint::end(tx, added).await
}

async fn add_newcomer_in(ctx: &Context, tx: &mut Tx, membership: &Membership, new: Newcomer) -> Result<Added, Error> {
    let more_roles = new.has_more_roles();
    let created = create_in(ctx, tx, membership, new.user).await?;
    // Most say none: nothing has to be read for them.
    if !new.texts.is_empty() {
        let row = MemberRow::one(tx, created.member).await?;
        save_texts(ctx, tx, membership, &row, &new.texts).await?;
    }
    if more_roles {
        set_access_in(ctx, tx, membership, created.member, &new.access).await?;
    }
    if !new.groups.is_empty() {
        update_groups_in(ctx, tx, membership, created.member, GroupChange::Exactly(&new.groups)).await?;
    }
    let version = version(tx, created.member).await?;
    Ok(Added { member: created.member, version, existing: created.existing })
}

/// The present version of a member.
pub(super) async fn version(tx: &mut Tx, member: MemberId) -> Result<i64, Error> {
    let (version,): (i64,) = query("SELECT version FROM members WHERE id = $1").bind(member).one(tx).await?;
    Ok(version)
}
