//! Groups as people read them.

use crate::present::Presenter;
use domain::groups::GroupRecord;
use domain::members::roles::Role;
use model::groups::{GroupRow, GroupView};

impl Presenter {
    pub(super) fn group_row(&self, found: GroupRecord) -> GroupRow {
        let roles = found.roles.iter().map(|role| self.role(role)).collect();
        GroupRow { id: found.id, name: found.name, about: found.about, roles, people: found.people }
    }

    /// `require_assignable_roles`: the roles that the reader can have it give.
    pub(super) fn group_view(&self, found: GroupRecord, require_assignable_roles: &[Role]) -> GroupView {
        GroupView {
            version: found.version,
            can_manage_members: found.can_manage_members,
            may_edit: found.may_edit,
            may_delete: found.may_delete,
            choices: require_assignable_roles.iter().map(|role| self.role(role)).collect(),
            row: self.group_row(found),
        }
    }
}
