//! What is posted about a workspace's tokens.

use crate::account::dev::secret_answer;
use crate::forms::Answer;
use crate::request::RequestContext;
use domain::tokens::workspace;
use model::ids::TokenId;
use model::tokens::{NewWorkspaceToken, Rotation, TokenRules};
use model::urls::Url;
use model::{Error, Fields};

/// The call that a new token is tried with: what it reaches.
const CALL: &str = "workspaces";

/// `max_lifetime`, `default_lifetime`, `personal_tokens`.
pub(crate) async fn rules_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    workspace::set_rules(&request.ctx, slug, &TokenRules::parse(fields)?).await?;
    Ok(done(slug, "saved"))
}

/// `description`, `lifetime`, `scopes`, `networks`.
pub(crate) async fn create_form(
    request: &RequestContext,
    slug: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let created = workspace::create(&request.ctx, slug, &NewWorkspaceToken::parse(fields)?).await?;
    Ok(secret_answer(request, path, created.secret.reveal(), CALL))
}

/// `action`: rotate (with `lifetime` and `overlap`), revoke; of a personal one, revoke takes away its reach.
pub(crate) async fn token_form(
    request: &RequestContext,
    slug: &str,
    id: TokenId,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    match fields.get("action") {
        "rotate" => {
            let created = workspace::rotate(&request.ctx, slug, id, Rotation::parse(fields)?).await?;
            Ok(secret_answer(request, path, created.secret.reveal(), CALL))
        }
        "revoke" => {
            let is_personal = workspace::show(&request.ctx, slug, id).await?.owner.is_some();
            workspace::revoke(&request.ctx, slug, id).await?;
            Ok(done(slug, if is_personal { "token_denied" } else { "token_revoked" }))
        }
        _ => Err(Error::NotFound),
    }
}

fn done(slug: &str, what: &str) -> Answer {
    Answer::load(Url::WorkspaceTokens { slug: slug.to_owned() }.with(&[("done", what)]))
}
