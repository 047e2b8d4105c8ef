//! One user, as the panel shows them.

use super::list::Listed;
use crate::clock::Micros;
use crate::db::query;
use crate::roles::Role;
use crate::{Context, Error};
use model::accounts::full_name;
use model::ids::MemberId;
use model::permissions::{Permission, Permissions};
use model::users::{Source, Status};
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct Details {
    pub listed: Listed,
    pub phone: Option<String>,
    /// BCP 47.
    pub language: String,
    pub time_zone: String,
    pub source: Source,
    pub by: Option<String>,
    /// A temporary password waits for its first use until then.
    pub temporary_until: Option<Micros>,
    pub is_me: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    account_id: Uuid,
    status: String,
    super_user: bool,
    source: String,
    joined_at: i64,
    last_active_at: i64,
    email: String,
    first_name: String,
    last_name: String,
    phone: Option<String>,
    language: String,
    time_zone: String,
    password_temporary: bool,
    password_expires_at: Option<i64>,
    by_first: Option<String>,
    by_last: Option<String>,
}

/// A user of the workspace. Needs `users:read`, but for oneself.
pub async fn details(ctx: &Context, slug: &str, id: MemberId) -> Result<Details, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    if seat.member != Some(id) {
        seat.require(Permission::USERS_READ)?;
    }
    let row: Option<Row> = query(
        "SELECT m.account_id, m.status, m.super_user, m.source, m.joined_at, m.last_active_at,
                a.email, a.first_name, a.last_name, a.phone, a.language, a.time_zone,
                a.password_temporary, a.password_expires_at,
                b.first_name AS by_first, b.last_name AS by_last
         FROM members m JOIN accounts a ON a.id = m.account_id LEFT JOIN accounts b ON b.id = m.added_by
         WHERE m.id = $1 AND m.workspace_id = $2",
    )
    .bind(id)
    .bind(seat.workspace)
    .optional(&mut tx)
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    let roles: Vec<(Uuid, Option<String>, String, i64)> = query(
        "SELECT r.id, r.builtin, r.name, r.permissions
         FROM member_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = $1 ORDER BY r.name_key",
    )
    .bind(id)
    .all(&mut tx)
    .await?;
    let role = |(id, builtin, name, bits): (Uuid, _, _, _)| Role {
        id: id.into(),
        builtin,
        name,
        permissions: Permissions::from_bits(bits),
    };
    Ok(Details {
        listed: Listed {
            id,
            account: row.account_id.into(),
            email: row.email,
            first_name: row.first_name,
            last_name: row.last_name,
            status: Status::named(&row.status).unwrap_or(Status::Suspended),
            super_user: row.super_user,
            roles: roles.into_iter().map(role).collect(),
            joined_at: row.joined_at,
            last_active_at: Some(row.last_active_at).filter(|at| *at > 0),
        },
        phone: row.phone,
        language: row.language,
        time_zone: row.time_zone,
        source: Source::ALL.into_iter().find(|source| source.name() == row.source).unwrap_or(Source::Added),
        by: row.by_first.map(|first| full_name(&first, &row.by_last.unwrap_or_default())),
        temporary_until: row.password_expires_at.filter(|_| row.password_temporary),
        is_me: seat.member == Some(id),
    })
}

/// The actor's own membership: "My profile".
pub async fn mine(ctx: &Context, slug: &str) -> Result<MemberId, Error> {
    let mut tx = ctx.read().await?;
    ctx.seat(&mut tx, slug).await?.member.ok_or(Error::NotFound)
}
