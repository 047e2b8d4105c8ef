//! What tokens have asked for, written down many calls at a time: no call waits for it. Read by [`crate::tokens::calls`].

use crate::clock::Micros;
use model::ids::TokenId;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// More than these do not wait: a database that is out of reach must not fill the memory. The oldest are lost.
const MAX_WAITING: usize = 50_000;

/// A call that has been answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenCall {
    /// Of the request, as logs have it.
    pub id: Uuid,
    /// What called.
    pub token: TokenId,
    /// The workspace that the address names, by its slug.
    pub slug: Option<String>,
    /// When it was answered.
    pub at: Micros,
    /// `GET`.
    pub method: String,
    /// The address without its values: `/workspaces/{slug}/users`.
    pub route: String,
    /// Of HTTP.
    pub status: u16,
    /// How long it took.
    pub duration: Duration,
    /// Where the caller is.
    pub address: Option<IpAddr>,
}

/// Calls that wait to be written down, of one server.
#[derive(Debug, Default)]
pub struct CallLog(Mutex<Vec<TokenCall>>);

impl CallLog {
    /// Keeps one, for the next time that calls are written down.
    pub fn push(&self, call: TokenCall) {
        self.put_back(vec![call]);
    }

    /// Those that wait; none wait any more.
    pub(crate) fn take(&self) -> Vec<TokenCall> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// At the end; what is too much falls off the beginning.
    pub(crate) fn put_back(&self, calls: Vec<TokenCall>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(calls);
        let too_many = waiting.len().saturating_sub(MAX_WAITING);
        if too_many > 0 {
            waiting.drain(..too_many);
            tracing::warn!(too_many, "calls of tokens are not written down");
        }
    }
}
