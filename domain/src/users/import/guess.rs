//! What the columns of a file mean, by what they are called, in three languages.

use crate::keys;
use model::Language;
use model::users::MemberField;

/// The first name where the last name has a column of its own, otherwise the whole one.
const NAME: [&str; 3] = ["name", "nome", "nombre"];

/// The meaning of each column; each meaning once. First by what others call them, then by our own labels. Of several
/// columns with one meaning it is that whose name comes first in [`MemberField::headers`], unless it is empty in all
/// samples, or of addresses holds none.
pub(super) fn guess(header: &[String], samples: &[Vec<String>]) -> Vec<Option<MemberField>> {
    let mut guesses = Guesses {
        names: header.iter().map(|name| [joined(name), joined(&without_remarks(name))]).collect(),
        samples,
        columns: vec![None; header.len()],
    };
    for field in MemberField::importable() {
        guesses.take(field, field.headers().split(','));
    }
    // "Nome" alone is both.
    for field in MemberField::importable().filter(|field| *field != MemberField::FirstName) {
        guesses.take(field, Language::ALL.iter().map(|language| language.texts().get(field.label())));
    }
    let whole = !guesses.has(MemberField::LastName) && !guesses.has(MemberField::FirstName);
    if !guesses.has(MemberField::FullName) {
        guesses.take(if whole { MemberField::FullName } else { MemberField::FirstName }, NAME);
    }
    if !whole {
        guesses.columns.iter_mut().filter(|column| **column == Some(MemberField::FullName)).for_each(|one| *one = None);
        guesses.take(MemberField::FirstName, NAME);
    }
    guesses.columns
}

struct Guesses<'a> {
    /// As they are, and without remarks.
    names: Vec<[String; 2]>,
    samples: &'a [Vec<String>],
    columns: Vec<Option<MemberField>>,
}

impl Guesses<'_> {
    fn has(&self, field: MemberField) -> bool {
        self.columns.contains(&Some(field))
    }

    fn take<'n>(&mut self, field: MemberField, called: impl IntoIterator<Item = &'n str>) {
        if self.has(field) {
            return;
        }
        let mut found = Vec::new();
        for name in called.into_iter().map(joined).filter(|name| !name.is_empty()) {
            let is_it = |column: &usize| self.columns[*column].is_none() && self.names[*column].contains(&name);
            found.extend((0..self.columns.len()).filter(is_it));
        }
        let best = found.iter().find(|column| self.is_filled(**column, field)).or(found.first());
        if let Some(column) = best {
            self.columns[*column] = Some(field);
        }
    }

    fn is_filled(&self, column: usize, field: MemberField) -> bool {
        let is_value = |cell: &String| match field {
            MemberField::Email => is_address(cell),
            _ => !cell.trim().is_empty(),
        };
        self.samples.iter().filter_map(|row| row.get(column)).any(is_value)
    }
}

/// Where the columns have no names: the one with addresses, by the first rows.
pub(super) fn guess_address(samples: &[Vec<String>]) -> Option<usize> {
    samples.iter().find_map(|row| row.iter().position(|cell| is_address(cell)))
}

fn is_address(cell: &str) -> bool {
    model::fields::email(cell).is_ok()
}

