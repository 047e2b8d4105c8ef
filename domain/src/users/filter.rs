//! Whom a list is about: the conditions of a query, as SQL over `members m`, and what the search index can say of them.

use super::conditions::{Conditions, ResolvedBy};
use super::sql::Sql;
use crate::clock::Micros;
use crate::db::{SearchSql, Term, Tx, Value, indexed, query, search_sql};
use crate::members::{MemberCounts, terms};
use crate::{Context, Error, Membership, keys};
use jiff::tz::TimeZone;
use model::ids::RoleId;
use model::users::{MemberField, RoleChoice, UsersQuery};
use uuid::Uuid;

/// Where candidates can be found other than by walking the list.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The whole list.
    None,
    Index(SearchSql, Vec<Term>),
    /// `last_active_at`, from and up to.
    Active(Micros, Micros),
    /// One person, by their id.
    Id(Uuid),
}

/// A list's query, read once.
#[derive(Debug)]
pub(crate) struct UserFilter {
    workspace: Uuid,
    conditions: Conditions,
    pub source: Source,
    /// How many people the workspace has, whatever is asked.
    pub counts: MemberCounts,
    /// In the order by roles: the role asked for, and the key of those who have no other.
    only_role: Option<(RoleId, String)>,
}

impl UserFilter {
    pub(crate) async fn of(
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        asked: &UsersQuery,
    ) -> Result<Self, Error> {
        asked.validate()?;
        let workspace = membership.workspace.0;
        let counts = MemberCounts::of(tx, membership.workspace).await?;
        let text = asked.q.replace('\0', "");
        let zone = if asked.active.is_some() { zone(ctx, tx).await? } else { TimeZone::UTC };
        let index = search_sql(tx);
        // An id takes the place of the words, and of nothing else that is asked for.
        if let Some(id) = person(tx, membership, &text).await? {
            let mut conditions = Conditions::of(asked, "", &zone, ctx.now())?;
            conditions.and("m.id = ?", [id.into()], ResolvedBy::Row);
            return Ok(Self { workspace, conditions, source: Source::Id(id), counts, only_role: None });
        }
        let conditions = Conditions::of(asked, &text, &zone, ctx.now())?;
        let source = match (conditions.terms.is_empty(), conditions.active) {
            (false, _) => {
                let mut terms = conditions.terms.clone();
                // Where most people of all workspaces are this one's, to ask for it would narrow nothing.
                if 4 * counts.everyone() <= indexed(tx).await? {
                    terms.push(Term::Whole(terms::of_workspace(membership.workspace)));
                }
                Source::Index(index, terms)
            }
            (true, Some((from, to))) => Source::Active(from, to),
            (true, None) => Source::None,
        };
        Ok(Self { workspace, conditions, source, counts, only_role: only_role(tx, membership, asked).await? })
    }

    /// `… AND` the conditions, over `m`.
    pub(crate) fn conditions(&self, sql: &mut Sql) {
        sql.add(&self.conditions.all);
    }

