//! Finding a page of the list.
//!
//! A page is found in the way that costs least. A glance along the order's own index fills it where many match. Where
//! the search index has few candidates, they are sorted. A longer walk fills it for all in between who are spread
//! evenly; those who stand together far off are many, and sorted all the same. Where the search index hands over keys
//! of the rows (SQLite), a walk reads nothing but the order's index and goes as far as sorting would cost.
//! docs/adr/0006-search.md says what each costs.

use super::filter::{Source, UserFilter};
use super::order::{PageRequest, key_after, scan_for_candidates, scan_sort_index, sort_candidates};
use super::sql::Sql;
use crate::Error;
use crate::db::Tx;
use crate::members::row::{COLUMNS, sort_column};
use crate::members::{self, Counter, MemberRow};
use crate::settings::SearchBudget;
use model::users::{Status, UsersQuery};

/// Rows of an order's index that a walk looks up among the candidates in less time than sorting takes for one of them.
const SCANNED_PER_SORTED: i64 = 4;

/// How much larger a part of the order is searched after the first.
const LARGER_RANGE: i64 = 8;

/// One row more than wanted, to know whether there is a next page; and how many there are in all, where that is cheap.
pub(super) async fn find(
    tx: &mut Tx,
    filter: &UserFilter,
    request: &PageRequest<'_>,
) -> Result<(Vec<MemberRow>, Option<i64>), Error> {
    let SearchBudget { small_workspace, max_candidates, scan_first, max_counted, .. } = request.budget;
    let UsersQuery { status, seats, .. } = *request.asked;
    let plain = UsersQuery { status, seats, ..UsersQuery::default() };
    let is_counted = !matches!((status, seats), (Some(Status::Invited | Status::Expired), _) | (Some(_), true));
    if is_counted && request.asked.narrowing() == plain {
        let total = total(filter, request.asked);
        let rows = match request.asked.status {
            None => scan_sort_index(filter, request, None, COLUMNS).query().all(tx).await?,
            Some(_) if total <= max_candidates => {
                sort_candidates(filter, request, None, COLUMNS).query().all(tx).await?
            }
            Some(_) => adaptive(tx, filter, request, total).await?,
        };
        return Ok((rows, Some(total)));
    }
    if filter.counts.everyone() <= small_workspace {
        let total = counted(tx, filter).await?;
        return Ok((scan_sort_index(filter, request, None, COLUMNS).query().all(tx).await?, Some(total)));
    }
    let rows: Vec<MemberRow> = scan_sort_index(filter, request, Some(scan_first), COLUMNS).query().all(tx).await?;
    if request.filled_by(&rows) {
        return Ok((rows, None));
    }
    // Where nothing but the index is read to count them, it is worth to know how many they are.
    let most = if filter.keys().is_some() { max_counted } else { max_candidates };
    let are_many = filter.are_many(tx).await?;
    let candidates = if are_many { most + 1 } else { candidates_up_to(tx, filter, most + 1).await? };
    if candidates <= max_candidates {
        return sorted_and_counted(tx, filter, request).await;
    }
    Ok((adaptive(tx, filter, request, candidates).await?, None))
}

/// All of the few candidates.
async fn sorted_and_counted(
    tx: &mut Tx,
    filter: &UserFilter,
    request: &PageRequest<'_>,
) -> Result<(Vec<MemberRow>, Option<i64>), Error> {
    let columns = format!("{COLUMNS}, (SELECT COUNT(*) FROM hits) AS total");
    let rows: Vec<Counted> =
        sort_candidates(filter, request, Some(request.budget.max_candidates), &columns).query().all(tx).await?;
    // Who was last on the page before may be gone.
    let total = rows.first().map(|row| row.total).or(request.from.is_none().then_some(0));
    Ok((rows.into_iter().map(|row| row.member).collect(), total))
}

#[derive(sqlx::FromRow)]
struct Counted {
    #[sqlx(flatten)]
    member: MemberRow,
    /// Of those who match.
    total: i64,
}

/// A walk, or all of the candidates, of whom there are so many as far as they were counted.
async fn adaptive(
    tx: &mut Tx,
    filter: &UserFilter,
    request: &PageRequest<'_>,
    candidates: i64,
) -> Result<Vec<MemberRow>, Error> {
    let SearchBudget { max_scan, max_counted, .. } = request.budget;
    if let Some(rows) = by_role(tx, filter, request).await? {
        return Ok(rows);
    }
    let column = sort_column(request.asked.sort.key);
    let has_ranges = filter.between(column, None, None).is_some();
    // Beyond what is counted, no walk takes longer than sorting.
    let most = (candidates <= max_counted).then_some(SCANNED_PER_SORTED * candidates);
    let max_scan = match filter.source {
        // What comes after it costs little, or much.
        Source::Index(..) if has_ranges => max_scan / 2,
        Source::Index(..) => 2 * max_scan,
        _ => max_scan,
    };
    let walk = scan_for_candidates(filter, request, most, COLUMNS);
    let walk = walk.unwrap_or_else(|| scan_sort_index(filter, request, Some(max_scan), COLUMNS));
    let rows: Vec<MemberRow> = walk.query().all(tx).await?;
    if matches!(filter.source, Source::None) || request.filled_by(&rows) {
        return Ok(rows);
    }
    if has_ranges && let Some(rows) = by_range(tx, filter, request, column).await? {
        return Ok(rows);
    }
    Ok(sort_candidates(filter, request, None, COLUMNS).query().all(tx).await?)
}

