//! The groups that a row puts someone into.

use crate::db::Tx;
use crate::groups::{self, Choice};
use crate::members::groups::Named;
use crate::{Error, Membership, keys};
use model::ids::GroupId;
use model::{Problem, Refusal};
use std::collections::{BTreeSet, HashMap};

/// The groups of a workspace, by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups(HashMap<String, Choice>);

impl Groups {
    pub(super) async fn of(tx: &mut Tx, membership: &Membership) -> Result<Self, Error> {
        let choices = groups::choices_in(tx, membership).await?;
        Ok(Self(choices.into_iter().map(|choice| (keys::text(&choice.name), choice)).collect()))
    }

    /// Names separated by semicolons, as our downloads have them.
    pub(super) fn read(&self, text: &str) -> Result<BTreeSet<GroupId>, Refusal> {
        let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
        let id = |name: &str| self.0.get(&keys::text(name)).map(|choice| choice.id);
        names.map(id).collect::<Option<_>>().ok_or(Refusal::at("group", Problem::UnknownGroup))
    }

    /// By name, for a plan that people read.
    pub(super) fn named(&self, ids: &BTreeSet<GroupId>) -> Vec<Named> {
        let those = self.0.values().filter(|choice| ids.contains(&choice.id));
        let mut named: Vec<Named> = those.map(|one| Named { id: one.id, name: one.name.clone() }).collect();
        named.sort_by_key(|group| keys::text(&group.name));
        named
    }

    /// Nobody gives or takes what they don't hold (product rule 5).
    pub(super) fn may_put(&self, had: &BTreeSet<GroupId>, to: &BTreeSet<GroupId>) -> Result<(), Refusal> {
        let held_back = |choice: &&Choice| !choice.can_manage_members;
        let changed: BTreeSet<&GroupId> = had.symmetric_difference(to).collect();
        let refused = self.0.values().filter(held_back).any(|choice| changed.contains(&choice.id));
        if refused { Err(Refusal::at("group", Problem::NotYoursToGive)) } else { Ok(()) }
    }
}
