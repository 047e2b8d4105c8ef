//! From a posted address to the form that answers it.

use crate::address::{confirm_then, factor_for_page, factor_then, sign_in_then};
use crate::forms::{Answer, Dispatch, keep};
use crate::request::RequestContext;
use crate::state::Posted;
use crate::{account, auth, groups, invitations, roles, shell, users, workspaces};
use model::ids::AccountId;
use model::{Error, Fields, Harmless, Problem};

/// As server functions reach it.
pub const DISPATCH: Dispatch = Dispatch(|request, path, fields| Box::pin(dispatch(request, path, fields)));

/// Answers a form posted to `path` (with its query). Never fails: what went wrong is shown where it was typed.
pub async fn dispatch(request: &RequestContext, path: &str, mut fields: Fields) -> Answer {
    let filled_by = fields.take_account();
    if let Some(name) = fields.with_nul() {
        let error = Error::at(name, Problem::ControlCharacters);
        return refused(request, path, Fields::default(), filled_by, error);
    }
    if request.ctx.actor.account().is_some_and(|id| filled_by.is_some_and(|account| account != id)) {
        // Someone else has signed in at this browser since the page came: what stands in the form is not theirs to send.
        return refused(request, path, Fields::default(), None, Error::Conflict);
    }
    let result = match page_of(path).as_slice() {
        ["setup"] => auth::setup_form(request, &fields).await,
        ["sign-in"] => auth::sign_in_form(request, path, &fields).await,
        ["sign-in", "factor"] => auth::factor_form(request, path, &fields).await,
        ["sign-out"] => auth::sign_out_form(request).await,
        ["choose-password"] => auth::choose_password_form(request, &fields).await,
        ["confirm"] => auth::confirm_form(request, path, &fields).await,
        ["recover"] => auth::ask_recovery_form(request, &fields).await,
        ["recover", token] => auth::recover_form(request, token, &fields).await,
        ["email", token] => auth::change_email_form(request, token).await,
        ["email", "undo", token] => auth::undo_email_form(request, token).await,
        ["prove", token] => auth::verify_email_form(request, token, &fields).await,
        ["invitations", token] => invitations::accept_form(request, token, &fields).await,
        ["preferences", "look"] => shell::theme_form(request, &fields).await,
        ["preferences", "language"] => shell::language_form(request, &fields).await,
        ["settings", "security"] => account::security_form(request, &fields).await,
        ["settings", "security", "factor"] => account::factor_form(request, path, &fields).await,
        ["settings", "security", "codes"] => account::codes_form(request, path).await,
        ["settings", "security", "passkeys", "new"] => account::add_passkey_form(request, path, &fields).await,
        ["settings", "security", "passkeys", id] => account::passkey_form(request, id, &fields).await,
        ["settings", "security", "delete"] => account::delete_form(request, &fields).await,
        ["settings", "notifications"] => account::notices_form(request, &fields).await,
        ["settings", "profile"] => account::profile_form(request, &fields).await,
        ["workspaces"] => workspaces::workspaces_form(request, &fields).await,
        ["workspaces", "new"] => workspaces::create_form(request, &fields).await,
        ["w", slug, "settings"] => workspaces::general_form(request, slug, &fields).await,
        ["w", slug, "settings", "access"] => workspaces::access_form(request, slug, &fields).await,
        ["w", slug, "settings", "security"] => workspaces::factors_form(request, slug, &fields).await,
        ["w", slug, "settings", "domains"] => workspaces::domains_form(request, slug, &fields).await,
        ["w", slug, "settings", "ownership"] => workspaces::transfer_form(request, slug, &fields).await,
        ["w", slug, "settings", "delete"] => workspaces::delete_form(request, slug, &fields).await,
        ["w", slug, "users", "new"] => users::wizard_form(request, slug, path, &fields).await,
        ["w", slug, "users", "columns"] => users::list_preferences_form(request, slug, path, &fields).await,
        ["w", slug, "users", "views"] => users::views_form(request, slug, path, &fields).await,
        ["w", slug, "users", "bulk"] => users::bulk_form(request, slug, path, &fields).await,
        ["w", slug, "users", "bulk", job] => users::cancel_form(request, slug, job).await,
        ["w", slug, "users", "import", job] => users::import_form(request, slug, job, &fields).await,
        ["w", slug, "users", id] => users::act_form(request, slug, id, path, &fields).await,
        ["w", slug, "users", id, "edit"] => users::edit_form(request, slug, id, path, &fields).await,
        ["w", slug, "users", id, "password"] => users::password_form(request, slug, id, path, &fields).await,
        ["w", slug, "users", id, "remove"] => users::remove_form(request, slug, id, path, &fields).await,
        ["w", slug, "invitations"] => invitations::manage_form(request, slug, &fields).await,
        ["w", slug, "groups", "new"] => groups::create_form(request, slug, &fields).await,
        ["w", slug, "groups", id] => groups::save_form(request, slug, id, &fields).await,
        ["w", slug, "groups", id, "delete"] => groups::delete_form(request, slug, id).await,
        ["w", slug, "roles", "new"] => roles::create_form(request, slug, &fields).await,
        ["w", slug, "roles", id, "review"] => roles::save_form(request, slug, id, &fields).await,
        ["w", slug, "roles", id, "delete"] => roles::delete_form(request, slug, id, &fields).await,
        ["w", slug, "leave"] => workspaces::leave_form(request, slug).await,
        _ => Err(Error::NotFound),
    };
    result.unwrap_or_else(|error| refused(request, path, fields, filled_by, error))
}

fn page_of(path: &str) -> Vec<&str> {
    path.split('?').next().unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect()
}

fn refused(request: &RequestContext, path: &str, fields: Fields, filled_by: Option<AccountId>, error: Error) -> Answer {
    let mut posted = Posted { path: path.to_owned(), ..Posted::default() };
    match error {
        Error::SignedOut | Error::ConfirmationDue => {
            let there = if error == Error::SignedOut { sign_in_then(path) } else { confirm_then(path) };
            let answer = Answer::load(there);
            let typed_by = request.ctx.account().ok().or(filled_by);
            return match typed_by.and_then(|account| keep(request, account, path, Harmless::of(&fields))) {
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
    posted.values = Harmless::of(&fields);
    Answer::show(posted)
}
