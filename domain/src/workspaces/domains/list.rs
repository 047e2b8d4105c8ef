//! The domains of a workspace.

use super::{COLUMNS, Row};
use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error};
use model::ids::DomainId;
use model::permissions::Permission;

/// A domain that the workspace has named.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The key in addresses and forms.
    pub id: DomainId,
    /// In lower case, as its DNS knows it (IDNA).
    pub domain: String,
    /// What its DNS or its web server has to say.
    pub proof: String,
    /// Whoever has an address there can join, once the domain is verified.
    pub auto_join: bool,
    /// None: not yet.
    pub verified_at: Option<Micros>,
}

/// Needs `settings:read`.
pub async fn list(ctx: &Context, slug: &str) -> Result<Vec<Listed>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let rows: Vec<Row> =
        query(format!("SELECT {COLUMNS} FROM workspace_domains WHERE workspace_id = $1 ORDER BY domain LIMIT 100"))
            .bind(membership.workspace)
            .all(&mut tx)
            .await?;
    let listed = |row: Row| Listed {
        id: row.id.into(),
        domain: row.domain,
        proof: row.proof,
        auto_join: row.auto_join,
        verified_at: row.verified_at,
    };
    Ok(rows.into_iter().map(listed).collect())
}
