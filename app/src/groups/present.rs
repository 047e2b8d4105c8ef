//! Groups as people read them.

use crate::present::Presenter;
use domain::groups::{Choice, Found};
use domain::roles::Role;
use model::groups::{GroupChoice, GroupRow, GroupView};

impl Presenter {
    pub(super) fn group_row(&self, found: Found) -> GroupRow {
        let roles = found.roles.iter().map(|role| self.role(role)).collect();
        GroupRow { id: found.id, name: found.name, about: found.about, roles, people: found.people }
    }

    /// `giveable`: the roles that the reader can have it give.
    pub(super) fn group_view(&self, found: Found, giveable: &[Role]) -> GroupView {
        GroupView {
            version: found.version,
            may_fill: found.may_fill,
            may_edit: found.may_edit,
            may_delete: found.may_delete,
            choices: giveable.iter().map(|role| self.role(role)).collect(),
            row: self.group_row(found),
        }
    }
}

pub(crate) fn choices(found: Vec<Choice>) -> Vec<GroupChoice> {
    found.into_iter().map(|one| GroupChoice { id: one.id, name: one.name, may_fill: one.may_fill }).collect()
}
