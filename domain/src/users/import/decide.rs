//! What a row would do.

use super::existing_members::{ImportContext, Person};
use super::parse_row::Entered;
use crate::members::groups::Named;
use crate::rules;
use model::ids::MemberId;
use model::imports::RowKind;
use model::permissions::Permission;
use model::users::{Access, Status};
use model::wizard::AddMode;
use model::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a row would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Create(Newcomer),
    Invite(Newcomer),
    Change(Change),
    Unchanged,
    Wrong(Refusal),
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
    #[serde(default)]
    pub groups: Vec<Named>,
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
    #[serde(default)]
    pub groups: Option<(Vec<Named>, Vec<Named>)>,
}

impl Change {
    fn is_personal(&self) -> bool {
        self.first_name.is_some() || self.last_name.is_some() || self.phone.is_some()
    }
}

/// What the row does to whoever has its address. Asks what the verbs ask, so that a plan can be kept; they ask again.
pub(super) fn decide(entered: &Entered, person: Option<&Person>, context: &ImportContext) -> Decision {
    let decided = match person {
        Some(person) if person.rules.status.is_member() => change(entered, person, context),
        Some(person) if person.rules.status == Status::Invited => invited(entered, person, context),
        _ => newcomer(entered, context),
    };
    decided.unwrap_or_else(Decision::Wrong)
}

fn newcomer(entered: &Entered, context: &ImportContext) -> Result<Decision, Refusal> {
    let required =
        |field: &'static str, name: &Option<String>| name.clone().ok_or(Refusal::at(field, Problem::Required));
    let access = entered.access.clone().unwrap_or_else(|| Access::of(context.mapping.role));
    context.admission.check(&entered.email).map_err(|problem| Refusal::at("email", problem))?;
    rules::can_set_access(&context.membership, None, &BTreeSet::new(), &access, &context.role_permissions, true)?;
    let groups = entered.groups.clone().unwrap_or_default();
    context.groups.may_put(&BTreeSet::new(), &groups)?;
    let new = Newcomer {
        first_name: required("first_name", &entered.first_name)?,
        last_name: required("last_name", &entered.last_name)?,
        phone: entered.phone.clone(),
        access,
        groups: context.groups.named(&groups),
    };
    match entered.how.unwrap_or(context.mapping.how) {
        AddMode::Add => Ok(Decision::Create(new)),
        AddMode::Invite if !context.membership.has(Permission::INVITATIONS_WRITE) => {
            Err(Refusal::at("how", Problem::NotYoursToGive))
        }
        AddMode::Invite if !new.access.super_user && new.access.roles.len() > 1 => {
            Err(Refusal::at("role", Problem::OneRole))
        }
        // Whoever accepts it is in none yet.
        AddMode::Invite if !new.groups.is_empty() => Err(Refusal::at("group", Problem::AddOnly)),
        AddMode::Invite => Ok(Decision::Invite(new)),
    }
}

/// Someone with an open invitation can be added at once; what the invitation says can't be changed.
fn invited(entered: &Entered, person: &Person, context: &ImportContext) -> Result<Decision, Refusal> {
    if entered.how.unwrap_or(context.mapping.how) == AddMode::Add {
        return newcomer(entered, context);
    }
    let same_name = entered.first_name.as_ref().is_none_or(|name| *name == person.first_name)
        && entered.last_name.as_ref().is_none_or(|name| *name == person.last_name);
    let same_access = entered.access.as_ref().is_none_or(|access| is_same(access, person));
    let same_groups = entered.groups.as_ref().is_none_or(BTreeSet::is_empty);
    if same_name && same_access && same_groups {
        Ok(Decision::Unchanged)
    } else {
        Err(Refusal::at("email", Problem::AlreadyInvited))
    }
}

fn is_same(access: &Access, person: &Person) -> bool {
    access.super_user == person.rules.super_user
        && access.roles.iter().copied().collect::<BTreeSet<_>>() == person.roles
}

fn change(entered: &Entered, person: &Person, context: &ImportContext) -> Result<Decision, Refusal> {
    let differs = |old: &String, new: &Option<String>| {
        new.as_ref().filter(|new| *new != old).map(|new| (old.clone(), new.clone()))
    };
    let phone = entered.phone.clone().filter(|new| Some(new) != person.phone.as_ref());
    let access = entered.access.clone().filter(|access| !is_same(access, person));
    let had = Access { super_user: person.rules.super_user, roles: person.roles.iter().copied().collect() };
    let groups = entered.groups.as_ref().filter(|to| **to != person.groups);
    let change = Change {
        member: person.id,
        version: person.version,
        first_name: differs(&person.first_name, &entered.first_name),
        last_name: differs(&person.last_name, &entered.last_name),
        phone: phone.map(|new| (person.phone.clone(), Some(new))),
        access: access.map(|access| (had, access)),
        groups: groups.map(|to| (context.groups.named(&person.groups), context.groups.named(to))),
    };
    if !change.is_personal() && change.access.is_none() && change.groups.is_none() {
        return Ok(Decision::Unchanged);
    }
    let is_me = person.rules.is_me;
    if !is_me {
        rules::can_act_on(&context.membership, &person.rules)?;
    }
    if change.is_personal() {
        let field = if change.first_name.is_some() {
            "first_name"
        } else if change.last_name.is_some() {
            "last_name"
        } else {
            "phone"
        };
        rules::names_are_editable(&person.rules).map_err(|refusal| refusal.moved_to(field))?;
    }
    if let Some(to) = groups {
        if is_me {
            return Err(Refusal::at("group", Problem::Yourself));
        }
        context.groups.may_put(&person.groups, to)?;
    }
    if let Some((_, to)) = &change.access {
        if is_me {
            // The rest of the file would have to do without what was just given away.
            return Err(Refusal::at("role", Problem::Yourself));
        }
        let (giver, roles) = (&context.membership, &context.role_permissions);
        let others_stay = context.super_users > i64::from(!person.ends);
        rules::can_set_access(giver, Some(&person.rules), &person.roles, to, roles, others_stay)?;
    }
    Ok(Decision::Change(change))
}

/// Whether a super-user who counts would be one no longer.
pub(super) fn takes_super_user(person: &Person, to: &Access) -> bool {
    person.rules.is_active_super_user() && !to.super_user
}