pub(super) fn folded(text: &str) -> String {
    let spaced: String = keys::text(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `givenName`, `given_name` and "Given name" are one.
fn joined(text: &str) -> String {
    folded(text).replace(' ', "")
}

/// `Email Address [Required]` says no more than `Email Address`.
fn without_remarks(name: &str) -> String {
    let mut depth = 0_u32;
    let outside = |letter: &char| {
        let before = depth;
        match letter {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before == 0 && depth == 0
    };
    name.chars().filter(outside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::users::MemberField::{AddMode, Email, FirstName, FullName, JobTitle, LastName, Phone, Role};
    use rstest::rstest;

    #[rstest]
    #[case(
        "E-mail;First name;Last name;Phone;Role;Status;Joined",
        &[Some(Email), Some(FirstName), Some(LastName), Some(Phone), Some(Role), None, None]
    )]
    #[case(
        "E-mail;Nome;Sobrenome;Telefone;Função",
        &[Some(Email), Some(FirstName), Some(LastName), Some(Phone), Some(Role)]
    )]
    #[case("Nombre;Apellidos;Correo electrónico;Móvil", &[Some(FirstName), Some(LastName), Some(Email), Some(Phone)])]
    #[case("Nome;EMAIL", &[Some(FullName), Some(Email)])]
    #[case("Name;E-Mail;mail", &[Some(FullName), Some(Email), None])]
    #[case("name;surname;email", &[Some(FirstName), Some(LastName), Some(Email)])]
    #[case("Full name;First name;Last name;add or invite", &[None, Some(FirstName), Some(LastName), Some(AddMode)])]
    #[case(
        "First Name [Required];Last Name [Required];Email Address [Required];Recovery Email;Work Phone;Mobile Phone",
        &[Some(FirstName), Some(LastName), Some(Email), None, None, Some(Phone)]
    )]
    #[case(
        "userPrincipalName;displayName;surname;mail;givenName;jobTitle;telephoneNumber;mobilePhone;accountEnabled",
        &[None, None, Some(LastName), Some(Email), Some(FirstName), Some(JobTitle), None, Some(Phone), None]
    )]
    #[case(
        "User principal name;Display name;First name;Last name;Alternate email addresses;Title;Phone number",
        &[Some(Email), None, Some(FirstName), Some(LastName), None, Some(JobTitle), Some(Phone)]
    )]
    #[case(
        "login;firstName;lastName;middleName;email;title;displayName;secondEmail;mobilePhone;primaryPhone",
        &[None, Some(FirstName), Some(LastName), None, Some(Email), Some(JobTitle), None, None, Some(Phone), None]
    )]
    #[case(
        "username;email;status;billing-active;has-2fa;has-sso;userid;fullname;displayname;expiration-timestamp",
        &[None, Some(Email), None, None, None, None, None, Some(FullName), None, None]
    )]
    #[case("id;username;email;emailVerified;firstName;lastName;enabled",
        &[None, None, Some(Email), None, Some(FirstName), Some(LastName), None]
    )]
    #[case(
        "dn;cn;sn;givenName;mail;mobile;title;uid",
        &[None, None, Some(LastName), Some(FirstName), Some(Email), Some(Phone), Some(JobTitle), None]
    )]
    #[case("E-mail (work) *;Phone*;last_name", &[Some(Email), Some(Phone), Some(LastName)])]
    #[case("x;;", &[None, None, None])]
    fn columns_are_known_by_their_names(#[case] header: &str, #[case] expected: &[Option<MemberField>]) {
        let header: Vec<String> = header.split(';').map(str::to_owned).collect();
        assert_eq!(guess(&header, &[]), expected);
    }

    #[rstest]
    #[case("mail;userPrincipalName", "ada@b.example;ada@c.example", 0)]
    #[case("mail;userPrincipalName", ";ada@c.example", 1)]
    #[case("mail;userPrincipalName", ";", 0)]
    #[case("e-mail;E-mail address", "no;ada@c.example", 1)]
    fn of_several_columns_of_addresses_the_one_that_holds_them_is_it(
        #[case] header: &str,
        #[case] sample: &str,
        #[case] expected: usize,
    ) {
        let cells = |text: &str| text.split(';').map(str::to_owned).collect::<Vec<_>>();
        let columns = guess(&cells(header), &[cells(sample)]);
        assert_eq!(columns.iter().position(|column| *column == Some(Email)), Some(expected));
        assert_eq!(columns.iter().flatten().count(), 1);
    }

    #[test]
    fn our_own_downloads_are_understood_in_every_language() {
        for language in Language::ALL {
            let t = language.texts();
            // A file has either the whole name or its halves.
            let fields: Vec<_> = MemberField::importable().filter(|field| *field != FullName).collect();
            let header: Vec<String> = fields.iter().map(|field| t.get(field.label()).to_owned()).collect();
            let expected: Vec<_> = fields.into_iter().map(Some).collect();
            assert_eq!(guess(&header, &[]), expected, "{language:?}");
        }
    }
}
