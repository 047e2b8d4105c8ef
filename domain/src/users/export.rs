//! Everyone whom the list's address finds, for a file (seed 002, "Download").
//!
//! Pages of the scan are read in transactions of their own, so that nothing is held open while a slow client takes its
//! time. One is read while the one before is written, and handed out only if the actor still may. Who changes meanwhile
//! is in the file as they were when their page was read.

use super::list_preferences;
use super::scan::UserScan;
use super::sql::{GROUPS, ROLES};
use crate::clock::Micros;
use crate::db::{Tx, id_sql, ids, ids_sql, query};
use crate::members::roles::{self, Role};
use crate::members::row::texts;
use crate::members::{source_of, status_of};
use crate::{Context, Error, Membership, audit, internal, keys};
use model::ids::{GroupId, RoleId};
use model::permissions::Permission;
use model::users::{MemberField, Source, Status, Texts, UsersQuery};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::task::JoinSet;
use tracing::Instrument as _;
use uuid::Uuid;

/// People in one transaction. Fewer in the first, for the first byte.
const PAGE: u32 = 2_000;
const FIRST: u32 = 200;

/// A row of the file.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The address of their account, or of their invitation.
    pub email: String,
    /// All that there are.
    pub texts: Texts,
    /// As it was when the page was read.
    pub status: Status,
    /// They may do everything, by a flag in place of roles.
    pub super_user: bool,
    /// Their own, in the order of their names: what a file gives when it is read in again. None where it does not show
    /// them.
    pub roles: Vec<RoleId>,
    /// In the order of their names; none where the file does not show them.
    pub groups: Vec<GroupId>,
    /// How they came to be a member.
    pub source: Source,
    /// They have one here; what a provider asks for does not count.
    pub second_factor: bool,
    /// When they became a member, or were invited.
    pub joined_at: Micros,
    /// None: they were never here.
    pub last_active_at: Option<Micros>,
    /// When the membership ends, or the invitation; none: never.
    pub ends_at: Option<Micros>,
}

/// A download under way. What is read of it ends when it is dropped.
#[derive(Debug)]
pub struct Export {
    pages: Arc<Pages>,
    /// The page that is read just now; none after the last.
    reading: JoinSet<Result<Page, Error>>,
    /// What the roles and groups of the page that was handed out are called.
    pub names: Names,
}

/// Where its pages come from.
#[derive(Debug)]
struct Pages {
    ctx: Context,
    slug: String,
    asked: UsersQuery,
    columns: Vec<MemberField>,
}

/// Roles and groups of the workspace.
#[derive(Clone, Debug)]
pub struct Names {
    /// Its roles, by id.
    pub roles: Arc<HashMap<RoleId, Role>>,
    /// The names of its groups.
    pub groups: Arc<HashMap<GroupId, String>>,
}

struct Page {
    people: Vec<Exported>,
    /// Where the next one begins; none at the end.
    next: Option<String>,
    names: Names,
}

/// Begins a download, and notes who asked for whom. Needs `users:read`. Invited people are included; removed ones where
/// the status asked for is theirs.
pub async fn export(ctx: &Context, slug: &str, asked: &UsersQuery, format: &str) -> Result<Export, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    let columns = match &asked.columns {
        Some(columns) => columns.clone(),
        None => list_preferences::of(ctx, &mut tx).await?.columns,
    };
    let asked = UsersQuery { sort: asked.sort, ..asked.narrowing() };
    // What can't be asked is refused before the first byte.
    UserScan::resume(ctx, &mut tx, &membership, &asked, "").await?;
    audit::Event::new(audit::Action::UsersExport)
        .within(membership.workspace)
        .after(&serde_json::json!({ "format": format, "filter": asked.written(str::to_owned) }))
        .record(ctx, &mut tx)
        .await?;
    let roles = roles_by_id(&mut tx, &membership).await?.into();
    let groups = groups_by_id(&mut tx, &membership).await?.into();
    tx.commit().await?;
    let pages = Pages { ctx: ctx.clone(), slug: slug.to_owned(), asked, columns };
    let mut export = Export { pages: pages.into(), reading: JoinSet::new(), names: Names { roles, groups } };
    export.read_on(String::new());
    Ok(export)
}

async fn roles_by_id(tx: &mut Tx, membership: &Membership) -> Result<HashMap<RoleId, Role>, Error> {
    Ok(roles::named(tx, membership).await?.into_iter().map(|role| (role.id, role)).collect())
}

async fn groups_by_id(tx: &mut Tx, membership: &Membership) -> Result<HashMap<GroupId, String>, Error> {
    let rows: Vec<(Uuid, String)> = query("SELECT id, name FROM groups WHERE workspace_id = $1 AND NOT deleting")
        .bind(membership.workspace)
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (id.into(), name)).collect())
}

