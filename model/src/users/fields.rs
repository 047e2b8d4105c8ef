//! The fields of a member, each said once: what it is called, where it takes part, how it is read from a text.
//!
//! The columns of the list, its orders and filters, downloads, imports, the edit form and its conflicts, and the labels
//! of the audit come from here. docs/adding-a-field.md says what else a new one takes.

use serde::{Deserialize, Serialize};

/// A field of a member. Their order is that of columns, forms and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberField {
    /// First and last name, as the list shows them and sorts by them.
    Name,
    /// The address that they sign in with, or are invited by.
    Email,
    /// Required, at most [`crate::fields::MAX_LINE`] characters: the whole name of people with one name.
    FirstName,
    /// At most [`crate::fields::MAX_LINE`] characters; blank for people with one name.
    LastName,
    /// Of a file: first name up to the first space, last name from there; of one word there is no last name.
    FullName,
    /// E.164, with an extension `+49301234567;ext=12`. Pages show it in its international form.
    Phone,
    /// What they do in the workspace.
    JobTitle,
    /// In a file: role or roles by their names, separated by commas.
    Role,
    /// In a file: groups by their names, separated by semicolons.
    Groups,
    /// Of [`super::Status`].
    Status,
    /// Whether they have a second factor.
    SecondFactor,
    /// How they became a member, of [`super::Source`].
    Source,
    /// When the membership began.
    Joined,
    /// When they were last here; none for those who never were.
    LastActive,
    /// When the membership, or the invitation, ends; most memberships don't.
    Ends,
    /// Of a file: whether a person who is no member yet is added or invited.
    AddMode,
}

/// Whose a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The person's, in all of their workspaces (product rule 1).
    Account,
    /// The workspace's: whoever may edit its members may edit it, and nobody else.
    Membership,
}

/// What the browser needs to know of a field.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub struct FieldSpec {
    /// In addresses, forms, events and stored preferences: it never changes.
    pub name: &'static str,
    /// The key of its label.
    pub label: &'static str,
    /// Whose it is; none for what is no text.
    pub text: Option<Owner>,
    /// A text that everyone has.
    pub required: bool,
    /// The list can show it beside the name,
    pub column: bool,
    /// and does so for whoever has chosen nothing else.
    pub usual: bool,
    /// The list can be sorted by it.
    pub sortable: bool,
    /// Sorted by, the newest comes first.
    pub time: bool,
    /// The list's search looks in it.
    pub searchable: bool,
    /// The parameter of the list's address that narrows it by this.
    pub filter: Option<&'static str>,
    /// A column of a file can hold it.
    pub importable: bool,
    /// It stands in every download, whatever the list shows. All columns of the list can stand there.
    pub in_every_file: bool,
}

impl FieldSpec {
    const fn of(name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            text: None,
            required: false,
            column: false,
            usual: false,
            sortable: false,
            time: false,
            searchable: false,
            filter: None,
            importable: false,
            in_every_file: false,
        }
    }

    const fn text(self, owner: Owner) -> Self {
        Self { text: Some(owner), importable: true, ..self }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn in_every_file(self) -> Self {
        Self { in_every_file: true, ..self }
    }

    const fn column(self) -> Self {
        Self { column: true, ..self }
    }

    const fn usual(self) -> Self {
        Self { column: true, usual: true, ..self }
    }

    const fn sortable(self) -> Self {
        Self { sortable: true, ..self }
    }

    const fn time(self) -> Self {
        Self { sortable: true, time: true, ..self }
    }

    const fn searchable(self) -> Self {
        Self { searchable: true, ..self }
    }

    const fn filter(self, parameter: &'static str) -> Self {
        Self { filter: Some(parameter), ..self }
    }

    const fn importable(self) -> Self {
        Self { importable: true, ..self }
    }
}

impl MemberField {
    /// In the order of columns, forms and files.
    pub const ALL: [Self; 16] = [
        Self::Name,
        Self::Email,
        Self::FirstName,
        Self::LastName,
        Self::FullName,
        Self::Phone,
        Self::JobTitle,
        Self::Role,
        Self::Groups,
        Self::Status,
        Self::SecondFactor,
        Self::Source,
        Self::Joined,
        Self::LastActive,
        Self::Ends,
        Self::AddMode,
    ];

    /// What is to be known of it, each said here and nowhere else.
    pub const fn spec(self) -> FieldSpec {
        let of = FieldSpec::of;
        match self {
            Self::Name => of("name", "users.by_name").sortable().searchable(),
            Self::Email => of("email", "field.email").in_every_file().importable().sortable().searchable(),
            Self::FirstName => of("first_name", "field.first_name").text(Owner::Account).required().in_every_file(),
            Self::LastName => of("last_name", "field.last_name").text(Owner::Account).in_every_file(),
            Self::FullName => of("full_name", "import.meaning.full_name").importable(),
            Self::Phone => of("phone", "field.phone").text(Owner::Account).column().sortable().searchable(),
            Self::JobTitle => {
                of("job_title", "field.job_title").text(Owner::Membership).column().sortable().searchable()
            }
            Self::Role => of("role", "field.role").usual().sortable().filter("role").importable(),
            Self::Groups => of("groups", "users.by_groups").column().filter("group").importable(),
            Self::Status => of("status", "users.by_status").usual().sortable().filter("status"),
            Self::SecondFactor => of("second_factor", "users.by_second_factor").column().filter("mfa"),
            Self::Source => of("source", "users.by_source").column().sortable().filter("source"),
            Self::Joined => of("joined", "users.by_joined").usual().time(),
            Self::LastActive => of("last_active", "users.by_last_active").usual().time().filter("active"),
            Self::Ends => of("ends", "users.by_ends").column(),
            Self::AddMode => of("how", "import.meaning.how").importable(),
        }
    }

