//! Writing them down, many at a time.

use crate::call_log::TokenCall;
use crate::db::{Rows, query};
use crate::{Error, Roster};
use std::collections::HashMap;
use uuid::Uuid;

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
