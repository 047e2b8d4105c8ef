//! The list: search, filters, order, keyset pages.
//!
//! A page is found by walking the order's index from the cursor on, which answers at once where many match. Where that has
//! not filled the page after [`WALK`] rows, or few match to begin with, the candidates come from the search index and are
//! sorted. So neither a rare nor a common text makes anyone wait: docs/adr/0006-search.md.

use super::cursor::Cursor;
use super::list_preferences;
use super::narrow::{Narrow, Source as From, Sql};
use crate::clock::Micros;
use crate::db::{self, Tx, Value, query};
use crate::roles::Role;
use crate::workspaces::{Counter, counted};
use crate::{Context, Error, Seat};
use model::ids::{AccountId, MemberId};
use model::page::Page;
use model::permissions::{Permission, Permissions};
use model::users::{ListPreferences, SortKey, Source, Status, UsersQuery};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows that are looked at one by one before the index is asked.
const WALK: i64 = 5_000;
/// So few candidates are sorted without a walk.
const FEW: i64 = 3_000;

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: MemberId,
    /// None while invited.
    pub account: Option<AccountId>,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub status: Status,
    pub super_user: bool,
    pub roles: Vec<Role>,
    pub source: Source,
    pub second_factor: bool,
    pub joined_at: Micros,
    pub last_active_at: Option<Micros>,
    pub ends_at: Option<Micros>,
}

/// A page of the workspace's users, as the actor likes it where the address says nothing. Needs `users:read`. A constant number
/// of queries, however many there are.
pub async fn list(ctx: &Context, slug: &str, asked: &UsersQuery) -> Result<(Page<Listed>, ListPreferences), Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::USERS_READ)?;
    let likes = list_preferences::of(ctx, &mut tx).await?;
    let size = asked.size.unwrap_or(likes.size).clamp(1, UsersQuery::MAX_SIZE);
    let from = asked.after.as_deref().map(|text| Cursor::parse(text, asked.sort)).transpose();
    let from = from.map_err(|problem| Error::at("after", problem))?;
    let narrow = Narrow::of(ctx, &mut tx, &seat, asked).await?;

    let wanted = Wanted { asked, from: from.as_ref(), size: i64::from(size) };
    let (mut rows, total) = find(&mut tx, &seat, &narrow, &wanted).await?;
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    let back = from.as_ref().is_some_and(|cursor| cursor.back);
    if back {
        rows.reverse();
    }
    let cursor =
        |row: Option<&Row>, back| row.map(|row| Cursor::new(asked.sort, back, row.key(asked), row.id).written());
    let next = cursor(rows.last(), false).filter(|_| more || back);
    let previous = cursor(rows.first(), true).filter(|_| if back { more } else { from.is_some() });

    let roles = roles_of(&mut tx, &rows).await?;
    let now = ctx.now();
    Ok((Page { items: rows.into_iter().map(|row| row.listed(&roles, now)).collect(), next, previous, total }, likes))
}

/// A piece of the list: where it begins and how long it is.
struct Wanted<'a> {
    asked: &'a UsersQuery,
    from: Option<&'a Cursor>,
    size: i64,
}

/// One row more than wanted, to know whether there is a next page; and how many there are in all, where that is cheap.
async fn find(
    tx: &mut Tx,
    seat: &Seat,
    narrow: &Narrow,
    wanted: &Wanted<'_>,
) -> Result<(Vec<Row>, Option<i64>), Error> {
    let plain = UsersQuery { status: wanted.asked.status, ..UsersQuery::default() };
    if wanted.asked.narrowing() == plain && !matches!(wanted.asked.status, Some(Status::Invited | Status::Expired)) {
        let total = Some(total(tx, seat, wanted.asked.status).await?);
        if wanted.asked.status.is_none() {
            return Ok((walk(narrow, wanted, None, COLUMNS).query().all(tx).await?, total));
        }
        return Ok((adaptive(tx, narrow, wanted).await?, total));
    }
    if total_of_all(tx, seat).await? <= WALK {
        let total = counted_by(tx, narrow, false).await?;
        return Ok((walk(narrow, wanted, None, COLUMNS).query().all(tx).await?, Some(total)));
    }
    if !narrow.short && candidates_up_to(tx, narrow, FEW + 1).await? <= FEW {
        let total = counted_by(tx, narrow, true).await?;
        return Ok((sorted(narrow, wanted, Some(FEW), COLUMNS).query().all(tx).await?, Some(total)));
    }
    Ok((adaptive(tx, narrow, wanted).await?, None))
}

