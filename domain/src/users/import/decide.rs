//! What a row says, and what it would do.

use super::guess::folded;
use super::known::{Person, Rules};
use crate::keys;
use crate::roles::Role;
use model::fields::{MAX_LINE, email, line, phone};
use model::ids::{MemberId, RoleId};
use model::imports::{Mapping, Meaning, RowKind};
use model::permissions::{Permission, Permissions};
use model::users::{Access, RoleChoice, Status};
use model::wizard::How;
use model::{Language, Problem};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// What a row would do. Reasons are `field:problem`, some with a number: `email:duplicate:12`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Create(Newcomer),
    Invite(Newcomer),
    Change(Change),
    Unchanged,
    Wrong(String),
}

impl Decision {
    pub fn kind(&self) -> RowKind {
        match self {
            Self::Create(_) => RowKind::Create,
            Self::Invite(_) => RowKind::Invite,
            Self::Change(_) => RowKind::Change,
            Self::Unchanged => RowKind::Unchanged,
            Self::Wrong(_) => RowKind::Wrong,
        }
    }
}

/// Someone who is no member yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub access: Access,
}

/// What becomes different of a member: before and after of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub member: MemberId,
    pub version: i64,
    pub first_name: Option<(String, String)>,
    pub last_name: Option<(String, String)>,
    pub phone: Option<(Option<String>, Option<String>)>,
    pub access: Option<(Access, Access)>,
}

impl Change {
    fn is_personal(&self) -> bool {
        self.first_name.is_some() || self.last_name.is_some() || self.phone.is_some()
    }
}

/// What a row says, read. What is none it does not say, and stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entered {
    pub email: String,
    /// Whom it is about.
    pub key: String,
    first_name: Option<String>,
    last_name: Option<String>,
    phone: Option<String>,
    access: Option<Access>,
    how: Option<How>,
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

fn wrong(field: &str, problem: Problem) -> String {
    let limit = problem.limit().map(|limit| format!(":{limit}")).unwrap_or_default();
    format!("{field}:{}{limit}", problem.name())
}

/// What stands in a row for a person to see whom it is about, whatever is wrong with it.
pub(super) fn label(cells: &[String], mapping: &Mapping) -> String {
    cell(cells, mapping, Meaning::Email).chars().filter(|c| !c.is_control()).take(254).collect()
}

fn cell<'a>(cells: &'a [String], mapping: &Mapping, meaning: Meaning) -> &'a str {
    let column = mapping.columns.iter().position(|column| *column == Some(meaning));
    column.and_then(|column| cells.get(column)).map_or("", |text| text.trim())
}

/// Reads a row's cells, or says what is wrong with one.
pub(super) fn read(cells: &[String], mapping: &Mapping, names: &RoleNames) -> Result<Entered, String> {
    if cells.len() != mapping.columns.len() {
        return Err("row:ragged".into());
    }
    let get = |meaning| cell(cells, mapping, meaning);
    let email = email(get(Meaning::Email)).map_err(|problem| wrong("email", problem))?;
    let (full_first, full_last) = halves(get(Meaning::FullName));
    let name = |field: &str, text: &str, otherwise: &str| {
        let text = if text.is_empty() { otherwise } else { text };
        let read = (!text.is_empty()).then(|| line(text, MAX_LINE)).transpose();
        read.map_err(|problem| wrong(field, problem))
    };
    let role = get(Meaning::Role);
    let access = if role.is_empty() { None } else { Some(names.read(role).ok_or("role:unknown_role")?) };
    Ok(Entered {
        key: keys::email(&email),
        first_name: name("first_name", get(Meaning::FirstName), full_first)?,
        last_name: name("last_name", get(Meaning::LastName), full_last)?,
        phone: phone(get(Meaning::Phone)).map_err(|problem| wrong("phone", problem))?,
        access,
        how: way(get(Meaning::How))?,
        email,
    })
}

/// First name and last name, apart at the first space.
fn halves(name: &str) -> (&str, &str) {
    name.split_once(char::is_whitespace).map_or((name, ""), |(first, last)| (first, last.trim_start()))
}

fn way(text: &str) -> Result<Option<How>, String> {
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
        word if ADD.contains(&word) || own("choice.add") => Ok(Some(How::Add)),
        word if INVITE.contains(&word) || own("choice.invite") => Ok(Some(How::Invite)),
        _ => Err(wrong("how", Problem::NotAChoice)),
    }
}

/// What the row does to whoever has its address. Asks what the verbs ask, so that a plan can be kept; they ask again.
pub(super) fn decide(entered: &Entered, person: Option<&Person>, rules: &Rules) -> Decision {
    let decided = match person {
        Some(person) if person.status.is_member() => change(entered, person, rules),
        Some(person) if person.status == Status::Invited => invited(entered, person, rules),
        _ => newcomer(entered, rules),
    };
    decided.unwrap_or_else(Decision::Wrong)
}

