//! A row of `members`, as the list, the panel, downloads, imports and edits read it: one list of columns for all of
//! them.

use super::{Derived, source_of, status_of};
use crate::Error;
use crate::clock::Micros;
use crate::db::{Tx, all_of, query};
use model::ids::{AccountId, MemberId};
use model::users::{MemberField, Source, Status, Texts};
use uuid::Uuid;

/// What a [`MemberRow`] is made of, over `members m`.
pub(crate) const COLUMNS: &str =
    "m.id, m.workspace_id, m.account_id, m.status, m.super_user, m.source, m.second_factor, m.joined_at, m.last_active_at,
    m.ends_at, m.removed_at, m.version, m.email, m.first_name, m.last_name, m.phone, m.job_title,
    m.picture, m.name_key, m.email_key, m.phone_key, m.job_title_key, m.role_key";

/// The columns that [`MemberRow::with`] may change.
pub(crate) const WRITTEN: [&str; 9] = [
    "first_name",
    "last_name",
    "phone",
    "job_title",
    "name_key",
    "email_key",
    "phone_key",
    "job_title_key",
    "role_key",
];

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct MemberRow {
    pub id: Uuid,
    pub workspace_id: Uuid,
    /// None while invited.
    pub account_id: Option<Uuid>,
    status: String,
    pub super_user: bool,
    source: String,
    pub second_factor: bool,
    pub joined_at: Micros,
    last_active_at: Micros,
    pub ends_at: Option<Micros>,
    pub removed_at: Option<Micros>,
    pub version: i64,
    pub email: String,
    first_name: String,
    last_name: String,
    phone: Option<String>,
    job_title: Option<String>,
    pub picture: Option<String>,
    name_key: String,
    pub email_key: String,
    phone_key: String,
    job_title_key: String,
    role_key: String,
}

impl MemberRow {
    pub(crate) async fn one(tx: &mut Tx, id: MemberId) -> Result<Self, Error> {
        Ok(query(format!("SELECT {COLUMNS} FROM members m WHERE m.id = $1")).bind(id).one(tx).await?)
    }

    /// Those of them that are there.
    pub(crate) async fn all(tx: &mut Tx, ids: &[MemberId]) -> Result<Vec<Self>, Error> {
        let of = |ids: &str| format!("SELECT {COLUMNS} FROM members m WHERE m.id IN ({ids})");
        Ok(all_of(tx, &[], ids.iter().copied(), of).await?)
    }

    pub(crate) fn account(&self) -> Option<AccountId> {
        self.account_id.map(AccountId)
    }

    pub(crate) fn status(&self, now: Micros) -> Result<Status, Error> {
        status_of(&self.status, self.ends_at, now)
    }

    pub(crate) fn source(&self) -> Result<Source, Error> {
        source_of(&self.source)
    }

    /// None: never.
    pub(crate) fn last_active_at(&self) -> Option<Micros> {
        Some(self.last_active_at).filter(|at| *at > 0)
    }

    /// All that there are.
    pub(crate) fn texts(&self) -> Texts {
        texts(&self.first_name, &self.last_name, self.phone.as_deref(), self.job_title.as_deref())
    }

    /// With these texts in place of those that it has, the others stay; and with what is derived of all that it shows.
    pub(crate) fn with(self, new: &Texts, derived: &Derived) -> Self {
        let now = self.texts().updated_by(new);
        let text = |field| now.get(field).map(str::to_owned);
        Self {
            first_name: now.or_blank(MemberField::FirstName).to_owned(),
            last_name: now.or_blank(MemberField::LastName).to_owned(),
            phone: text(MemberField::Phone),
            job_title: text(MemberField::JobTitle),
            name_key: derived.name_key.clone(),
            email_key: derived.email_key.clone(),
            phone_key: derived.phone_key.clone(),
            job_title_key: derived.job_title_key.clone(),
            role_key: derived.role_key.clone(),
            ..self
        }
    }

    /// What stands in the columns of [`WRITTEN`].
    pub(crate) fn written(&self) -> [Option<&str>; WRITTEN.len()] {
        [
            Some(&self.first_name),
            Some(&self.last_name),
            self.phone.as_deref(),
            self.job_title.as_deref(),
            Some(&self.name_key),
            Some(&self.email_key),
            Some(&self.phone_key),
            Some(&self.job_title_key),
            Some(&self.role_key),
        ]
    }

    /// What stands in [`sort_column`].
    pub(crate) fn sort_key(&self, field: MemberField) -> String {
        match field {
            MemberField::Email => self.email_key.clone(),
            MemberField::Phone => self.phone_key.clone(),
            MemberField::JobTitle => self.job_title_key.clone(),
            MemberField::Role => self.role_key.clone(),
            MemberField::Status => self.status.clone(),
            MemberField::Source => self.source.clone(),
            MemberField::Joined => self.joined_at.to_string(),
            MemberField::LastActive => self.last_active_at.to_string(),
            _ => self.name_key.clone(),
        }
    }
}

/// All texts of a member, as the columns have them.
pub(crate) fn texts(first_name: &str, last_name: &str, phone: Option<&str>, job_title: Option<&str>) -> Texts {
    let text = |field| match field {
        MemberField::FirstName => Some(first_name).filter(|name| !name.is_empty()),
        MemberField::LastName => Some(last_name).filter(|name| !name.is_empty()),
        MemberField::Phone => phone,
        MemberField::JobTitle => job_title,
        _ => None,
    };
    MemberField::texts().map(|field| (field, text(field).map(str::to_owned))).collect()
}

/// What an order is by: what is no order (a query that asks for it is refused) is by name.
pub(crate) fn sort_column(field: MemberField) -> &'static str {
    match field {
        MemberField::Email => "email_key",
        MemberField::Phone => "phone_key",
        MemberField::JobTitle => "job_title_key",
        MemberField::Role => "role_key",
        MemberField::Status => "status",
        MemberField::Source => "source",
        MemberField::Joined => "joined_at",
        MemberField::LastActive => "last_active_at",
        _ => "name_key",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_order_has_a_column_of_its_own_that_is_read() {
        let columns: BTreeSet<&str> = MemberField::sortable().map(sort_column).collect();
        assert_eq!(columns.len(), MemberField::sortable().count());
        let read: Vec<&str> = COLUMNS.split(',').map(|column| column.trim().trim_start_matches("m.")).collect();
        assert!(columns.iter().all(|column| read.contains(column)), "{columns:?}");
        assert!(MemberField::texts().all(|field| read.contains(&field.name())), "a text is called as its column");
    }
}