/// A short walk, and where that is not enough, all that the index has.
async fn adaptive(tx: &mut Tx, narrow: &Narrow, wanted: &Wanted<'_>) -> Result<Vec<Row>, Error> {
    let rows: Vec<Row> = walk(narrow, wanted, Some(WALK), COLUMNS).query().all(tx).await?;
    if matches!(narrow.source, From::None) || i64::try_from(rows.len()).unwrap_or_default() > wanted.size {
        return Ok(rows);
    }
    Ok(sorted(narrow, wanted, None, COLUMNS).query().all(tx).await?)
}

/// Goes through everyone whom a query finds, in the order of its sort, a piece at a time; what comes in between shows neither
/// twice nor hides anyone.
pub(crate) struct Walker<'a> {
    narrow: Narrow,
    asked: &'a UsersQuery,
    from: Option<Cursor>,
    /// All candidates fit into one piece of work.
    few: bool,
    now: Micros,
}

impl<'a> Walker<'a> {
    /// From the beginning, or from where [`Walker::next`] said that it was.
    pub(crate) async fn resume(
        ctx: &Context,
        tx: &mut Tx,
        seat: &Seat,
        asked: &'a UsersQuery,
        position: &str,
    ) -> Result<Self, Error> {
        let narrow = Narrow::of(ctx, tx, seat, asked).await?;
        let few = !narrow.short && candidates_up_to(tx, &narrow, FEW + 1).await? <= FEW;
        let from = Cursor::parse(position, asked.sort).ok();
        Ok(Self { narrow, asked, from, few, now: ctx.now() })
    }

    /// The next people, without their roles, and the position after them; none at the end.
    pub(crate) async fn next(&self, tx: &mut Tx, size: u32) -> Result<(Vec<Listed>, Option<String>), Error> {
        let mut rows: Vec<Row> = self.rows(tx, size, COLUMNS).await?;
        let more = rows.len() > size as usize;
        rows.truncate(size as usize);
        let at = rows.last().filter(|_| more);
        let next = at.map(|row| self.position(row.key(self.asked), row.id));
        let none = HashMap::new();
        Ok((rows.into_iter().map(|row| row.listed(&none, self.now)).collect(), next))
    }

    /// The next rows as these columns of `members m` show them, and one more where there are more.
    pub(crate) async fn rows<T: db::Row>(&self, tx: &mut Tx, size: u32, columns: &str) -> Result<Vec<T>, Error> {
        let wanted = Wanted { asked: self.asked, from: self.from.as_ref(), size: i64::from(size) };
        let sql = if self.few {
            sorted(&self.narrow, &wanted, Some(FEW), columns)
        } else {
            walk(&self.narrow, &wanted, None, columns)
        };
        Ok(sql.query().all(tx).await?)
    }

    /// The column that the order is by.
    pub(crate) fn key_column(&self) -> &'static str {
        column(self.asked.sort.key)
    }

    /// The position after the row with this key and id.
    pub(crate) fn position(&self, key: String, id: Uuid) -> String {
        Cursor::new(self.asked.sort, false, key, id).written()
    }
}

const COLUMNS: &str =
    "m.id, m.account_id, m.status, m.super_user, m.source, m.second_factor, m.joined_at, m.last_active_at,
    m.ends_at, m.email, m.first_name, m.last_name, m.phone, m.name_key, m.email_key, m.phone_key, m.role_key";

