//! Tokens as pages show them.

use super::{TokenLifetime, TokenRules, TokenScopes, TokenState};
use crate::ids::TokenId;
use crate::page::When;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A token, as the pages show it.
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
    /// Where it may be used from, as CIDR; empty: from anywhere.
    pub networks: Vec<String>,
    /// It works, is older than 30 days, and nobody has used it.
    pub idle: bool,
}

/// All of one's own, with those that ended within the last 90 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensView {
    /// Those that work first, then the newest.
    pub tokens: Vec<TokenRow>,
}

/// A token that reaches a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceTokenRow {
    /// The token; its workspaces are not told here.
    pub token: TokenRow,
    /// Whose it is, by name; none: the workspace's own.
    pub owner: Option<String>,
    /// Who made it, by name; empty where that is not known any more.
    pub made_by: String,
}

/// The tokens that reach a workspace, and its rules for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceTokensView {
    /// The newest first.
    pub tokens: Vec<WorkspaceTokenRow>,
    /// Where older ones go on; none at the end.
    pub next: Option<TokenId>,
    /// How many of those that are shown expire within two weeks.
    pub end_soon: usize,
    /// The rules.
    pub rules: TokenRules,
    /// The reader has `settings:write`.
    pub may_edit: bool,
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
    /// The token, in the words of whoever made it, where a page shows the calls of several.
    pub token: Option<String>,
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
