//! Which controls of a form may be shown again and kept, and which take a secret.

use crate::fields::Fields;
use crate::merge::{KEEP, SHOWN_PREFIX};
use crate::users::MemberField;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// The controls that take a secret. A form with another secret names it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// A password: the one to sign in with, or a new one.
    Password,
    /// A new password, typed again.
    ConfirmPassword,
    /// The password that the account has, before another is chosen.
    CurrentPassword,
    /// Of an authenticator app, or one of those for whoever has lost it.
    Code,
    /// What a device answers.
    Passkey,
    /// What a device was asked.
    Challenge,
    /// By which Roster shows an identity provider who it is.
    ClientSecret,
}

impl Secret {
    /// Each of them, once.
    pub const ALL: [Self; 7] = [
        Self::Password,
        Self::ConfirmPassword,
        Self::CurrentPassword,
        Self::Code,
        Self::Passkey,
        Self::Challenge,
        Self::ClientSecret,
    ];

    /// The control's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::ConfirmPassword => "confirm_password",
            Self::CurrentPassword => "current_password",
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::Challenge => "challenge",
            Self::ClientSecret => "client_secret",
        }
    }
}

/// The controls that hold no secret, in any form, beside the texts of a member. One that is missing here is forgotten
/// as if it were a secret: so is whatever someone adds to a form or to its post.
const NAMES: [&str; 113] = [
    "about",
    "access",
    "action",
    "all",
    "allow",
    "allowed",
    "amount",
    "answer",
    "auto_join",
    "beside",
    "break_glass",
    "cap",
    "category",
    "client_id",
    "columns",
    "consent",
    "country",
    "day",
    "decision",
    "default_lifetime",
    "default_role",
    "delete",
    "denied",
    "density",
    "description",
    "discard",
    "domain",
    "done",
    "draft",
    "effective_at",
    "email",
    "emails",
    "encoding",
    "end_others",
    "ends",
    "events",
    "expires_at",
    "feature",
    "follow",
    "forecast_days",
    "go",
    "group",
    "group_name",
    "groups",
    "groups_claim",
    "header",
    "hide",
    "hold",
    "how",
    "id",
    "idle_minutes",
    "in_groups",
    "invitation_days",
    "invitations",
    "issuer",
    "join",
    "keep",
    "language",
    "languages",
    "lifetime",
    "look",
    "max_lifetime",
    "member",
    "minutes",
    "name",
    "networks",
    "new_name",
    "next",
    "note",
    "notice",
    "overlap",
    "own_mailbox",
    "payload",
    "permissions",
    "personal_tokens",
    "policy",
    "priority",
    "proposed_how",
    "q",
    "reason",
    "request",
    "restore",
    "role",
    "roles",
    "scopes",
    "send",
    "separator",
    "service",
    "session",
    "session_hours",
    "shared",
    "since",
    "size",
    "slug",
    "source",
    "status",
    "step",
    "subject",
    "super_users",
    "sure",
    "temporary",
    "theme",
    "time",
    "time_zone",
    "to",
    "transaction",
    "update",
    "url",
    "username",
    "version",
    "view_name",
    "workspace",
    "workspaces",
];

/// A form without its secrets: the only one that goes back to a page, into its state or into a cookie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Harmless(Fields);

impl Harmless {
    /// Keeps the controls that are known to hold no secret, and drops the rest.
    pub fn of(fields: &Fields) -> Self {
        Self(Fields::new(fields.pairs().iter().filter(|(name, _)| is_harmless(name)).cloned().collect()))
    }
}

impl Deref for Harmless {
    type Target = Fields;

    fn deref(&self) -> &Fields {
        &self.0
    }
}

/// Names, the texts of a member, and those that are made of one: of a merge, and of a file's columns.
fn is_harmless(name: &str) -> bool {
    let name = name.strip_prefix(SHOWN_PREFIX).or_else(|| name.strip_prefix(KEEP)).unwrap_or(name);
    let is_column = || name.strip_prefix("column-").is_some_and(|n| n.bytes().all(|byte| byte.is_ascii_digit()));
    let is_text = || MemberField::texts().any(|field| field.name() == name);
    NAMES.contains(&name) || is_text() || is_column()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_unknown_controls_are_forgotten() {
        let typed = ["first_name", "column-12", "shown.name", "column-secret", "bearer", "api_token", "shown.code"];
        let typed = typed.into_iter().chain(Secret::ALL.map(Secret::name));
        let typed = Fields::new(typed.map(|name| (name.to_owned(), "typed".to_owned())).collect());
        let harmless = Harmless::of(&typed);
        let left: Vec<&str> = harmless.pairs().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(left, ["first_name", "column-12", "shown.name"]);
    }
}
