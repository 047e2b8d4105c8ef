//! What a placeholder can hold.

use model::ids::{
    AccountId, CapId, ConnectionId, CreditRequestId, DomainId, DraftId, EntryId, EventId, GrantId, GroupId, HoldId,
    IdentityProviderId, InvitationId, JobId, MemberId, MovementId, PasskeyId, RoleId, SessionId, TokenId, ViewId,
    WebhookId, WorkspaceId,
};
use uuid::Uuid;

/// A bound value. Nulls carry their type, which PostgreSQL wants to know.
#[derive(Clone, Debug)]
pub enum Value {
    /// `BIGINT`.
    Int(Option<i64>),
    /// `BOOLEAN`; 0 or 1 on SQLite.
    Bool(bool),
    /// `TEXT`.
    Text(Option<String>),
    /// `BYTEA`, or `BLOB` on SQLite.
    Bytes(Option<Vec<u8>>),
    /// `UUID`; its sixteen bytes on SQLite.
    Uuid(Option<Uuid>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(Some(value.clone()))
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        Self::Text(value)
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::Text(value.map(str::to_owned))
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(Some(value))
    }
}

impl From<Option<Vec<u8>>> for Value {
    fn from(value: Option<Vec<u8>>) -> Self {
        Self::Bytes(value)
    }
}

impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Uuid(Some(value))
    }
}

impl From<Option<Uuid>> for Value {
    fn from(value: Option<Uuid>) -> Self {
        Self::Uuid(value)
    }
}

macro_rules! typed_ids {
    ($($id:ty),+ $(,)?) => {$(
        impl From<$id> for Value {
            fn from(id: $id) -> Self {
                Self::Uuid(Some(id.0))
            }
        }

        impl From<Option<$id>> for Value {
            fn from(id: Option<$id>) -> Self {
                Self::Uuid(id.map(|id| id.0))
            }
        }
    )+};
}

typed_ids!(
    AccountId,
    CapId,
    ConnectionId,
    CreditRequestId,
    EntryId,
    GrantId,
    HoldId,
    MovementId,
    DraftId,
    DomainId,
    EventId,
    GroupId,
    InvitationId,
    JobId,
    MemberId,
    PasskeyId,
    RoleId,
    SessionId,
    TokenId,
    IdentityProviderId,
    ViewId,
    WebhookId,
    WorkspaceId
);
