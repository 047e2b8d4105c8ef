//! The users as a table for spreadsheets: words in the reader's language, moments in their time zone.
//!
//! E-mail and names always come first, so that any such file can be imported again. Of the rest there is what the list
//! shows. Ids are left out: people are told apart by their e-mail, and programs have the API.

use crate::present::Presenter;
use crate::request::RequestContext;
use domain::clock::Micros;
use domain::users::{Export, Exported};
use jiff::civil::DateTime;
use model::ids::RoleId;
use model::users::MemberField;
use sheets::{Cell, WriteError, Writer};
use std::collections::HashMap;
use std::fmt;
use std::io::Write;

pub struct UsersTable {
    presenter: Presenter,
    columns: Vec<MemberField>,
    /// Names of roles, in the reader's language.
    roles: HashMap<RoleId, String>,
}

impl UsersTable {
    pub fn new(request: &RequestContext, export: &Export) -> Self {
        Self { presenter: Presenter::new(request), columns: export.columns().to_vec(), roles: HashMap::new() }
    }

    pub fn header(&self) -> Vec<&'static str> {
        let t = self.presenter.t;
        self.fields().map(|field| t.get(field.label())).collect()
    }

    /// What tells people apart, and what the list shows.
    fn fields(&self) -> impl Iterator<Item = MemberField> {
        MemberField::in_every_file().chain(self.columns.iter().copied())
    }

    /// `users-acme-2026-11-22`, by the reader's calendar.
    pub fn file_name(&self, slug: &str) -> String {
        let today = self.time(self.presenter.now).date();
        format!("users-{slug}-{today}")
    }

    /// Writes a page of an export.
    pub fn write<W: Write + Send>(
        &mut self,
        writer: &mut Writer<W>,
        export: &Export,
        people: &[Exported],
    ) -> Result<(), WriteError> {
        for person in people {
            let (roles, groups) = (self.roles(export, person), groups(export, person));
            let cells: Vec<Cell<'_>> = self.fields().map(|field| self.cell(field, person, &roles, &groups)).collect();
            writer.row(&cells)?;
        }
        Ok(())
    }

    fn cell<'a>(&self, field: MemberField, person: &'a Exported, roles: &'a str, groups: &'a str) -> Cell<'a> {
        let t = self.presenter.t;
        let time = |at: Option<Micros>| at.map_or(Cell::Empty, |at| Cell::Time(self.time(at)));
        match field {
            MemberField::Email => Cell::Text(&person.email),
            MemberField::Role => Cell::Text(roles),
            MemberField::Groups => Cell::Text(groups),
            MemberField::Status => Cell::Text(t.get(&format!("status.{}", person.status.name()))),
            MemberField::SecondFactor => Cell::Text(t.get(if person.second_factor { "word.yes" } else { "word.no" })),
            MemberField::Source => Cell::Text(t.get(&format!("source.{}", person.source.name()))),
            MemberField::Joined => time(Some(person.joined_at)),
            MemberField::LastActive => time(person.last_active_at),
            MemberField::Ends => time(person.ends_at),
            // A name that an invitation does not say is an empty text.
            text => person.texts.get(text).map_or(Cell::Empty, Cell::Text),
        }
    }

    fn roles(&mut self, export: &Export, person: &Exported) -> String {
        let mut names = String::new();
        let mut add = |name: &str| {
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(name);
        };
        if person.super_user {
            add(self.presenter.t.get("role.super_user"));
        }
        for id in &person.roles {
            let Some(role) = export.names.roles.get(id) else { continue };
            add(self.roles.entry(*id).or_insert_with(|| self.presenter.role_name(role)));
        }
        names
    }

    fn time(&self, at: Micros) -> DateTime {
        self.presenter.local(at)
    }
}

/// Separated by semicolons: a name may have a comma.
fn groups(export: &Export, person: &Exported) -> String {
    let names: Vec<&str> =
        person.groups.iter().filter_map(|id| export.names.groups.get(id)).map(String::as_str).collect();
    names.join("; ")
}

impl fmt::Debug for UsersTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsersTable").field("columns", &self.columns).finish_non_exhaustive()
    }
}
