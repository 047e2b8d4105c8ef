//! Which events an address asks for, as SQL that an index answers: the ids of events sort by the moment they were made,
//! and every index ends in them.

use crate::clock::Micros;
use crate::db::{Query, Tx, Value, query};
use crate::random::first_id;
use crate::users::only_match;
use crate::{Actor, Context, Error, Membership, keys};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::Problem;
use model::audit::Action;
use model::audit::{AuditQuery, Cursor};
use model::permissions::Permission;
use uuid::Uuid;

/// A query, read once.
#[derive(Debug)]
pub(super) struct AuditFilter {
    /// Over `audit_events e`; their values come first.
    conditions: String,
    values: Vec<Value>,
    /// None asked for: any. Each is looked up for itself, since only so its events are found in their order.
    actions: Vec<String>,
}

impl AuditFilter {
    /// None: nothing can be found.
    pub(super) async fn of(
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        asked: &AuditQuery,
    ) -> Result<Option<Self>, Error> {
        asked.validate()?;
        let workspace = membership.workspace.into();
        let mut filter =
            Self { conditions: "e.workspace_id = $1".into(), values: vec![workspace], actions: Vec::new() };
        if !asked.who.is_empty() {
            let Some(account) = account(ctx, tx, membership, &asked.who).await? else { return Ok(None) };
            filter.and("e.actor_id = ?", account);
        }
        if asked.what.ends_with('.') {
            filter.actions = actions(tx, membership).await?;
            filter.actions.retain(|action| Action::current_name(action).starts_with(&asked.what));
            if filter.actions.is_empty() {
                return Ok(None);
            }
        } else if !asked.what.is_empty() {
            match Action::named(&asked.what) {
                Some(action) => filter.actions.extend(action.stored_names().iter().map(|name| (*name).to_owned())),
                None => filter.actions.push(plain(&asked.what)),
            }
        }
        match asked.whom.parse::<Uuid>() {
            _ if asked.whom.is_empty() => {}
            Ok(id) => filter.and("e.target_id = ?", id),
            Err(_) => match target(ctx, tx, membership, &asked.whom).await? {
                Some(member) => filter.and("e.target_id = ?", member),
                None => filter.and(NAMED, plain(&asked.whom)),
            },
        }
        if let Some(how) = asked.how {
            filter.and("e.channel = ?", how.name());
        }
        filter.days(ctx, tx, asked).await?;
        Ok(Some(filter))
    }

    fn and(&mut self, text: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.conditions += &format!(" AND {}", text.replace('?', &format!("${}", self.values.len())));
    }

    async fn days(&mut self, ctx: &Context, tx: &mut Tx, asked: &AuditQuery) -> Result<(), Error> {
        if asked.from.is_none() && asked.to.is_none() {
            return Ok(());
        }
        let zone = zone(ctx, tx).await?;
        if let Some(day) = &asked.from {
            self.and("e.id >= ?", first_id(beginning("from", day, 0, &zone)?));
        }
        if let Some(day) = &asked.to {
            self.and("e.id < ?", first_id(beginning("to", day, 1, &zone)?));
        }
        Ok(())
    }

    /// At most so many of these columns of `e` and of its actor, the account `a`: the newest first, or what is next to
    /// the cursor and goes away from it.
    pub(super) fn query(&self, columns: &str, from: Option<Cursor>, size: u32) -> Query {
        let mut values = self.values.clone();
        let mut bind = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        let (bound, order) = match from {
            None => (String::new(), "DESC"),
            Some(Cursor::Older(id)) => (format!(" AND e.id < {}", bind(id.into())), "DESC"),
            Some(Cursor::Newer(id)) => (format!(" AND e.id > {}", bind(id.into())), "ASC"),
        };
        let of = |action: &str| {
            format!(
                "SELECT * FROM (SELECT e.id FROM audit_events e WHERE {}{bound}{action} ORDER BY e.id {order} LIMIT {size}) one",
                self.conditions
            )
        };
        let found: Vec<String> = match &self.actions[..] {
            [] => vec![of("")],
            actions => actions.iter().map(|action| of(&format!(" AND e.action = {}", bind(action.into())))).collect(),
        };
        let sql = format!(
            "SELECT {columns} FROM ({}) found JOIN audit_events e ON e.id = found.id
             LEFT JOIN accounts a ON a.id = e.actor_id ORDER BY e.id {order} LIMIT {size}",
            found.join(" UNION ALL ")
        );
        values.into_iter().fold(query(sql), Query::bind)
    }
}

