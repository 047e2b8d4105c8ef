//! One link of the chain.
//!
//! `hash = SHA-256("roster audit 1" ‖ hash before ‖ position ‖ fields of the event)`, a field being a zero byte where
//! it is null, or else a one, its length in 8 bytes and its bytes; numbers in 8 bytes, all big-endian. The token that an
//! event was done by comes last, and only where there is one: events from before there were tokens are sealed as they
//! were. So no two events have the same bytes, and who holds the tables can compute the chain without Roster.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What stands before the first link.
pub(super) const BEGINNING: [u8; 32] = [0; 32];

/// The chain of what belongs to no workspace.
pub(super) const ACCOUNTS: Uuid = Uuid::nil();

/// The columns of a [`Sealed`], over `audit_events e`.
pub(super) const COLUMNS: &str =
    "e.id, e.workspace_id, e.at, e.actor_id, e.channel, e.address, e.action, e.target_id, e.target, e.before, e.after,
    e.token_id";

/// An event as it is sealed. Without an id: it is not there.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Sealed {
    pub id: Option<Uuid>,
    workspace_id: Option<Uuid>,
    pub at: Option<i64>,
    actor_id: Option<Uuid>,
    channel: Option<String>,
    address: Option<String>,
    action: Option<String>,
    target_id: Option<Uuid>,
    target: Option<String>,
    before: Option<String>,
    after: Option<String>,
    token_id: Option<Uuid>,
}

impl Sealed {
    /// The hash of the link at this position, after the one with that hash.
    pub(super) fn hash(&self, previous: &[u8], position: i64) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(b"roster audit 1");
        hash.update(previous);
        hash.update(position.to_be_bytes());
        let mut field = |bytes: Option<&[u8]>| match bytes {
            None => hash.update([0]),
            Some(bytes) => {
                hash.update([1]);
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
        };
        let bytes = |id: &Option<Uuid>| id.map(Uuid::into_bytes);
        field(bytes(&self.id).as_ref().map(<[u8; 16]>::as_slice));
        field(bytes(&self.workspace_id).as_ref().map(<[u8; 16]>::as_slice));
        field(self.at.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
        field(bytes(&self.actor_id).as_ref().map(<[u8; 16]>::as_slice));
        field(self.channel.as_deref().map(str::as_bytes));
        field(self.address.as_deref().map(str::as_bytes));
        field(self.action.as_deref().map(str::as_bytes));
        field(bytes(&self.target_id).as_ref().map(<[u8; 16]>::as_slice));
        for text in [&self.target, &self.before, &self.after] {
            field(text.as_deref().map(str::as_bytes));
        }
        if let Some(token) = bytes(&self.token_id) {
            field(Some(&token));
        }
        hash.finalize().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Sealed {
        let id = Uuid::from_u128(7);
        Sealed {
            id: Some(id),
            workspace_id: Some(id),
            at: Some(1),
            actor_id: None,
            channel: Some("page".into()),
            address: Some(String::new()),
            action: Some("member.create".into()),
            target_id: None,
            target: Some("ab".into()),
            before: None,
            after: Some("c".into()),
            token_id: None,
        }
    }

    #[test]
    fn whatever_differs_makes_another_hash() {
        let first = event().hash(&BEGINNING, 1);
        let others = [
            event().hash(&BEGINNING, 2),
            event().hash(&first, 1),
            Sealed { target: Some("a".into()), after: Some("bc".into()), ..event() }.hash(&BEGINNING, 1),
            Sealed { before: Some(String::new()), ..event() }.hash(&BEGINNING, 1),
            Sealed { before: Some("c".into()), after: None, ..event() }.hash(&BEGINNING, 1),
            Sealed { actor_id: Some(Uuid::from_u128(7)), workspace_id: None, ..event() }.hash(&BEGINNING, 1),
            Sealed { token_id: Some(Uuid::from_u128(7)), ..event() }.hash(&BEGINNING, 1),
            Sealed { token_id: Some(Uuid::nil()), ..event() }.hash(&BEGINNING, 1),
        ];
        for (n, other) in others.iter().enumerate() {
            assert_ne!(*other, first, "{n}");
            assert!(others.iter().filter(|hash| *hash == other).count() == 1, "{n}");
        }
        assert_eq!(event().hash(&BEGINNING, 1), first);
    }
}
