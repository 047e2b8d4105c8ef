//! What the columns of a file mean, by what they are called, in three languages.

use crate::keys;
use model::Language;
use model::users::MemberField;

/// The first name where the last name has a column of its own, otherwise the whole one.
const NAME: [&str; 3] = ["name", "nome", "nombre"];

/// The meaning of each column; each meaning once. First by what others call them, then by our own labels.
pub(super) fn guess(header: &[String]) -> Vec<Option<MemberField>> {
    let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
    let mut columns: Vec<Option<MemberField>> = vec![None; header.len()];
    let take = |columns: &mut Vec<Option<MemberField>>, field: MemberField, is_it: &dyn Fn(&str) -> bool| {
        let free = |(i, name): &(usize, &String)| columns[*i].is_none() && is_it(name);
        let found = names.iter().enumerate().find(free).map(|(i, _)| i);
        if let Some(i) = found
            && !columns.contains(&Some(field))
        {
            columns[i] = Some(field);
        }
    };
    for field in MemberField::importable() {
        take(&mut columns, field, &|name| field.headers().split(',').any(|header| header == name));
    }
    // "Nome" alone is both.
    for field in MemberField::importable().filter(|field| *field != MemberField::FirstName) {
        take(&mut columns, field, &|name| {
            Language::ALL.iter().any(|one| folded(one.texts().get(field.label())) == name)
        });
    }
    let named = |columns: &[Option<MemberField>], field| columns.contains(&Some(field));
    let whole = !named(&columns, MemberField::LastName) && !named(&columns, MemberField::FirstName);
    if !named(&columns, MemberField::FullName) {
        take(&mut columns, if whole { MemberField::FullName } else { MemberField::FirstName }, &|name| {
            NAME.contains(&name)
        });
    }
    if !whole {
        columns.iter_mut().filter(|column| **column == Some(MemberField::FullName)).for_each(|column| *column = None);
        take(&mut columns, MemberField::FirstName, &|name| NAME.contains(&name));
    }
    columns
}

/// Where the columns have no names: the one with addresses, by the first rows.
pub(super) fn guess_address(samples: &[Vec<String>]) -> Option<usize> {
    let is_address = |cell: &String| model::fields::email(cell).is_ok();
    samples.iter().find_map(|row| row.iter().position(is_address))
}

pub(super) fn folded(text: &str) -> String {
    let spaced: String = keys::text(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::users::MemberField::{AddMode, Email, FirstName, FullName, LastName, Phone, Role};
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
    #[case("x;;", &[None, None, None])]
    fn columns_are_known_by_their_names(#[case] header: &str, #[case] expected: &[Option<MemberField>]) {
        let header: Vec<String> = header.split(';').map(str::to_owned).collect();
        assert_eq!(guess(&header), expected);
    }

    #[test]
    fn our_own_downloads_are_understood_in_every_language() {
        for language in Language::ALL {
            let t = language.texts();
            // A file has either the whole name or its halves.
            let fields: Vec<_> = MemberField::importable().filter(|field| *field != FullName).collect();
            let header: Vec<String> = fields.iter().map(|field| t.get(field.label()).to_owned()).collect();
            let expected: Vec<_> = fields.into_iter().map(Some).collect();
            assert_eq!(guess(&header), expected, "{language:?}");
        }
    }
}
