//! A workspace's identity provider, as the API answers it.

use crate::http::api::types::{Named, Timestamp};
use domain::sso::workspace::{MappedGroup, OwnProvider};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct IdentityProvider {
    pub id: Uuid,
    /// As people see it on the sign-in page.
    #[schema(example = "Acme")]
    pub name: String,
    /// As its discovery document writes it.
    #[schema(example = "https://id.example.com/realms/acme")]
    pub issuer: String,
    #[schema(example = "roster")]
    pub client_id: String,
    /// There is a secret. Nobody reads it again.
    pub has_client_secret: bool,
    /// The claim that lists groups.
    #[schema(example = "groups")]
    pub groups_claim: String,
    /// Whoever signs in there with an address at a verified domain becomes a member.
    pub auto_join: bool,
    /// Members have to sign in there. It is set on the page of the settings alone.
    pub required: bool,
    /// When someone last tested it as it is set up now; null: nobody has.
    pub tested_at: Option<Timestamp>,
    /// Where the provider sends people back to.
    #[schema(example = "https://roster.example/sso/019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4/callback")]
    pub redirect_uri: String,
    /// Where the provider says that someone has signed out.
    #[schema(example = "https://roster.example/sso/019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4/logout")]
    pub backchannel_logout_uri: String,
    /// Groups of the provider's, and the roles that they give.
    pub groups: Vec<ProviderGroup>,
    pub created_at: Timestamp,
    /// Counts changes; the `ETag` begins with it.
    pub version: i64,
}

/// A group of the provider's that gives a role.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct ProviderGroup {
    /// As the provider tells it: a name or an id.
    #[schema(example = "engineering")]
    pub group: String,
    pub role: Named,
    /// Whoever mapped it could give the role now. Otherwise the group gives nothing.
    pub counts: bool,
}

impl IdentityProvider {
    pub(super) fn of(one: OwnProvider) -> Self {
        Self {
            id: one.id.0,
            name: one.name,
            issuer: one.issuer,
            client_id: one.client_id,
            has_client_secret: one.has_secret,
            groups_claim: one.groups_claim,
            auto_join: one.auto_join,
            required: one.required.is_some(),
            tested_at: one.tested.map(|tested| tested.at.into()),
            redirect_uri: one.redirect_uri,
            backchannel_logout_uri: one.logout_uri,
            groups: one.groups.iter().map(ProviderGroup::of).collect(),
            created_at: one.created_at.into(),
            version: one.version,
        }
    }
}

impl ProviderGroup {
    fn of(one: &MappedGroup) -> Self {
        Self { group: one.group.clone(), role: Named::role(&one.role), counts: one.counts }
    }
}
