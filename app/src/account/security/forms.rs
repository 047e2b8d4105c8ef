//! What is posted under Security.

use crate::address::redirect_path;
use crate::auth::at_provider;
use crate::forms::Answer;
use crate::request::RequestContext;
use domain::sso::{self, Purpose};
use domain::{account, auth};
use model::accounts::Password;
use model::urls::Url;
use model::{Error, FieldErrors, Fields, Problem};

fn done(what: &str) -> Answer {
    Answer::load(Url::Security.with(&[("done", what)]))
}

/// `action`: password, email, revoke (with `session`), revoke_others, keep.
pub(crate) async fn security_form(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    match fields.get("action") {
        "password" => change_password(request, fields).await,
        "revoke_others" => {
            auth::end_other_sessions(&request.ctx).await?;
            Ok(done("revoked_others"))
        }
        "revoke" => {
            let id = fields.get("session").parse().map_err(|_| Error::NotFound)?;
            auth::end_session(&request.ctx, id).await?;
            Ok(done("revoked"))
        }
        "email" => {
            auth::email::ask_email_change(&request.ctx, fields.get("email")).await?;
            Ok(done("email_sent"))
        }
        "connect_provider" => connect(request, fields).await,
        "disconnect_provider" => {
            domain::sso::disconnect(&request.ctx, fields.get("issuer")).await?;
            Ok(done("disconnected"))
        }
        "keep" => {
            account::keep_account(&request.ctx).await?;
            Ok(done("kept"))
        }
        _ => Err(Error::NotFound),
    }
}

async fn change_password(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    let mut errors = FieldErrors::default();
    if fields.get("current_password").is_empty() {
        errors.add("current_password", Problem::Required);
    }
    let new = Password::chosen(fields, &mut errors);
    errors.into_result()?;
    let current = Password::new(fields.get("current_password"));
    auth::change_password(&request.ctx, &current, &new, fields.ticked("end_others")).await?;
    Ok(done("password"))
}

/// On to the provider; whoever comes back from there is connected with whoever has signed in.
async fn connect(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    let next = match redirect_path(fields.get("next")) {
        next if next == Url::Home.path() => Url::Security.with(&[("done", "connected")]),
        next => next,
    };
    // Before the way to the provider, which asks for it as well.
    request.ctx.require_confirmed(&mut request.ctx.read().await?).await?;
    at_provider(sso::begin(&request.ctx, fields.get("provider"), Purpose::Link, &next).await)
}

pub(crate) async fn delete_form(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    account::ask_deletion(&request.ctx, fields.get("email")).await?;
    Ok(done("going"))
}
