//! What a row says.

use super::existing_members::ImportContext;
use super::guess::folded;
use crate::keys::{self, canonical_email};
use crate::members::parse_text;
use crate::members::roles::Role;
use model::ids::GroupId;
use model::imports::Mapping;
use model::users::{Access, MemberField, RoleChoice, Texts};
use model::wizard::AddMode;
use model::{Country, Language, Problem, Refusal, SheetError};
use std::collections::{BTreeSet, HashMap};

/// What a row says, read. What is none it does not say, and stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entered {
    pub email: String,
    /// Whom it is about.
    pub key: String,
    /// Of what is blank it says nothing.
    pub texts: Texts,
    pub access: Option<Access>,
    pub groups: Option<BTreeSet<GroupId>>,
    pub how: Option<AddMode>,
}

/// The roles of a workspace, by what people may call them.
#[derive(Clone, Debug, Default)]
pub(super) struct RoleNames(HashMap<String, RoleChoice>);

impl RoleNames {
    pub(super) fn of(roles: &[Role]) -> Self {
        let mut names = HashMap::new();
        let mut add = |name: &str, choice| {
            names.entry(folded(name)).or_insert(choice);
        };
        for role in roles {
            add(&role.name, RoleChoice::Role(role.id));
        }
        for t in Language::ALL.map(Language::texts) {
            for role in roles {
                if let Some(key) = &role.builtin {
                    add(t.get(&format!("role.{key}")), RoleChoice::Role(role.id));
                }
            }
            add(t.get("role.super_user"), RoleChoice::SuperUser);
        }
        add(RoleChoice::SUPER_USER, RoleChoice::SuperUser);
        add("superuser", RoleChoice::SuperUser);
        Self(names)
    }

    /// One name, or several between commas.
    fn read(&self, text: &str) -> Option<Access> {
        if let Some(choice) = self.0.get(&folded(text)) {
            return Some(Access::of(*choice));
        }
        let mut access = Access::default();
        for name in text.split([',', ';']).filter(|name| !name.trim().is_empty()) {
            match self.0.get(&folded(name))? {
                RoleChoice::SuperUser => access.super_user = true,
                RoleChoice::Role(id) if access.roles.contains(id) => {}
                RoleChoice::Role(id) => access.roles.push(*id),
            }
        }
        Some(access)
    }
}

/// What stands in a row for a person to see whom it is about, whatever is wrong with it.
pub(super) fn label(cells: &[String], mapping: &Mapping) -> String {
    cell(cells, mapping, MemberField::Email).chars().filter(|c| !c.is_control()).take(254).collect()
}

fn cell<'a>(cells: &'a [String], mapping: &Mapping, field: MemberField) -> &'a str {
    let column = mapping.columns.iter().position(|column| *column == Some(field));
    column.and_then(|column| cells.get(column)).map_or("", |text| text.trim())
}

/// Reads a row's cells, or says what is wrong with one.
pub(super) fn read(cells: &[String], context: &ImportContext) -> Result<Entered, Refusal> {
    let mapping = &context.mapping;
    refuse_errors(cells, mapping)?;
    let get = |field| cell(cells, mapping, field);
    let email = canonical_email(get(MemberField::Email)).map_err(|problem| Refusal::at("email", problem))?;
    let role = get(MemberField::Role);
    let access = (!role.is_empty()).then(|| context.names.read(role));
    let access = access.map(|named| named.ok_or(Refusal::at("role", Problem::UnknownRole))).transpose()?;
    let groups = Some(get(MemberField::Groups)).filter(|text| !text.is_empty());
    Ok(Entered {
        key: keys::email(&email),
        texts: texts(get, context.country)?,
        access,
        groups: groups.map(|text| context.groups.read(text)).transpose()?,
        how: add_mode(get(MemberField::AddMode))?,
        email,
    })
}

/// What a spreadsheet shows instead of a value is nobody's name. Columns that are left out may hold it.
fn refuse_errors(cells: &[String], mapping: &Mapping) -> Result<(), Refusal> {
    for (cell, field) in cells.iter().zip(&mapping.columns) {
        let Some(field) = field else { continue };
        let problem = if cell.trim() == sheets::Row::NO_VALUE {
            Some(Problem::NoStoredValue)
        } else {
            SheetError::read(cell.trim()).map(|error| Problem::SheetError { error })
        };
        if let Some(problem) = problem {
            return Err(Refusal::at(field.name(), problem));
        }
    }
    Ok(())
}

/// The texts that the cells hold; halves of a whole name where these have no cells of their own. A whole name of one
/// word says that there is no last name.
fn texts<'a>(get: impl Fn(MemberField) -> &'a str, country: Option<Country>) -> Result<Texts, Refusal> {
    let (full_first, full_last) = halves(get(MemberField::FullName));
    let mut texts = Texts::default();
    if !full_first.is_empty() {
        texts = texts.with(MemberField::LastName, None);
    }
    for field in MemberField::texts() {
        let text = match (field, get(field)) {
            (MemberField::FirstName, "") => full_first,
            (MemberField::LastName, "") => full_last,
            (_, text) => text,
        };
        if !text.is_empty() {
            let text = parse_text(field, text, country).map_err(|problem| Refusal::at(field.name(), problem))?;
            texts = texts.with(field, text);
        }
    }
    Ok(texts)
}

/// First name and last name, apart at the first space.
fn halves(name: &str) -> (&str, &str) {
    name.split_once(char::is_whitespace).map_or((name, ""), |(first, last)| (first, last.trim_start()))
}

fn add_mode(text: &str) -> Result<Option<AddMode>, Refusal> {
    const ADD: [&str; 9] = [
        "add",
        "add immediately",
        "added",
        "adicionar",
        "adicionar imediatamente",
        "agregar",
        "agregar de inmediato",
        "anadir",
        "agregar inmediatamente",
    ];
    const INVITE: [&str; 6] =
        ["invite", "send invitation", "convidar", "enviar convite", "invitar", "enviar invitacion"];
    let name = folded(text);
    let own = |key: &str| Language::ALL.iter().any(|language| folded(language.texts().get(key)) == name);
    match name.as_str() {
        "" => Ok(None),
        word if ADD.contains(&word) || own("choice.add") => Ok(Some(AddMode::Add)),
        word if INVITE.contains(&word) || own("choice.invite") => Ok(Some(AddMode::Invite)),
        _ => Err(Refusal::at("how", Problem::NotAChoice)),
    }
}
