//! From a posted address to the form that answers it.

use super::keep::keep;
use super::submit::Outcome;
use crate::address::{confirm_then, factor_for_page, factor_then, sign_in_then};
use crate::state::Posted;
use crate::visit::{Cookie, Visit};
use crate::{auth, groups, invitations, panel, roles, shell, users, workspaces};
use domain::Actor;
use domain::auth::NewSession;
use model::ids::AccountId;
use model::{Error, Fields, Problem};

/// A form's outcome, and the cookies that go with it.
#[derive(Debug)]
pub struct Answer {
    pub outcome: Outcome,
    pub cookies: Vec<Cookie>,
}

impl Answer {
    /// On to another page, without a fresh load.
    pub(crate) fn go(to: impl Into<String>) -> Self {
        Self { outcome: Outcome::Go { to: to.into(), reload: false }, cookies: Vec::new() }
    }

    /// On to another page, loaded afresh: what every page knows has changed.
    pub(crate) fn load(to: impl Into<String>) -> Self {
        Self { outcome: Outcome::Go { to: to.into(), reload: true }, cookies: Vec::new() }
    }

    /// The same page, with something to show.
    pub(crate) fn show(posted: Posted) -> Self {
        Self { outcome: Outcome::Show(Box::new(posted)), cookies: Vec::new() }
    }

    /// With what the browser keeps of a session that has just begun.
    #[must_use]
    pub(crate) fn signed_in(self, session: &NewSession) -> Self {
        let answer = self.with(Cookie::session(session));
        match &session.device {
            Some(device) => answer.with(Cookie::Device(device.clone())),
            None => answer,
        }
    }

    #[must_use]
    pub(crate) fn with(mut self, cookie: Cookie) -> Self {
        self.cookies.push(cookie);
        self
    }
}

