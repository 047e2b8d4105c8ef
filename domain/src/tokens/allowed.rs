//! Whether the rules of the workspaces that a token is made for allow it.

use crate::db::Tx;
use crate::{Error, token_limits};
use model::ids::WorkspaceId;
use model::tokens::TokenLifetime;
use model::{FieldErrors, Problem};

/// A personal token for these workspaces. Problems at `lifetime`, and at `workspaces` where one takes no personal tokens.
pub(super) async fn require_personal(
    tx: &mut Tx,
    workspaces: &[WorkspaceId],
    lifetime: TokenLifetime,
) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    for workspace in workspaces {
        let rules = token_limits::rules(tx, *workspace).await?;
        if !rules.allow(lifetime) {
            errors.add("lifetime", Problem::LifetimeTooLong);
        }
        if !rules.personal {
            errors.add("workspaces", Problem::NoPersonalTokens);
        }
    }
    Ok(errors.into_result()?)
}

/// A token of the workspace's own. Problems at `lifetime`.
pub(super) async fn require_lifetime(
    tx: &mut Tx,
    workspace: WorkspaceId,
    lifetime: TokenLifetime,
) -> Result<(), Error> {
    let rules = token_limits::rules(tx, workspace).await?;
    if rules.allow(lifetime) { Ok(()) } else { Err(Error::at("lifetime", Problem::LifetimeTooLong)) }
}
