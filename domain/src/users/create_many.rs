//! Adding many people in one transaction (docs/adr/0030-batches.md).
//!
//! Who is new to Roster is written with others who are, in a few statements. The others (an address with an account, or
//! with an open invitation; someone with several roles) go by the verbs one by one. All are done in the order in which
//! they stand: each takes the seat that the one before has left.

use super::create_batch::create_batch;
use super::newcomer::{Added, Newcomer, try_newcomer_in};
use crate::db::{Tx, all_of};
use crate::{Context, Error, Membership, keys, links};
use model::Refusal;
use std::collections::HashSet;

/// Adds them as [`super::create_in`] and the verbs for texts, roles and groups would one by one; answers what came of
/// each, in their order. A refusal leaves nothing of that person, and the others as they are.
pub(crate) async fn create_many_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: Vec<Newcomer>,
) -> Result<Vec<Result<Added, Refusal>>, Error> {
    let mut known = known(ctx, tx, membership, &new).await?;
    let mut results = Vec::with_capacity(new.len());
    let mut batch = Vec::new();
    for newcomer in new {
        let is_new = known.insert(keys::email(&newcomer.user.email));
        if is_new && !newcomer.has_more_roles() {
            batch.push(newcomer);
        } else {
            results.extend(create_batch(ctx, tx, membership, std::mem::take(&mut batch)).await?);
            results.push(try_newcomer_in(ctx, tx, membership, newcomer).await?);
        }
    }
    results.extend(create_batch(ctx, tx, membership, batch).await?);
    Ok(results)
}

/// The addresses that are not simply new: of an account, invited here, or kept for whoever had them.
async fn known(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: &[Newcomer],
) -> Result<HashSet<String>, Error> {
    let keys: Vec<String> = new.iter().map(|newcomer| keys::email(&newcomer.user.email)).collect();
    let accounts: Vec<(String,)> =
        all_of(tx, &[], &keys, |keys| format!("SELECT email_key FROM accounts WHERE email_key IN ({keys})")).await?;
    let invited: Vec<(String,)> = all_of(tx, &[membership.workspace.into()], &keys, |keys| {
        format!(
            "SELECT email_key FROM invitations WHERE workspace_id = $1 AND status = 'pending' AND email_key IN ({keys})"
        )
    })
    .await?;
    let kept = links::reserved(ctx, tx, &keys).await?;
    Ok(accounts.into_iter().chain(invited).map(|(key,)| key).chain(kept).collect())
}
