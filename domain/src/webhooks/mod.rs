//! Webhooks of a workspace, by Standard Webhooks 1.0 (docs/adr/0023-webhooks.md): where events go, and how they get
//! there. What writes the messages is `audit/publish.rs`.

mod check_url;
mod claim;
mod create;
mod delete;
mod deliver;
mod deliveries;
mod delivery_log;
mod disable;
mod edit;
mod list;
mod note;
mod payload;
mod replay;
mod retention;
mod rotate;
mod schedule;
mod secret;
mod send_test;
mod set_enabled;

pub use create::{CreatedWebhook, create};
pub use delete::delete;
pub use deliver::deliver_due;
pub use deliveries::Deliveries;
pub use delivery_log::{Attempt, Delivery, DeliveryLog, OneDelivery, deliveries, delivery};
pub use edit::edit;
pub use list::{Webhook, Webhooks, list, show};
pub use replay::{replay, replay_failed};
pub(crate) use retention::{erase_account, erase_workspace, sweep};
pub use rotate::rotate_secret;
pub(crate) use secret::PURPOSE as SECRET_PURPOSE;
pub use secret::WebhookSecret;
pub use send_test::send_test;
pub use set_enabled::set_enabled;

use crate::db::{Tx, query};
use crate::{Error, Membership};
use model::ids::WebhookId;
use model::permissions::Permission;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Whoever changes where events go sees them all there: both permissions together.
fn require_change(membership: &Membership) -> Result<(), Error> {
    membership.require(Permission::SETTINGS_WRITE)?;
    membership.require(Permission::AUDIT_READ)
}

/// Locks an endpoint of the acting membership's workspace; any other is not there.
async fn lock(tx: &mut Tx, membership: &Membership, id: WebhookId) -> Result<LockedEndpoint, Error> {
    let sql = format!(
        "SELECT url, description, events, payload, enabled, disabled_reason, version FROM webhook_endpoints
         WHERE id = $1 AND workspace_id = $2{}",
        tx.for_update()
    );
    query(sql).bind(id).bind(membership.workspace).optional(tx).await?.ok_or(Error::NotFound)
}

#[derive(Debug, sqlx::FromRow)]
struct LockedEndpoint {
    url: String,
    description: String,
    events: String,
    payload: String,
    enabled: bool,
    disabled_reason: Option<String>,
    version: i64,
}

/// What the audit and mails call an endpoint: the path of an address can hold a key.
fn host_of(url: &str) -> String {
    url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// The header `webhook-id`: the same with each attempt, another for each event and each endpoint.
fn message_id(endpoint: WebhookId, event: Uuid) -> String {
    let digest = Sha256::new().chain_update(endpoint.0).chain_update(event).finalize();
    let digits: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("msg_{digits}")
}
