//! What the columns of a file mean, by what they are called, in three languages.

use crate::keys;
use model::Language;
use model::imports::ImportColumn;

/// Our own downloads call them so.
const OWN: [(ImportColumn, &str); 6] = [
    (ImportColumn::Email, "field.email"),
    (ImportColumn::FirstName, "field.first_name"),
    (ImportColumn::LastName, "field.last_name"),
    (ImportColumn::Phone, "users.by_phone"),
    (ImportColumn::Role, "users.by_role"),
    (ImportColumn::Groups, "users.by_groups"),
];

/// What others call them; folded, with single spaces for all that is neither letter nor digit.
const WORDS: [(ImportColumn, &[&str]); 8] = [
    (
        ImportColumn::Email,
        &[
            "email",
            "e mail",
            "mail",
            "email address",
            "e mail address",
            "endereco de email",
            "endereco de e mail",
            "correo",
            "correo electronico",
            "direccion de correo",
            "direccion de correo electronico",
            "user principal name",
        ],
    ),
    (
        ImportColumn::FirstName,
        &[
            "first",
            "first name",
            "firstname",
            "given name",
            "givenname",
            "forename",
            "primeiro nome",
            "primer nombre",
            "nombre de pila",
        ],
    ),
    (
        ImportColumn::LastName,
        &[
            "last",
            "last name",
            "lastname",
            "surname",
            "family name",
            "familyname",
            "sobrenome",
            "ultimo nome",
            "apelido",
            "apellido",
            "apellidos",
        ],
    ),
    (
        ImportColumn::FullName,
        &[
            "full name",
            "fullname",
            "display name",
            "displayname",
            "nome completo",
            "nombre completo",
            "nombre y apellidos",
        ],
    ),
    (
        ImportColumn::Phone,
        &[
            "phone",
            "phone number",
            "telephone",
            "telephone number",
            "tel",
            "mobile",
            "mobile phone",
            "cell",
            "cell phone",
            "telefone",
            "numero de telefone",
            "celular",
            "telefono",
            "numero de telefono",
            "movil",
            "telefono movil",
        ],
    ),
    (
        ImportColumn::Role,
        &["role", "roles", "funcao", "funcoes", "papel", "papeis", "perfil", "rol", "funcion", "permissao", "permiso"],
    ),
    (
        ImportColumn::Groups,
        &["group", "groups", "team", "teams", "grupo", "grupos", "equipe", "equipes", "equipo", "equipos"],
    ),
    (
        ImportColumn::AddMode,
        &[
            "how",
            "how to add",
            "add or invite",
            "como",
            "como adicionar",
            "adicionar ou convidar",
            "como agregar",
            "agregar o invitar",
            "anadir o invitar",
        ],
    ),
];

/// The first name where the last name has a column of its own, otherwise the whole one.
const NAME: [&str; 3] = ["name", "nome", "nombre"];

/// The meaning of each column; each meaning once.
pub(super) fn guess(header: &[String]) -> Vec<Option<ImportColumn>> {
    let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
    let mut columns: Vec<Option<ImportColumn>> = vec![None; header.len()];
    let take = |columns: &mut Vec<Option<ImportColumn>>, column_kind: ImportColumn, is_it: &dyn Fn(&str) -> bool| {
        let free = |(i, name): &(usize, &String)| columns[*i].is_none() && is_it(name);
        let found = names.iter().enumerate().find(free).map(|(i, _)| i);
        if let Some(i) = found
            && !columns.contains(&Some(column_kind))
        {
            columns[i] = Some(column_kind);
        }
    };
    for (column_kind, words) in WORDS {
        take(&mut columns, column_kind, &|name| words.contains(&name));
    }
    for (column_kind, key) in OWN {
        // "Nome" alone is both.
        if column_kind != ImportColumn::FirstName {
            take(&mut columns, column_kind, &|name| {
                Language::ALL.iter().any(|one| folded(one.texts().get(key)) == name)
            });
        }
    }
    let named = |columns: &[Option<ImportColumn>], column_kind| columns.contains(&Some(column_kind));
    let whole = !named(&columns, ImportColumn::LastName) && !named(&columns, ImportColumn::FirstName);
    if !named(&columns, ImportColumn::FullName) {
        take(&mut columns, if whole { ImportColumn::FullName } else { ImportColumn::FirstName }, &|name| {
            NAME.contains(&name)
        });
    }
    if !whole {
        columns.iter_mut().filter(|column| **column == Some(ImportColumn::FullName)).for_each(|column| *column = None);
        take(&mut columns, ImportColumn::FirstName, &|name| NAME.contains(&name));
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
    use model::imports::ImportColumn::{AddMode, Email, FirstName, FullName, LastName, Phone, Role};
    use rstest::rstest;

    #[rstest]
    #[case("E-mail;First name;Last name;Phone;Role;Status;Joined", &[Some(Email), Some(FirstName), Some(LastName), Some(Phone), Some(Role), None, None])]
    #[case("E-mail;Nome;Sobrenome;Telefone;Função", &[Some(Email), Some(FirstName), Some(LastName), Some(Phone), Some(Role)])]
    #[case("Nombre;Apellidos;Correo electrónico;Móvil", &[Some(FirstName), Some(LastName), Some(Email), Some(Phone)])]
    #[case("Nome;EMAIL", &[Some(FullName), Some(Email)])]
    #[case("Name;E-Mail;mail", &[Some(FullName), Some(Email), None])]
    #[case("name;surname;email", &[Some(FirstName), Some(LastName), Some(Email)])]
    #[case("Full name;First name;Last name;add or invite", &[None, Some(FirstName), Some(LastName), Some(AddMode)])]
    #[case("x;;", &[None, None, None])]
    fn columns_are_known_by_their_names(#[case] header: &str, #[case] expected: &[Option<ImportColumn>]) {
        let header: Vec<String> = header.split(';').map(str::to_owned).collect();
        assert_eq!(guess(&header), expected);
    }

    #[test]
    fn our_own_downloads_are_understood_in_every_language() {
        for language in Language::ALL {
            let t = language.texts();
            let header: Vec<String> = OWN.iter().map(|(_, key)| t.get(key).to_owned()).collect();
            let expected: Vec<_> = OWN.iter().map(|(column_kind, _)| Some(*column_kind)).collect();
            assert_eq!(guess(&header), expected, "{language:?}");
        }
    }
}
