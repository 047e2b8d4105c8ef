//! From a posted address to the form that answers it.

use super::keep::keep;
use super::submit::Outcome;
use crate::address::sign_in_then;
use crate::state::Posted;
use crate::visit::{Cookie, Visit};
use crate::{auth, groups, invitations, panel, roles, shell, users, workspaces};
use model::{Error, Fields};

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

    #[must_use]
    pub(crate) fn with(mut self, cookie: Cookie) -> Self {
        self.cookies.push(cookie);
        self
    }
}

/// Answers a form posted to `path` (with its query). Never fails: what went wrong is shown where it was typed.
pub async fn dispatch(visit: &Visit, path: &str, fields: Fields) -> Answer {
    let result = match page_of(path).as_slice() {
        ["setup"] => auth::setup_form(visit, &fields).await,
        ["sign-in"] => auth::sign_in_form(visit, path, &fields).await,
        ["sign-out"] => auth::sign_out_form(visit).await,
        ["choose-password"] => auth::choose_password_form(visit, &fields).await,
        ["invitations", token] => invitations::accept_form(visit, token, &fields).await,
        ["preferences", "look"] => shell::look_form(visit, &fields).await,
        ["preferences", "language"] => shell::language_form(visit, &fields).await,
        ["settings", "profile"] => panel::profile_form(visit, &fields).await,
        ["w", slug, "users", "new"] => users::wizard_form(visit, slug, path, &fields).await,
        ["w", slug, "users", "likes"] => users::likes_form(visit, slug, path, &fields).await,
        ["w", slug, "users", "views"] => users::views_form(visit, slug, path, &fields).await,
        ["w", slug, "users", "bulk"] => users::bulk_form(visit, slug, path, &fields).await,
        ["w", slug, "users", "bulk", job] => users::cancel_form(visit, slug, job).await,
        ["w", slug, "users", "import", job] => users::import_form(visit, slug, job, &fields).await,
        ["w", slug, "users", id] => users::act_form(visit, slug, id, path, &fields).await,
        ["w", slug, "users", id, "edit"] => users::edit_form(visit, slug, id, path, &fields).await,
        ["w", slug, "users", id, "password"] => users::password_form(visit, slug, id, path, &fields).await,
        ["w", slug, "users", id, "remove"] => users::remove_form(visit, slug, id, path).await,
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
    result.unwrap_or_else(|error| refused(visit, path, fields, error))
}

fn page_of(path: &str) -> Vec<&str> {
    path.split('?').next().unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect()
}

fn refused(visit: &Visit, path: &str, fields: Fields, error: Error) -> Answer {
    let mut posted = Posted { path: path.to_owned(), ..Posted::default() };
    match error {
        Error::SignedOut => {
            let answer = Answer::load(sign_in_then(path));
            return match keep(visit, path, fields) {
                Some(cookie) => answer.with(cookie),
                None => answer,
            };
        }
        Error::PasswordChangeDue => return Answer::load("/choose-password"),
        Error::Invalid(errors) => posted.errors = errors,
        other => posted.failure = Some(other),
    }
    posted.values = fields.without_secrets();
    Answer::show(posted)
}

/// A path of our own to go on to, from what a form or an address says; anything else leads home. Redirects never leave.
pub fn redirect_path(next: &str) -> String {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.len() <= 2000
        && next.chars().all(|c| c.is_ascii_graphic());
    if own { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_at_home() {
        for own in ["/", "/w/acme/users?q=a%20b&size=10"] {
            assert_eq!(redirect_path(own), own);
        }
        for foreign in
            ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:alert(1)", "/a\r\nb"]
        {
            assert_eq!(redirect_path(foreign), "/", "{foreign}");
        }
    }
}
