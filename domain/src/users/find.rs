//! Finding a page of the list.
//!
//! A page is found in the way that costs least. A glance along the order's own index fills it where many match. Where the
//! search index has few candidates, they are sorted. A longer walk fills it for all in between who are spread evenly; those
//! who stand together far off are many, and sorted all the same. docs/adr/0006-search.md says what each costs.

use super::list::{COLUMNS, Row};
use super::narrow::{Narrow, Source as From};
use super::order::{Wanted, sorted, walk};
use super::sql::Sql;
use crate::db::Tx;
use crate::workspaces::{self, Counter};
use crate::{Error, Seat};
use model::users::{Status, UsersQuery};

/// Where one way to a page is given up for another. Of no consequence to what is found.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// A list of so many is walked, whatever is asked.
    pub short_list: i64,
    /// Rows that are looked at one by one before the index is asked.
    pub glance: i64,
    /// So few candidates are sorted without a walk.
    pub few: i64,
    /// Rows that are looked at one by one before more candidates are sorted.
    pub walk: i64,
}

impl Default for Effort {
    fn default() -> Self {
        Self { short_list: 5_000, glance: 500, few: 3_000, walk: 6_000 }
    }
}

/// One row more than wanted, to know whether there is a next page; and how many there are in all, where that is cheap.
pub(super) async fn find(
    tx: &mut Tx,
    seat: &Seat,
    narrow: &Narrow,
    wanted: &Wanted<'_>,
) -> Result<(Vec<Row>, Option<i64>), Error> {
    let Effort { short_list, few, glance, .. } = wanted.effort;
    let plain = UsersQuery { status: wanted.asked.status, ..UsersQuery::default() };
    if wanted.asked.narrowing() == plain && !matches!(wanted.asked.status, Some(Status::Invited | Status::Expired)) {
        let total = total(tx, seat, narrow, wanted.asked.status).await?;
        let rows = match wanted.asked.status {
            None => walk(narrow, wanted, None, COLUMNS).query().all(tx).await?,
            Some(_) if total <= few => sorted(narrow, wanted, None, COLUMNS).query().all(tx).await?,
            Some(_) => adaptive(tx, narrow, wanted).await?,
        };
        return Ok((rows, Some(total)));
    }
    if narrow.everyone <= short_list {
        let total = counted(tx, narrow).await?;
        return Ok((walk(narrow, wanted, None, COLUMNS).query().all(tx).await?, Some(total)));
    }
    let rows: Vec<Row> = walk(narrow, wanted, Some(glance), COLUMNS).query().all(tx).await?;
    if wanted.filled_by(&rows) {
        return Ok((rows, None));
    }
    if candidates_up_to(tx, narrow, few + 1).await? <= few {
        return sorted_and_counted(tx, narrow, wanted).await;
    }
    Ok((adaptive(tx, narrow, wanted).await?, None))
}

/// All of the few candidates.
async fn sorted_and_counted(
    tx: &mut Tx,
    narrow: &Narrow,
    wanted: &Wanted<'_>,
) -> Result<(Vec<Row>, Option<i64>), Error> {
    let columns = format!("{COLUMNS}, (SELECT COUNT(*) FROM hits) AS total");
    let rows: Vec<Row> = sorted(narrow, wanted, Some(wanted.effort.few), &columns).query().all(tx).await?;
    // Who was last on the page before may be gone.
    let total = rows.first().map(|row| row.total).or(wanted.from.is_none().then_some(0));
    Ok((rows, total))
}

/// A walk, or all that the index has.
async fn adaptive(tx: &mut Tx, narrow: &Narrow, wanted: &Wanted<'_>) -> Result<Vec<Row>, Error> {
    if let Some(rows) = by_role(tx, narrow, wanted).await? {
        return Ok(rows);
    }
    let rows: Vec<Row> = walk(narrow, wanted, Some(wanted.effort.walk), COLUMNS).query().all(tx).await?;
    if matches!(narrow.source, From::None) || wanted.filled_by(&rows) {
        return Ok(rows);
    }
    Ok(sorted(narrow, wanted, None, COLUMNS).query().all(tx).await?)
}

/// Those with a role, in the order by roles. None where those who have others too are not few, or where a walk among those who
/// have no other does not fill the page.
async fn by_role(tx: &mut Tx, narrow: &Narrow, wanted: &Wanted<'_>) -> Result<Option<Vec<Row>>, Error> {
    let Effort { few, walk: most, .. } = wanted.effort;
    let Some((only, others)) = narrow.split() else { return Ok(None) };
    if candidates_up_to(tx, &others, few + 1).await? > few {
        return Ok(None);
    }
    let mut rows: Vec<Row> = walk(&only, wanted, Some(most), COLUMNS).query().all(tx).await?;
    if !wanted.filled_by(&rows) && within(tx, &only, wanted, most).await? {
        return Ok(None);
    }
    rows.append(&mut sorted(&others, wanted, Some(few), COLUMNS).query().all(tx).await?);
    let place = |row: &Row| (row.key(wanted.asked), row.id);
    rows.sort_by(|a, b| if wanted.is_descending() { place(b).cmp(&place(a)) } else { place(a).cmp(&place(b)) });
    Ok(Some(rows))
}

/// Whether a walk of so many rows ends before its bounds do.
async fn within(tx: &mut Tx, narrow: &Narrow, wanted: &Wanted<'_>, most: i64) -> Result<bool, Error> {
    let mut sql = Sql::default();
    sql.push("SELECT COUNT(*) FROM (SELECT 1 FROM members m WHERE m.workspace_id = ?", [narrow.workspace().into()]);
    narrow.bounds(wanted.asked.sort.key, &mut sql);
    wanted.beyond(&mut sql, "m");
    sql.push(&format!(" LIMIT {}) AS w", most + 1), []);
    let (count,): (i64,) = sql.query().one(tx).await?;
    Ok(count > most)
}

/// How many candidates the index has, counting no further than this.
pub(super) async fn candidates_up_to(tx: &mut Tx, narrow: &Narrow, most: i64) -> Result<i64, Error> {
    let mut sql = Sql::default();
    if narrow.candidates(&mut sql, Some(most)).is_none() {
        return Ok(most);
    }
    sql.push(" SELECT COUNT(*) FROM found", []);
    let (count,): (i64,) = sql.query().one(tx).await?;
    Ok(count)
}

/// How many match, in a short list.
async fn counted(tx: &mut Tx, narrow: &Narrow) -> Result<i64, Error> {
    let mut sql = Sql::default();
    sql.push("SELECT COUNT(*) FROM members m WHERE m.workspace_id = ? AND ", [narrow.workspace().into()]);
    narrow.conditions(&mut sql);
    let (count,): (i64,) = sql.query().one(tx).await?;
    Ok(count)
}

/// Counters answer for the whole list and for one status.
async fn total(tx: &mut Tx, seat: &Seat, narrow: &Narrow, status: Option<Status>) -> Result<i64, Error> {
    match status {
        Some(status) => workspaces::counted(tx, seat.workspace, workspaces::counter_of(status)).await,
        None => {
            let removed = workspaces::counted(tx, seat.workspace, Counter::RemovedMembers).await?;
            Ok(narrow.everyone - removed)
        }
    }
}
