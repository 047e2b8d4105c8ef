//! The provider that an address names: the operator's, by its name, or a workspace's, by its id.

use crate::db::{Tx, query};
use crate::oauth::{Client, Failure, Metadata};
use crate::settings::OidcProvider;
use crate::{Context, Error, internal};
use model::ids::{IdentityProviderId, WorkspaceId};
use model::sso::ProviderLink;
use std::sync::Arc;
use uuid::Uuid;

/// What a workspace's client secret is sealed for.
pub const SECRET_PURPOSE: &str = "identity provider";

/// Where people sign in.
#[derive(Clone, Debug)]
pub struct Provider {
    /// In addresses.
    pub key: String,
    /// As people read it.
    pub name: String,
    /// As its discovery document writes it.
    pub issuer: String,
    pub(crate) client: Client,
    pub(crate) owner: ProviderOwner,
}

/// Who has set a provider up, and what that is for.
#[derive(Clone, Debug)]
pub(crate) enum ProviderOwner {
    /// It knows people of any domain.
    Operator {
        create_accounts: bool,
    },
    Workspace(WorkspaceProvider),
}

/// It is believed about addresses at the workspace's verified domains.
#[derive(Clone, Debug)]
pub(crate) struct WorkspaceProvider {
    pub id: IdentityProviderId,
    pub workspace: WorkspaceId,
    pub slug: String,
    /// Whoever signs in gets an account and becomes a member.
    pub auto_join: bool,
    /// The claim that lists groups.
    pub groups_claim: String,
}

/// Those that the sign-in page offers: the operator's.
pub fn offered(ctx: &Context) -> Vec<ProviderLink> {
    ctx.roster.settings.oidc.iter().map(link).collect()
}

pub(super) fn link(provider: &OidcProvider) -> ProviderLink {
    ProviderLink { key: provider.key.clone(), name: provider.name.clone() }
}

#[derive(sqlx::FromRow)]
struct ProviderRow {
    workspace_id: Uuid,
    slug: String,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: Vec<u8>,
    groups_claim: String,
    auto_join: bool,
}

impl Provider {
    /// [`Error::NotFound`] where no provider has the key.
    pub(crate) async fn find(ctx: &Context, tx: &mut Tx, key: &str) -> Result<Self, Error> {
        if let Some(provider) = ctx.roster.settings.oidc.iter().find(|provider| provider.key == key) {
            return Ok(Self {
                key: provider.key.clone(),
                name: provider.name.clone(),
                issuer: provider.issuer.clone(),
                client: Client {
                    id: provider.client_id.clone(),
                    secret: provider.client_secret.clone(),
                    secret_in_form: false,
                },
                owner: ProviderOwner::Operator { create_accounts: provider.create_accounts },
            });
        }
        let id: IdentityProviderId = key.parse().map_err(|_| Error::NotFound)?;
        let row: Option<ProviderRow> = query(
            "SELECT p.workspace_id, w.slug, p.name, p.issuer, p.client_id, p.client_secret, p.groups_claim, p.auto_join
             FROM identity_providers p JOIN workspaces w ON w.id = p.workspace_id
             WHERE p.id = $1 AND w.deleted_at IS NULL",
        )
        .bind(id)
        .optional(tx)
        .await?;
        let row = row.ok_or(Error::NotFound)?;
        let secret = ctx.roster.key.open(SECRET_PURPOSE, &row.client_secret);
        let secret = secret.ok_or_else(|| internal("opening a provider's secret", "SECRET_KEY is another one"))?;
        Ok(Self {
            key: id.to_string(),
            name: row.name,
            issuer: row.issuer,
            client: Client { id: row.client_id, secret, secret_in_form: false },
            owner: ProviderOwner::Workspace(WorkspaceProvider {
                id,
                workspace: row.workspace_id.into(),
                slug: row.slug,
                auto_join: row.auto_join,
                groups_claim: row.groups_claim,
            }),
        })
    }

    /// What it says of itself. No transaction is open meanwhile: it may take ten seconds.
    pub(crate) async fn metadata(&self, ctx: &Context) -> Result<Arc<Metadata>, Failure> {
        let settings = &ctx.roster.settings;
        ctx.roster.providers.metadata(&settings.lookup, &self.issuer, &settings.oidc_hosts).await
    }

    /// Who Roster is there, with the secret where the provider takes it.
    pub(crate) fn client(&self, metadata: &Metadata) -> Client {
        Client { secret_in_form: metadata.secret_in_form(), ..self.client.clone() }
    }
}
