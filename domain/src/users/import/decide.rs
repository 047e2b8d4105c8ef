//! What a row would do.

use super::existing_members::{ImportContext, Person};
use super::parse_row::Entered;
use crate::members::groups::Named;
use crate::rules;
use model::ids::MemberId;
use model::imports::RowKind;
use model::permissions::Permission;
use model::users::{Access, MemberField, Owner, Status, Texts};
use model::wizard::AddMode;
use model::{Problem, Refusal};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a row would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Add them at once.
    Create(Newcomer),
    /// Send them an invitation.
    Invite(Newcomer),
    /// Change a member.
    Change(Change),
    /// Nothing: all that it says is so already.
    Unchanged,
    /// Nothing, for this reason.
    Wrong(Refusal),
}

impl Decision {
    /// Its kind, which the plan is counted and shown by.
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
    /// The ones that the row gives.
    #[serde(flatten)]
    pub texts: Texts,
    /// Their roles, or the flag of a super-user.
    pub access: Access,
    /// By name; plans from before there were groups have none.
    #[serde(default)]
    pub groups: Vec<Named>,
}

/// Before and after; none is blank.
pub type TextChange = (Option<String>, Option<String>);

/// What becomes different of a member: before and after of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Whom it changes.
    pub member: MemberId,
    /// The member's when the plan was made: with what was changed since then, the row is merged or refused.
    pub version: i64,
    /// Those that change.
    #[serde(flatten, deserialize_with = "text_changes")]
    pub texts: BTreeMap<MemberField, TextChange>,
    /// None: it stays.
    pub access: Option<(Access, Access)>,
    /// By name; none: they stay.
    #[serde(default)]
    pub groups: Option<(Vec<Named>, Vec<Named>)>,
}

impl Change {
    /// The texts as they become.
    pub(super) fn after(&self) -> Texts {
        self.texts.iter().map(|(field, (_, after))| (*field, after.clone())).collect()
    }

    /// The texts as they were.
    pub(super) fn before(&self) -> Texts {
        self.texts.iter().map(|(field, (before, _))| (*field, before.clone())).collect()
    }

    /// The flag of a super-user is given or taken, or someone who has it gets other roles: whether that may be depends on
    /// who else has it by then.
    pub(super) fn is_about_super_users(&self) -> bool {
        self.access.as_ref().is_some_and(|(before, after)| before.super_user || after.super_user)
    }

    /// The first text that is the account's.
    fn personal(&self) -> Option<MemberField> {
        self.texts.keys().copied().find(|field| field.spec().text == Some(Owner::Account))
    }
}

