//! Which mails one would rather not get.

use crate::db::query;
use crate::{Context, Error, audit, mail};
use model::notices::Notice;

/// Those that the actor gets.
pub async fn notices(ctx: &Context) -> Result<Vec<Notice>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let muted = mail::muted(&mut tx, account).await?;
    Ok(Notice::ALL.into_iter().filter(|notice| !muted.contains(notice)).collect())
}

/// Gets these from now on, and none of the others.
pub async fn set_notices(ctx: &Context, wanted: &[Notice]) -> Result<(), Error> {
    let account = ctx.account()?;
    let muted: Vec<&str> =
        Notice::ALL.into_iter().filter(|notice| !wanted.contains(notice)).map(Notice::name).collect();
    let mut tx = ctx.write().await?;
    query("UPDATE accounts SET muted = $2 WHERE id = $1").bind(account).bind(muted.join(" ")).run(&mut tx).await?;
    audit::Event::new(audit::Action::AccountSetNotices)
        .target(account, "")
        .after(&serde_json::json!({ "muted": muted }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
