//! Everyone whom a query finds, for work that takes long.

use super::cursor::Cursor;
use super::find::{Effort, candidates_up_to};
use super::list::{COLUMNS, Listed, Row};
use super::narrow::Narrow;
use super::order::{Wanted, column, sorted, walk};
use crate::clock::Micros;
use crate::db::{self, Tx};
use crate::{Context, Error, Seat};
use model::users::UsersQuery;
use uuid::Uuid;

/// Goes through everyone whom a query finds, in the order of its sort, a piece at a time; what comes in between shows neither
/// twice nor hides anyone.
pub(crate) struct Walker<'a> {
    narrow: Narrow,
    asked: &'a UsersQuery,
    from: Option<Cursor>,
    /// All candidates fit into one piece of work.
    few: bool,
    effort: Effort,
    now: Micros,
}

impl<'a> Walker<'a> {
    /// From the beginning, or from where [`Walker::next`] said that it was.
    pub(crate) async fn resume(
        ctx: &Context,
        tx: &mut Tx,
        seat: &Seat,
        asked: &'a UsersQuery,
        position: &str,
    ) -> Result<Self, Error> {
        let narrow = Narrow::of(ctx, tx, seat, asked).await?;
        let effort = ctx.roster.settings.list;
        let few = candidates_up_to(tx, &narrow, effort.few + 1).await? <= effort.few;
        let from = Cursor::parse(position, asked.sort).ok();
        Ok(Self { narrow, asked, from, few, effort, now: ctx.now() })
    }

    /// The next people, without their roles and groups, and the position after them; none at the end.
    pub(crate) async fn next(&self, tx: &mut Tx, size: u32) -> Result<(Vec<Listed>, Option<String>), Error> {
        let mut rows: Vec<Row> = self.rows(tx, size, COLUMNS).await?;
        let more = rows.len() > size as usize;
        rows.truncate(size as usize);
        let at = rows.last().filter(|_| more);
        let next = at.map(|row| self.position(row.key(self.asked), row.id));
        Ok((rows.into_iter().map(|row| row.listed(self.now)).collect(), next))
    }

    /// The next rows as these columns of `members m` show them, and one more where there are more.
    pub(crate) async fn rows<T: db::Row>(&self, tx: &mut Tx, size: u32, columns: &str) -> Result<Vec<T>, Error> {
        let (asked, effort) = (self.asked, self.effort);
        let wanted = Wanted { asked, from: self.from.as_ref(), size: i64::from(size), effort };
        let sql = if self.few {
            sorted(&self.narrow, &wanted, Some(effort.few), columns)
        } else {
            walk(&self.narrow, &wanted, None, columns)
        };
        Ok(sql.query().all(tx).await?)
    }

    /// The column that the order is by.
    pub(crate) fn key_column(&self) -> &'static str {
        column(self.asked.sort.key)
    }

    /// The position after the row with this key and id.
    pub(crate) fn position(&self, key: String, id: Uuid) -> String {
        Cursor::new(self.asked.sort, false, key, id).written()
    }
}
