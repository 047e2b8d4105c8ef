//! What the members' table does not say of a page's members: their accounts, roles and groups, in one query.

use super::sql::Sql;
use crate::db::Tx;
use crate::members::roles::Role;
use crate::members::{MemberRow, SHARED, groups};
use crate::{Error, identities, keys};
use model::permissions::Permissions;
use std::collections::HashMap;
use uuid::Uuid;

/// What belongs to one member.
#[derive(Debug, Default)]
pub(super) struct Belongings {
    /// BCP 47, of their account.
    pub language: Option<String>,
    /// The IANA name, of their account.
    pub time_zone: Option<String>,
    /// Their account is with another workspace too (product rule 1).
    pub shared: bool,
    /// They sign in at a provider (product rule 12).
    pub at_provider: bool,
    /// Their own, and those of their groups, by name.
    pub roles: Vec<Role>,
    /// By name.
    pub groups: Vec<groups::Named>,
}

/// Which part of it a row is.
const ACCOUNT: i64 = 1;
const ROLE: i64 = 2;
const GROUP: i64 = 3;

/// Bits of an account's row.
const IS_SHARED: i64 = 1;
const IS_AT_PROVIDER: i64 = 2;

#[derive(sqlx::FromRow)]
struct Row {
    part: i64,
    member: Uuid,
    /// The role or the group.
    id: Option<Uuid>,
    /// The language, the key of a built-in role.
    key: Option<String>,
    /// The time zone, the name of a role or a group.
    name: String,
    /// An account's bits, a role's permissions.
    bits: i64,
}

/// Of everyone on the page, by the ids of their memberships.
pub(super) async fn belongings_of(tx: &mut Tx, rows: &[MemberRow]) -> Result<HashMap<Uuid, Belongings>, Error> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::default();
    let marks = vec!["?"; rows.len()].join(", ");
    let ids = || rows.iter().map(|row| row.id.into());
    sql.push(
        &format!(
            "SELECT CAST({ACCOUNT} AS BIGINT) AS part, m.id AS member, CAST(NULL AS UUID) AS id, a.language AS key, a.time_zone AS name,
                    CAST(CASE WHEN {SHARED} THEN {IS_SHARED} ELSE 0 END
                         + CASE WHEN {} THEN {IS_AT_PROVIDER} ELSE 0 END AS BIGINT) AS bits
             FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.id IN ({marks})",
            identities::exists_sql("m.account_id")
        ),
        ids(),
    );
    sql.push(
        &format!(
            " UNION ALL SELECT {ROLE}, x.member_id, r.id, r.builtin, r.name, r.permissions
             FROM effective_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id IN ({marks})"
        ),
        ids(),
    );
    sql.push(
        &format!(
            " UNION ALL SELECT {GROUP}, x.member_id, g.id, NULL, g.name, 0
             FROM group_members x JOIN groups g ON g.id = x.group_id WHERE x.member_id IN ({marks}) AND NOT g.deleting"
        ),
        ids(),
    );
    let found: Vec<Row> = sql.query().all(tx).await?;
    let mut all: HashMap<Uuid, Belongings> = HashMap::with_capacity(rows.len());
    for row in found {
        let of = all.entry(row.member).or_default();
        let id = row.id.unwrap_or_default();
        match row.part {
            ACCOUNT => {
                (of.language, of.time_zone) = (row.key, Some(row.name));
                (of.shared, of.at_provider) = (row.bits & IS_SHARED != 0, row.bits & IS_AT_PROVIDER != 0);
            }
            ROLE => of.roles.push(Role {
                id: id.into(),
                builtin: row.key,
                name: row.name,
                permissions: Permissions::from_bits(row.bits),
            }),
            _ => of.groups.push(groups::Named { id: id.into(), name: row.name }),
        }
    }
    for of in all.values_mut() {
        if of.roles.len() > 1 {
            of.roles.sort_by_cached_key(|role| keys::text(&role.name));
            of.roles.dedup_by_key(|role| role.id);
        }
        if of.groups.len() > 1 {
            of.groups.sort_by_cached_key(|group| keys::text(&group.name));
        }
    }
    Ok(all)
}