    /// What others call it at the head of a file's column, in three languages, between commas; folded, with single
    /// spaces for all that is neither letter nor digit, which a file may leave out. Of several columns the one with the
    /// first name is it: the address that mails go to comes before the one that signs in elsewhere, a mobile phone
    /// before one that several people may share.
    pub fn headers(self) -> &'static str {
        match self {
            Self::Email => {
                "email,e mail,email address,e mail address,primary email,primary email address,work email,mail,\
                 endereco de email,endereco de e mail,\
                 correo,correo electronico,direccion de correo,direccion de correo electronico,\
                 user principal name,upn"
            }
            Self::FirstName => "first,first name,given name,forename,primeiro nome,primer nombre,nombre de pila",
            Self::LastName => "last,last name,surname,family name,sn,sobrenome,ultimo nome,apelido,apellido,apellidos",
            Self::FullName => "full name,display name,nome completo,nombre completo,nombre y apellidos,common name,cn",
            Self::Phone => {
                "mobile,mobile phone,mobile number,mobile phone number,cell,cell phone,celular,movil,telefono movil,\
                 phone,phone number,telephone,telephone number,tel,\
                 telefone,numero de telefone,telefono,numero de telefono,\
                 primary phone,work phone,business phone,office phone"
            }
            Self::JobTitle => {
                "job title,job,title,employee title,position,cargo,titulo do cargo,puesto,puesto de trabajo"
            }
            Self::Role => "role,roles,funcao,funcoes,papel,papeis,perfil,permissao,rol,funcion,permiso",
            Self::Groups => "group,groups,team,teams,grupo,grupos,equipe,equipes,equipo,equipos",
            Self::AddMode => {
                "how,how to add,add or invite,como,como adicionar,adicionar ou convidar,\
                 como agregar,agregar o invitar,anadir o invitar"
            }
            _ => "",
        }
    }

    /// The key in addresses, forms, events and stored preferences.
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// The key of its label in the catalogues.
    pub const fn label(self) -> &'static str {
        self.spec().label
    }

    /// By the key that [`MemberField::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    fn all(is_one: impl Fn(FieldSpec) -> bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |field| is_one(field.spec()))
    }

    /// Those that are texts which can be edited.
    pub fn texts() -> impl Iterator<Item = Self> {
        Self::all(|spec| spec.text.is_some())
    }

    /// What the list can show beside the name.
    pub fn columns() -> impl Iterator<Item = Self> {
        Self::all(|spec| spec.column)
    }

    /// What the list can be sorted by.
    pub fn sortable() -> impl Iterator<Item = Self> {
        Self::all(|spec| spec.sortable)
    }

    /// What a file's columns can hold.
    pub fn importable() -> impl Iterator<Item = Self> {
        Self::all(|spec| spec.importable)
    }

    /// What comes first in every download.
    pub fn in_every_file() -> impl Iterator<Item = Self> {
        Self::all(|spec| spec.in_every_file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_and_headers_are_each_one_field_s() {
        let names: BTreeSet<&str> = MemberField::ALL.map(MemberField::name).into();
        assert_eq!(names.len(), MemberField::ALL.len());
        let headers: Vec<&str> = MemberField::ALL.into_iter().flat_map(|field| field.headers().split(',')).collect();
        let headers: Vec<&str> = headers.into_iter().filter(|header| !header.is_empty()).collect();
        assert_eq!(headers.iter().collect::<BTreeSet<_>>().len(), headers.len(), "{headers:?}");
        assert!(headers.iter().all(|header| header.trim() == *header && !header.contains("  ")), "{headers:?}");
        let guessed = |field: MemberField| !field.headers().is_empty();
        assert!(MemberField::ALL.into_iter().all(|field| guessed(field) == field.spec().importable));
    }

    #[test]
    fn what_is_stored_of_columns_orders_and_imports_keeps_its_names() {
        let of = |fields: Vec<MemberField>| fields.into_iter().map(MemberField::name).collect::<Vec<_>>().join(",");
        let json = |field: MemberField| serde_json::to_value(field).unwrap().as_str().unwrap().to_owned();
        assert_eq!(
            of(MemberField::columns().collect()),
            "phone,job_title,role,groups,status,second_factor,source,joined,last_active,ends"
        );
        assert_eq!(
            of(MemberField::sortable().collect()),
            "name,email,phone,job_title,role,status,source,joined,last_active"
        );
        assert_eq!(
            of(MemberField::importable().collect()),
            "email,first_name,last_name,full_name,phone,job_title,role,groups,how"
        );
        // The mapping of an import that was left.
        assert_eq!(json(MemberField::AddMode), "add_mode");
        let alike = |field: &MemberField| *field == MemberField::AddMode || json(*field) == field.name();
        assert!(MemberField::ALL.iter().all(alike));
    }
}
