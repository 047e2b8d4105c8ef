//! Whom a list is about: the conditions of a query, as SQL over `members m`, and what the search index can say of them.

use super::terms;
use crate::clock::Micros;
use crate::db::{Query, SearchSql, Term, Tx, Value, contains, query, search_sql};
use crate::{Context, Error, Seat, keys};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::Problem;
use model::users::{LastActive, RoleChoice, SortKey, Status, UsersQuery};
use uuid::Uuid;

/// SQL being put together with its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    pub text: String,
    values: Vec<Value>,
}

impl Sql {
    /// Adds text; each `?` takes the next value.
    pub(crate) fn push(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        let mut values = values.into_iter();
        for (i, part) in text.split('?').enumerate() {
            if i > 0 {
                self.values.extend(values.next());
                self.text += &format!("${}", self.values.len());
            }
            self.text += part;
        }
    }

    pub(crate) fn query(self) -> Query {
        self.values.into_iter().fold(query(self.text), Query::bind)
    }
}

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

/// The conditions, read once.
#[derive(Clone, Debug)]
pub(crate) struct Narrow {
    workspace: Uuid,
    conditions: Sql,
    pub source: Source,
    /// The index is slow to say how many have it: something very short is looked for.
    pub short: bool,
    /// How a key begins that has the text at its very start.
    beginning: Option<String>,
    /// What the conditions say of a column that an order is by.
    bounds: Vec<(SortKey, Sql)>,
}

impl Narrow {
    pub(crate) async fn of(ctx: &Context, tx: &mut Tx, seat: &Seat, asked: &UsersQuery) -> Result<Self, Error> {
        let text = asked.q.replace('\0', "");
        if let Some(id) = person(tx, seat, &text).await? {
            let conditions = Sql { text: "m.id = ?".into(), values: vec![id.into()] };
            return Ok(Self {
                workspace: seat.workspace.0,
                conditions,
                source: Source::Id(id),
                short: false,
                beginning: None,
                bounds: Vec::new(),
            });
        }
        let mut built = Builder::default();
        built.status(asked.status, ctx.now());
        built.text(&text);
        built.facets(asked);
        if let Some(active) = &asked.active {
            built.active(active, &zone(ctx, tx).await?)?;
        }
        let short = !built.terms.is_empty() && built.terms.iter().all(|term| matches!(term, Term::StartsWith(_)));
        let source = match (built.terms.is_empty(), built.active) {
            (false, _) => {
                built.terms.push(Term::Whole(terms::of_workspace(seat.workspace)));
                Source::Index(search_sql(tx), built.terms)
            }
            (true, Some((from, to))) => Source::Active(from, to),
            (true, None) => Source::None,
        };
        Ok(Self {
            workspace: seat.workspace.0,
            conditions: built.conditions,
            source,
            short,
            beginning: built.beginning,
            bounds: built.bounds,
        })
    }

    /// `… AND` the conditions, over `m`.
    pub(crate) fn conditions(&self, sql: &mut Sql) {
        sql.push(&self.conditions.text, self.conditions.values.clone());
    }

    /// `WITH` the candidates as `found`, at most so many. Answers how they join `members m`; none where there is no source.
    pub(crate) fn candidates(&self, sql: &mut Sql, most: Option<i64>) -> Option<&'static str> {
        let limit = most.map(|most| format!(" LIMIT {most}")).unwrap_or_default();
        let (select, joined, values): (String, &'static str, Vec<Value>) = match &self.source {
            Source::None => return None,
            Source::Index(index, terms) => (index.select("?"), index.joined, vec![index.asking(terms).into()]),
            Source::Active(from, to) => (
                "SELECT id AS member_id FROM members WHERE workspace_id = ? AND last_active_at >= ? AND last_active_at < ?"
                    .into(),
                "m.id = found.member_id",
                vec![self.workspace.into(), (*from).into(), (*to).into()],
            ),
            Source::Id(id) => {
                ("SELECT id AS member_id FROM members WHERE id = ?".into(), "m.id = found.member_id", vec![(*id).into()])
            }
        };
        // Materialised, so that neither database walks the list looking each row up in the index.
        sql.push(&format!("WITH found AS MATERIALIZED ({select}{limit})"), values);
        Some(joined)
    }

    /// What the conditions say of the column that the order is by: a walk needs not go beyond.
    pub(crate) fn bounds(&self, key: SortKey, sql: &mut Sql) {
        for (_, bound) in self.bounds.iter().filter(|(bounded, _)| *bounded == key) {
            sql.push(&bound.text, bound.values.clone());
        }
    }

    /// Those whose key of this order begins with what is looked for, and all others; none where that says nothing. The
    /// former stand together in the order: only a walk within its bounds goes there.
    pub(crate) fn split(&self, key: SortKey) -> Option<(Self, Self)> {
        let (Source::Index(index, terms), Some(text)) = (&self.source, &self.beginning) else { return None };
        let term = terms::of_beginning(key, text)?;
        let column = super::order::column(key);
        let (mut here, mut others) = (self.clone(), self.clone());
        let values: Vec<Value> = vec![text.into(), format!("{text}{}", char::MAX).into()];
        let range = format!(" AND m.{column} >= ? AND m.{column} < ?");
        here.bounds.push((key, Sql { text: range, values: values.clone() }));
        let other_terms = terms.iter().cloned().chain([Term::NotStartsWith(term)]).collect();
        others.source = Source::Index(*index, other_terms);
        others.conditions.text += &format!(" AND NOT (m.{column} >= ? AND m.{column} < ?)");
        others.conditions.values.extend(values);
        Some((here, others))
    }

    pub(crate) fn workspace(&self) -> Uuid {
        self.workspace
    }
}