fn newcomer(entered: &Entered, rules: &Rules) -> Result<Decision, String> {
    let required = |field: &str, name: &Option<String>| name.clone().ok_or_else(|| wrong(field, Problem::Required));
    let access = entered.access.clone().unwrap_or_else(|| Access::of(rules.mapping.role));
    may_give(&access, &BTreeSet::new(), false, rules)?;
    let new = Newcomer {
        first_name: required("first_name", &entered.first_name)?,
        last_name: required("last_name", &entered.last_name)?,
        phone: entered.phone.clone(),
        access,
    };
    match entered.how.unwrap_or(rules.mapping.how) {
        How::Add => Ok(Decision::Create(new)),
        How::Invite if !rules.seat.has(Permission::INVITATIONS_WRITE) => Err("how:forbidden".into()),
        How::Invite if !new.access.super_user && new.access.roles.len() > 1 => Err("role:one_role".into()),
        How::Invite => Ok(Decision::Invite(new)),
    }
}

/// Someone with an open invitation can be added at once; what the invitation says can't be changed.
fn invited(entered: &Entered, person: &Person, rules: &Rules) -> Result<Decision, String> {
    if entered.how.unwrap_or(rules.mapping.how) == How::Add {
        return newcomer(entered, rules);
    }
    let same_name = entered.first_name.as_ref().is_none_or(|name| *name == person.first_name)
        && entered.last_name.as_ref().is_none_or(|name| *name == person.last_name);
    let same_access = entered.access.as_ref().is_none_or(|access| is_same(access, person));
    if same_name && same_access { Ok(Decision::Unchanged) } else { Err(wrong("email", Problem::AlreadyInvited)) }
}

fn is_same(access: &Access, person: &Person) -> bool {
    access.super_user == person.super_user && access.roles.iter().copied().collect::<BTreeSet<_>>() == person.roles
}

fn change(entered: &Entered, person: &Person, rules: &Rules) -> Result<Decision, String> {
    let differs = |old: &String, new: &Option<String>| {
        new.as_ref().filter(|new| *new != old).map(|new| (old.clone(), new.clone()))
    };
    let phone = entered.phone.clone().filter(|new| Some(new) != person.phone.as_ref());
    let access = entered.access.clone().filter(|access| !is_same(access, person));
    let had = Access { super_user: person.super_user, roles: person.roles.iter().copied().collect() };
    let change = Change {
        member: person.id,
        version: person.version,
        first_name: differs(&person.first_name, &entered.first_name),
        last_name: differs(&person.last_name, &entered.last_name),
        phone: phone.map(|new| (person.phone.clone(), Some(new))),
        access: access.map(|access| (had, access)),
    };
    if !change.is_personal() && change.access.is_none() {
        return Ok(Decision::Unchanged);
    }
    let is_me = rules.seat.member == Some(person.id);
    if !is_me {
        below(person, rules)?;
    }
    if change.is_personal() && person.shared && !is_me {
        let field = if change.first_name.is_some() {
            "first_name"
        } else if change.last_name.is_some() {
            "last_name"
        } else {
            "phone"
        };
        return Err(wrong(field, Problem::SharedAccount));
    }
    if let Some((_, to)) = &change.access {
        if is_me {
            // The rest of the file would have to do without what was just given away.
            return Err(wrong("role", Problem::Yourself));
        }
        if !to.super_user && to.roles.is_empty() {
            return Err(wrong("role", Problem::Required));
        }
        may_give(to, &person.roles, person.super_user, rules)?;
        if takes_super_user(person, to) && rules.super_users <= i64::from(!person.ends) {
            return Err(wrong("role", Problem::LastSuperUser));
        }
    }
    Ok(Decision::Change(change))
}

/// Whether a super-user who counts would be one no longer.
pub(super) fn takes_super_user(person: &Person, to: &Access) -> bool {
    person.super_user && !to.super_user && person.status == Status::Active
}

/// Nobody acts on those who hold what they don't (product rule 5).
fn below(person: &Person, rules: &Rules) -> Result<(), String> {
    let permissions = |id: &RoleId| rules.roles.get(id).map_or(Permissions::all(), |role| role.permissions);
    let held = person.roles.iter().fold(Permissions::NONE, |all, id| all.with(permissions(id)));
    let below = rules.seat.super_user || (!person.super_user && rules.seat.permissions.covers(held));
    if below { Ok(()) } else { Err("error:forbidden".into()) }
}

/// Nobody gives what they don't hold (product rule 5).
fn may_give(access: &Access, had: &BTreeSet<RoleId>, was_super: bool, rules: &Rules) -> Result<(), String> {
    if access.super_user && !was_super && !rules.seat.super_user {
        return Err(wrong("role", Problem::NotYoursToGive));
    }
    for id in access.roles.iter().filter(|id| !had.contains(id)) {
        match rules.roles.get(id) {
            None => return Err("role:unknown_role".into()),
            Some(role) if !rules.seat.permissions.covers(role.permissions) => {
                return Err(wrong("role", Problem::NotYoursToGive));
            }
            Some(_) => {}
        }
    }
    Ok(())
}
