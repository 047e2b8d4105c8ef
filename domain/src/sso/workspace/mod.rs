//! A workspace's own provider: what is set up, how it is tried, and who has to sign in there.

mod break_glass;
mod check_issuer;
mod forget_identities;
mod map_group;
mod remove;
mod save;
mod set_required;
mod show;
mod tested;
mod unmap_group;

pub use break_glass::{BreakGlass, Candidate};
pub use map_group::map_group;
pub use remove::remove;
pub use save::{Saved, save};
pub use set_required::set_required;
pub use show::{MappedGroup, OwnProvider, SignInSettings, show};
pub use tested::{Claim, ProviderTest, TestedClaims};
pub use unmap_group::unmap_group;

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, Membership};
use model::ids::{AccountId, IdentityProviderId};
use model::permissions::Permission;
use uuid::Uuid;

/// The provider of the acting membership's workspace, locked.
#[derive(Debug, sqlx::FromRow)]
struct LockedProvider {
    id: Uuid,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: Vec<u8>,
    groups_claim: String,
    auto_join: bool,
    required: bool,
    break_glass_id: Option<Uuid>,
    tested_at: Option<Micros>,
    version: i64,
}

impl LockedProvider {
    fn id(&self) -> IdentityProviderId {
        self.id.into()
    }

    fn break_glass(&self) -> Option<AccountId> {
        self.break_glass_id.map(AccountId)
    }
}

/// None where the workspace has none. The workspace's row is locked as well, so that two people who set one up at once
/// come one after the other.
async fn lock(tx: &mut Tx, membership: &Membership) -> Result<Option<LockedProvider>, Error> {
    let workspace = format!("SELECT id FROM workspaces WHERE id = $1{}", tx.for_update());
    let _: Option<(Uuid,)> = query(workspace).bind(membership.workspace).optional(tx).await?;
    let sql = format!(
        "SELECT id, name, issuer, client_id, client_secret, groups_claim, auto_join, required, break_glass_id, tested_at,
             version
         FROM identity_providers WHERE workspace_id = $1{}",
        tx.for_update()
    );
    Ok(query(sql).bind(membership.workspace).optional(tx).await?)
}

/// The same for whoever may change it. [`Error::NotFound`] where there is none.
async fn lock_to_change(ctx: &Context, tx: &mut Tx, slug: &str) -> Result<(Membership, LockedProvider), Error> {
    let membership = ctx.membership(tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    let provider = lock(tx, &membership).await?.ok_or(Error::NotFound)?;
    Ok((membership, provider))
}

/// Edits count it up.
async fn count_version(tx: &mut Tx, provider: IdentityProviderId) -> Result<(), Error> {
    query("UPDATE identity_providers SET version = version + 1 WHERE id = $1").bind(provider).run(tx).await?;
    Ok(())
}
