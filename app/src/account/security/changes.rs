//! What has been done to one's account and memberships.

use crate::Failure;
use crate::audit::Timeline;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::audit::AuditEntry;

/// Newest first.
#[server(prefix = "/fn", endpoint = "account/changes", input = Json, output = Postcard)]
pub async fn read_changes() -> Result<Vec<AuditEntry>, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::account::changes(&request.ctx).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(found.into_iter().map(|event| presenter.audit_entry(event)).collect())
}

#[component]
pub(super) fn Changes() -> impl IntoView {
    let t = texts();
    let changes = resource(|| (), |()| read_changes());
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("security.changes")}</h2>
                <p class="card-text">{t.get("security.changes.text")}</p>
            </header>
            <div class="card-body">
                <Loaded found=changes view=move |events| view! { <Timeline events=events/> }/>
            </div>
        </section>
    }
}