/// The candidates in a part of the order, which the search index finds, or in a larger one; none where they don't fill
/// the page.
async fn by_range(
    tx: &mut Tx,
    filter: &UserFilter,
    request: &PageRequest<'_>,
    column: &str,
) -> Result<Option<Vec<MemberRow>>, Error> {
    let range = request.budget.range;
    for rows in [range, LARGER_RANGE * range] {
        let last: Option<(String,)> = key_after(filter, request, rows).query().optional(tx).await?;
        // Those of whom the column says nothing are too many to be a part.
        let Some((last,)) = last.filter(|(last,)| !last.is_empty()) else { break };
        let (from, to) = request.keys_to(&last);
        let Some(part) = filter.between(column, from, to) else { break };
        let rows: Vec<MemberRow> = sort_candidates(&part, request, None, COLUMNS).query().all(tx).await?;
        if request.filled_by(&rows) {
            return Ok(Some(rows));
        }
    }
    Ok(None)
}

/// Those with a role, in the order by roles. None where those who have others too are not few, or where a walk among
/// those who have no other does not fill the page.
async fn by_role(tx: &mut Tx, filter: &UserFilter, request: &PageRequest<'_>) -> Result<Option<Vec<MemberRow>>, Error> {
    let SearchBudget { max_candidates, max_scan: most, .. } = request.budget;
    let Some((only, others)) = filter.split() else { return Ok(None) };
    if candidates_up_to(tx, &others, max_candidates + 1).await? > max_candidates {
        return Ok(None);
    }
    let mut rows: Vec<MemberRow> = scan_sort_index(&only, request, Some(most), COLUMNS).query().all(tx).await?;
    if !request.filled_by(&rows) && within(tx, &only, request, most).await? {
        return Ok(None);
    }
    rows.append(&mut sort_candidates(&others, request, Some(max_candidates), COLUMNS).query().all(tx).await?);
    let place = |row: &MemberRow| (row.sort_key(request.asked.sort.key), row.id);
    rows.sort_by(|a, b| if request.is_descending() { place(b).cmp(&place(a)) } else { place(a).cmp(&place(b)) });
    Ok(Some(rows))
}

/// Whether a walk of so many rows ends before its bounds do.
async fn within(tx: &mut Tx, filter: &UserFilter, request: &PageRequest<'_>, most: i64) -> Result<bool, Error> {
    let mut sql = Sql::default();
    sql.push("SELECT COUNT(*) FROM (SELECT 1 FROM members m WHERE m.workspace_id = ?", [filter.workspace().into()]);
    filter.bounds(request.asked.sort.key, &mut sql);
    request.beyond(&mut sql, "m");
    sql.push(&format!(" LIMIT {}) AS w", most + 1), []);
    let (count,): (i64,) = sql.query().one(tx).await?;
    Ok(count > most)
}

/// How many candidates the index has, counting no further than this.
pub(super) async fn candidates_up_to(tx: &mut Tx, filter: &UserFilter, most: i64) -> Result<i64, Error> {
    let mut sql = Sql::default();
    if filter.candidates(&mut sql, Some(most)).is_none() {
        return Ok(most);
    }
    sql.push(" SELECT COUNT(*) FROM found", []);
    let (count,): (i64,) = sql.query().one(tx).await?;
    Ok(count)
}

/// How many match, in a short list.
async fn counted(tx: &mut Tx, filter: &UserFilter) -> Result<i64, Error> {
    let mut sql = Sql::default();
    sql.push("SELECT COUNT(*) FROM members m WHERE m.workspace_id = ? AND ", [filter.workspace().into()]);
    filter.conditions(&mut sql);
    let (count,): (i64,) = sql.query().one(tx).await?;
    Ok(count)
}

/// Counters answer for the whole list, for one status, and for those who have seats.
fn total(filter: &UserFilter, asked: &UsersQuery) -> i64 {
    let counts = &filter.counts;
    match asked.status {
        Some(status) => counts.get(members::counter_of(status)),
        None if asked.seats => counts.get(Counter::ActiveMembers) + counts.get(Counter::PendingInvitations),
        None => counts.everyone() - counts.get(Counter::RemovedMembers),
    }
}
