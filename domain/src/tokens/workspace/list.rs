//! Every token that reaches a workspace: its own, and those of its members.

use crate::db::{Tx, query};
use crate::token_limits::{WORKS, reaches_sql};
use crate::tokens::list::{COLUMNS, LISTED, OwnToken, TokenData};
use crate::tokens::retention::KEPT;
use crate::{Context, Error, Membership, token_limits};
use model::accounts::full_name;
use model::ids::TokenId;
use model::permissions::Permission;
use model::tokens::TokenRules;

/// A token that reaches the workspace, without its secret.
#[derive(Clone, Debug)]
pub struct ReachingToken {
    /// The token. Which other workspaces it reaches is its owner's matter: none are named.
    pub token: OwnToken,
    /// Whose it is, by name or else by e-mail; none: the workspace's own.
    pub owner: Option<String>,
    /// Who made it, in the same way; empty where that is not known any more.
    pub made_by: String,
}

/// A page of them, the newest first.
#[derive(Clone, Debug)]
pub struct ReachingTokens {
    /// At most as many as were asked for.
    pub tokens: Vec<ReachingToken>,
    /// Where older ones go on; none at the end.
    pub next: Option<TokenId>,
    /// The workspace's rules for tokens.
    pub rules: TokenRules,
    /// The actor has `settings:write`.
    pub may_edit: bool,
}

/// The workspace's own tokens, with those that ended within the last 90 days, and those of members that work and reach
/// it: at most `limit` that are older than `after`. Needs `settings:read`.
pub async fn list(ctx: &Context, slug: &str, after: Option<TokenId>, limit: u32) -> Result<ReachingTokens, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let mut tokens = find(ctx, &mut tx, &membership, Which::After(after), i64::from(limit) + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = tokens.len() > wanted;
    tokens.truncate(wanted);
    Ok(ReachingTokens {
        next: tokens.last().filter(|_| has_more).map(|last| last.token.id),
        tokens,
        rules: token_limits::rules(&mut tx, membership.workspace).await?,
        may_edit: membership.has(Permission::SETTINGS_WRITE),
    })
}

/// One of them. Needs `settings:read`.
pub async fn show(ctx: &Context, slug: &str, id: TokenId) -> Result<ReachingToken, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    find_reaching(ctx, &mut tx, &membership, id).await
}

/// [`Error::NotFound`] where it does not reach the workspace.
pub(super) async fn find_reaching(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: TokenId,
) -> Result<ReachingToken, Error> {
    find(ctx, tx, membership, Which::One(id), 1).await?.pop().ok_or(Error::NotFound)
}

#[derive(Clone, Copy, Debug)]
enum Which {
    After(Option<TokenId>),
    One(TokenId),
}

#[derive(sqlx::FromRow)]
struct ReachingRow {
    #[sqlx(flatten)]
    token: TokenData,
    is_own: bool,
    owner_name: String,
    owner_last_name: String,
    owner_email: String,
}

/// One query. The members' tokens are those for chosen workspaces, of which this is one, and those for all of their
/// owner's: each kind by an index, in the order of the ids, which is that of time.
async fn find(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    which: Which,
    limit: i64,
) -> Result<Vec<ReachingToken>, Error> {
    let (bound, id) = match which {
        Which::After(None) => ("$4 = $4", TokenId(uuid::Uuid::nil())),
        Which::After(Some(id)) => ("t.id < $4", id),
        Which::One(id) => ("t.id = $4", id),
    };
    let (reaches, works) = (reaches_sql(), WORKS.replace("$2", "$5"));
    let member = "EXISTS (SELECT 1 FROM members m WHERE m.workspace_id = w.id AND m.account_id = t.account_id
        AND m.status = 'active' AND (m.ends_at IS NULL OR m.ends_at > $5))";
    let rows: Vec<ReachingRow> = query(format!(
        "SELECT {COLUMNS}, t.workspace_id IS NOT NULL AS is_own, COALESCE(a.first_name, '') AS owner_name,
                COALESCE(a.last_name, '') AS owner_last_name, COALESCE(a.email, '') AS owner_email
         FROM (SELECT * FROM (SELECT t.id FROM tokens t WHERE t.workspace_id = $1 AND {LISTED} AND {bound}
                              ORDER BY t.id DESC LIMIT $3) own
               UNION ALL
               SELECT * FROM (SELECT t.id FROM tokens t JOIN workspaces w ON w.id = $1
                              WHERE t.id IN (SELECT c.token_id FROM token_workspaces c WHERE c.workspace_id = $1)
                                AND {works} AND {reaches} AND {member} AND {bound}
                              ORDER BY t.id DESC LIMIT $3) chosen
               UNION ALL
               SELECT * FROM (SELECT t.id FROM tokens t JOIN workspaces w ON w.id = $1
                              WHERE t.all_workspaces AND {works} AND {reaches} AND {member} AND {bound}
                              ORDER BY t.id DESC LIMIT $3) every) found
         JOIN tokens t ON t.id = found.id LEFT JOIN accounts a ON a.id = COALESCE(t.account_id, t.created_by)
         ORDER BY t.id DESC LIMIT $3"
    ))
    .bind(membership.workspace)
    .bind(ctx.now() - KEPT)
    .bind(limit)
    .bind(id)
    .bind(ctx.now())
    .all(tx)
    .await?;
    rows.into_iter().map(|row| row.told(ctx)).collect()
}

impl ReachingRow {
    fn told(self, ctx: &Context) -> Result<ReachingToken, Error> {
        let name = full_name(&self.owner_name, &self.owner_last_name);
        let made_by = if name.is_empty() { self.owner_email } else { name };
        let token = self.token.told(ctx.now(), |_| Vec::new())?;
        Ok(ReachingToken { owner: (!self.is_own).then(|| made_by.clone()), token, made_by })
    }
}
