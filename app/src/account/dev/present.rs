//! From the domain's tokens to what a person reads.

use crate::present::Presenter;
use domain::clock::DAY;
use domain::tokens::OwnToken;
use model::tokens::{TokenRow, TokenState};

impl Presenter {
    /// A token without its secret.
    pub(crate) fn token(&self, one: OwnToken) -> TokenRow {
        let (now, works) = (self.now, one.works(self.now));
        TokenRow {
            works,
            ends_soon: one.state == TokenState::Active && one.ends_at.is_some_and(|at| at - now <= 14 * DAY),
            idle: works && one.last_used_at.is_none() && now - one.created_at > 30 * DAY,
            id: one.id,
            description: one.description,
            prefix: one.prefix,
            scopes: one.scopes,
            workspaces: one.workspaces,
            lifetime: one.lifetime,
            networks: one.networks,
            created: self.when(one.created_at),
            ends: one.ends_at.map(|at| self.when(at)),
            used: one.last_used_at.map(|at| self.when(at)),
            used_from: one.last_used_address,
            state: one.state,
        }
    }
}