#[derive(Default)]
struct Builder {
    conditions: Sql,
    terms: Vec<Term>,
    active: Option<(Micros, Micros)>,
    beginning: Option<String>,
    bounds: Vec<(SortKey, Sql)>,
}

impl Builder {
    fn and(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        if !self.conditions.text.is_empty() {
            self.conditions.text += " AND ";
        }
        // Kept with its question marks: it is numbered where it is used.
        self.conditions.text += text;
        self.conditions.values.extend(values);
    }

    fn bound(&mut self, key: SortKey, text: &str, values: impl IntoIterator<Item = Value>) {
        self.bounds.push((key, Sql { text: text.into(), values: values.into_iter().collect() }));
    }

    /// Those who were removed are listed only where asked for.
    fn status(&mut self, status: Option<Status>, now: Micros) {
        let Some(status) = status else { return self.and("m.status <> 'removed'", []) };
        self.terms.push(Term::Whole(terms::of_status(status)));
        let stored = if status == Status::Expired { Status::Invited } else { status };
        self.bound(SortKey::Status, " AND m.status = ?", [stored.name().into()]);
        match status {
            Status::Invited => self.and("m.status = 'invited' AND m.ends_at > ?", [now.into()]),
            Status::Expired => self.and("m.status = 'invited' AND m.ends_at <= ?", [now.into()]),
            status => self.and("m.status = ?", [status.name().into()]),
        }
    }

    /// Each word somewhere in name, address or telephone number.
    fn text(&mut self, text: &str) {
        for word in keys::text(text).split_whitespace() {
            self.terms.extend(terms::asked(word));
            let beginning = terms::beginning(word.trim_start_matches('+'));
            if self.beginning.is_none() && beginning.chars().count() > 2 {
                self.beginning = Some(beginning);
            }
            let digits: String = word.chars().filter(char::is_ascii_digit).collect();
            let is_phone = !digits.is_empty() && word.chars().all(|c| c.is_ascii_digit() || "+-./()".contains(c));
            if is_phone && digits != word {
                self.and(
                    "(m.search LIKE ? ESCAPE '!' OR m.search LIKE ? ESCAPE '!')",
                    [contains(word).into(), contains(&digits).into()],
                );
            } else {
                self.and("m.search LIKE ? ESCAPE '!'", [contains(word).into()]);
            }
        }
        // A telephone number's pieces are asked without the rest.
        self.terms.sort();
        self.terms.dedup();
        if self.terms.iter().any(|term| matches!(term, Term::Whole(_))) {
            self.terms.retain(|term| matches!(term, Term::Whole(_)));
        }
    }

    fn facets(&mut self, asked: &UsersQuery) {
        match asked.role {
            Some(RoleChoice::SuperUser) => {
                self.terms.push(Term::Whole(terms::of_super_user()));
                self.and("m.super_user", []);
            }
            Some(RoleChoice::Role(id)) => {
                self.terms.push(Term::Whole(terms::of_role(id)));
                // Not EXISTS, which PostgreSQL may turn into a join that loses the order of a walk.
                self.and(
                    "(SELECT COUNT(*) FROM member_roles x WHERE x.member_id = m.id AND x.role_id = ?) = 1",
                    [id.into()],
                );
            }
            None => {}
        }
        if let Some(source) = asked.source {
            self.terms.push(Term::Whole(terms::of_source(source)));
            self.bound(SortKey::Source, " AND m.source = ?", [source.name().into()]);
            self.and("m.source = ?", [source.name().into()]);
        }
        if let Some(with) = asked.mfa {
            self.terms.push(Term::Whole(terms::of_second_factor(with)));
            self.and(if with { "m.second_factor" } else { "NOT m.second_factor" }, []);
        }
    }

    fn active(&mut self, active: &LastActive, zone: &TimeZone) -> Result<(), Error> {
        let day = |text: &str| {
            let start = text.parse::<Date>().ok().and_then(|day| day.to_zoned(zone.clone()).ok());
            start.map(|start| start.timestamp().as_microsecond()).ok_or_else(|| Error::at("active", Problem::NotADay))
        };
        let (from, to) = match active {
            LastActive::Never => (0, 1),
            LastActive::Since(text) => (day(text)?.max(1), i64::MAX),
            LastActive::Before(text) => (1, day(text)?),
        };
        self.active = Some((from, to));
        let both = [from.into(), to.into()];
        self.bound(SortKey::LastActive, " AND m.last_active_at >= ? AND m.last_active_at < ?", both.clone());
        self.and("m.last_active_at >= ? AND m.last_active_at < ?", both);
        Ok(())
    }
}

/// The member whose id, or the beginning of whose id (8 digits or more), is all of the text.
async fn person(tx: &mut Tx, seat: &Seat, text: &str) -> Result<Option<Uuid>, Error> {
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
        .bind(seat.workspace)
        .all(tx)
        .await?;
    Ok(if let [(id,)] = found[..] { Some(id) } else { None })
}

/// The reader's time zone, in which their days begin.
async fn zone(ctx: &Context, tx: &mut Tx) -> Result<TimeZone, Error> {
    let Ok(account) = ctx.account() else { return Ok(TimeZone::UTC) };
    let (name,): (String,) = query("SELECT time_zone FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}
