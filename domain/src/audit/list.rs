//! What happened last.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Error, Membership};
use model::accounts::full_name;
use model::audit::Action;
use model::ids::AccountId;
use model::permissions::Permission;
use std::cmp::Reverse;
use uuid::Uuid;

/// One event, as a short list shows it.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    /// `noun.verb`.
    pub action: String,
    /// None: Roster itself, its operator, or a token of the workspace's own.
    pub by: Option<String>,
    /// The token that it was done by, as it is described; empty where nothing is known of it any more.
    pub token: Option<String>,
    /// The name that it was done to had then; may be empty.
    pub target: String,
    /// When it happened.
    pub at: Micros,
}

#[derive(sqlx::FromRow)]
struct Row {
    action: String,
    target: String,
    at: i64,
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    token_id: Option<Uuid>,
    token: Option<String>,
}

/// The last events of the workspace, or of one target in it, newest first. Needs `audit:read`. One query.
pub async fn recent(
    tx: &mut Tx,
    membership: &Membership,
    target: Option<Uuid>,
    limit: u32,
) -> Result<Vec<AuditEvent>, Error> {
    membership.require(Permission::AUDIT_READ)?;
    let only = if target.is_some() { "AND e.target_id = $3" } else { "" };
    let sql = format!(
        "SELECT e.action, e.target, e.at, a.email, a.first_name, a.last_name, e.token_id, k.description AS token
         FROM audit_events e LEFT JOIN accounts a ON a.id = e.actor_id LEFT JOIN tokens k ON k.id = e.token_id
         WHERE e.workspace_id = $1 {only} ORDER BY e.id DESC LIMIT $2"
    );
    let select = query(sql).bind(membership.workspace).bind(i64::from(limit));
    let select = if let Some(target) = target { select.bind(target) } else { select };
    let mut rows: Vec<Row> = select.all(tx).await?;
    // An id is only as exact as a millisecond.
    rows.sort_by_key(|row| Reverse(row.at));
    Ok(rows.into_iter().map(Row::event).collect())
}

/// The last events about an account and its memberships, newest first. One query.
pub async fn events_about(tx: &mut Tx, account: AccountId, limit: u32) -> Result<Vec<AuditEvent>, Error> {
    let mut rows: Vec<Row> = query(
        "SELECT e.action, e.target, e.at, a.email, a.first_name, a.last_name, e.token_id, k.description AS token
         FROM (SELECT * FROM (SELECT id, action, target, at, actor_id, token_id FROM audit_events
                              WHERE workspace_id IS NULL AND target_id = $1 ORDER BY id DESC LIMIT $2) x
               UNION ALL
               SELECT * FROM (SELECT v.id, v.action, v.target, v.at, v.actor_id, v.token_id
                              FROM members m JOIN audit_events v ON v.workspace_id = m.workspace_id AND v.target_id = m.id
                              WHERE m.account_id = $1 ORDER BY v.id DESC LIMIT $2) y) e
         LEFT JOIN accounts a ON a.id = e.actor_id LEFT JOIN tokens k ON k.id = e.token_id
         ORDER BY e.id DESC LIMIT $2",
    )
    .bind(account)
    .bind(i64::from(limit))
    .all(tx)
    .await?;
    rows.sort_by_key(|row| Reverse(row.at));
    Ok(rows.into_iter().map(Row::event).collect())
}

impl Row {
    fn event(self) -> AuditEvent {
        let by = by(self.first_name, self.last_name, self.email);
        let token = self.token_id.map(|_| self.token.unwrap_or_default());
        AuditEvent {
            action: Action::current_name(&self.action).to_owned(),
            by,
            token,
            target: self.target,
            at: self.at,
        }
    }
}

/// What an actor is called: by name, or else by their e-mail.
pub(crate) fn by(first_name: Option<String>, last_name: Option<String>, email: Option<String>) -> Option<String> {
    let name = full_name(&first_name.unwrap_or_default(), &last_name.unwrap_or_default());
    if name.is_empty() { email } else { Some(name) }
}
