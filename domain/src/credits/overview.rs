//! A wallet as its pages show it.

use super::balance::{Balance, balance_in, open_grants, settle_due};
use super::consumption::{Consumption, Forecast, consumption, forecast};
use super::entries::months;
use super::grant::Grant;
use super::hold::{self, Hold, HoldRecord};
use super::moment::first_day_of_month;
use crate::db::{Tx, query};
use crate::{Context, Error, Membership};
use model::Month;
use model::accounts::full_name;
use model::ids::MemberId;
use model::permissions::Permission;
use uuid::Uuid;

/// What a workspace's page shows: of all together for those who may see it, otherwise of whoever looks.
#[derive(Clone, Debug)]
pub struct Overview {
    /// What the workspace has.
    pub balance: Balance,
    /// What whoever looks has used in this month of UTC.
    pub used_by_me: i64,
    /// What was used, by feature.
    pub consumption: Consumption,
    /// It is that of whoever looks, not of all.
    pub mine: bool,
    /// How long credits last; for those who see what all use.
    pub forecast: Option<Forecast>,
    /// The months that have statements, newest first; for those who may see them.
    pub months: Vec<Month>,
    /// They may give credits and decide about them.
    pub may_write: bool,
}

/// Grants with something left, and what is reserved.
#[derive(Clone, Debug)]
pub struct WalletParts {
    /// In the order in which they are used; those to come last. At most a hundred.
    pub grants: Vec<Grant>,
    /// The live ones, the one that ends first at the top, with whose they are. At most a hundred.
    pub holds: Vec<(Hold, Option<(MemberId, String)>)>,
}

/// Every member's to see.
pub async fn overview(ctx: &Context, slug: &str) -> Result<Overview, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    drop(tx);
    settle_due(ctx, membership.workspace).await?;
    let mut tx = ctx.read().await?;
    let all = membership.has(Permission::CREDITS_READ);
    let account = if all { None } else { Some(membership.require_account()?) };
    Ok(Overview {
        balance: balance_in(&mut tx, membership.workspace).await?,
        used_by_me: used_by_me(ctx, &mut tx, &membership).await?,
        consumption: consumption(&mut tx, membership.workspace, account, ctx.now()).await?,
        mine: !all,
        forecast: if all { forecast(&mut tx, membership.workspace, ctx.now()).await? } else { None },
        months: if all { months(&mut tx, &membership, ctx.now()).await? } else { Vec::new() },
        may_write: membership.has(Permission::CREDITS_WRITE),
    })
}

async fn used_by_me(ctx: &Context, tx: &mut Tx, membership: &Membership) -> Result<i64, Error> {
    let (used,): (i64,) = query(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_usage
         WHERE workspace_id = $1 AND account_id = $2 AND day >= $3",
    )
    .bind(membership.workspace)
    .bind(membership.account.map_or(Uuid::nil(), |id| id.0))
    .bind(first_day_of_month(ctx.now()))
    .one(tx)
    .await?;
    Ok(used)
}

/// Needs `credits:read`.
pub async fn parts(ctx: &Context, slug: &str) -> Result<WalletParts, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_READ)?;
    drop(tx);
    settle_due(ctx, membership.workspace).await?;
    let mut tx = ctx.read().await?;
    let grants = open_grants(&mut tx, membership.workspace).await?;
    let rows: Vec<HoldRecord> = query(format!(
        "SELECT {} FROM credit_holds WHERE workspace_id = $1 AND state = 'live' ORDER BY expires_at, id LIMIT 100",
        hold::COLUMNS
    ))
    .bind(membership.workspace)
    .all(&mut tx)
    .await?;
    let people: Vec<(Uuid, Uuid, String, String)> = query(
        "SELECT m.account_id, m.id, m.first_name, m.last_name FROM members m
         WHERE m.workspace_id = $1 AND m.account_id IN (SELECT account_id FROM credit_holds
             WHERE workspace_id = $1 AND state = 'live' AND account_id IS NOT NULL ORDER BY expires_at, id LIMIT 100)",
    )
    .bind(membership.workspace)
    .all(&mut tx)
    .await?;
    let mut holds = Vec::new();
    for row in rows {
        let hold = row.hold()?;
        let person = people.iter().find(|(account, ..)| Some(*account) == hold.account.map(|id| id.0));
        holds.push((hold, person.map(|(_, id, first, last)| ((*id).into(), full_name(first, last)))));
    }
    Ok(WalletParts { grants, holds })
}
