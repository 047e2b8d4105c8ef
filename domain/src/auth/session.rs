//! One signed-in browser, on the server.

use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::secrets::Token;
use crate::{Actor, Context, Error, Principal, Roster, Via, best_effort};
use model::accounts::{Me, avatar};
use model::ids::{AccountId, SessionId};
use model::themes::ThemePreference;
use std::net::IpAddr;
use std::time::Duration;

/// The browser behind a request.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The header of the request, as it came; may be empty.
    pub user_agent: String,
    /// What it was given when it last signed in.
    pub device: Option<Token>,
}

impl Client {
    /// What it says of itself, fit to be kept.
    pub(super) fn user_agent_text(&self) -> String {
        self.user_agent.chars().filter(|c| !c.is_control()).take(300).collect()
    }
}

/// A session just begun: the cookie's value, and when it ends at the latest.
#[derive(Debug)]
pub struct NewSession {
    /// The cookie's value; the database has its hash only.
    pub token: Token,
    /// When it ends at the latest, however busy.
    pub expires_at: Micros,
    /// What the browser keeps where it has just become a known one.
    pub device: Option<Token>,
}

/// Who a session cookie stands for.
#[derive(Clone, Debug)]
pub struct AuthenticatedSession {
    /// Who acts in a request with this cookie.
    pub actor: Actor,
    /// The account, as the page's shell shows it.
    pub me: Me,
    /// BCP 47.
    pub language: String,
    /// The themes that they picked, and which of them shows.
    pub theme_preference: ThemePreference,
    /// IANA name.
    pub time_zone: String,
}

/// How often a session in use is written to.
const TOUCH: Duration = Duration::from_mins(1);
/// How long the code of the second factor can be given: ten minutes.
const FACTOR_DUE: Duration = Duration::from_mins(10);

/// Begins a session: always a new id and a new cookie value.
pub async fn begin(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    client: &Client,
    must_choose_password: bool,
) -> Result<NewSession, Error> {
    let expires_at = ctx.now() + micros(ctx.roster.settings.session_max);
    insert(ctx, tx, account, client, Closed { must_choose_password, factor_due: false }, expires_at).await
}

/// Begins a session that waits for the code of the second factor: it opens nothing else.
pub(super) async fn begin_factor_due(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    client: &Client,
    must_choose_password: bool,
) -> Result<NewSession, Error> {
    let expires_at = ctx.now() + micros(FACTOR_DUE);
    insert(ctx, tx, account, client, Closed { must_choose_password, factor_due: true }, expires_at).await
}

/// What stands before everything else.
#[derive(Clone, Copy, Debug)]
struct Closed {
    must_choose_password: bool,
    factor_due: bool,
}

async fn insert(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    client: &Client,
    closed: Closed,
    expires_at: Micros,
) -> Result<NewSession, Error> {
    let (now, token) = (ctx.now(), Token::new(&ctx.roster.random));
    query(
        "INSERT INTO sessions
             (id, account_id, token_hash, created_at, last_seen_at, expires_at, must_choose_password, address, user_agent,
              confirmed_at, factor_due)
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $4, $9)",
    )
    .bind(ctx.id::<SessionId>())
    .bind(account)
    .bind(token.hash())
    .bind(now)
    .bind(expires_at)
    .bind(closed.must_choose_password)
    .bind(ctx.address.as_ref().map(IpAddr::to_string).unwrap_or_default())
    .bind(client.user_agent_text())
    .bind(closed.factor_due)
    .run(tx)
    .await?;
    Ok(NewSession { token, expires_at, device: None })
}

/// From now on the session follows someone at a provider: who has connected their account with them is signed in there.
pub(crate) async fn tie_session(
    tx: &mut Tx,
    session: SessionId,
    issuer: &str,
    subject: &str,
    provider: &str,
) -> Result<(), Error> {
    query("UPDATE sessions SET issuer = $2, subject = $3, provider = $4 WHERE id = $1")
        .bind(session)
        .bind(issuer)
        .bind(subject)
        .bind(provider)
        .run(tx)
        .await?;
    Ok(())
}

