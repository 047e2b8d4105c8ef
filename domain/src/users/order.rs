//! A piece of the list in its order, as SQL.

use super::cursor::Cursor;
use super::filter::UserFilter;
use super::sql::Sql;
use crate::db::Value;
use crate::members::row::sort_column;
use crate::settings::SearchBudget;
use model::users::UsersQuery;

/// A piece of the list: where it begins and how long it is.
pub(super) struct PageRequest<'a> {
    pub asked: &'a UsersQuery,
    pub from: Option<&'a Cursor>,
    pub size: i64,
    pub budget: SearchBudget,
}

impl PageRequest<'_> {
    pub(super) fn is_descending(&self) -> bool {
        self.asked.sort.descending != self.from.is_some_and(|cursor| cursor.back)
    }

    /// Whether the page is full, and it is known that there is a next one.
    pub(super) fn filled_by<T>(&self, rows: &[T]) -> bool {
        i64::try_from(rows.len()).is_ok_and(|rows| rows > self.size)
    }

    /// `AND` beyond the cursor, of a table or part of this name.
    pub(super) fn beyond(&self, sql: &mut Sql, of: &str) {
        let Some(cursor) = self.from else { return };
        let sort = self.asked.sort.key;
        let key: Value = if sort.spec().time {
            cursor.key.parse::<i64>().unwrap_or_default().into()
        } else {
            cursor.key.clone().into()
        };
        let than = match (self.is_descending(), cursor.inclusive) {
            (true, false) => "<",
            (true, true) => "<=",
            (false, false) => ">",
            (false, true) => ">=",
        };
        sql.push(&format!(" AND ({of}.{}, {of}.id) {than} (?, ?)", sort_column(sort)), [key, cursor.id.into()]);
    }

    /// The keys between which the next rows stand, of which this one is the last.
    pub(super) fn keys_to<'b>(&'b self, last: &'b str) -> (Option<&'b str>, Option<&'b str>) {
        let first = self.from.map(|cursor| cursor.key.as_str());
        if self.is_descending() { (Some(last), first) } else { (first, Some(last)) }
    }

    fn in_order(&self, sql: &mut Sql, of: &str, limit: i64) {
        let order = if self.is_descending() { "DESC" } else { "ASC" };
        let key = sort_column(self.asked.sort.key);
        sql.push(&format!(" ORDER BY {of}.{key} {order}, {of}.id {order} LIMIT {limit}"), []);
    }
}

/// Along the order's own index, as far as its bounds; with a budget, only so many rows of it. What the inner part puts
/// in order stays in order.
pub(super) fn scan_sort_index(
    filter: &UserFilter,
    request: &PageRequest<'_>,
    budget: Option<i64>,
    columns: &str,
) -> Sql {
    let mut sql = Sql::default();
    // Without a budget too: a limit keeps the databases from other plans than this one.
    let budget = budget.unwrap_or(i64::MAX);
    sql.push(
        &format!("SELECT {columns} FROM (SELECT * FROM members m WHERE m.workspace_id = ?"),
        [filter.workspace().into()],
    );
    filter.bounds(request.asked.sort.key, &mut sql);
    request.beyond(&mut sql, "m");
    request.in_order(&mut sql, "m", budget);
    sql.push(") m WHERE ", []);
    filter.conditions(&mut sql);
    sql.push(&format!(" LIMIT {}", request.size + 1), []);
    sql
}

/// The key of the row after so many.
pub(super) fn key_after(filter: &UserFilter, request: &PageRequest<'_>, rows: i64) -> Sql {
    let mut sql = Sql::default();
    let column = sort_column(request.asked.sort.key);
    sql.push(&format!("SELECT m.{column} FROM members m WHERE m.workspace_id = ?"), [filter.workspace().into()]);
    filter.bounds(request.asked.sort.key, &mut sql);
    request.beyond(&mut sql, "m");
    request.in_order(&mut sql, "m", 1);
    sql.push(&format!(" OFFSET {rows}"), []);
    sql
}

/// Along the order's own index, so many rows of it: of each only whether the search index has it among those whom it
/// finds, and of these the rest. None where the search index is not asked, or hands over no keys.
pub(super) fn scan_for_candidates(
    filter: &UserFilter,
    request: &PageRequest<'_>,
    most: Option<i64>,
    columns: &str,
) -> Option<Sql> {
    let (key, found, asking) = filter.keys()?;
    let mut sql = Sql::default();
    sql.push(
        &format!("SELECT {columns} FROM (SELECT m.{key} FROM members m WHERE m.workspace_id = ?"),
        [filter.workspace().into()],
    );
    filter.bounds(request.asked.sort.key, &mut sql);
    request.beyond(&mut sql, "m");
    request.in_order(&mut sql, "m", most.unwrap_or(i64::MAX));
    sql.push(&format!(") walk CROSS JOIN members m WHERE walk.{key} IN ({found}) AND m.{key} = walk.{key}"), [asking]);
    filter.residual(&mut sql);
    sql.push(&format!(" LIMIT {}", request.size + 1), []);
    Some(sql)
}

/// The candidates, sorted: of all who match only what the order is by, and the rest of those who are on the page.
pub(super) fn sort_candidates(filter: &UserFilter, request: &PageRequest<'_>, most: Option<i64>, columns: &str) -> Sql {
    let mut sql = Sql::default();
    if filter.matches(&mut sql, most, sort_column(request.asked.sort.key)).is_none() {
        return scan_sort_index(filter, request, None, columns);
    }
    sql.push(", page AS MATERIALIZED (SELECT hits.id FROM hits WHERE TRUE", []);
    request.beyond(&mut sql, "hits");
    request.in_order(&mut sql, "hits", request.size + 1);
    // The index is of all workspaces.
    sql.push(
        &format!(") SELECT {columns} FROM page CROSS JOIN members m WHERE m.id = page.id AND m.workspace_id = ?"),
        [filter.workspace().into()],
    );
    request.in_order(&mut sql, "m", request.size + 1);
    sql
}
