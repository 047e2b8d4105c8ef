//! What a hold and a debit ask before they take credits.

use super::caps;
use super::wallet::Wallet;
use crate::db::{Tx, query};
use crate::{Context, Error, Membership};
use model::Problem;
use model::ids::{AccountId, MemberId};
use uuid::Uuid;

/// Credits to reserve or to use, and what for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spending<'a> {
    pub amount: i64,
    pub feature: &'a str,
    /// By whom; none: nobody in particular.
    pub account: Option<AccountId>,
    pub note: &'a str,
}

impl Spending<'_> {
    /// The wallet has them, and no cap stands in the way.
    pub async fn require_allowed(&self, ctx: &Context, tx: &mut Tx, wallet: &Wallet) -> Result<(), Error> {
        wallet.require_available(self.amount)?;
        caps::require_within(ctx, tx, wallet, self).await
    }
}

/// Whose use it is: that of the member who is named, otherwise of whoever asks. Problems at `user`.
pub(super) async fn person(
    tx: &mut Tx,
    membership: &Membership,
    user: Option<MemberId>,
) -> Result<Option<AccountId>, Error> {
    let Some(user) = user else { return Ok(membership.account) };
    let account: Option<(Option<Uuid>,)> =
        query("SELECT account_id FROM members WHERE id = $1 AND workspace_id = $2 AND status = 'active'")
            .bind(user)
            .bind(membership.workspace)
            .optional(tx)
            .await?;
    let account = account.and_then(|(account,)| account).ok_or_else(|| Error::at("user", Problem::NotAMember))?;
    Ok(Some(account.into()))
}