fn column(key: SortKey) -> &'static str {
    match key {
        SortKey::Name => "name_key",
        SortKey::Email => "email_key",
        SortKey::Phone => "phone_key",
        SortKey::Role => "role_key",
        SortKey::Status => "status",
        SortKey::Source => "source",
        SortKey::Joined => "joined_at",
        SortKey::LastActive => "last_active_at",
    }
}

/// Along the order's own index; with a budget, only so many rows of it. What the inner part puts in order stays in order.
fn walk(narrow: &Narrow, wanted: &Wanted<'_>, budget: Option<i64>, columns: &str) -> Sql {
    let mut sql = Sql::default();
    let limit = wanted.size + 1;
    if let Some(budget) = budget {
        sql.push(
            &format!("SELECT {columns} FROM (SELECT * FROM members m WHERE m.workspace_id = ?"),
            [narrow.workspace().into()],
        );
        beyond(&mut sql, wanted);
        in_order(&mut sql, wanted, budget);
        sql.push(") m WHERE ", []);
        narrow.conditions(&mut sql);
        sql.push(&format!(" LIMIT {limit}"), []);
    } else {
        sql.push(
            &format!("SELECT {columns} FROM members m WHERE m.workspace_id = ? AND "),
            [narrow.workspace().into()],
        );
        narrow.conditions(&mut sql);
        beyond(&mut sql, wanted);
        in_order(&mut sql, wanted, limit);
    }
    sql
}

/// The candidates, sorted.
fn sorted(narrow: &Narrow, wanted: &Wanted<'_>, most: Option<i64>, columns: &str) -> Sql {
    let mut sql = Sql::default();
    if !narrow.candidates(&mut sql, most) {
        return walk(narrow, wanted, None, columns);
    }
    sql.text = sql.text.replace("{columns}", columns);
    sql.push(" AND m.workspace_id = ? AND ", [narrow.workspace().into()]);
    narrow.conditions(&mut sql);
    beyond(&mut sql, wanted);
    in_order(&mut sql, wanted, wanted.size + 1);
    sql
}

fn is_descending(wanted: &Wanted<'_>) -> bool {
    wanted.asked.sort.descending != wanted.from.is_some_and(|cursor| cursor.back)
}

fn beyond(sql: &mut Sql, wanted: &Wanted<'_>) {
    let Some(cursor) = wanted.from else { return };
    let sort = wanted.asked.sort.key;
    let key: Value =
        if sort.is_time() { cursor.key.parse::<i64>().unwrap_or_default().into() } else { cursor.key.clone().into() };
    let than = if is_descending(wanted) { "<" } else { ">" };
    sql.push(&format!(" AND (m.{}, m.id) {than} (?, ?)", column(sort)), [key, cursor.id.into()]);
}

fn in_order(sql: &mut Sql, wanted: &Wanted<'_>, limit: i64) {
    let order = if is_descending(wanted) { "DESC" } else { "ASC" };
    sql.push(&format!(" ORDER BY m.{} {order}, m.id {order} LIMIT {limit}", column(wanted.asked.sort.key)), []);
}

/// How many candidates the index has, counting no further than this.
async fn candidates_up_to(tx: &mut Tx, narrow: &Narrow, most: i64) -> Result<i64, Error> {
    let mut sql = Sql::default();
    if !narrow.candidates(&mut sql, Some(most)) {
        return Ok(most);
    }
    let found = sql.text.find(") SELECT {columns}").map_or(sql.text.len(), |end| end + 1);
    sql.text.truncate(found);
    sql.text += " SELECT COUNT(*) FROM found";
    let (count,): (i64,) = sql.query().one(tx).await?;
    Ok(count)
}

/// How many match; only where few can.
async fn counted_by(tx: &mut Tx, narrow: &Narrow, by_index: bool) -> Result<i64, Error> {
    let mut sql = Sql::default();
    if by_index && narrow.candidates(&mut sql, Some(FEW)) {
        sql.text = sql.text.replace("{columns}", "COUNT(*)");
        sql.push(" AND m.workspace_id = ? AND ", [narrow.workspace().into()]);
    } else {
        sql.push("SELECT COUNT(*) FROM members m WHERE m.workspace_id = ? AND ", [narrow.workspace().into()]);
    }
    narrow.conditions(&mut sql);
    let (count,): (i64,) = sql.query().one(tx).await?;
    Ok(count)
}

