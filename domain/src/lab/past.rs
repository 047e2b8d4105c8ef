//! Features that have graduated or gone.

use super::news;
use crate::db::query;
use crate::{Context, Error};
use model::lab::{NewsKind, PastFeature, PastKind};

/// Tells whoever had one on, once: what they have chosen is deleted with the word that is left. The worker calls it with
/// [`model::lab::PAST`].
pub async fn tell_of_past(ctx: &Context, past: &[PastFeature]) -> Result<(), Error> {
    for feature in past {
        let (some,): (bool,) = query(
            "SELECT EXISTS (SELECT 1 FROM lab_choices WHERE feature = $1)
                 OR EXISTS (SELECT 1 FROM lab_policies WHERE feature = $1)
                 OR EXISTS (SELECT 1 FROM lab_switches WHERE feature = $1)",
        )
        .bind(feature.key)
        .one(&mut ctx.read().await?)
        .await?;
        if !some {
            continue;
        }
        let kind = match feature.kind {
            PastKind::Graduated => NewsKind::Graduated,
            PastKind::Removed => NewsKind::Removed,
        };
        let mut tx = ctx.write().await?;
        news::tell(ctx, &mut tx, feature.key, kind).await?;
        for table in ["lab_choices", "lab_policies", "lab_switches"] {
            query(format!("DELETE FROM {table} WHERE feature = $1")).bind(feature.key).run(&mut tx).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
