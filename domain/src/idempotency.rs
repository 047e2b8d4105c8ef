//! Calls that take effect once, however often they are sent (draft-ietf-httpapi-idempotency-key-header-07): the key is
//! taken in the transaction of the verb, so that there is never an effect without its key or a key without its effect.

use crate::clock::{Micros, micros};
use crate::db::Database;
use crate::db::{Tx, query};
use crate::random::Random;
use crate::secrets::SecretKey;
use crate::{Error, stored};
use model::ids::TokenId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// How long a key is remembered.
const KEPT: Duration = Duration::from_hours(24);
/// What a kept answer is sealed for.
pub(crate) const ANSWER_PURPOSE: &str = "idempotency";

/// A call that carries a key. Whatever writes in its context takes the key along ([`crate::Context::write`]).
#[derive(Debug)]
pub struct IdempotencyClaim {
    scope: Vec<u8>,
    fingerprint: Vec<u8>,
    id: Uuid,
    is_lost: AtomicBool,
}

/// The answer that a call got, to be given again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Those headers that belong to what is answered.
    pub headers: Vec<(String, String)>,
    /// JSON, or nothing.
    pub body: String,
}

/// What is known of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Earlier {
    /// It is new.
    Nothing,
    /// The same call has been answered.
    Answered(KeptAnswer),
    /// The same call has begun, and no answer of it is kept yet.
    Unanswered,
    /// Another call has used it.
    Differs,
}

impl IdempotencyClaim {
    /// Of `key`, as a token sends it to a method and route, with what is asked for there; `id` is a new one.
    pub fn new(id: Uuid, token: TokenId, route: &str, key: &str, asked: &[&[u8]]) -> Self {
        let scope = digest(&[token.0.as_bytes(), route.as_bytes(), key.as_bytes()]);
        Self { scope, fingerprint: digest(asked), id, is_lost: AtomicBool::new(false) }
    }

    /// Another call with the same key was faster: this one has changed nothing.
    pub fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed)
    }

    /// What came of an earlier call with this key.
    pub async fn earlier(&self, db: &Database, key: &SecretKey, now: Micros) -> Result<Earlier, Error> {
        let row: Option<(Vec<u8>, Option<Vec<u8>>)> =
            query("SELECT fingerprint, answer FROM idempotency_keys WHERE scope = $1 AND created_at > $2")
                .bind(self.scope.clone())
                .bind(now - micros(KEPT))
                .optional(&mut db.read().await?)
                .await?;
        Ok(match row {
            None => Earlier::Nothing,
            Some((fingerprint, _)) if fingerprint != self.fingerprint => Earlier::Differs,
            Some((_, None)) => Earlier::Unanswered,
            // What was sealed by a former key of the installation can't be given again.
            Some((_, Some(sealed))) => match key.open(ANSWER_PURPOSE, &sealed) {
                Some(text) => Earlier::Answered(stored::read(&text, "a kept answer")?),
                None => Earlier::Unanswered,
            },
        })
    }

    /// Takes the key, in the transaction that does what is asked for. [`Error::Conflict`] where another call has it.
    pub(crate) async fn take(&self, tx: &mut Tx, now: Micros) -> Result<(), Error> {
        query("DELETE FROM idempotency_keys WHERE scope = $1 AND created_at <= $2")
            .bind(self.scope.clone())
            .bind(now - micros(KEPT))
            .run(tx)
            .await?;
        query(
            "INSERT INTO idempotency_keys (scope, claim, fingerprint, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(self.scope.clone())
        .bind(self.id)
        .bind(self.fingerprint.clone())
        .bind(now)
        .run(tx)
        .await?;
        let (claim,): (Uuid,) =
            query("SELECT claim FROM idempotency_keys WHERE scope = $1").bind(self.scope.clone()).one(tx).await?;
        if claim == self.id {
            return Ok(());
        }
        self.is_lost.store(true, Ordering::Relaxed);
        Err(Error::Conflict)
    }

    /// Keeps the answer, if the call has taken its key: a call that only reads has none.
    pub async fn keep(
        &self,
        db: &Database,
        (key, random): (&SecretKey, &Random),
        answer: &KeptAnswer,
    ) -> Result<(), Error> {
        let sealed = key.seal(random, ANSWER_PURPOSE, &stored::written(answer, "an answer to keep")?)?;
        let mut tx = db.write().await?;
        query("UPDATE idempotency_keys SET answer = $3 WHERE scope = $1 AND claim = $2")
            .bind(self.scope.clone())
            .bind(self.id)
            .bind(sealed)
            .run(&mut tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Lets go of the key of a call that failed, so that it can be sent again.
    pub async fn give_back(&self, db: &Database) -> Result<(), Error> {
        let mut tx = db.write().await?;
        query("DELETE FROM idempotency_keys WHERE scope = $1 AND claim = $2")
            .bind(self.scope.clone())
            .bind(self.id)
            .run(&mut tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// Each part with its length before it: no two lists of parts are alike.
fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// Forgets the keys whose day has passed.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM idempotency_keys WHERE created_at <= $1").bind(now - micros(KEPT)).run(tx).await?;
    Ok(())
}
