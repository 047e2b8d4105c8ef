//! Undoing additions: whoever an import added goes again, with their account if the import made it and nobody ever used
//! it.
//!
//! These go many at once, in a few statements. Someone who has come to use the account, or had it before, is removed as
//! anyone else and can be restored. All go in the order in which they stand.

use crate::db::{Tx, all_of, run_of};
use crate::members::{Counter, Target, count, delete_all, lock_super_users, spare_last_super_user};
use crate::users::remove::remove_in;
use crate::{Context, Error, Membership, audit, identities, mail, rules, savepoint};
use model::Refusal;
use model::ids::{AccountId, MemberId};
use model::invitations::Succession;
use model::users::Status;
use std::collections::HashSet;
use uuid::Uuid;

/// Someone whom an import added.
#[derive(Clone, Copy, Debug)]
pub(super) struct Addition {
    pub member: MemberId,
    /// The member's, right after.
    pub version: i64,
    pub account_made: bool,
}

/// Takes them back; answers of each why they stay, or nothing where they are gone.
pub(super) async fn unmake_many(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    additions: &[Addition],
) -> Result<Vec<Option<Refusal>>, Error> {
    if additions.is_empty() {
        return Ok(Vec::new());
    }
    lock_super_users(tx, membership.workspace).await?;
    let ids: Vec<MemberId> = additions.iter().map(|addition| addition.member).collect();
    let targets = Target::lock_all(ctx, tx, membership, &ids).await?;
    let unused = unused(tx, &ids).await?;
    let mut problems = Vec::with_capacity(additions.len());
    let mut going: Vec<&Target> = Vec::new();
    for addition in additions {
        let target = targets.get(&addition.member).filter(|target| target.person.status != Status::Removed);
        let Some(target) = target else {
            problems.push(None);
            continue;
        };
        let untouched = addition.account_made && target.version == addition.version && unused.contains(&target.id);
        if !untouched {
            purge(ctx, tx, membership, std::mem::take(&mut going)).await?;
            problems.push(try_remove(ctx, tx, membership, target.id).await?);
            continue;
        }
        if target.person.is_active_super_user() {
            // Who stays is counted without those who go before.
            purge(ctx, tx, membership, std::mem::take(&mut going)).await?;
        }
        let problem = refusal_of(tx, membership, target).await?;
        if problem.is_none() {
            going.push(target);
        }
        problems.push(problem);
    }
    purge(ctx, tx, membership, going).await?;
    Ok(problems)
}

async fn refusal_of(tx: &mut Tx, membership: &Membership, target: &Target) -> Result<Option<Refusal>, Error> {
    if let Err(refusal) = rules::can_act_on(membership, &target.person) {
        return Ok(Some(refusal));
    }
    match spare_last_super_user(tx, membership.workspace, target.id, &target.person).await {
        Ok(()) => Ok(None),
        Err(error) => Refusal::from_error(error).map(Some),
    }
}

async fn try_remove(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
) -> Result<Option<Refusal>, Error> {
    tx.mark().await?;
    let removed = remove_in(ctx, tx, membership, id, Succession::TakeOver).await;
    Ok(savepoint::end(tx, removed).await?.err())
}

/// Deletes members with their accounts, which are nobody else's.
async fn purge(ctx: &Context, tx: &mut Tx, membership: &Membership, going: Vec<&Target>) -> Result<(), Error> {
    if going.is_empty() {
        return Ok(());
    }
    let members: Vec<MemberId> = going.iter().map(|target| target.id).collect();
    delete_all(tx, &members).await?;
    let accounts: Vec<(AccountId, &str)> =
        going.iter().filter_map(|target| Some((target.account?, target.email.as_str()))).collect();
    mail::erase_accounts(tx, &accounts).await?;
    let ids = accounts.iter().map(|(id, _)| *id);
    run_of(tx, &[], ids, |ids| format!("DELETE FROM accounts WHERE id IN ({ids})")).await?;
    let gone = i64::try_from(going.len()).unwrap_or(i64::MAX);
    count(ctx, tx, membership.workspace, Counter::ActiveMembers, -gone).await?;
    let event = |target: &&Target| {
        audit::Event::new(audit::Action::MemberPurge).within(membership.workspace).target(target.id, &target.email)
    };
    audit::record_all(ctx, tx, going.iter().map(event).collect()).await
}

/// Those of them whose account nobody ever signed in to or could, and that is nowhere else.
async fn unused(tx: &mut Tx, members: &[MemberId]) -> Result<HashSet<MemberId>, Error> {
    let found: Vec<(Uuid,)> = all_of(tx, &[], members.iter().copied(), |ids| {
        let at_provider = identities::exists_sql("m.account_id");
        format!(
            "SELECT m.id FROM members m JOIN accounts a ON a.id = m.account_id
             WHERE m.id IN ({ids}) AND m.last_active_at = 0 AND a.password_hash IS NULL AND NOT {at_provider}
                 AND NOT EXISTS (SELECT 1 FROM members o WHERE o.account_id = m.account_id AND o.id <> m.id)
                 AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.account_id = m.account_id)
                 AND NOT EXISTS (SELECT 1 FROM devices d WHERE d.account_id = m.account_id)"
        )
    })
    .await?;
    Ok(found.into_iter().map(|(id,)| MemberId(id)).collect())
}
