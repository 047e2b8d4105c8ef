//! What is posted under Dev.

use crate::forms::Answer;
use crate::request::RequestContext;
use crate::state::Posted;
use domain::tokens;
use model::ids::TokenId;
use model::tokens::{NewToken, Rotation};
use model::urls::Url;
use model::{Error, Fields};

/// `description`, `lifetime`, `scopes`, `workspaces`.
pub(crate) async fn new_token_form(request: &RequestContext, path: &str, fields: &Fields) -> Result<Answer, Error> {
    let created = tokens::create(&request.ctx, &NewToken::parse(fields)?).await?;
    Ok(shown(request, path, created.secret.reveal()))
}

/// `action`: rotate (with `lifetime` and `overlap`), revoke.
pub(crate) async fn token_form(
    request: &RequestContext,
    id: TokenId,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    match fields.get("action") {
        "rotate" => {
            let created = tokens::rotate(&request.ctx, id, Rotation::parse(fields)?).await?;
            Ok(shown(request, path, created.secret.reveal()))
        }
        "revoke" => {
            tokens::revoke(&request.ctx, id).await?;
            Ok(Answer::load(Url::Tokens.with(&[("done", "revoked")])))
        }
        _ => Err(Error::NotFound),
    }
}

/// The secret, and a call that sends it.
fn shown(request: &RequestContext, path: &str, secret: &str) -> Answer {
    let public_url = &request.ctx.roster.settings.public_url;
    let call = format!("curl -H 'Authorization: Bearer {secret}' {public_url}/api/v1/me");
    Answer::show(Posted { path: path.to_owned(), codes: vec![secret.to_owned(), call], ..Posted::default() })
}