/// Older plans name the texts that stay as well, with nothing.
fn text_changes<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<MemberField, TextChange>, D::Error> {
    let all = BTreeMap::<MemberField, Option<TextChange>>::deserialize(from)?;
    Ok(all.into_iter().filter_map(|(field, change)| Some((field, change?))).collect())
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
    let access = entered.access.clone().unwrap_or_else(|| Access::of(context.mapping.role));
    context.admission.check(&entered.email).map_err(|problem| Refusal::at("email", problem))?;
    rules::can_set_access(&context.membership, None, &BTreeSet::new(), &access, &context.role_permissions, true)?;
    let groups = entered.groups.clone().unwrap_or_default();
    context.groups.may_put(&BTreeSet::new(), &groups)?;
    let texts = with_one_name(&entered.texts);
    let missing = MemberField::texts().find(|field| field.spec().required && texts.get(*field).is_none());
    if let Some(field) = missing {
        return Err(Refusal::at(field.name(), Problem::Required));
    }
    let new = Newcomer { texts, access, groups: context.groups.named(&groups) };
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

fn is_name(field: MemberField) -> bool {
    matches!(field, MemberField::FirstName | MemberField::LastName)
}

/// What a row says of someone who has these texts: a last name alone is their only name, where they have it so already.
fn said_of(saved: &Texts, entered: &Texts) -> Texts {
    let once = with_one_name(entered);
    if once.only(is_name).differing(saved).is_empty() { once } else { entered.clone() }
}

/// With the only name as the first one, whichever column the file has it in.
fn with_one_name(texts: &Texts) -> Texts {
    match (texts.get(MemberField::FirstName), texts.get(MemberField::LastName)) {
        (None, Some(name)) => {
            texts.clone().with(MemberField::FirstName, name.to_owned()).with(MemberField::LastName, None)
        }
        _ => texts.clone(),
    }
}

/// Someone with an open invitation can be added at once; what the invitation says can't be changed.
fn invited(entered: &Entered, person: &Person, context: &ImportContext) -> Result<Decision, Refusal> {
    if entered.how.unwrap_or(context.mapping.how) == AddMode::Add {
        return newcomer(entered, context);
    }
    // What they may have of an account beside a name, an invitation says nothing of.
    let said = |field: MemberField| is_name(field) || field.spec().text == Some(Owner::Membership);
    let same_texts = said_of(&person.texts, &entered.texts).only(said).differing(&person.texts).is_empty();
    let same_access = entered.access.as_ref().is_none_or(|access| is_same(access, person));
    let same_groups = entered.groups.as_ref().is_none_or(BTreeSet::is_empty);
    if same_texts && same_access && same_groups {
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
    let differing = said_of(&person.texts, &entered.texts).differing(&person.texts);
    let differs = |(field, new): (MemberField, Option<&str>)| {
        (field, (person.texts.get(field).map(str::to_owned), new.map(str::to_owned)))
    };
    let access = entered.access.clone().filter(|access| !is_same(access, person));
    let had = Access { super_user: person.rules.super_user, roles: person.roles.iter().copied().collect() };
    let groups = entered.groups.as_ref().filter(|to| **to != person.groups);
    let change = Change {
        member: person.id,
        version: person.version,
        texts: differing.iter().map(differs).collect(),
        access: access.map(|access| (had, access)),
        groups: groups.map(|to| (context.groups.named(&person.groups), context.groups.named(to))),
    };
    if change.texts.is_empty() && change.access.is_none() && change.groups.is_none() {
        return Ok(Decision::Unchanged);
    }
    let is_me = person.rules.is_me;
    if !is_me {
        rules::can_act_on(&context.membership, &person.rules)?;
    }
    if let Some(field) = change.personal() {
        rules::names_are_editable(&person.rules).map_err(|refusal| refusal.moved_to(field.name()))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_of_the_release_before_are_read() {
        let change = r#"{"change": {"member": "01890a5d-ac96-774b-bcce-b302099a8057", "version": 3,
            "first_name": ["Bea", "Beatriz"], "last_name": null, "phone": [null, "+49301234567"],
            "access": null, "groups": null}}"#;
        let Decision::Change(change) = serde_json::from_str(change).unwrap() else { panic!("a change") };
        let expected = Texts::default()
            .with(MemberField::FirstName, "Beatriz".to_owned())
            .with(MemberField::Phone, "+49301234567".to_owned());
        assert_eq!((change.after(), change.version), (expected, 3));
        assert_eq!(change.before().get(MemberField::Phone), None);
        let new = r#"{"create": {"first_name": "Nia", "last_name": "Neu", "phone": null,
            "access": {"super_user": true, "roles": []}}}"#;
        let Decision::Create(new) = serde_json::from_str(new).unwrap() else { panic!("a newcomer") };
        assert_eq!((new.texts.or_blank(MemberField::FirstName), new.groups.len()), ("Nia", 0));
    }

    #[test]
    fn a_plan_is_read_as_it_was_written() {
        let texts = [(MemberField::LastName, (Some("Lima".to_owned()), Some("Souza".to_owned())))];
        let change = Decision::Change(Change {
            member: MemberId(uuid::Uuid::from_u128(7)),
            version: 1,
            texts: texts.into(),
            access: None,
            groups: None,
        });
        let written = serde_json::to_value(&change).unwrap();
        assert_eq!(
            written["change"]["last_name"],
            serde_json::json!(["Lima", "Souza"]),
            "as the release before writes it"
        );
        assert_eq!(serde_json::from_value::<Decision>(written).unwrap(), change);
    }
}
