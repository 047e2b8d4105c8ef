//! What all workspaces of an account have.

use super::balance::{Balance, settle_due};
use super::moment::first_day_of_month;
use crate::db::query;
use crate::{Context, Error};
use model::ids::WorkspaceId;
use uuid::Uuid;

/// What one of an account's workspaces has.
#[derive(Clone, Debug)]
pub struct MyWallet {
    /// The workspace's name in addresses.
    pub slug: String,
    /// Its name, as people read it.
    pub name: String,
    /// Its plan's key; none: the default one.
    pub plan: Option<String>,
    /// What it has.
    pub balance: Balance,
    /// What the account has used there in this month of UTC.
    pub used_by_me: i64,
}

/// Of an account's workspaces, by `m` and `w`; $1 is the account, $2 the moment.
const MINE: &str = "FROM members m JOIN workspaces w ON w.id = m.workspace_id
     WHERE m.account_id = $1 AND m.status = 'active' AND w.deleted_at IS NULL
       AND (m.ends_at IS NULL OR m.ends_at > $2) AND m.verify_email_key IS NULL
     ORDER BY w.name, w.id LIMIT 50";

#[derive(sqlx::FromRow)]
struct WalletRow {
    slug: String,
    name: String,
    plan: Option<String>,
    active: bool,
    posted: i64,
    held: i64,
    expiring: Option<i64>,
    expires_at: Option<i64>,
    used_by_me: i64,
}

/// Of the account that asks, in the order of their names. At most fifty.
pub async fn my_wallets(ctx: &Context) -> Result<Vec<MyWallet>, Error> {
    let account = ctx.account()?;
    let due: Vec<(Uuid,)> = query(format!(
        "SELECT workspace_id FROM credit_wallets WHERE due_at <= $2 AND workspace_id IN (SELECT id FROM (SELECT w.id {MINE}) AS mine)"
    ))
    .bind(account)
    .bind(ctx.now())
    .all(&mut ctx.read().await?)
    .await?;
    for (workspace,) in due {
        settle_due(ctx, WorkspaceId(workspace)).await?;
    }
    let next = |column: &str| {
        format!(
            "(SELECT g.{column} FROM credit_grants g WHERE g.workspace_id = mine.id AND g.remaining > 0 AND g.entered
              AND g.expires_at IS NOT NULL ORDER BY g.expires_at, g.id LIMIT 1)"
        )
    };
    let rows: Vec<WalletRow> = query(format!(
        "SELECT mine.slug, mine.name, mine.plan, COALESCE(c.active, FALSE) AS active, COALESCE(c.posted, 0) AS posted,
                COALESCE(c.held, 0) AS held, {} AS expiring, {} AS expires_at,
                CAST(COALESCE((SELECT SUM(u.amount) FROM credit_usage u WHERE u.workspace_id = mine.id
                    AND u.account_id = $1 AND u.day >= $3), 0) AS BIGINT) AS used_by_me
         FROM (SELECT w.id, w.slug, w.name, w.plan {MINE}) AS mine
         LEFT JOIN credit_wallets c ON c.workspace_id = mine.id ORDER BY mine.name, mine.id",
        next("remaining"),
        next("expires_at")
    ))
    .bind(account)
    .bind(ctx.now())
    .bind(first_day_of_month(ctx.now()))
    .all(&mut ctx.read().await?)
    .await?;
    let wallet = |row: WalletRow| {
        let expiring = row.expiring.zip(row.expires_at);
        let balance =
            Balance { active: row.active, posted: row.posted, reserved: row.held, expiring, ..Balance::default() };
        MyWallet { slug: row.slug, name: row.name, plan: row.plan, balance, used_by_me: row.used_by_me }
    };
    Ok(rows.into_iter().map(wallet).collect())
}
