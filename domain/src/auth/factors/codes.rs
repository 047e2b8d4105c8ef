//! Recovery codes: ten, shown once, each used once.

use crate::db::{Tx, query};
use crate::{Context, Error};
use data_encoding::BASE32_NOPAD;
use model::ids::AccountId;

/// What a code is digested for.
const PURPOSE: &str = "recovery code";
const COUNT: usize = 10;

/// Makes new ones; the earlier ones are void. Answers them as they are to be read: `ABCD-EFGH-IJKL-MNOP`, 80 random
/// bits.
pub(super) async fn make(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<Vec<String>, Error> {
    delete(tx, account).await?;
    let mut made = Vec::with_capacity(COUNT);
    for _ in 0..COUNT {
        let code = BASE32_NOPAD.encode(&ctx.roster.random.bytes::<10>());
        query("INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)")
            .bind(account)
            .bind(hash(ctx, account, &code)?)
            .run(tx)
            .await?;
        made.push([&code[..4], &code[4..8], &code[8..12], &code[12..]].join("-"));
    }
    Ok(made)
}

/// Uses one up: of parallel attempts one gets it.
pub(super) async fn consume(ctx: &Context, tx: &mut Tx, account: AccountId, code: &str) -> Result<bool, Error> {
    let used = query("DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2")
        .bind(account)
        .bind(hash(ctx, account, code)?)
        .run(tx)
        .await?;
    Ok(used > 0)
}

/// The account has none any more; how many there were.
pub(super) async fn delete(tx: &mut Tx, account: AccountId) -> Result<u64, Error> {
    Ok(query("DELETE FROM recovery_codes WHERE account_id = $1").bind(account).run(tx).await?)
}

/// Keyed, so that a copy of the database alone is nothing to guess at.
fn hash(ctx: &Context, account: AccountId, code: &str) -> Result<Vec<u8>, Error> {
    ctx.roster.key.digest(PURPOSE, &format!("{account}\0{code}"))
}
