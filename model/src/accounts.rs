//! One person's account: signing in, setting up, choosing a password, looks.

use crate::Problem;
use crate::fields::{FieldErrors, Fields, MAX_LINE, bare, email, line, optional_line};
use crate::ids::AccountId;
use crate::page::{Avatar, initials};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest password taken, in characters: long passphrases fit, a megabyte to hash does not.
pub const PASSWORD_MAX: usize = 256;

/// A password as typed. It can't be printed, sent or stored; the domain hashes it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Takes it as it is: neither trimmed nor judged.
    pub fn new(typed: &str) -> Self {
        Self(typed.to_owned())
    }

    /// The text itself, for hashing and comparing only.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A new password typed twice, as `password` and `confirm_password`. Strength is judged by the domain.
    pub fn chosen(fields: &Fields, errors: &mut FieldErrors) -> Self {
        let typed = fields.get("password");
        if typed.is_empty() {
            errors.add("password", Problem::Required);
        } else if typed.chars().count() > PASSWORD_MAX {
            errors.add("password", Problem::TooLong { max: PASSWORD_MAX });
        } else if typed != fields.get("confirm_password") {
            errors.add("confirm_password", Problem::PasswordsDiffer);
        }
        Self::new(typed)
    }

    /// Typed once, by a program; none where nothing was.
    pub fn typed_if_given(text: &str) -> Result<Option<Self>, Problem> {
        match text {
            "" => Ok(None),
            text if text.chars().count() > PASSWORD_MAX => Err(Problem::TooLong { max: PASSWORD_MAX }),
            text => Ok(Some(Self::new(text))),
        }
    }

    /// The same where it is not always asked for: none where nothing was typed.
    pub fn chosen_if_given(fields: &Fields) -> Result<Option<Self>, FieldErrors> {
        if fields.get("password").is_empty() && fields.get("confirm_password").is_empty() {
            return Ok(None);
        }
        let mut errors = FieldErrors::default();
        let password = Self::chosen(fields, &mut errors);
        errors.into_result()?;
        Ok(Some(password))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What the form for signing in sends.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// As typed, without what shows as nothing at its ends; not checked further.
    pub email: String,
    /// As typed.
    pub password: Password,
}

impl SignIn {
    /// Only emptiness and length are said here: whether an address can exist is nobody's business here.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = errors.take("email", line(bare(fields.get("email")), 254)).unwrap_or_default();
        let typed = fields.get("password");
        if typed.is_empty() {
            errors.add("password", Problem::Required);
        } else if typed.chars().count() > PASSWORD_MAX {
            errors.add("password", Problem::TooLong { max: PASSWORD_MAX });
        }
        errors.into_result()?;
        Ok(Self { email, password: Password::new(typed) })
    }
}

/// The first account, and the workspace it is the super-user of.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The name of the workspace, at most 80 characters.
    pub workspace: String,
    /// The workspace in its address, as [`crate::workspaces::slug`] takes it.
    pub slug: String,
    /// At most [`MAX_LINE`] characters.
    pub first_name: String,
    /// At most [`MAX_LINE`] characters; blank for people with one name.
    pub last_name: String,
    /// The address to sign in with, as [`crate::fields::email`] takes it.
    pub email: String,
    /// Typed twice; its strength is judged by the domain.
    pub password: Password,
}

impl Setup {
    /// `workspace`, `slug` (where empty, made from the name), `first_name`, `last_name`, `email`, the password twice.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let workspace = errors.take("workspace", line(fields.get("workspace"), 80));
        let slug = errors.take("slug", crate::workspaces::slug_or_of(fields.get("slug"), fields.get("workspace")));
        let (first_name, last_name) = names(fields, &mut errors);
        let email = errors.take("email", email(fields.get("email")));
        let password = Password::chosen(fields, &mut errors);
        errors.into_result()?;
        Ok(Self {
            workspace: workspace.unwrap_or_default(),
            slug: slug.unwrap_or_default(),
            first_name,
            last_name,
            email: email.unwrap_or_default(),
            password,
        })
    }
}

/// Who is signed in, as the bar shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The account, in all of its workspaces.
    pub id: AccountId,
    /// Blank for an account without names.
    pub first_name: String,
    /// Blank for people with one name, and for an account without names.
    pub last_name: String,
    /// The address they sign in with.
    pub email: String,
    /// Initials on the account's hue, or its picture.
    pub avatar: Avatar,
    /// Signed in with a password that someone else chose: nothing else is open before a new one is chosen.
    pub must_choose_password: bool,
}

impl Me {
    /// First and last name as one line; blank where there is neither.
    pub fn name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

/// `first_name`, which everyone has, and `last_name`, which is blank for people with one name.
pub fn names(fields: &Fields, errors: &mut FieldErrors) -> (String, String) {
    let first = errors.take("first_name", line(fields.get("first_name"), MAX_LINE));
    let last = errors.take("last_name", optional_line(fields.get("last_name"), MAX_LINE));
    (first.unwrap_or_default(), last.flatten().unwrap_or_default())
}

/// First and last name as one line, without a space where there is only one of them.
pub fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

/// Initials on a hue that stays with the account. The id's last byte is random; its first are the time.
pub fn avatar(id: AccountId, first: &str, last: &str, email: &str) -> Avatar {
    Avatar { initials: initials(first, last, email), hue: id.0.as_bytes()[15] % 12, picture: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_prints_nothing_of_itself() {
        assert_eq!(format!("{:?}", Password::new("correct horse")), "Password(…)");
    }

    #[test]
    fn a_last_name_may_be_blank_and_a_first_name_may_not() {
        let read = |first: &str, last: &str| {
            let mut errors = FieldErrors::default();
            let read = names(&Fields::default().with("first_name", first).with("last_name", last), &mut errors);
            errors.into_result().map(|()| read)
        };
        assert_eq!(read(" Suharti ", " "), Ok(("Suharti".to_owned(), String::new())));
        assert_eq!(read("Ana", "Souza"), Ok(("Ana".to_owned(), "Souza".to_owned())));
        assert_eq!(read(" ", "Souza"), Err(FieldErrors::one("first_name", Problem::Required)));
        assert_eq!(read("Ana", "\u{200B}"), Err(FieldErrors::one("last_name", Problem::ControlCharacters)));
    }

    #[test]
    fn one_name_is_shown_without_spaces() {
        for (first, last, shown) in [("Ana", "Souza", "Ana Souza"), ("Suharti", "", "Suharti"), ("", "Souza", "Souza")]
        {
            assert_eq!(full_name(first, last), shown);
        }
    }
}
