//! What one page reads, in one transaction.
//!
//! A page asks the database in a dozen places, and each hand-over to the database costs more than what it asks for.
//! They all read in the same transaction, one after the other, and what several of them ask for first is remembered
//! until something is written.

use super::{Database, DbError, Tx};
use std::any::Any;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OwnedMutexGuard;
use tokio::time::timeout;

/// How long one part of a page waits for the others to have read: longer than any of them may take.
const TURN: Duration = Duration::from_secs(10);

/// The transaction of one page, begun when it is first read in.
#[derive(Default)]
pub struct PageReads {
    slot: Arc<tokio::sync::Mutex<Option<Tx>>>,
    remembered: Mutex<Vec<(String, Box<dyn Any + Send + Sync>)>>,
}

impl fmt::Debug for PageReads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageReads")
    }
}

impl PageReads {
    /// The page's transaction, once whoever reads in it has done so. Whoever holds it must not ask for it again, nor
    /// write: they would wait for themselves, and go on with a transaction of their own after ten seconds.
    pub async fn read(&self, db: &Database) -> Result<ReadTx, DbError> {
        let Ok(mut slot) = timeout(TURN, self.slot.clone().lock_owned()).await else {
            debug_assert!(false, "a part of a page reads while it is reading");
            tracing::error!("a part of a page waited for another that did not end");
            return db.read().await.map(ReadTx::own);
        };
        if slot.is_none() {
            let tx = slot.insert(db.read().await?);
            tx.is_of_page = true;
        }
        Ok(ReadTx(Held::OfPage(slot)))
    }

    /// Ends the transaction: what is read from now on sees what is written from now on. Whoever writes needs a
    /// connection of their own, and must not hold two.
    pub async fn end(&self) {
        unpoisoned(&self.remembered).clear();
        let slot = timeout(TURN, self.slot.lock()).await;
        debug_assert!(slot.is_ok(), "a part of a page writes while it is reading");
        if let Ok(mut slot) = slot {
            *slot = None;
        }
    }

    /// What was remembered under this key.
    pub fn recall<T: Any + Clone>(&self, key: &str) -> Option<T> {
        let remembered = unpoisoned(&self.remembered);
        remembered.iter().filter(|(of, _)| of == key).find_map(|(_, value)| value.downcast_ref::<T>()).cloned()
    }

    /// Remembers it until something is written.
    pub fn remember<T: Any + Send + Sync>(&self, key: &str, value: T) {
        unpoisoned(&self.remembered).push((key.to_owned(), Box::new(value)));
    }
}

/// A transaction to read in: one's own, or the page's, which goes back to the page when this is dropped.
#[derive(Debug)]
pub struct ReadTx(Held);

#[derive(Debug)]
enum Held {
    Own(Tx),
    OfPage(OwnedMutexGuard<Option<Tx>>),
}

impl ReadTx {
    pub(crate) fn own(tx: Tx) -> Self {
        Self(Held::Own(tx))
    }
}

impl Deref for ReadTx {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        match &self.0 {
            Held::Own(tx) => tx,
            Held::OfPage(slot) => slot.as_ref().unwrap_or_else(|| unreachable!("it was begun before it was lent")),
        }
    }
}

impl DerefMut for ReadTx {
    fn deref_mut(&mut self) -> &mut Tx {
        match &mut self.0 {
            Held::Own(tx) => tx,
            Held::OfPage(slot) => slot.as_mut().unwrap_or_else(|| unreachable!("it was begun before it was lent")),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // PostgreSQL answers nothing more in a transaction in which something has failed.
        if let Self::OfPage(slot) = self
            && slot.as_ref().is_some_and(Tx::has_failed)
        {
            **slot = None;
        }
    }
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