/// Ends an account's sessions, but for one that may go on; answers how many.
pub async fn end_all(tx: &mut Tx, account: AccountId, but: Option<SessionId>) -> Result<u64, Error> {
    let ended = query("DELETE FROM sessions WHERE account_id = $1 AND ($2 IS NULL OR id <> $2)")
        .bind(account)
        .bind(but)
        .run(tx)
        .await?;
    Ok(ended)
}

#[derive(sqlx::FromRow)]
struct Row {
    created_at: i64,
    idle: Option<i64>,
    max: Option<i64>,
    id: uuid::Uuid,
    account_id: uuid::Uuid,
    last_seen_at: i64,
    expires_at: i64,
    must_choose_password: bool,
    factor_due: bool,
    email: String,
    first_name: String,
    last_name: String,
    picture: Option<String>,
    language: String,
    time_zone: String,
    theme_preference: String,
}

/// The session that a cookie stands for, if it still goes on; keeps it awake. The strictest limits count of the
/// installation and of all workspaces that the person belongs to.
pub async fn resume(roster: &Roster, token: &Token) -> Result<Option<AuthenticatedSession>, Error> {
    let mut tx = roster.db.read().await?;
    let row: Option<Row> = query(
        "SELECT s.id, s.account_id, s.last_seen_at, s.expires_at, s.must_choose_password, s.factor_due,
                a.email, a.first_name, a.last_name, a.picture, a.language, a.time_zone, a.theme_preference, s.created_at, l.idle, l.max
         FROM sessions s JOIN accounts a ON a.id = s.account_id
              LEFT JOIN (SELECT m.account_id, MIN(w.session_idle) AS idle, MIN(w.session_max) AS max
                         FROM members m JOIN workspaces w ON w.id = m.workspace_id
                         WHERE m.status = 'active' AND w.deleted_at IS NULL
                           AND m.account_id = (SELECT x.account_id FROM sessions x WHERE x.token_hash = $1)
                         GROUP BY m.account_id) l ON l.account_id = s.account_id
         WHERE s.token_hash = $1",
    )
    .bind(token.hash())
    .optional(&mut tx)
    .await?;
    drop(tx);
    let now = roster.clock.now();
    let Some(row) = row.filter(|row| row.goes_on(now, micros(roster.settings.session_idle))) else { return Ok(None) };
    if now - row.last_seen_at >= micros(TOUCH) {
        best_effort(touch(roster, row.id, now).await, "that a session is in use")?;
    }
    Ok(Some(row.into()))
}

async fn touch(roster: &Roster, session: uuid::Uuid, now: Micros) -> Result<(), Error> {
    let mut tx = roster.db.write().await?;
    query("UPDATE sessions SET last_seen_at = $2 WHERE id = $1").bind(session).bind(now).run(&mut tx).await?;
    Ok(tx.commit().await?)
}

impl Row {
    fn goes_on(&self, now: Micros, idle: Micros) -> bool {
        let idle = self.idle.map_or(idle, |own| own.min(idle));
        let young = self.max.is_none_or(|max| now - self.created_at < max);
        now < self.expires_at && young && now - self.last_seen_at < idle
    }
}

impl From<Row> for AuthenticatedSession {
    fn from(row: Row) -> Self {
        let (id, session) = (AccountId(row.account_id), SessionId(row.id));
        let actor = if row.factor_due {
            Actor::FactorDue { account: id, session }
        } else {
            let via = Via::Session { id: session, must_choose_password: row.must_choose_password };
            Actor::Account(Principal { account: id, via })
        };
        Self {
            actor,
            me: Me {
                id,
                avatar: avatar(id, &row.first_name, &row.last_name, &row.email).pictured(row.picture.as_deref()),
                first_name: row.first_name,
                last_name: row.last_name,
                email: row.email,
                must_choose_password: row.must_choose_password,
            },
            language: row.language,
            theme_preference: row.theme_preference.into(),
            time_zone: row.time_zone,
        }
    }
}
