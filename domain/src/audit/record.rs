//! Writing one event.

use super::publish::publish;
use crate::clock::Micros;
use crate::db::{Rows, Tx, Value};
use crate::{Context, Error, internal};
use model::audit::Action;
use model::ids::{AccountId, WorkspaceId};
use serde::Serialize;
use serde_json::Value as Json;
use uuid::Uuid;

/// An event being put together. Secrets never go in: what is given is stored as it is.
#[derive(Debug)]
#[must_use = "an event is written by `record`"]
pub struct Event {
    action: Action,
    by: Option<AccountId>,
    workspace: Option<WorkspaceId>,
    target_id: Option<Uuid>,
    target: String,
    before: Option<Json>,
    after: Option<Json>,
    /// Why a state can't be written.
    failure: Option<serde_json::Error>,
}

impl Event {
    /// By whoever acts in the context.
    pub fn new(action: Action) -> Self {
        Self {
            action,
            by: None,
            workspace: None,
            target_id: None,
            target: String::new(),
            before: None,
            after: None,
            failure: None,
        }
    }

    /// By an account that the context doesn't know yet: signing in, accepting, setting up.
    pub fn by_account(action: Action, account: AccountId) -> Self {
        Self { by: Some(account), ..Self::new(action) }
    }

    /// The workspace that it happened in; without one, it is an event of accounts or of the installation.
    pub fn within(self, workspace: WorkspaceId) -> Self {
        Self { workspace: Some(workspace), ..self }
    }

    /// Whom or what it was done to, by id and by the name it had then.
    pub fn target(self, id: impl IntoId, name: &str) -> Self {
        Self { target_id: Some(id.into_id()), target: name.to_owned(), ..self }
    }

    /// What it was done to, where that has a name and no id.
    pub fn named(self, name: &str) -> Self {
        Self { target: name.to_owned(), ..self }
    }

    /// What it led to, as JSON. One that can't be written is an error of [`Event::record`].
    pub fn after(self, state: &impl Serialize) -> Self {
        match serde_json::to_value(state) {
            Ok(state) => Self { after: Some(state), ..self },
            Err(error) => Self { failure: Some(error), ..self },
        }
    }

    /// What there was before, as JSON. One that can't be written is an error of [`Event::record`].
    pub fn before(self, state: &impl Serialize) -> Self {
        match serde_json::to_value(state) {
            Ok(state) => Self { before: Some(state), ..self },
            Err(error) => Self { failure: Some(error), ..self },
        }
    }

    /// Of two states of the same kind, what differs: an edit says what it changed, not how all stood.
    pub fn changed(self, before: &impl Serialize, after: &impl Serialize) -> Self {
        let mut event = self.before(before).after(after);
        if let (Some(Json::Object(before)), Some(Json::Object(after))) = (&mut event.before, &mut event.after) {
            let same: Vec<String> = before
                .iter()
                .filter(|(key, value)| after.get(*key) == Some(value))
                .map(|(key, _)| key.clone())
                .collect();
            for key in same {
                before.remove(&key);
                after.remove(&key);
            }
        }
        event
    }

    /// Writes it, in the transaction that does what it tells of, with the messages of those who want to hear of it.
    pub async fn record(self, ctx: &Context, tx: &mut Tx) -> Result<(), Error> {
        record_all(ctx, tx, vec![self]).await
    }

    /// The row that it is, for those who write many at once. No webhook is told of it.
    pub(crate) fn row(self, ctx: &Context) -> Result<[Value; 12], Error> {
        // One moment for both: whoever looks for a day looks for the ids of that day.
        let now = ctx.now();
        self.row_at(ctx, ctx.roster.random.id(now), now)
    }

    fn row_at(self, ctx: &Context, id: Uuid, now: Micros) -> Result<[Value; 12], Error> {
        if let Some(error) = self.failure {
            return Err(internal("writing an event", error));
        }
        let actor = ctx.actor.account();
        Ok([
            id.into(),
            self.workspace.into(),
            now.into(),
            self.by.or(actor).into(),
            ctx.channel.name().into(),
            ctx.address.map(|address| address.to_string()).unwrap_or_default().into(),
            self.action.name().into(),
            self.target_id.into(),
            self.target.into(),
            self.before.map(|state| state.to_string()).into(),
            self.after.map(|state| state.to_string()).into(),
            ctx.token().into(),
        ])
    }
}

/// Writes these, as [`Event::record`] does one. They happened at one moment, and their ids are in their order.
pub(crate) async fn record_all(ctx: &Context, tx: &mut Tx, events: Vec<Event>) -> Result<(), Error> {
    let now = ctx.now();
    let mut ids: Vec<Uuid> = events.iter().map(|_| ctx.roster.random.id(now)).collect();
    ids.sort();
    let (mut rows, mut told) = (Rows::of(ROWS), Vec::with_capacity(ids.len()));
    for (event, id) in events.into_iter().zip(ids) {
        told.extend(event.workspace.map(|workspace| (event.action, workspace, id)));
        rows.push(event.row_at(ctx, id, now)?);
    }
    rows.insert(tx).await?;
    publish(ctx, tx, &told, now).await
}

/// What [`Event::row`] is a row of.
pub(crate) const ROWS: &str = "audit_events (id, workspace_id, at, actor_id, channel, address, action, target_id, target, before, after, token_id)";

/// Any typed id, as the plain one that the event keeps.
pub trait IntoId {
    fn into_id(self) -> Uuid;
}

macro_rules! targets {
    ($($id:ident),+ $(,)?) => {$(
        impl IntoId for model::ids::$id {
            fn into_id(self) -> Uuid {
                self.0
            }
        }
    )+};
}

targets!(
    AccountId,
    CapId,
    ConnectionId,
    CreditRequestId,
    DomainId,
    EntryId,
    GrantId,
    GroupId,
    IdentityProviderId,
    InvitationId,
    JobId,
    MemberId,
    RoleId,
    TokenId,
    ViewId,
    WebhookId,
    WorkspaceId,
);