/// Every action that there has been in the workspace: each is looked up after the one before it.
pub(super) async fn actions(tx: &mut Tx, membership: &Membership) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = query(
        "WITH RECURSIVE seen (action) AS (
             SELECT (SELECT e.action FROM audit_events e WHERE e.workspace_id = $1 ORDER BY e.action LIMIT 1)
             UNION ALL
             SELECT (SELECT e.action FROM audit_events e WHERE e.workspace_id = $1 AND e.action > seen.action
                     ORDER BY e.action LIMIT 1)
             FROM seen WHERE seen.action IS NOT NULL)
         SELECT action FROM seen WHERE action IS NOT NULL",
    )
    .bind(membership.workspace)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|(action,)| action).collect())
}

/// Events whose target has all of this name.
const NAMED: &str = "LOWER(SUBSTR(e.target, 1, 200)) = LOWER(SUBSTR(?, 1, 200))";

/// The one person of whom this is a part, where nothing has it for its whole name.
async fn target(ctx: &Context, tx: &mut Tx, membership: &Membership, whom: &str) -> Result<Option<Uuid>, Error> {
    let named = NAMED.replace('?', "$2");
    let (is_name,): (bool,) =
        query(format!("SELECT EXISTS (SELECT 1 FROM audit_events e WHERE e.workspace_id = $1 AND {named})"))
            .bind(membership.workspace)
            .bind(plain(whom))
            .one(tx)
            .await?;
    if is_name || !membership.has(Permission::USERS_READ) {
        return Ok(None);
    }
    Ok(only_match(ctx, tx, membership, &plain(whom)).await?.map(|(member, _)| member.0))
}

async fn account(ctx: &Context, tx: &mut Tx, membership: &Membership, who: &str) -> Result<Option<Uuid>, Error> {
    if let Ok(id) = who.parse() {
        return Ok(Some(id));
    }
    let row: Option<(Uuid,)> =
        query("SELECT id FROM accounts WHERE email_key = $1").bind(keys::email(&plain(who))).optional(tx).await?;
    if row.is_some() || !membership.has(Permission::USERS_READ) {
        return Ok(row.map(|(id,)| id));
    }
    let found = only_match(ctx, tx, membership, &plain(who)).await?;
    Ok(found.and_then(|(_, account)| account).map(|account| account.0))
}

/// Without what PostgreSQL can't hold.
fn plain(text: &str) -> String {
    text.replace('\0', "")
}

/// When the day begins, or so many days later.
fn beginning(field: &str, day: &str, later: i64, zone: &TimeZone) -> Result<Micros, Error> {
    let day = day.parse::<Date>().and_then(|day| day.checked_add(jiff::Span::new().days(later)));
    let start = day.and_then(|day| day.to_zoned(zone.clone()));
    start.map(|start| start.timestamp().as_microsecond()).map_err(|_| Error::at(field, Problem::NotADay))
}

/// The reader's time zone, in which their days begin; UTC for a token of the workspace's own.
async fn zone(ctx: &Context, tx: &mut Tx) -> Result<TimeZone, Error> {
    if matches!(ctx.actor, Actor::WorkspaceToken { .. }) {
        return Ok(TimeZone::UTC);
    }
    let (name,): (String,) =
        query("SELECT time_zone FROM accounts WHERE id = $1").bind(ctx.account_or_token()?).one(tx).await?;
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}