/// Counters answer for the whole list and for one status.
async fn total(tx: &mut Tx, seat: &Seat, status: Option<Status>) -> Result<i64, Error> {
    match status {
        Some(status) => counted(tx, seat.workspace, crate::workspaces::counter_of(status)).await,
        None => {
            let removed = counted(tx, seat.workspace, Counter::RemovedMembers).await?;
            Ok(total_of_all(tx, seat).await? - removed)
        }
    }
}

async fn total_of_all(tx: &mut Tx, seat: &Seat) -> Result<i64, Error> {
    let (total,): (i64,) = query(
        "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM counters
         WHERE workspace_id = $1 AND name IN ('members.active', 'members.suspended', 'members.removed', 'invitations.pending')",
    )
    .bind(seat.workspace)
    .one(tx)
    .await?;
    Ok(total)
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: Uuid,
    account_id: Option<Uuid>,
    status: String,
    super_user: bool,
    source: String,
    second_factor: bool,
    joined_at: i64,
    last_active_at: i64,
    ends_at: Option<i64>,
    email: String,
    first_name: String,
    last_name: String,
    phone: Option<String>,
    name_key: String,
    email_key: String,
    phone_key: String,
    role_key: String,
}

/// The roles of a page's members, in one query.
async fn roles_of(tx: &mut Tx, rows: &[Row]) -> Result<HashMap<Uuid, Vec<Role>>, Error> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::default();
    let marks = vec!["?"; rows.len()].join(", ");
    sql.push(
        &format!(
            "SELECT x.member_id, r.id, r.builtin, r.name, r.permissions
             FROM member_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id IN ({marks}) ORDER BY r.name_key"
        ),
        rows.iter().map(|row| row.id.into()),
    );
    let mut roles: HashMap<Uuid, Vec<Role>> = HashMap::new();
    let found: Vec<(Uuid, Uuid, Option<String>, String, i64)> = sql.query().all(tx).await?;
    for (member, id, builtin, name, bits) in found {
        let role = Role { id: id.into(), builtin, name, permissions: Permissions::from_bits(bits) };
        roles.entry(member).or_default().push(role);
    }
    Ok(roles)
}

/// The status that a row's columns say.
pub(super) fn status_of(stored: &str, ends_at: Option<Micros>, now: Micros) -> Status {
    match Status::named(stored) {
        Some(Status::Invited) if ends_at.is_some_and(|at| at <= now) => Status::Expired,
        Some(status) => status,
        None => Status::Suspended,
    }
}

impl Row {
    fn key(&self, asked: &UsersQuery) -> String {
        match asked.sort.key {
            SortKey::Name => self.name_key.clone(),
            SortKey::Email => self.email_key.clone(),
            SortKey::Phone => self.phone_key.clone(),
            SortKey::Role => self.role_key.clone(),
            SortKey::Status => self.status.clone(),
            SortKey::Source => self.source.clone(),
            SortKey::Joined => self.joined_at.to_string(),
            SortKey::LastActive => self.last_active_at.to_string(),
        }
    }

    fn listed(self, roles: &HashMap<Uuid, Vec<Role>>, now: Micros) -> Listed {
        Listed {
            roles: roles.get(&self.id).cloned().unwrap_or_default(),
            id: self.id.into(),
            account: self.account_id.map(AccountId),
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            phone: self.phone,
            status: status_of(&self.status, self.ends_at, now),
            super_user: self.super_user,
            source: Source::named(&self.source).unwrap_or(Source::Added),
            second_factor: self.second_factor,
            joined_at: self.joined_at,
            last_active_at: Some(self.last_active_at).filter(|at| *at > 0),
            ends_at: self.ends_at,
        }
    }
}