/// As [`columns`] selects them.
#[derive(Debug, Deserialize)]
struct Row {
    id: Uuid,
    sort_key: String,
    email: String,
    first_name: String,
    last_name: String,
    phone: Option<String>,
    job_title: Option<String>,
    status: String,
    super_user: u8,
    source: String,
    second_factor: u8,
    joined_at: Micros,
    last_active_at: Micros,
    ends_at: Option<Micros>,
    role_ids: Option<String>,
    group_ids: Option<String>,
}

/// The roles and the groups are looked up where the file shows them: of a row's work the roles are nearly half.
fn columns(tx: &Tx, sort_column: &str, shown: &[MemberField]) -> [(&'static str, String); 16] {
    let ids_of = |field, column, rows| {
        if shown.contains(&field) { ids_sql(tx, column, rows) } else { "NULL".to_owned() }
    };
    let plain = |name: &'static str| (name, format!("m.{name}"));
    let flag = |name: &'static str| (name, format!("CASE WHEN m.{name} THEN 1 ELSE 0 END"));
    [
        ("id", id_sql(tx, "m.id")),
        ("sort_key", format!("CAST(m.{sort_column} AS TEXT)")),
        plain("email"),
        plain("first_name"),
        plain("last_name"),
        plain("phone"),
        plain("job_title"),
        plain("status"),
        flag("super_user"),
        plain("source"),
        flag("second_factor"),
        plain("joined_at"),
        plain("last_active_at"),
        plain("ends_at"),
        ("role_ids", ids_of(MemberField::Role, "x.role_id", ROLES)),
        ("group_ids", ids_of(MemberField::Groups, "x.group_id", GROUPS)),
    ]
}

impl Export {
    /// What the address asks for, or else what the actor likes to see.
    pub fn columns(&self) -> &[MemberField] {
        &self.pages.columns
    }

    /// The next people, in the order of the list; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<Exported>>, Error> {
        let Some(read) = self.reading.join_next().await else { return Ok(None) };
        let page = read.map_err(|error| internal("reading a page of a file", error))??;
        self.pages.entered(&mut self.pages.ctx.read().await?).await?;
        self.names = page.names;
        if let Some(position) = page.next {
            self.read_on(position);
        }
        Ok(Some(page.people))
    }

    fn read_on(&mut self, position: String) {
        let (pages, names) = (self.pages.clone(), self.names.clone());
        self.reading.spawn(async move { pages.read(names, &position).await }.in_current_span());
    }
}

impl Pages {
    async fn entered(&self, tx: &mut Tx) -> Result<Membership, Error> {
        self.ctx.require_session(tx).await?;
        let membership = self.ctx.membership(tx, &self.slug).await?;
        membership.require(Permission::USERS_READ)?;
        Ok(membership)
    }

    async fn read(&self, mut names: Names, position: &str) -> Result<Page, Error> {
        let mut tx = self.ctx.read().await?;
        let membership = self.entered(&mut tx).await?;
        let scan = UserScan::resume(&self.ctx, &mut tx, &membership, &self.asked, position).await?;
        let size = if position.is_empty() { FIRST } else { PAGE };
        let columns = columns(&tx, scan.sort_column(), &self.columns);
        let mut rows: Vec<Row> = scan.packed(&mut tx, size, &columns).await?;
        let more = rows.len() > size as usize;
        rows.truncate(size as usize);
        let next = rows.last().filter(|_| more).map(|row| scan.position_after(row.sort_key.clone(), row.id));
        let now = self.ctx.now();
        let mut people: Vec<Exported> = rows.into_iter().map(|row| exported(row, now)).collect::<Result<_, Error>>()?;
        // A role or a group can be made while the file is.
        if people.iter().flat_map(|person| &person.roles).any(|role| !names.roles.contains_key(role)) {
            names.roles = roles_by_id(&mut tx, &membership).await?.into();
        }
        if people.iter().flat_map(|person| &person.groups).any(|group| !names.groups.contains_key(group)) {
            names.groups = groups_by_id(&mut tx, &membership).await?.into();
        }
        for person in &mut people {
            names.put_in_order(person);
        }
        Ok(Page { people, next, names })
    }
}

impl Names {
    fn put_in_order(&self, person: &mut Exported) {
        if person.roles.len() > 1 {
            person.roles.sort_by_key(|id| self.roles.get(id).map(|role| keys::text(&role.name)));
        }
        if person.groups.len() > 1 {
            person.groups.sort_by_key(|id| self.groups.get(id).map(|name| keys::text(name)));
        }
    }
}

fn exported(row: Row, now: Micros) -> Result<Exported, Error> {
    Ok(Exported {
        texts: texts(&row.first_name, &row.last_name, row.phone.as_deref(), row.job_title.as_deref()),
        email: row.email,
        status: status_of(&row.status, row.ends_at, now)?,
        super_user: row.super_user != 0,
        roles: ids(row.role_ids.as_deref()).collect(),
        groups: ids(row.group_ids.as_deref()).collect(),
        source: source_of(&row.source)?,
        second_factor: row.second_factor != 0,
        joined_at: row.joined_at,
        last_active_at: Some(row.last_active_at).filter(|at| *at > 0),
        ends_at: row.ends_at,
    })
}
