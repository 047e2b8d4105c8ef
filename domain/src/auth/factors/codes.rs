//! Recovery codes: ten, shown once, each used once.

use crate::db::{Tx, query};
use crate::{Context, Error};
use base64::prelude::{BASE64_STANDARD, Engine};
use data_encoding::BASE32_NOPAD;
use model::ids::AccountId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What a code is sealed for, and was digested for before.
pub(crate) const PURPOSE: &str = "recovery code";
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
            .bind(ctx.roster.key.seal(&ctx.roster.random, PURPOSE, &hash(account, &code))?)
            .run(tx)
            .await?;
        made.push([&code[..4], &code[4..8], &code[8..12], &code[12..]].join("-"));
    }
    Ok(made)
}

/// Uses one up: of parallel attempts one gets it.
pub(super) async fn consume(ctx: &Context, tx: &mut Tx, account: AccountId, code: &str) -> Result<bool, Error> {
    let select = format!("SELECT code_hash FROM recovery_codes WHERE account_id = $1{}", tx.for_update());
    let kept: Vec<(Vec<u8>,)> = query(select).bind(account).all(tx).await?;
    let digests = ctx.roster.key.digests(PURPOSE, &format!("{account}\0{code}"))?;
    let hash = hash(account, code);
    let is_code = |kept: &Vec<u8>| match ctx.roster.key.open(PURPOSE, kept) {
        Some(opened) => bool::from(opened.as_bytes().ct_eq(hash.as_bytes())),
        // Of before codes were sealed.
        None => digests.iter().any(|digest| bool::from(digest.ct_eq(kept))),
    };
    let Some((found,)) = kept.into_iter().find(|(kept,)| is_code(kept)) else { return Ok(false) };
    let used = query("DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2")
        .bind(account)
        .bind(found)
        .run(tx)
        .await?;
    Ok(used > 0)
}

/// The account has none any more; how many there were.
pub(super) async fn delete(tx: &mut Tx, account: AccountId) -> Result<u64, Error> {
    Ok(query("DELETE FROM recovery_codes WHERE account_id = $1").bind(account).run(tx).await?)
}

/// What is kept of a code, sealed: a copy of the database alone is nothing to guess at, and another key of the
/// installation can take the place of the present one.
fn hash(account: AccountId, code: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(format!("{account}\0{code}")))
}
