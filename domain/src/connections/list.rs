//! What the actor is connected with.

use super::callback::redirect_uri;
use super::service::service;
use super::store::problem_named;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::oauth::authorization_url;
use crate::{Context, Error, stored};
use model::connections::{ConnectionProblem, ServiceKind};
use model::ids::AccountId;

/// A service, and how the actor's connection with it stands.
#[derive(Clone, Debug)]
pub struct ServiceState {
    /// Which one.
    pub kind: ServiceKind,
    /// The operator has registered Roster at its provider.
    pub offered: bool,
    /// Where an administrator of the person's organisation agrees for everyone; empty where it is not offered.
    pub consent_link: String,
    /// Where people take back what they granted.
    pub revoke_link: String,
    /// None: not connected.
    pub connection: Option<Connection>,
}

/// A connection, without its tokens.
#[derive(Clone, Debug)]
pub struct Connection {
    /// As the provider names its holder; may be empty.
    pub name: String,
    /// Their address there; may be empty.
    pub email: String,
    /// What was granted, by spaces.
    pub scopes: String,
    /// Since when.
    pub connected_at: Micros,
    /// When it was last used successfully, to the minute.
    pub last_used_at: Option<Micros>,
    /// What went wrong since.
    pub problem: Option<ConnectionProblem>,
}

/// The actor's, whatever is offered: what was connected once can be ended. One query.
pub async fn list(ctx: &Context) -> Result<Vec<ServiceState>, Error> {
    let account = ctx.account()?;
    let mut found = of_account(&mut ctx.read().await?, account).await?;
    let state = |kind: ServiceKind| {
        let at = found.iter().position(|(found, _)| *found == kind);
        let connection = at.map(|at| found.swap_remove(at).1);
        let service = service(kind);
        let provider = service.provider(&ctx.roster.settings);
        let consent_link = provider.as_ref().and_then(|provider| {
            let (scope, redirect_uri) = (service.scope(), redirect_uri(ctx, kind));
            let parameters =
                [("client_id", provider.client.id.as_str()), ("scope", &scope), ("redirect_uri", &redirect_uri)];
            authorization_url(&provider.consent_endpoint, &parameters)
        });
        ServiceState {
            kind,
            offered: provider.is_some(),
            consent_link: consent_link.unwrap_or_default(),
            revoke_link: provider.map(|provider| provider.revoke_link.to_owned()).unwrap_or_default(),
            connection,
        }
    };
    Ok(ServiceKind::ALL.map(state).into())
}

/// What the actor is connected with, for their own copy of their data.
pub async fn connected(ctx: &Context) -> Result<Vec<Connected>, Error> {
    let account = ctx.account()?;
    let found = of_account(&mut ctx.read().await?, account).await?;
    Ok(found.into_iter().map(|(kind, connection)| Connected { kind, connection }).collect())
}

/// A connection, and what it is with.
#[derive(Clone, Debug)]
pub struct Connected {
    /// The service.
    pub kind: ServiceKind,
    /// How it stands.
    pub connection: Connection,
}

#[derive(sqlx::FromRow)]
struct Row {
    service: String,
    name: String,
    email: String,
    scopes: String,
    connected_at: Micros,
    last_used_at: Option<Micros>,
    last_error: Option<String>,
}

async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<(ServiceKind, Connection)>, Error> {
    let rows: Vec<Row> = query(
        "SELECT service, name, email, scopes, connected_at, last_used_at, last_error FROM connections
         WHERE account_id = $1 ORDER BY service",
    )
    .bind(account)
    .all(tx)
    .await?;
    let connection = |row: Row| {
        let kind = stored::named(&row.service, |name| name.parse().ok(), "a connection's service")?;
        let connection = Connection {
            name: row.name,
            email: row.email,
            scopes: row.scopes,
            connected_at: row.connected_at,
            last_used_at: row.last_used_at,
            problem: problem_named(row.last_error.as_deref()),
        };
        Ok((kind, connection))
    };
    rows.into_iter().map(connection).collect()
}
