//! The list: search, filters, order, keyset pages.

use super::cursor::Cursor;
use crate::clock::Micros;
use crate::db::{Query, Tx, Value, contains, query};
use crate::roles::Role;
use crate::workspaces::{Counter, counted};
use crate::{Context, Error, Seat, keys};
use model::ids::{AccountId, MemberId};
use model::page::Page;
use model::permissions::{Permission, Permissions};
use model::users::{RoleChoice, SortKey, Status, UsersQuery};
use std::collections::HashMap;
use uuid::Uuid;

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: MemberId,
    pub account: AccountId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub status: Status,
    pub super_user: bool,
    pub roles: Vec<Role>,
    pub joined_at: Micros,
    pub last_active_at: Option<Micros>,
}

/// A page of the workspace's users. Needs `users:read`. Three queries and a counter, however many users there are.
pub async fn list(ctx: &Context, slug: &str, asked: &UsersQuery) -> Result<Page<Listed>, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::USERS_READ)?;
    let from = asked.after.as_deref().map(|text| Cursor::parse(text, asked.sort)).transpose();
    let from = from.map_err(|problem| Error::at("after", problem))?;

    let mut rows: Vec<Row> = page(&seat, asked, from.as_ref()).all(&mut tx).await?;
    let more = rows.len() > asked.size as usize;
    rows.truncate(asked.size as usize);
    let back = from.as_ref().is_some_and(|cursor| cursor.back);
    if back {
        rows.reverse();
    }
    let cursor =
        |row: Option<&Row>, back| row.map(|row| Cursor::new(asked.sort, back, row.key(asked), row.id).written());
    let next = cursor(rows.last(), false).filter(|_| more || back);
    let previous = cursor(rows.first(), true).filter(|_| if back { more } else { from.is_some() });

    let roles = roles_of(&mut tx, &rows).await?;
    let total = total(&mut tx, &seat, asked).await?;
    Ok(Page { items: rows.into_iter().map(|row| row.listed(&roles)).collect(), next, previous, total })
}

/// Counters answer for the whole list and for one status; other filters have no total.
async fn total(tx: &mut Tx, seat: &Seat, asked: &UsersQuery) -> Result<Option<i64>, Error> {
    if !asked.q.is_empty() || asked.role.is_some() {
        return Ok(None);
    }
    let mut total = 0;
    if asked.status != Some(Status::Suspended) {
        total += counted(tx, seat.workspace, Counter::ActiveMembers).await?;
    }
    if asked.status != Some(Status::Active) {
        total += counted(tx, seat.workspace, Counter::SuspendedMembers).await?;
    }
    Ok(Some(total))
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    status: String,
    super_user: bool,
    joined_at: i64,
    last_active_at: i64,
    name_key: String,
    email_key: String,
    email: String,
    first_name: String,
    last_name: String,
}

fn column(key: SortKey) -> &'static str {
    match key {
        SortKey::Name => "m.name_key",
        SortKey::Email => "m.email_key",
        SortKey::Joined => "m.joined_at",
        SortKey::LastActive => "m.last_active_at",
    }
}

/// One row more than asked, to know whether there is a next page.
fn page(seat: &Seat, asked: &UsersQuery, from: Option<&Cursor>) -> Query {
    let mut values: Vec<Value> = vec![seat.workspace.into()];
    let mut sql = String::from(
        "SELECT m.id, m.account_id, m.status, m.super_user, m.joined_at, m.last_active_at, m.name_key, m.email_key,
                a.email, a.first_name, a.last_name
         FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.workspace_id = $1",
    );
    let mut place = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    for word in keys::text(&asked.q.replace('\0', "")).split_whitespace() {
        let word = place(contains(word).into());
        sql += &format!(" AND (m.name_key LIKE {word} ESCAPE '!' OR m.email_key LIKE {word} ESCAPE '!')");
    }
    if let Some(status) = asked.status {
        sql += &format!(" AND m.status = {}", place(status.name().into()));
    }
    match asked.role {
        Some(RoleChoice::SuperUser) => sql += " AND m.super_user",
        Some(RoleChoice::Role(id)) => {
            let role = place(id.into());
            sql +=
                &format!(" AND EXISTS (SELECT 1 FROM member_roles x WHERE x.member_id = m.id AND x.role_id = {role})");
        }
        None => {}
    }
    let column = column(asked.sort.key);
    let descending = asked.sort.descending != from.is_some_and(|cursor| cursor.back);
    if let Some(cursor) = from {
        let key: Value = match asked.sort.key {
            SortKey::Name | SortKey::Email => cursor.key.clone().into(),
            SortKey::Joined | SortKey::LastActive => cursor.key.parse::<i64>().unwrap_or_default().into(),
        };
        let beyond = if descending { "<" } else { ">" };
        let (key, id) = (place(key), place(cursor.id.into()));
        sql += &format!(" AND ({column}, m.id) {beyond} ({key}, {id})");
    }
    let order = if descending { "DESC" } else { "ASC" };
    sql += &format!(" ORDER BY {column} {order}, m.id {order} LIMIT {}", i64::from(asked.size) + 1);
    values.into_iter().fold(query(sql), Query::bind)
}

#[derive(sqlx::FromRow)]
struct RoleRow {
    member_id: Uuid,
    id: Uuid,
    builtin: Option<String>,
    name: String,
    permissions: i64,
}

/// The roles of a page's rows, in one query.
async fn roles_of(tx: &mut Tx, rows: &[Row]) -> Result<HashMap<Uuid, Vec<Role>>, Error> {
    let mut roles: HashMap<Uuid, Vec<Role>> = HashMap::new();
    if rows.is_empty() {
        return Ok(roles);
    }
    let places: Vec<String> = (1..=rows.len()).map(|i| format!("${i}")).collect();
    let sql = format!(
        "SELECT x.member_id, r.id, r.builtin, r.name, r.permissions
         FROM member_roles x JOIN roles r ON r.id = x.role_id
         WHERE x.member_id IN ({}) ORDER BY r.name_key",
        places.join(", ")
    );
    let found: Vec<RoleRow> = rows.iter().fold(query(sql), |query, row| query.bind(row.id)).all(tx).await?;
    for row in found {
        roles.entry(row.member_id).or_default().push(Role {
            id: row.id.into(),
            builtin: row.builtin,
            name: row.name,
            permissions: Permissions::from_bits(row.permissions),
        });
    }
    Ok(roles)
}

impl Row {
    fn key(&self, asked: &UsersQuery) -> String {
        match asked.sort.key {
            SortKey::Name => self.name_key.clone(),
            SortKey::Email => self.email_key.clone(),
            SortKey::Joined => self.joined_at.to_string(),
            SortKey::LastActive => self.last_active_at.to_string(),
        }
    }

    fn listed(self, roles: &HashMap<Uuid, Vec<Role>>) -> Listed {
        Listed {
            roles: roles.get(&self.id).cloned().unwrap_or_default(),
            id: self.id.into(),
            account: self.account_id.into(),
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            status: Status::named(&self.status).unwrap_or(Status::Suspended),
            super_user: self.super_user,
            joined_at: self.joined_at,
            last_active_at: Some(self.last_active_at).filter(|at| *at > 0),
        }
    }
}
