//! Tokens as pages show them.

use super::{TokenLifetime, TokenScopes, TokenState};
use crate::ids::TokenId;
use crate::page::When;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One of one's own tokens, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRow {
    /// The token, for its page's address.
    pub id: TokenId,
    /// What it is for, in its owner's words.
    pub description: String,
    /// How its secret begins.
    pub prefix: String,
    /// What it may do.
    pub scopes: TokenScopes,
    /// The names of the workspaces it reaches; none: all.
    pub workspaces: Option<Vec<String>>,
    /// What it was made for.
    pub lifetime: TokenLifetime,
    /// When it was made.
    pub created: When,
    /// When it ends, or ended; none: not by itself.
    pub ends: Option<When>,
    /// When it was last used, to the minute; none: never.
    pub used: Option<When>,
    /// The network address it was last used from; empty where none is known.
    pub used_from: String,
    /// Whether it works.
    pub state: TokenState,
    /// It can be used: also a rotated one while the overlap lasts.
    pub works: bool,
    /// It ends within two weeks, and nothing takes its place.
    pub ends_soon: bool,
}

/// All of one's own, with those that ended within the last 90 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensView {
    /// Those that work first, then the newest.
    pub tokens: Vec<TokenRow>,
}

/// A call of a token, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// Of the request, as the server's log has it.
    pub id: Uuid,
    /// When it was answered.
    pub at: When,
    /// `GET`.
    pub method: String,
    /// The address without its values.
    pub route: String,
    /// Of HTTP.
    pub status: i64,
    /// In milliseconds, with their unit.
    pub duration: String,
    /// Where the caller was.
    pub address: String,
}

/// A page of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsView {
    /// The newest first.
    pub rows: Vec<CallRow>,
    /// After which the next page begins; none on the last one.
    pub next: Option<Uuid>,
}
