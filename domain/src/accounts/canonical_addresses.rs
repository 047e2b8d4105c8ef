//! Bringing addresses from before to the one form that they have today ([`keys::canonical_email`]).

use crate::db::{Tx, query};
use crate::members::{refresh, refresh_account};
use crate::{Context, Error, Roster, installation, keys};
use model::ids::AccountId;
use uuid::Uuid;

const WORK: &str = "address form";
/// Counts what the form is; another number brings all addresses to it anew.
const FORM: &str = "1";
const BATCH: i64 = 1_000;

/// Two accounts whose addresses are one mailbox: nobody can tell here which of them to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressCollision {
    /// It keeps the form from before. Nobody can sign in with it.
    pub account: AccountId,
    /// The form from before, as it is stored.
    pub email: String,
    /// Whose address it is by now.
    pub holder: AccountId,
    /// The holder's address, in today's form or in one of its own from before.
    pub holder_email: String,
}

/// Brings all addresses to their form where that is due: once after such an update, in batches, before anything is
/// served. What would be someone else's address stays as it is and is logged; [`address_collisions`] lists it.
pub async fn canonicalise_addresses_if_due(roster: &Roster) -> Result<(), Error> {
    let all = async {
        installation::in_batches(roster, accounts).await?;
        installation::in_batches(roster, invitations).await
    };
    installation::once(roster, WORK, FORM, all).await
}

/// Address and key in today's form, where they have another one.
fn reformed(email: &str, key: &str) -> Option<(String, String)> {
    let address = keys::canonical_email(email).unwrap_or_else(|_| email.to_owned());
    let new_key = keys::email(&address);
    ((address.as_str(), new_key.as_str()) != (email, key)).then_some((address, new_key))
}

/// The accounts after this one; answers the last of them, none at the end.
async fn accounts(tx: &mut Tx, after: Uuid) -> Result<Option<Uuid>, Error> {
    let rows: Vec<(Uuid, String, String)> =
        query("SELECT id, email, email_key FROM accounts WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after)
            .bind(BATCH)
            .all(tx)
            .await?;
    for (id, email, key) in &rows {
        let Some((address, new_key)) = reformed(email, key) else { continue };
        let other: Option<(Uuid,)> = query("SELECT id FROM accounts WHERE email_key = $1 AND id <> $2")
            .bind(new_key.as_str())
            .bind(*id)
            .optional(tx)
            .await?;
        if let Some((other,)) = other {
            tracing::warn!(account = %id, holder = %other, "two accounts have one address: roster account collisions");
            continue;
        }
        query("UPDATE accounts SET email = $2, email_key = $3, version = version + 1 WHERE id = $1")
            .bind(*id)
            .bind(address)
            .bind(new_key.as_str())
            .run(tx)
            .await?;
        query("UPDATE members SET verify_email_key = $2 WHERE account_id = $1 AND verify_email_key = $3")
            .bind(*id)
            .bind(new_key.as_str())
            .bind(key.as_str())
            .run(tx)
            .await?;
        query("UPDATE one_time_links SET reserved_key = $1 WHERE reserved_key = $2")
            .bind(new_key.as_str())
            .bind(key.as_str())
            .run(tx)
            .await?;
        refresh_account(tx, AccountId(*id)).await?;
    }
    Ok(rows.last().map(|row| row.0))
}

/// The same of invitations; whoever is invited twice to one workspace stays so until one of the two ends.
async fn invitations(tx: &mut Tx, after: Uuid) -> Result<Option<Uuid>, Error> {
    let rows: Vec<(Uuid, Uuid, String, String)> =
        query("SELECT id, workspace_id, email, email_key FROM invitations WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after)
            .bind(BATCH)
            .all(tx)
            .await?;
    for (id, workspace, email, key) in &rows {
        let Some((address, new_key)) = reformed(email, key) else { continue };
        let other: Option<(Uuid,)> = query(
            "SELECT id FROM invitations
             WHERE workspace_id = $1 AND email_key = $2 AND status = 'pending' AND id <> $3",
        )
        .bind(*workspace)
        .bind(new_key.as_str())
        .bind(*id)
        .optional(tx)
        .await?;
        if let Some((other,)) = other {
            tracing::warn!(invitation = %id, %other, "two invitations have one address");
            continue;
        }
        query("UPDATE invitations SET email = $2, email_key = $3 WHERE id = $1")
            .bind(*id)
            .bind(address.as_str())
            .bind(new_key)
            .run(tx)
            .await?;
        let member: Option<(Uuid,)> = query(
            "UPDATE members SET email = $2, version = version + 1 WHERE id = $1 AND account_id IS NULL RETURNING id",
        )
        .bind(*id)
        .bind(address)
        .optional(tx)
        .await?;
        if let Some((member,)) = member {
            refresh(tx, member.into()).await?;
        }
    }
    Ok(rows.last().map(|row| row.0))
}

/// The accounts that kept their form because another has the address. The operator's alone.
pub async fn address_collisions(ctx: &Context) -> Result<Vec<AddressCollision>, Error> {
    ctx.require_operator()?;
    let (mut collisions, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let mut tx = ctx.read().await?;
        let rows: Vec<(Uuid, String, String)> =
            query("SELECT id, email, email_key FROM accounts WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after)
                .bind(BATCH)
                .all(&mut tx)
                .await?;
        for (id, email, key) in &rows {
            let Some((_, new_key)) = reformed(email, key) else { continue };
            let holder: Option<(Uuid, String)> =
                query("SELECT id, email FROM accounts WHERE email_key = $1 AND id <> $2")
                    .bind(new_key)
                    .bind(*id)
                    .optional(&mut tx)
                    .await?;
            collisions.extend(holder.map(|(holder, holder_email)| AddressCollision {
                account: AccountId(*id),
                email: email.clone(),
                holder: AccountId(holder),
                holder_email,
            }));
        }
        match rows.last() {
            Some(last) => after = last.0,
            None => return Ok(collisions),
        }
    }
}
