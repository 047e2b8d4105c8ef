//! What has happened to a feature, for those who had it on.

use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::ids::AccountId;
use model::lab::{LabNews, NewsKind};

/// Leaves word for everyone who has turned a feature on, or whose workspace forces it.
pub(super) async fn tell(ctx: &Context, tx: &mut Tx, key: &str, kind: NewsKind) -> Result<(), Error> {
    query(
        "INSERT INTO lab_news (account_id, feature, kind, at)
         SELECT a.account_id, $1, $2, $3 FROM (
             SELECT account_id FROM lab_choices WHERE feature = $1
             UNION SELECT m.account_id FROM lab_policies p JOIN members m ON m.workspace_id = p.workspace_id
             WHERE p.feature = $1 AND p.policy = 'force' AND m.status = 'active' AND m.account_id IS NOT NULL
         ) a WHERE TRUE
         ON CONFLICT (account_id, feature) DO UPDATE SET kind = excluded.kind, at = excluded.at",
    )
    .bind(key)
    .bind(kind.name())
    .bind(ctx.now())
    .run(tx)
    .await?;
    Ok(())
}

/// What an account has not been told yet.
pub(super) async fn news(tx: &mut Tx, account: AccountId) -> Result<Vec<LabNews>, Error> {
    let rows: Vec<(String, String)> =
        query("SELECT feature, kind FROM lab_news WHERE account_id = $1 ORDER BY at, feature")
            .bind(account)
            .all(tx)
            .await?;
    let one =
        |(key, kind): (String, String)| Ok(LabNews { key, kind: stored::parsed(&kind, "what befell a feature")? });
    rows.into_iter().map(one).collect()
}

/// The actor has read what there was to tell.
pub async fn dismiss(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    query("DELETE FROM lab_news WHERE account_id = $1").bind(account).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