    /// `WITH` the candidates as `found`, at most so many. Answers how they join `members m`; none where there is no
    /// source.
    pub(crate) fn candidates(&self, sql: &mut Sql, most: Option<i64>) -> Option<&'static str> {
        let limit = most.map(|most| format!(" LIMIT {most}")).unwrap_or_default();
        let (select, joined, values): (&str, &'static str, Vec<Value>) = match &self.source {
            Source::None => return None,
            Source::Index(index, terms) => (index.select, index.joined, vec![index.asking(terms).into()]),
            Source::Active(from, to) => (
                "SELECT id FROM members WHERE workspace_id = ? AND last_active_at >= ? AND last_active_at < ?",
                "m.id = found.id",
                vec![self.workspace.into(), (*from).into(), (*to).into()],
            ),
            Source::Id(id) => ("SELECT id FROM members WHERE id = ?", "m.id = found.id", vec![(*id).into()]),
        };
        // Materialised, so that neither database walks the list looking each row up in the index.
        sql.push(&format!("WITH found AS MATERIALIZED ({select}{limit})"), values);
        Some(joined)
    }

    /// `WITH` those who match as `matches`: their id and this column. None where there is no source but the list.
    pub(crate) fn matches(&self, sql: &mut Sql, most: Option<i64>, column: &str) -> Option<()> {
        // Where there may be many, only those on the page are worth to be kept.
        let kept = if most.is_some() { "MATERIALIZED" } else { "NOT MATERIALIZED" };
        let select = format!("hits AS {kept} (SELECT m.id, m.{column} FROM");
        match (&self.source, most) {
            (Source::Index(index, terms), _)
                if self.conditions.residual_is_text && index.with_column(column).is_some() =>
            {
                let copy = index.with_column(column).unwrap_or_default();
                let values = [index.asking(terms).into(), self.workspace.into()];
                sql.push(&format!("WITH {select} {copy} AND m.workspace_id = ?"), values);
            }
            // Joined as it is written.
            (Source::Index(index, terms), None) if index.key.is_some() => {
                let (found, joined) = (index.select, index.joined);
                let values = [index.asking(terms).into(), self.workspace.into()];
                sql.push(
                    &format!(
                        "WITH {select} ({found}) found CROSS JOIN members m WHERE {joined} AND m.workspace_id = ?"
                    ),
                    values,
                );
            }
            _ => {
                let joined = self.candidates(sql, most)?;
                sql.push(
                    &format!(", {select} found CROSS JOIN members m WHERE {joined} AND m.workspace_id = ?"),
                    [self.workspace.into()],
                );
            }
        }
        self.residual(sql);
        sql.push(")", []);
        Some(())
    }

    /// `AND` what is left to be asked of candidates, over `m`.
    pub(crate) fn residual(&self, sql: &mut Sql) {
        let by_index = matches!(self.source, Source::Index(..));
        let left = if by_index { &self.conditions.residual } else { &self.conditions.all };
        if !left.text.is_empty() {
            sql.push(" AND ", []);
            sql.add(left);
        }
    }

    /// Where the search index hands over keys that rows of an order's index have: their column, and a sub-select of
    /// those it finds, with the value that this takes.
    pub(crate) fn keys(&self) -> Option<(&'static str, &'static str, Value)> {
        let Source::Index(index, terms) = &self.source else { return None };
        Some((index.key?, index.select, index.asking(terms).into()))
    }

    /// What the conditions say of the column that the order is by: a walk needs not go beyond.
    pub(crate) fn bounds(&self, key: MemberField, sql: &mut Sql) {
        for (_, bound) in self.conditions.bounds.iter().filter(|(bounded, _)| *bounded == key) {
            sql.push(" AND ", []);
            sql.add(bound);
        }
    }

    /// In the order by roles, of those with a role: who has no other, and who has. The former stand together there, far
    /// off: only a walk within their bounds goes there.
    pub(crate) fn split(&self) -> Option<(Self, Self)> {
        let (Source::Index(index, terms), Some((role, key))) = (&self.source, &self.only_role) else { return None };
        let but = |source| Self { conditions: self.conditions.clone(), source, only_role: None, ..*self };
        let mut only = but(self.source.clone());
        let bound = Sql { text: "m.role_key = ?".into(), values: vec![key.as_str().into()] };
        only.conditions.bounds.push((MemberField::Role, bound));
        let and_more = Term::Whole(terms::of_role_and_more(*role));
        let others = but(Source::Index(*index, terms.iter().cloned().chain([and_more]).collect()));
        Some((only, others))
    }

    /// Whether they are one of a hundred or more, where the search index tells without counting them.
    pub(crate) async fn are_many(&self, tx: &mut Tx) -> Result<bool, Error> {
        const ONE_OF: i64 = 100;
        const TELLING: i64 = 10;
        let Source::Index(index, terms) = &self.source else { return Ok(false) };
        let Some(sample) = index.sample else { return Ok(false) };
        let mut sql = Sql::default();
        sql.push(sample, [index.asking(terms).into()]);
        let (found, of): (i64, i64) = sql.query().one(tx).await?;
        Ok(found >= TELLING && ONE_OF * found >= of)
    }

    /// Those who stand between these keys of a column, or beside them: who have the same first characters. None where
    /// the search index finds no ranges of it, or can't tell all that is asked.
    pub(crate) fn between(&self, column: &str, from: Option<&str>, to: Option<&str>) -> Option<Self> {
        let Source::Index(index, _) = &self.source else { return None };
        index.with_column(column).filter(|_| self.conditions.residual_is_text)?;
        let mut conditions = self.conditions.clone();
        for (than, key) in [(">=", from), ("<=", to)] {
            let range = index.range(column, than)?;
            if let Some(key) = key {
                conditions.and(&range, [key.into()], ResolvedBy::Text);
            }
        }
        Some(Self { conditions, source: self.source.clone(), only_role: None, ..*self })
    }

    pub(crate) fn workspace(&self) -> Uuid {
        self.workspace
    }
}

/// The role asked for, where the order is by roles, with the key of those who have no other.
async fn only_role(
    tx: &mut Tx,
    membership: &Membership,
    asked: &UsersQuery,
) -> Result<Option<(RoleId, String)>, Error> {
    let (MemberField::Role, Some(RoleChoice::Role(id))) = (asked.sort.key, asked.role) else { return Ok(None) };
    let name: Option<(String,)> = query("SELECT name FROM roles WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(membership.workspace)
        .optional(tx)
        .await?;
    Ok(name.map(|(name,)| (id, keys::text(&name))))
}

/// The member whose id, or the beginning of whose id (8 digits or more), is all of the text.
async fn person(tx: &mut Tx, membership: &Membership, text: &str) -> Result<Option<Uuid>, Error> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
    if !(8..=32).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let filled = |with: char| {
        let missing = std::iter::repeat_n(with, 32 - digits.len());
        Uuid::parse_str(&digits.chars().chain(missing).collect::<String>()).unwrap_or_default()
    };
    let found: Vec<(Uuid,)> = query("SELECT id FROM members WHERE id >= $1 AND id <= $2 AND workspace_id = $3 LIMIT 2")
        .bind(filled('0'))
        .bind(filled('f'))
        .bind(membership.workspace)
        .all(tx)
        .await?;
    Ok(if let [(id,)] = found[..] { Some(id) } else { None })
}

/// The reader's time zone, in which their days begin.
async fn zone(ctx: &Context, tx: &mut Tx) -> Result<TimeZone, Error> {
    let Ok(account) = ctx.account_or_token() else { return Ok(TimeZone::UTC) };
    let (name,): (String,) = query("SELECT time_zone FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}
