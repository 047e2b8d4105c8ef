//! A token that reaches a workspace, as the API answers one.

use crate::http::api::types::Timestamp;
use domain::tokens::workspace::ReachingToken;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A token that reaches the workspace, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct ReachingTokenView {
    id: Uuid,
    #[schema(example = "Payroll sync")]
    description: String,
    /// How its secret begins.
    #[schema(example = "rst_Zk3x9QwE")]
    prefix: String,
    /// Whose it is, by name; null: the workspace's own.
    owner: Option<String>,
    /// Who made it, by name; may be empty.
    created_by: String,
    #[schema(example = json!(["users:read"]))]
    scopes: Vec<String>,
    /// Where it may be used from, as CIDR; empty: from anywhere.
    #[schema(example = json!(["192.0.2.0/24"]))]
    networks: Vec<String>,
    /// What it was made for.
    #[schema(example = "3_months")]
    lifetime: String,
    /// `active`, or why it works no more: `rotated` (perhaps still for its overlap), `expired`, `revoked`, `leaked`.
    #[schema(example = "active")]
    state: String,
    created_at: Timestamp,
    /// When it ends, or ended, for whatever reason; null: not by itself.
    expires_at: Option<Timestamp>,
    /// To the minute.
    last_used_at: Option<Timestamp>,
}

impl ReachingTokenView {
    pub(super) fn of(one: ReachingToken) -> Self {
        let token = one.token;
        Self {
            id: token.id.0,
            description: token.description,
            prefix: token.prefix,
            owner: one.owner,
            created_by: one.made_by,
            scopes: token.scopes.iter().map(|scope| scope.to_string()).collect(),
            networks: token.networks,
            lifetime: token.lifetime.name().to_owned(),
            state: token.state.name().to_owned(),
            created_at: token.created_at.into(),
            expires_at: token.ends_at.map(Into::into),
            last_used_at: token.last_used_at.map(Into::into),
        }
    }
}