/// Answers a form posted to `path` (with its query). Never fails: what went wrong is shown where it was typed.
pub async fn dispatch(visit: &Visit, path: &str, mut fields: Fields) -> Answer {
    let filled_by = fields.take_account();
    if let Some(name) = fields.with_nul() {
        let error = Error::at(name, Problem::ControlCharacters);
        return refused(visit, path, Fields::default(), filled_by, error);
    }
    if let Actor::Account { id, .. } = visit.ctx.actor
        && filled_by.is_some_and(|account| account != id)
    {
        // Someone else has signed in at this browser since the page came: what stands in the form is not theirs to send.
        return refused(visit, path, Fields::default(), None, Error::Conflict);
    }
    let result = match page_of(path).as_slice() {
        ["setup"] => auth::setup_form(visit, &fields).await,
        ["sign-in"] => auth::sign_in_form(visit, path, &fields).await,
        ["sign-in", "factor"] => auth::factor_form(visit, path, &fields).await,
        ["sign-out"] => auth::sign_out_form(visit).await,
        ["choose-password"] => auth::choose_password_form(visit, &fields).await,
        ["confirm"] => auth::confirm_form(visit, path, &fields).await,
        ["recover"] => auth::ask_recovery_form(visit, &fields).await,
        ["recover", token] => auth::recover_form(visit, token, &fields).await,
        ["email", token] => auth::change_email_form(visit, token).await,
        ["email", "undo", token] => auth::undo_email_form(visit, token).await,
        ["prove", token] => auth::prove_form(visit, token, &fields).await,
        ["invitations", token] => invitations::accept_form(visit, token, &fields).await,
        ["preferences", "look"] => shell::look_form(visit, &fields).await,
        ["preferences", "language"] => shell::language_form(visit, &fields).await,
        ["settings", "security"] => panel::security_form(visit, &fields).await,
        ["settings", "security", "factor"] => panel::factor_form(visit, path, &fields).await,
        ["settings", "security", "codes"] => panel::codes_form(visit, path).await,
        ["settings", "security", "passkeys", "new"] => panel::add_passkey_form(visit, path, &fields).await,
        ["settings", "security", "passkeys", id] => panel::passkey_form(visit, id, &fields).await,
        ["settings", "security", "delete"] => panel::delete_form(visit, &fields).await,
        ["settings", "notifications"] => panel::notices_form(visit, &fields).await,
        ["settings", "profile"] => panel::profile_form(visit, &fields).await,
        ["workspaces"] => workspaces::workspaces_form(visit, &fields).await,
        ["workspaces", "new"] => workspaces::create_form(visit, &fields).await,
        ["w", slug, "settings"] => workspaces::general_form(visit, slug, &fields).await,
        ["w", slug, "settings", "access"] => workspaces::access_form(visit, slug, &fields).await,
        ["w", slug, "settings", "security"] => workspaces::factors_form(visit, slug, &fields).await,
        ["w", slug, "settings", "domains"] => workspaces::domains_form(visit, slug, &fields).await,
        ["w", slug, "settings", "ownership"] => workspaces::transfer_form(visit, slug, &fields).await,
        ["w", slug, "settings", "delete"] => workspaces::delete_form(visit, slug, &fields).await,
        ["w", slug, "users", "new"] => users::wizard_form(visit, slug, path, &fields).await,
        ["w", slug, "users", "likes"] => users::likes_form(visit, slug, path, &fields).await,
        ["w", slug, "users", "views"] => users::views_form(visit, slug, path, &fields).await,
        ["w", slug, "users", "bulk"] => users::bulk_form(visit, slug, path, &fields).await,
        ["w", slug, "users", "bulk", job] => users::cancel_form(visit, slug, job).await,
        ["w", slug, "users", "import", job] => users::import_form(visit, slug, job, &fields).await,
        ["w", slug, "users", id] => users::act_form(visit, slug, id, path, &fields).await,
        ["w", slug, "users", id, "edit"] => users::edit_form(visit, slug, id, path, &fields).await,
        ["w", slug, "users", id, "password"] => users::password_form(visit, slug, id, path, &fields).await,
        ["w", slug, "users", id, "remove"] => users::remove_form(visit, slug, id, path, &fields).await,
        ["w", slug, "invitations"] => invitations::manage_form(visit, slug, &fields).await,
        ["w", slug, "groups", "new"] => groups::create_form(visit, slug, &fields).await,
        ["w", slug, "groups", id] => groups::save_form(visit, slug, id, &fields).await,
        ["w", slug, "groups", id, "delete"] => groups::delete_form(visit, slug, id).await,
        ["w", slug, "roles", "new"] => roles::create_form(visit, slug, &fields).await,
        ["w", slug, "roles", id, "review"] => roles::save_form(visit, slug, id, &fields).await,
        ["w", slug, "roles", id, "delete"] => roles::delete_form(visit, slug, id, &fields).await,
        ["w", slug, "leave"] => workspaces::leave_form(visit, slug).await,
        _ => Err(Error::NotFound),
    };
    result.unwrap_or_else(|error| refused(visit, path, fields, filled_by, error))
}

fn page_of(path: &str) -> Vec<&str> {
    path.split('?').next().unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect()
}

fn refused(visit: &Visit, path: &str, fields: Fields, filled_by: Option<AccountId>, error: Error) -> Answer {
    let mut posted = Posted { path: path.to_owned(), ..Posted::default() };
    match error {
        Error::SignedOut | Error::ConfirmationDue => {
            let there = if error == Error::SignedOut { sign_in_then(path) } else { confirm_then(path) };
            let answer = Answer::load(there);
            let typed_by = visit.ctx.account().ok().or(filled_by);
            return match typed_by.and_then(|account| keep(visit, account, path, fields)) {
                Some(cookie) => answer.with(cookie),
                None => answer,
            };
        }
        Error::FactorDue => return Answer::load(factor_then(path)),
        Error::FactorRequired => return Answer::load(factor_for_page(path)),
        Error::EmailVerificationRequired => return Answer::load("/workspaces"),
        Error::PasswordChangeDue => return Answer::load("/choose-password"),
        Error::Invalid(errors) => posted.errors = errors,
        other => posted.failure = Some(other),
    }
    posted.values = fields.without_secrets();
    Answer::show(posted)
}
