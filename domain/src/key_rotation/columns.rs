//! What is stored sealed.

use crate::db::{Tx, query};
use crate::{Context, Error, auth, connections, idempotency, mail, sso, webhooks};
use uuid::Uuid;

/// So many rows are read, and sealed anew, in one transaction.
pub(super) const BATCH: usize = 500;
/// How long the digest of a recovery code was before those were sealed, in bytes. Nothing sealed is that short.
const DIGEST_BYTES: usize = 32;

/// A column that holds what is sealed. A new one is a line of [`COLUMNS`].
pub(super) struct SealedColumn {
    pub table: &'static str,
    /// The column that the rows are walked by; it may stand in several rows.
    pub key: KeyColumn,
    pub column: &'static str,
    /// What it is sealed for.
    pub purpose: &'static str,
}

/// A column, and what it holds: PostgreSQL tells ids from bytes.
#[derive(Clone, Copy)]
pub(super) enum KeyColumn {
    Id(&'static str),
    Bytes(&'static str),
}

/// The value of a [`KeyColumn`].
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Key {
    Id(Uuid),
    Bytes(Vec<u8>),
}

const fn sealed(table: &'static str, key: KeyColumn, column: &'static str, purpose: &'static str) -> SealedColumn {
    SealedColumn { table, key, column, purpose }
}

/// All there are.
pub(super) const COLUMNS: &[SealedColumn] = &[
    sealed("outbox", KeyColumn::Id("id"), "sealed", mail::LINK_PURPOSE),
    sealed("authenticators", KeyColumn::Id("account_id"), "sealed", auth::factors::SECRET_PURPOSE),
    sealed("recovery_codes", KeyColumn::Id("account_id"), "code_hash", auth::factors::CODE_PURPOSE),
    sealed("webhook_endpoints", KeyColumn::Id("id"), "secret", webhooks::SECRET_PURPOSE),
    sealed("webhook_endpoints", KeyColumn::Id("id"), "former_secret", webhooks::SECRET_PURPOSE),
    sealed("idempotency_keys", KeyColumn::Bytes("scope"), "answer", idempotency::ANSWER_PURPOSE),
    sealed("identity_providers", KeyColumn::Id("id"), "client_secret", sso::SECRET_PURPOSE),
    sealed("identity_providers", KeyColumn::Id("id"), "tested_claims", sso::CLAIMS_PURPOSE),
    sealed("sessions", KeyColumn::Id("id"), "id_token", sso::ID_TOKEN_PURPOSE),
    sealed("connections", KeyColumn::Id("id"), "access_token", connections::TOKEN_PURPOSE),
    sealed("connections", KeyColumn::Id("id"), "refresh_token", connections::TOKEN_PURPOSE),
    sealed("connections", KeyColumn::Id("id"), "calendar", connections::CALENDAR_PURPOSE),
];

/// How the values of a column stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// `table.column`.
    pub column: String,
    /// Sealed by the current key.
    pub current: u64,
    /// Sealed by another one that is among the settings.
    pub previous: u64,
    /// Digests that only the key that made them can check: they can't be sealed anew.
    pub digests: u64,
    /// Sealed by a key that is not among the settings, or altered.
    pub unreadable: u64,
}

/// How one value stands.
pub(super) enum Standing {
    Current,
    /// What it says.
    Previous(String),
    Digest,
    Unreadable,
}

impl KeyColumn {
    pub fn name(self) -> &'static str {
        match self {
            Self::Id(name) | Self::Bytes(name) => name,
        }
    }

    /// Before every value.
    pub fn start(self) -> Key {
        match self {
            Self::Id(_) => Key::Id(Uuid::nil()),
            Self::Bytes(_) => Key::Bytes(Vec::new()),
        }
    }
}

impl SealedColumn {
    pub fn counts(&self) -> Counts {
        let column = format!("{}.{}", self.table, self.column);
        Counts { column, current: 0, previous: 0, digests: 0, unreadable: 0 }
    }

    pub fn standing(&self, ctx: &Context, value: &[u8]) -> Standing {
        let ring = &ctx.roster.key;
        if ring.is_current(self.purpose, value) {
            return Standing::Current;
        }
        match ring.open(self.purpose, value) {
            Some(text) => Standing::Previous(text),
            None if value.len() == DIGEST_BYTES => Standing::Digest,
            None => Standing::Unreadable,
        }
    }

    /// The next rows after `last`, with the column's values; all those of the last key among them, so that none of
    /// several with one key is passed over. `locking`: [`Tx::for_update`], or nothing.
    pub async fn rows_after(&self, tx: &mut Tx, last: &Key, locking: &str) -> Result<Vec<(Key, Vec<u8>)>, Error> {
        let (table, column, key) = (self.table, self.column, self.key.name());
        let sql = format!(
            "SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL AND {key} > $1 AND {key} <=
                 (SELECT k FROM (SELECT {key} AS k FROM {table} WHERE {column} IS NOT NULL AND {key} > $1
                                 ORDER BY {key} LIMIT {BATCH}) batch ORDER BY k DESC LIMIT 1)
             ORDER BY {key}{locking}"
        );
        Ok(match last {
            Key::Id(last) => {
                let rows: Vec<(Uuid, Vec<u8>)> = query(sql).bind(*last).all(tx).await?;
                rows.into_iter().map(|(key, value)| (Key::Id(key), value)).collect()
            }
            Key::Bytes(last) => {
                let rows: Vec<(Vec<u8>, Vec<u8>)> = query(sql).bind(last.clone()).all(tx).await?;
                rows.into_iter().map(|(key, value)| (Key::Bytes(key), value)).collect()
            }
        })
    }
}

impl Counts {
    pub(super) fn add(&mut self, standing: &Standing) {
        *match standing {
            Standing::Current => &mut self.current,
            Standing::Previous(_) => &mut self.previous,
            Standing::Digest => &mut self.digests,
            Standing::Unreadable => &mut self.unreadable,
        } += 1;
    }
}
