//! Everyone whom a query finds, for work that takes long.

use super::cursor::Cursor;
use super::filter::UserFilter;
use super::order::{PageRequest, scan_sort_index, sort_candidates};
use super::sql::Sql;
use crate::clock::Micros;
use crate::db::Tx;
use crate::members::MemberRow;
use crate::members::row::{COLUMNS, sort_column};
use crate::settings::SearchBudget;
use crate::users::find::candidates_up_to;
use crate::users::list::Listed;
use crate::{Context, Error, Membership, stored};
use model::users::UsersQuery;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Goes through everyone whom a query finds, in the order of its sort, a piece at a time; what comes in between shows
/// neither twice nor hides anyone.
pub(crate) struct UserScan<'a> {
    filter: UserFilter,
    asked: &'a UsersQuery,
    from: Option<Cursor>,
    /// All candidates fit into one piece of work.
    few: bool,
    budget: SearchBudget,
    now: Micros,
}

impl<'a> UserScan<'a> {
    /// From the beginning, or from where [`UserScan::next`] said that it was.
    pub(crate) async fn resume(
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        asked: &'a UsersQuery,
        position: &str,
    ) -> Result<Self, Error> {
        let filter = UserFilter::of(ctx, tx, membership, asked).await?;
        let budget = ctx.roster.settings.list;
        let few = candidates_up_to(tx, &filter, budget.max_candidates + 1).await? <= budget.max_candidates;
        let cursor = |text: &str| Cursor::parse(text, asked.sort).ok();
        let from = Some(position).filter(|position| !position.is_empty());
        let from = from.map(|text| stored::named(text, cursor, "how far a walk has come")).transpose()?;
        Ok(Self { filter, asked, from, few, budget, now: ctx.now() })
    }

    /// The next people, without their roles and groups, and the position after them; none at the end.
    pub(crate) async fn next(&self, tx: &mut Tx, size: u32) -> Result<(Vec<Listed>, Option<String>), Error> {
        let mut rows: Vec<MemberRow> = self.sql(size, COLUMNS).query().all(tx).await?;
        let more = rows.len() > size as usize;
        rows.truncate(size as usize);
        let at = rows.last().filter(|_| more);
        let next = at.map(|row| self.position(row));
        Ok((rows.iter().map(|row| Listed::of(row, self.now)).collect::<Result<_, Error>>()?, next))
    }

    /// The next rows as these columns of `members m` show them, and one more where there are more; as
    /// [`crate::db::Query::packed`] reads them.
    pub(crate) async fn packed<T: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        size: u32,
        columns: &[(&str, String)],
    ) -> Result<Vec<T>, Error> {
        let selected: Vec<String> = columns.iter().map(|(name, of)| format!("{of} AS {name}")).collect();
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        Ok(self.sql(size, &selected.join(", ")).query().packed(tx, &names).await?)
    }

    fn sql(&self, size: u32, columns: &str) -> Sql {
        let (asked, budget) = (self.asked, self.budget);
        let request = PageRequest { asked, from: self.from.as_ref(), size: i64::from(size), budget };
        if self.few {
            sort_candidates(&self.filter, &request, Some(budget.max_candidates), columns)
        } else {
            scan_sort_index(&self.filter, &request, None, columns)
        }
    }

    /// The column that the order is by.
    pub(crate) fn sort_column(&self) -> &'static str {
        sort_column(self.asked.sort.key)
    }

    /// The position after whoever has this in that column, and this id.
    pub(crate) fn position_after(&self, sort_key: String, id: Uuid) -> String {
        Cursor::new(self.asked.sort, false, sort_key, id).written()
    }

    /// The position after this row.
    fn position(&self, row: &MemberRow) -> String {
        self.position_after(row.sort_key(self.asked.sort.key), row.id)
    }
}
