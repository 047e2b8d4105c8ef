use crate::http::api::auth::Caller;
use crate::http::api::input::{authorised, given, limit, query};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Page, Timestamp};
use axum::Json;
use axum::http::Uri;
use domain::audit_log::{self, Recorded};
use model::audit::{AuditQuery, Cursor};
use model::permissions::Permission;
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which events.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct AuditFilter {
    /// Who did it: an e-mail address, an account's id, or what only one user has in their name.
    #[param(max_length = 320, example = "ana@acme.example")]
    who: Option<String>,
    /// An action, or with a dot at its end all about a noun.
    #[param(max_length = 320, example = "member.")]
    what: Option<String>,
    /// To whom or what it was done: an id, a name, or as `who`.
    #[param(max_length = 320)]
    whom: Option<String>,
    /// Through which channel: `page`, `api`, `import`, `cli` or `job`.
    how: Option<String>,
    /// On this day or later, in the time zone of the token's owner.
    #[param(format = Date, example = "2026-11-22")]
    from: Option<String>,
    /// On this day or earlier.
    #[param(format = Date, example = "2026-11-28")]
    to: Option<String>,
    /// Events on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Something that has happened.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct AuditEvent {
    id: Uuid,
    #[schema(example = "member.edit")]
    action: String,
    at: Timestamp,
    /// The name of whoever did it; null: Roster itself, its operator, or a token of the
    /// workspace's own.
    actor_name: Option<String>,
    /// Their e-mail address.
    #[schema(example = "ana@acme.example")]
    actor_email: Option<String>,
    /// What the token is for that it was done by; empty where that is not known any more, null: without one.
    token: Option<String>,
    #[schema(example = "api")]
    channel: String,
    /// Where they were; may be empty.
    #[schema(example = "192.0.2.7")]
    address: String,
    /// To whom or what it was done.
    target_id: Option<Uuid>,
    /// The name that it had then.
    target_name: String,
    /// What there was before, or of it what differs; null where nothing is known of it.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// What it led to, or of it what differs; null where there is nothing to say.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

impl AuditEvent {
    fn of(event: Recorded) -> Self {
        Self {
            id: event.id,
            action: event.action,
            at: event.at.into(),
            actor_name: event.by,
            actor_email: event.who,
            token: event.token,
            channel: event.channel,
            address: event.address,
            target_id: event.target_id,
            target_name: event.target,
            before: event.before,
            after: event.after,
        }
    }
}

/// Lists what has happened in the workspace, the newest first.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/audit",
    operation_id = "listAuditEvents",
    tag = "Audit",
    params(InWorkspace, AuditFilter),
    responses((status = 200, description = "A page of events", body = Page<AuditEvent>)),
    security(("token" = ["audit:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    uri: Uri,
) -> Result<Json<Page<AuditEvent>>, Problem> {
    let (asked, size) = authorised(&ctx, &at.slug, Permission::AUDIT_READ, asked(&uri)).await?;
    let (events, has_more) = audit_log::list(&ctx, &at.slug, &asked, size).await?;
    let next = events.last().filter(|_| has_more).map(|event| Cursor::Older(event.id).written());
    Ok(Json(Page { items: events.into_iter().map(AuditEvent::of).collect(), next }))
}

/// With how many are wanted.
fn asked(uri: &Uri) -> Result<(AuditQuery, u32), Problem> {
    let fields = query::<AuditFilter>(uri)?;
    Ok((AuditQuery::parse(given(&fields))?, limit(&fields, 50, 200)?))
}
