//! Roles as people read them.

use crate::present::Presenter;
use domain::members::roles::Role;
use domain::roles::RoleRecord;
use model::ids::RoleId;
use model::roles::{Preview, RoleRow, RoleView};
use std::collections::HashMap;

impl Presenter {
    pub(super) fn role_rows(&self, found: Vec<RoleRecord>) -> Vec<RoleRow> {
        let names: HashMap<_, _> = found.iter().map(|one| (one.role.id, self.role_name(&one.role))).collect();
        let row = |one: &RoleRecord| {
            let replaced_by = one.replaced_by.and_then(|id| names.get(&id).cloned());
            RoleRow { replaced_by, ..self.role_row(one) }
        };
        found.iter().map(row).collect()
    }

    fn role_row(&self, found: &RoleRecord) -> RoleRow {
        let name = self.role(&found.role);
        RoleRow {
            id: name.id,
            name: name.name,
            about: name.about,
            builtin: found.role.builtin.is_some(),
            permissions: found.role.permissions,
            people: found.people,
            factor_required: found.factor_required,
            replaced_by: None,
        }
    }

    /// `given`: the roles that the reader can give. `only`: those among them that can take its place; none: all.
    pub(super) fn role_view(&self, found: RoleRecord, given: &[Role], only: Option<&[RoleId]>) -> RoleView {
        let fits = |id| id != found.role.id && only.is_none_or(|only| only.contains(&id));
        let others = given.iter().filter(|role| fits(role.id)).map(|role| self.role(role)).collect();
        RoleView {
            row: self.role_row(&found),
            version: found.version,
            may_edit: found.may_edit,
            may_delete: found.may_delete,
            others,
        }
    }

    pub(super) fn preview(&self, preview: domain::roles::Preview) -> Preview {
        let (held, to) = (preview.role.permissions, preview.to);
        Preview {
            id: preview.role.id,
            name: self.role_name(&preview.role),
            gains: to.without(held),
            loses: held.without(to),
            people: preview.people,
            affected: preview.affected,
        }
    }
}
