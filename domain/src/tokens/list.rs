//! One's own tokens, and how a token is told of.

use super::networks::Networks;
use super::retention::KEPT;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::ids::TokenId;
use model::tokens::{TokenLifetime, TokenScopes, TokenState};
use uuid::Uuid;

/// More than there can be of those that work; of the ended ones the newest are shown.
const PAGE_SIZE: i64 = 200;

/// A token without its secret.
#[derive(Clone, Debug)]
pub struct OwnToken {
    /// The token.
    pub id: TokenId,
    /// In its owner's words.
    pub description: String,
    /// How its secret begins.
    pub prefix: String,
    /// What it is for.
    pub scopes: TokenScopes,
    /// The names of the workspaces it reaches; none: all.
    pub workspaces: Option<Vec<String>>,
    /// What it was made for.
    pub lifetime: TokenLifetime,
    /// When it was made.
    pub created_at: Micros,
    /// When it ends, or ended, for whatever reason; none: not by itself.
    pub ends_at: Option<Micros>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Micros>,
    /// The network address it was last used from; empty where none is known.
    pub last_used_address: String,
    /// Where it may be used from, as CIDR; empty: from anywhere.
    pub networks: Vec<String>,
    /// Whether it works, and why not.
    pub state: TokenState,
}

#[derive(sqlx::FromRow)]
pub(super) struct TokenData {
    id: Uuid,
    description: String,
    prefix: String,
    scopes: String,
    all_workspaces: bool,
    lifetime: String,
    networks: String,
    created_at: i64,
    expires_at: Option<i64>,
    last_used_at: Option<i64>,
    last_used_address: Option<String>,
    revoked_at: Option<i64>,
    revoked_reason: Option<String>,
    superseded_until: Option<i64>,
}

/// The columns of [`TokenData`], over `tokens t`.
pub(super) const COLUMNS: &str =
    "t.id, t.description, t.prefix, t.scopes, t.all_workspaces, t.lifetime, t.networks, t.created_at,
    t.expires_at, t.last_used_at, t.last_used_address, t.revoked_at, t.revoked_reason, t.superseded_until";

/// Those that work, and those that ended after the moment `$2`, over `tokens t`.
pub(super) const LISTED: &str = "(t.revoked_at IS NULL OR t.revoked_at > $2)
    AND (t.expires_at IS NULL OR t.expires_at > $2) AND (t.superseded_until IS NULL OR t.superseded_until > $2)";

/// The actor's, the newest first, with those that ended within the last 90 days.
pub async fn list(ctx: &Context) -> Result<Vec<OwnToken>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let rows: Vec<TokenData> = query(format!(
        "SELECT {COLUMNS} FROM tokens t WHERE t.account_id = $1 AND {LISTED}
         ORDER BY t.created_at DESC, t.id DESC LIMIT $3"
    ))
    .bind(account)
    .bind(ctx.now() - KEPT)
    .bind(PAGE_SIZE)
    .all(&mut tx)
    .await?;
    let reached: Vec<(Uuid, String)> = query(
        "SELECT x.token_id, w.name FROM token_workspaces x JOIN tokens t ON t.id = x.token_id
         JOIN workspaces w ON w.id = x.workspace_id WHERE t.account_id = $1 AND w.deleted_at IS NULL ORDER BY w.name",
    )
    .bind(account)
    .all(&mut tx)
    .await?;
    let names = |id: Uuid| reached.iter().filter(|(token, _)| *token == id).map(|(_, name)| name.clone()).collect();
    rows.into_iter().map(|row| row.told(ctx.now(), names)).collect()
}

impl TokenData {
    /// As it stands at a moment.
    pub(super) fn told(self, now: Micros, names: impl Fn(Uuid) -> Vec<String>) -> Result<OwnToken, Error> {
        let state = match (&self.revoked_reason, self.superseded_until, self.expires_at) {
            (Some(reason), _, _) => stored::named(reason, TokenState::named, "why a token was revoked")?,
            (None, Some(_), _) => TokenState::Rotated,
            (None, None, Some(at)) if at <= now => TokenState::Expired,
            (None, None, _) => TokenState::Active,
        };
        Ok(OwnToken {
            id: self.id.into(),
            description: self.description,
            prefix: self.prefix,
            scopes: stored::parsed(&self.scopes, "a token's scopes")?,
            workspaces: (!self.all_workspaces).then(|| names(self.id)),
            lifetime: stored::named(&self.lifetime, TokenLifetime::named, "a token's lifetime")?,
            created_at: self.created_at,
            ends_at: [self.revoked_at, self.superseded_until, self.expires_at].into_iter().flatten().min(),
            last_used_at: self.last_used_at,
            last_used_address: self.last_used_address.unwrap_or_default(),
            networks: Networks::read(&self.networks)?.texts(),
            state,
        })
    }
}

impl OwnToken {
    /// Whether it can be used at a moment.
    pub fn works(&self, now: Micros) -> bool {
        self.ends_at.is_none_or(|at| now < at)
    }
}

/// One token, whoever asks: the caller knows that it may be shown.
pub(super) async fn find(tx: &mut Tx, id: TokenId, now: Micros) -> Result<OwnToken, Error> {
    let row: TokenData = query(format!("SELECT {COLUMNS} FROM tokens t WHERE t.id = $1"))
        .bind(id)
        .optional(tx)
        .await?
        .ok_or(Error::NotFound)?;
    let reached: Vec<(String,)> = query(
        "SELECT w.slug FROM token_workspaces x JOIN workspaces w ON w.id = x.workspace_id
         WHERE x.token_id = $1 AND w.deleted_at IS NULL
         UNION ALL
         SELECT w.slug FROM tokens t JOIN workspaces w ON w.id = t.workspace_id WHERE t.id = $1 AND w.deleted_at IS NULL
         ORDER BY 1",
    )
    .bind(id)
    .all(tx)
    .await?;
    row.told(now, |_| reached.iter().map(|(slug,)| slug.clone()).collect())
}
