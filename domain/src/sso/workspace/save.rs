//! Setting up a workspace's provider, and changing it.

use super::super::SECRET_PURPOSE;
use super::check_issuer::check_issuer;
use super::forget_identities::forget_identities;
use super::{LockedProvider, lock};
use crate::db::{Tx, query};
use crate::members::require_version;
use crate::members::roles::{default_role, require_assignable};
use crate::{Context, Error, Membership, audit};
use model::identity_provider::ProviderInput;
use model::ids::IdentityProviderId;
use model::permissions::Permission;
use model::users::RoleChoice;
use serde::Serialize;

/// What saving has led to.
#[derive(Clone, Copy, Debug)]
pub struct Saved {
    /// The provider, as addresses name it.
    pub id: IdentityProviderId,
    /// Its version now.
    pub version: i64,
    /// It has to be tested again, and nobody is required to sign in there any more.
    pub reset: bool,
}

/// What the audit keeps of a provider's settings.
#[derive(Serialize)]
struct Snapshot<'a> {
    name: &'a str,
    issuer: &'a str,
    client_id: &'a str,
    groups_claim: &'a str,
    auto_join: bool,
}

/// Needs `settings:write`; to let people in, `users:write` and everything that the default role allows as well: whoever
/// joins gets it. `version` is the one that is to be changed; none: there is to be no provider yet. [`Error::Conflict`]
/// where that is not so. Problems at `issuer` and `auto_join`. Another issuer or client has to be tested anew before
/// signing in there can be required; another secret has to be tested anew, and leaves that as it is.
pub async fn save(ctx: &Context, slug: &str, input: &ProviderInput, version: Option<i64>) -> Result<Saved, Error> {
    let mut tx = ctx.read().await?;
    ctx.membership(&mut tx, slug).await?.require(Permission::SETTINGS_WRITE)?;
    drop(tx);
    let input = ProviderInput { issuer: check_issuer(ctx, &input.issuer).await?, ..input.clone() };
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    let former = lock(&mut tx, &membership).await?;
    if input.auto_join && !former.as_ref().is_some_and(|former| former.auto_join) {
        require_may_let_join(&mut tx, &membership).await?;
    }
    let saved = match &former {
        None if version.is_some() => return Err(Error::Conflict),
        None => create(ctx, &mut tx, &membership, &input).await?,
        Some(former) => {
            require_version(Some(version.unwrap_or_default()), former.version)?;
            change(ctx, &mut tx, former, &input).await?
        }
    };
    let event =
        audit::Event::new(audit::Action::ProviderSave).within(membership.workspace).target(saved.id, &input.name);
    let after = snapshot(&input);
    let event = match &former {
        None => event.after(&after),
        Some(former) => event.changed(&former.snapshot(), &after),
    };
    event.record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(saved)
}

async fn require_may_let_join(tx: &mut Tx, membership: &Membership) -> Result<(), Error> {
    membership.require(Permission::USERS_WRITE)?;
    let role = default_role(tx, membership.workspace).await?;
    let given = require_assignable(tx, membership, RoleChoice::Role(role)).await;
    given.map(|_| ()).map_err(|error| error.moved_to("auto_join"))
}

async fn create(ctx: &Context, tx: &mut Tx, membership: &Membership, input: &ProviderInput) -> Result<Saved, Error> {
    let saved = Saved { id: ctx.id(), version: 1, reset: false };
    query(
        "INSERT INTO identity_providers
             (id, workspace_id, name, issuer, client_id, client_secret, groups_claim, auto_join, required, version,
              created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9, $10)",
    )
    .bind(saved.id)
    .bind(membership.workspace)
    .bind(&input.name)
    .bind(&input.issuer)
    .bind(&input.client_id)
    .bind(ctx.roster.key.seal(&ctx.roster.random, SECRET_PURPOSE, &input.client_secret)?)
    .bind(&input.groups_claim)
    .bind(input.auto_join)
    .bind(saved.version)
    .bind(ctx.now())
    .run(tx)
    .await?;
    Ok(saved)
}

async fn change(ctx: &Context, tx: &mut Tx, former: &LockedProvider, input: &ProviderInput) -> Result<Saved, Error> {
    let is_other = former.issuer != input.issuer || former.client_id != input.client_id;
    let secret = match input.client_secret.as_str() {
        "" => former.client_secret.clone(),
        secret => ctx.roster.key.seal(&ctx.roster.random, SECRET_PURPOSE, secret)?,
    };
    query(
        "UPDATE identity_providers
         SET name = $2, issuer = $3, client_id = $4, client_secret = $5, groups_claim = $6, auto_join = $7,
             version = version + 1
         WHERE id = $1",
    )
    .bind(former.id())
    .bind(&input.name)
    .bind(&input.issuer)
    .bind(&input.client_id)
    .bind(secret)
    .bind(&input.groups_claim)
    .bind(input.auto_join)
    .run(tx)
    .await?;
    if is_other || !input.client_secret.is_empty() {
        query("UPDATE identity_providers SET tested_at = NULL, tested_by = NULL, tested_claims = NULL WHERE id = $1")
            .bind(former.id())
            .run(tx)
            .await?;
    }
    if is_other {
        query("UPDATE identity_providers SET required = FALSE, break_glass_id = NULL WHERE id = $1")
            .bind(former.id())
            .run(tx)
            .await?;
    }
    if former.issuer != input.issuer {
        forget_identities(ctx, tx, &former.issuer).await?;
    }
    Ok(Saved { id: former.id(), version: former.version + 1, reset: is_other && former.required })
}

fn snapshot(input: &ProviderInput) -> Snapshot<'_> {
    Snapshot {
        name: &input.name,
        issuer: &input.issuer,
        client_id: &input.client_id,
        groups_claim: &input.groups_claim,
        auto_join: input.auto_join,
    }
}

impl LockedProvider {
    fn snapshot(&self) -> Snapshot<'_> {
        Snapshot {
            name: &self.name,
            issuer: &self.issuer,
            client_id: &self.client_id,
            groups_claim: &self.groups_claim,
            auto_join: self.auto_join,
        }
    }
}
