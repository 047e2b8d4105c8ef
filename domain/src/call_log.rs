//! What tokens have asked for, written down many calls at a time: no call waits for it. Read by [`crate::tokens::calls`].

use crate::clock::Micros;
use crate::db::{Rows, query};
use crate::{Error, Roster};
use model::ids::TokenId;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// More than these do not wait: a database that is out of reach must not fill the memory. The oldest are lost.
const MAX_WAITING: usize = 50_000;

/// A call that has been answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenCall {
    /// Of the request, as logs have it.
    pub id: Uuid,
    /// What called.
    pub token: TokenId,
    /// The workspace that the address names, by its slug.
    pub slug: Option<String>,
    /// When it was answered.
    pub at: Micros,
    /// `GET`.
    pub method: String,
    /// The address without its values: `/workspaces/{slug}/users`.
    pub route: String,
    /// Of HTTP.
    pub status: u16,
    /// How long it took.
    pub duration: Duration,
    /// Where the caller is.
    pub address: Option<IpAddr>,
}

/// Calls that wait to be written down, of one server.
#[derive(Debug, Default)]
pub struct CallLog(Mutex<Vec<TokenCall>>);

impl CallLog {
    /// Keeps one, for the next [`flush`].
    pub fn push(&self, call: TokenCall) {
        self.put_back(vec![call]);
    }

    fn take(&self) -> Vec<TokenCall> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// At the end; what is too much falls off the beginning.
    fn put_back(&self, calls: Vec<TokenCall>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(calls);
        let too_many = waiting.len().saturating_sub(MAX_WAITING);
        if too_many > 0 {
            waiting.drain(..too_many);
            tracing::warn!(too_many, "calls of tokens are not written down");
        }
    }
}

/// Writes down what waits. What can't be written now waits for the next time.
pub async fn flush(roster: &Roster) -> Result<(), Error> {
    let calls = roster.calls.take();
    if calls.is_empty() {
        return Ok(());
    }
    let written = write(roster, &calls).await;
    if written.is_err() {
        roster.calls.put_back(calls);
    }
    written
}

async fn write(roster: &Roster, calls: &[TokenCall]) -> Result<(), Error> {
    let mut tx = roster.db.write().await?;
    let mut workspaces: HashMap<&str, Option<Uuid>> = HashMap::new();
    for slug in calls.iter().filter_map(|call| call.slug.as_deref()) {
        if !workspaces.contains_key(slug) {
            let found: Option<(Uuid,)> = query("SELECT id FROM workspaces WHERE slug = $1 AND deleted_at IS NULL")
                .bind(slug)
                .optional(&mut tx)
                .await?;
            workspaces.insert(slug, found.map(|(id,)| id));
        }
    }
    let mut rows = Rows::of("token_calls (id, token_id, workspace_id, at, method, route, status, duration, address)");
    for call in calls {
        let workspace = call.slug.as_deref().and_then(|slug| workspaces.get(slug).copied().flatten());
        rows.push([
            call.id.into(),
            call.token.into(),
            workspace.into(),
            call.at.into(),
            call.method.clone().into(),
            call.route.clone().into(),
            i64::from(call.status).into(),
            crate::clock::micros(call.duration).into(),
            call.address.map(|address| address.to_string()).unwrap_or_default().into(),
        ]);
    }
    rows.insert(&mut tx).await?;
    Ok(tx.commit().await?)
}
