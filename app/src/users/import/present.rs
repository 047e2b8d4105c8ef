//! From an import as the domain has it to what a person reads.

use crate::present::{Presenter, shown_text};
use domain::jobs::RefusedRow;
use domain::members::groups::Named;
use domain::members::roles::Role;
use domain::users::import::{Change, Decision, HeadRow, Import, Item, Newcomer, Row, TextChange};
use model::Refusal;
use model::ids::JobId;
use model::imports::{
    ChangeView, ColumnView, HeadRowView, ImportItem, ImportView, MappingView, PlannedRow, ReadingView, RowKind,
};
use model::jobs::{JobState, RowProblem};
use model::permissions::Permission;
use model::users::MemberField;
use model::wizard::AddMode;

impl Presenter {
    pub(super) fn import_item(&self, item: Item) -> ImportItem {
        ImportItem {
            id: item.id,
            file: item.task.file,
            by: item.task.by,
            when: self.when(item.created_at),
            state: item.state,
            rows: item.task.rows,
        }
    }

    pub(super) fn import(&self, id: JobId, import: Import) -> ImportView {
        let mapping = matches!(import.state, JobState::Mapping | JobState::Ready).then(|| self.mapping(&import));
        let (outcome, left_out) = (self.outcome(&import), import.outcomes.left_out);
        let invited = import.outcomes.done.iter().any(|(kind, _)| *kind == RowKind::Invite);
        let links = invited && import.permissions.has(Permission::INVITATIONS_WRITE);
        let problem = |row: RefusedRow| RowProblem { n: row.n, who: row.label, why: self.import_refusal(&row.refusal) };
        let rows = import.rows.into_iter().map(|row| self.planned(row, &import.roles)).collect();
        ImportView {
            id,
            file: import.task.file,
            by: import.task.by,
            started: self.when(import.created_at),
            state: import.state,
            total: import.total,
            done: import.done,
            failed: import.failed,
            mapping,
            stray: import.task.stray,
            counts: import.counts,
            kind: import.kind,
            rows,
            next: import.next,
            refused: import.problems.rows.into_iter().map(problem).collect(),
            refused_next: import.problems.next,
            undo_until: import.undo_until.map(|at| self.when(at)),
            outcome,
            left_out,
            links,
        }
    }

    /// What was done, or undone again, and how much was left out.
    fn outcome(&self, import: &Import) -> String {
        let back = matches!(import.state, JobState::Undoing | JobState::Undone);
        let (what, of) = if back { ("undone", &import.outcomes.undone) } else { ("done", &import.outcomes.done) };
        let told = of.iter().map(|(kind, count)| self.t.count(&format!("import.{what}.{}", kind.name()), *count));
        let kept = if back { import.outcomes.done.iter().map(|(_, count)| count).sum() } else { 0 };
        let kept = (kept > 0).then(|| self.t.count("import.undone.kept", kept));
        let left_out = import.outcomes.left_out;
        let rest = (left_out > 0).then(|| self.t.count("import.done.left_out", left_out));
        told.chain(kept).chain(rest).collect::<Vec<_>>().join(", ")
    }

    fn mapping(&self, import: &Import) -> MappingView {
        let task = &import.task;
        let column = |(i, header): (usize, &String)| ColumnView {
            header: header.clone(),
            samples: task
                .samples
                .iter()
                .filter_map(|row| row.get(i))
                .filter(|cell| !cell.is_empty())
                .cloned()
                .collect(),
            field: task.mapping.columns.get(i).copied().flatten(),
        };
        let given = import.roles.iter().filter(|role| import.permissions.covers(role.permissions));
        let mut modes = Vec::new();
        modes.extend(import.permissions.has(Permission::INVITATIONS_WRITE).then_some(AddMode::Invite));
        modes.push(AddMode::Add);
        MappingView {
            columns: task.header.iter().enumerate().map(column).collect(),
            how: task.mapping.how,
            modes,
            role: Some(task.mapping.role),
            roles: given.map(|role| self.role(role)).collect(),
            may_make_super_user: import.super_user,
            reading: import
                .rereadable
                .then(|| ReadingView { now: task.reading.clone(), head: task.head.iter().map(head_row).collect() }),
        }
    }

    fn planned(&self, row: Row, roles: &[Role]) -> PlannedRow {
        let changes = match row.decision {
            Some(Decision::Create(new) | Decision::Invite(new)) => self.newcomer(new, roles),
            Some(Decision::Change(change)) => self.change(change, roles),
            _ => Vec::new(),
        };
        let why = row.refusal.map(|refusal| self.import_refusal(&refusal));
        PlannedRow { line: row.n, who: row.label, changes, why }
    }

    fn newcomer(&self, new: Newcomer, roles: &[Role]) -> Vec<ChangeView> {
        let is = |label: &str, after: String| ChangeView { label: label.to_owned(), before: String::new(), after };
        let texts = new.texts.iter().filter_map(|(field, text)| Some(is(field.label(), shown_text(field, text?))));
        let mut changes: Vec<ChangeView> = texts.collect();
        changes.push(is(MemberField::Role.label(), self.access(&new.access, roles)));
        changes.extend((!new.groups.is_empty()).then(|| is(MemberField::Groups.label(), names(&new.groups))));
        changes
    }

    fn change(&self, change: Change, roles: &[Role]) -> Vec<ChangeView> {
        let becomes = |label: &str, (before, after)| ChangeView { label: label.to_owned(), before, after };
        let text = |(field, (before, after)): (MemberField, TextChange)| {
            let shown = |text: Option<String>| shown_text(field, text.as_deref().unwrap_or_default());
            becomes(field.label(), (shown(before), shown(after)))
        };
        let mut changes: Vec<ChangeView> = change.texts.into_iter().map(text).collect();
        let access = change.access.map(|(before, after)| (self.access(&before, roles), self.access(&after, roles)));
        changes.extend(access.map(|pair| becomes(MemberField::Role.label(), pair)));
        let groups = change.groups.map(|(before, after)| (names(&before), names(&after)));
        changes.extend(groups.map(|pair| becomes(MemberField::Groups.label(), pair)));
        changes
    }

    /// With the field's label before it, where it has one.
    pub(super) fn import_refusal(&self, refusal: &Refusal) -> String {
        let words = self.refusal(refusal);
        let label = match refusal {
            Refusal::Invalid { field, .. } => self
                .t
                .find(&format!("field.{field}"))
                .or_else(|| MemberField::named(field).map(|field| self.t.get(field.label()))),
            _ => None,
        };
        label.map_or_else(|| words.clone(), |label| format!("{label}: {words}"))
    }
}

/// As much of a row as a choice can show.
fn head_row(row: &HeadRow) -> HeadRowView {
    const MAX_CHARS: usize = 80;
    let text = row.cells.join(" · ");
    let is_long = text.chars().count() > MAX_CHARS;
    let text = if is_long { text.chars().take(MAX_CHARS).chain(['…']).collect() } else { text };
    HeadRowView { line: row.line, text }
}

fn names(groups: &[Named]) -> String {
    groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>().join("; ")
}
