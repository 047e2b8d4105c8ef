//! What a workspace's settings are.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::members::roles::{self, Role};
use crate::members::{languages, listed};
use crate::{Context, Error, stored};
use model::accounts::full_name;
use model::ids::{RoleId, WorkspaceId};
use model::permissions::Permission;
use model::workspaces::{General, Limits};
use uuid::Uuid;

/// The settings, and what the actor may do about them.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The key in addresses.
    pub slug: String,
    /// Name, languages, country and default role.
    pub general: General,
    /// Whom it takes, and how long invitations and sessions last.
    pub limits: Limits,
    /// None: nobody.
    pub owner: Option<String>,
    /// All there are, for naming the default.
    pub roles: Vec<Role>,
    /// The actor has `settings:write`.
    pub may_edit: bool,
    /// The roles that the actor can make the default.
    pub given: Vec<Role>,
    /// Counts changes: a form sends back the one that it was opened with.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub name: String,
    pub languages: String,
    pub country: Option<String>,
    pub default_role: Option<Uuid>,
    pub invitation_ttl: Option<i64>,
    pub allowed_domains: String,
    pub denied_domains: String,
    pub session_idle: Option<i64>,
    pub session_max: Option<i64>,
    pub version: i64,
}

const MINUTE: Micros = 60_000_000;
pub(super) const UNITS: [Micros; 3] = [MINUTE, 60 * MINUTE, 24 * 60 * MINUTE];

/// Needs `settings:read`.
pub async fn settings(ctx: &Context, slug: &str) -> Result<Settings, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let row = row(&mut tx, membership.workspace).await?;
    let owner: Option<(String, String)> = query(
        "SELECT a.first_name, a.last_name FROM workspaces w JOIN accounts a ON a.id = w.owner_id WHERE w.id = $1",
    )
    .bind(membership.workspace)
    .optional(&mut tx)
    .await?;
    let roles = roles::named(&mut tx, &membership).await?;
    let may_edit = membership.has(Permission::SETTINGS_WRITE);
    let given = roles.iter().filter(|role| membership.permissions.covers(role.permissions)).cloned().collect();
    Ok(Settings {
        slug: membership.slug,
        version: row.version,
        limits: row.limits()?,
        general: row.general()?,
        owner: owner.map(|(first, last)| full_name(&first, &last)),
        roles,
        may_edit,
        given,
    })
}

pub(super) async fn row(tx: &mut Tx, workspace: WorkspaceId) -> Result<Row, Error> {
    Ok(query(
        "SELECT name, languages, country, default_role, invitation_ttl, allowed_domains, denied_domains, session_idle,
             session_max, version
         FROM workspaces WHERE id = $1",
    )
    .bind(workspace)
    .one(tx)
    .await?)
}

impl Row {
    pub(super) fn general(self) -> Result<General, Error> {
        Ok(General {
            languages: languages(&self.languages)?,
            country: stored::country(self.country.as_deref())?,
            name: self.name,
            default_role: self.default_role.map(RoleId),
        })
    }

    pub(super) fn limits(&self) -> Result<Limits, Error> {
        let [minute, hour, day] = UNITS;
        let of = |micros: Option<i64>, unit: Micros| {
            let whole = |micros: i64| stored::parsed::<u32>(&(micros / unit).to_string(), "a limit of a workspace");
            micros.map(whole).transpose()
        };
        Ok(Limits {
            invitation_days: of(self.invitation_ttl, day)?,
            allowed: listed(&self.allowed_domains),
            denied: listed(&self.denied_domains),
            idle_minutes: of(self.session_idle, minute)?,
            session_hours: of(self.session_max, hour)?,
        })
    }
}
