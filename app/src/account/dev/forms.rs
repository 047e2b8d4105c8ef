//! What is posted under Dev.

use crate::forms::Answer;
use crate::request::RequestContext;
use crate::state::Posted;
use domain::tokens;
use model::ids::TokenId;
use model::tokens::{NewToken, Rotation};
use model::urls::Url;
use model::{Error, Fields};

/// `description`, `lifetime`, `scopes`, `workspaces`, `networks`.
pub(crate) async fn new_token_form(request: &RequestContext, path: &str, fields: &Fields) -> Result<Answer, Error> {
    let created = tokens::create(&request.ctx, &NewToken::parse(fields)?).await?;
    Ok(secret_answer(request, path, created.secret.reveal(), "me"))
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
            Ok(secret_answer(request, path, created.secret.reveal(), "me"))
        }
        "revoke" => {
            tokens::revoke(&request.ctx, id).await?;
            Ok(Answer::load(Url::Tokens.with(&[("done", "revoked")])))
        }
        _ => Err(Error::NotFound),
    }
}

/// The secret, and a call of the API that sends it.
pub(crate) fn secret_answer(request: &RequestContext, path: &str, secret: &str, call: &str) -> Answer {
    let public_url = &request.ctx.roster.settings.public_url;
    let call = format!("curl -H 'Authorization: Bearer {secret}' {public_url}/api/v1/{call}");
    Answer::show(Posted { path: path.to_owned(), codes: vec![secret.to_owned(), call], ..Posted::default() })
}
