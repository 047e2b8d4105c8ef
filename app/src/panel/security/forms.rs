//! What is posted under Security.

use crate::forms::Answer;
use crate::visit::Visit;
use domain::{auth, panel};
use model::accounts::Password;
use model::{Error, FieldErrors, Fields, Problem};

fn done(what: &str) -> Answer {
    Answer::load(format!("/settings/security?done={what}"))
}

/// `action`: password, email, revoke (with `session`), revoke_others, keep.
pub(crate) async fn security_form(visit: &Visit, fields: &Fields) -> Result<Answer, Error> {
    match fields.get("action") {
        "password" => change_password(visit, fields).await,
        "revoke_others" => {
            auth::end_other_sessions(&visit.ctx).await?;
            Ok(done("revoked_others"))
        }
        "revoke" => {
            let id = fields.get("session").parse().map_err(|_| Error::NotFound)?;
            auth::end_session(&visit.ctx, id).await?;
            Ok(done("revoked"))
        }
        "email" => {
            auth::email::ask_email_change(&visit.ctx, fields.get("email")).await?;
            Ok(done("email_sent"))
        }
        "keep" => {
            panel::keep_account(&visit.ctx).await?;
            Ok(done("kept"))
        }
        _ => Err(Error::NotFound),
    }
}

async fn change_password(visit: &Visit, fields: &Fields) -> Result<Answer, Error> {
    let mut errors = FieldErrors::default();
    if fields.get("current_password").is_empty() {
        errors.add("current_password", Problem::Required);
    }
    let new = Password::chosen(fields, &mut errors);
    errors.into_result()?;
    let current = Password::new(fields.get("current_password"));
    auth::change_password(&visit.ctx, &current, &new, fields.ticked("end_others")).await?;
    Ok(done("password"))
}

pub(crate) async fn delete_form(visit: &Visit, fields: &Fields) -> Result<Answer, Error> {
    panel::ask_deletion(&visit.ctx, fields.get("email")).await?;
    Ok(done("going"))
}
