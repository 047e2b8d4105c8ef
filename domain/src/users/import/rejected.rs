//! The rows that were left out, as they stand in the file, to be mended and imported again.
//!
//! Pages are read in transactions of their own, as in `users/export.rs`; each asks again whether the actor may.

use super::task::Task;
use crate::db::query;
use crate::jobs;
use crate::{Context, Error, stored};
use model::Refusal;
use model::ids::JobId;
use model::jobs::JobKind;
use model::permissions::Permission;
use model::users::MemberField;

/// Rows in one transaction.
const PAGE: i64 = 500;

/// A row that was left out.
#[derive(Clone, Debug)]
pub struct RejectedRow {
    /// As many as the file has columns, or more where something stands beyond the last.
    pub cells: Vec<String>,
    /// Why; none where the row was never judged.
    pub refusal: Option<Refusal>,
}

/// The rows of an import that were left out, under way into a file.
#[derive(Debug)]
pub struct RejectedRows {
    ctx: Context,
    slug: String,
    import: JobId,
    /// The last row that was read; none once all are.
    after: Option<i64>,
    /// What the columns are called, and what each was taken for.
    pub header: Vec<(String, Option<MemberField>)>,
    /// Some rows have something beyond the last column.
    pub has_stray: bool,
}

/// Begins such a file. For those who see the import, with `users:write`.
pub async fn rejected_rows(ctx: &Context, slug: &str, id: JobId) -> Result<RejectedRows, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    let found = jobs::find(&mut tx, &membership, id, JobKind::Import).await?;
    let task = Task::read(&found.task)?;
    Ok(RejectedRows {
        ctx: ctx.clone(),
        slug: slug.to_owned(),
        import: id,
        after: Some(-1),
        header: task.header.into_iter().zip(task.mapping.columns).collect(),
        has_stray: task.stray.rows > 0,
    })
}

impl RejectedRows {
    /// The next rows, in the order of the file; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<RejectedRow>>, Error> {
        let Some(after) = self.after.take() else { return Ok(None) };
        let mut tx = self.ctx.read().await?;
        self.ctx.require_session(&mut tx).await?;
        let membership = self.ctx.membership(&mut tx, &self.slug).await?;
        membership.require(Permission::USERS_WRITE)?;
        jobs::find(&mut tx, &membership, self.import, JobKind::Import).await?;
        let rows: Vec<(i64, String, Option<String>)> = query(
            "SELECT n, COALESCE(input, '[]'), problem FROM job_rows
             WHERE job_id = $1 AND n > $2 AND (plan = 'wrong' OR outcome = 'refused') ORDER BY n LIMIT $3",
        )
        .bind(self.import)
        .bind(after)
        .bind(PAGE)
        .all(&mut tx)
        .await?;
        self.after = rows.last().map(|row| row.0);
        let row = |(_, input, refusal): (i64, String, Option<String>)| {
            let refusal = refusal.map(|text| stored::read(&text, "a refusal")).transpose()?;
            Ok(RejectedRow { cells: stored::read(&input, "the cells of a row")?, refusal })
        };
        self.after.map(|_| rows.into_iter().map(row).collect()).transpose()
    }
}
