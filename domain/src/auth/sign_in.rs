//! Signing in with a password.

use super::attempts::note;
use super::devices;
use super::passkeys;
use super::session::{Client, NewSession, begin, begin_factor_due};
use super::set_password::is_still_password;
use super::throttle::{self, Limit};
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::secrets::Token;
use crate::{Context, Error, audit, identities, keys};
use model::Problem;
use model::accounts::SignIn;
use model::ids::AccountId;
use model::security::Outcome;
use model::urls::Url;

/// What a browser keeps after signing in.
#[derive(Debug)]
pub struct SignedIn {
    /// What becomes the cookie of the session.
    pub session: NewSession,
    /// What tells the browser apart as a known one from here on.
    pub device: Token,
    /// The password is a temporary one: everything else waits until another is chosen.
    pub must_choose_password: bool,
}

/// What a right password leads to.
#[derive(Debug)]
pub enum Entry {
    /// Signed in: nothing more is to be shown.
    Within(SignedIn),
    /// The second factor is still due: the session opens nothing but its form.
    FactorDue(NewSession),
}

#[derive(sqlx::FromRow)]
struct Row {
    id: uuid::Uuid,
    password_hash: Option<String>,
    password_temporary: bool,
    password_expires_at: Option<i64>,
    factor: bool,
    at_provider: bool,
}

/// Signs in, or answers [`Problem::WrongCredentials`]: the same, after the same work, for a wrong password and for an
/// address without an account.
pub async fn sign_in(ctx: &Context, input: SignIn, client: &Client) -> Result<Entry, Error> {
    let email_key = keys::email(&input.email);
    let Found { account, known_device, passkey_only } = find(ctx, &email_key, client).await?;
    let limits = limits(ctx, &email_key, client, known_device);
    throttle::count(ctx, &limits).await?;

    let stored = account.as_ref().and_then(|row| row.password_hash.clone());
    let right = ctx.roster.passwords.verify(&input.password, stored).await?;
    let id = account.as_ref().map(|row| AccountId(row.id));
    let mut tx = ctx.write().await?;
    if right && passkey_only {
        // As a wrong password: that it is right is not for whoever has it without a passkey.
        return refuse(ctx, tx, id, client, Outcome::PasskeyOnly, Problem::WrongCredentials).await;
    }
    let Some(account) = account.filter(|_| right) else {
        return refuse(ctx, tx, id, client, Outcome::WrongPassword, Problem::WrongCredentials).await;
    };
    if account.password_expires_at.is_some_and(|at| at <= ctx.now()) {
        return refuse(ctx, tx, id, client, Outcome::Expired, Problem::Expired).await;
    }
    let (id, temporary) = (AccountId(account.id), account.password_temporary);
    // Said to whoever knows the password alone: to others the address would be known to have an account.
    if account.at_provider {
        return refuse(ctx, tx, Some(id), client, Outcome::AtProvider, Problem::SignInAtProvider).await;
    }
    // The password was judged before this transaction: one that has been replaced since then opens nothing.
    if !is_still_password(&mut tx, id, account.password_hash.as_deref()).await? {
        return refuse(ctx, tx, Some(id), client, Outcome::WrongPassword, Problem::WrongCredentials).await;
    }
    throttle::forget(&mut tx, &limits).await?;
    let entry = if account.factor {
        note(ctx, &mut tx, Some(id), client, Outcome::CodeAsked).await?;
        audit::Event::by_account(audit::Action::SessionRequireFactor, id)
            .target(id, &input.email)
            .record(ctx, &mut tx)
            .await?;
        Entry::FactorDue(begin_factor_due(ctx, &mut tx, id, client, temporary).await?)
    } else {
        Entry::Within(
            finish(ctx, &mut tx, (id, &input.email), client, known_device, temporary, Outcome::SignedIn).await?,
        )
    };
    tx.commit().await?;
    Ok(entry)
}

/// Signs in someone whom a provider vouches for, also where they have a password or a second factor here: those are
/// their provider's matter.
pub(crate) async fn begin_at_provider(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    client: &Client,
) -> Result<SignedIn, Error> {
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    let known_device = devices::is_known(tx, account, client).await?;
    finish(ctx, tx, (account, &email), client, known_device, false, Outcome::SignedInAtProvider).await
}

/// Begins the session of someone who has shown all that there is to show.
pub(super) async fn finish(
    ctx: &Context,
    tx: &mut Tx,
    (id, email): (AccountId, &str),
    client: &Client,
    known_device: bool,
    must_choose_password: bool,
    outcome: Outcome,
) -> Result<SignedIn, Error> {
    note(ctx, tx, Some(id), client, outcome).await?;
    if !known_device {
        notify(ctx, tx, id, client).await?;
    }
    let session = begin(ctx, tx, id, client, must_choose_password).await?;
    let device = devices::remember(ctx, tx, id, client).await?;
    for workspace in identities::opened_by_break_glass(tx, id).await? {
        let event = audit::Event::by_account(audit::Action::SessionBreakGlass, id).within(workspace);
        event.target(id, email).record(ctx, tx).await?;
    }
    audit::Event::by_account(audit::Action::SessionBegin, id).target(id, email).record(ctx, tx).await?;
    Ok(SignedIn { session, device, must_choose_password })
}

async fn refuse<T>(
    ctx: &Context,
    mut tx: Tx,
    account: Option<AccountId>,
    client: &Client,
    outcome: Outcome,
    problem: Problem,
) -> Result<T, Error> {
    note(ctx, &mut tx, account, client, outcome).await?;
    tx.commit().await?;
    Err(Error::at("form", problem))
}

/// Tells the account's holder of a browser that they have not signed in from before; the very first one is no news.
async fn notify(ctx: &Context, tx: &mut Tx, account: AccountId, client: &Client) -> Result<(), Error> {
    let (others, zone): (bool, String) = query(
        "SELECT EXISTS (SELECT 1 FROM devices d WHERE d.account_id = a.id), a.time_zone FROM accounts a WHERE a.id = $1",
    )
    .bind(account)
    .one(tx)
    .await?;
    if !others {
        return Ok(());
    }
    let link = ctx.link(&Url::Security);
    let message = |name| Email::NewDevice {
        name,
        user_agent: client.user_agent_text(),
        address: ctx.address.map(|address| address.to_string()).unwrap_or_default(),
        at: ctx.now(),
        zone,
    };
    mail::enqueue_for(ctx, tx, account, &link, message).await
}

/// What an address leads to, looked up alike for each.
struct Found {
    account: Option<Row>,
    known_device: bool,
    passkey_only: bool,
}

async fn find(ctx: &Context, email_key: &str, client: &Client) -> Result<Found, Error> {
    let mut tx = ctx.read().await?;
    let account: Option<Row> = query(format!(
        "SELECT id, password_hash, password_temporary, password_expires_at,
                EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = accounts.id) AS factor, {} AS at_provider
         FROM accounts WHERE email_key = $1",
        identities::exists_sql("accounts.id")
    ))
    .bind(email_key)
    .optional(&mut tx)
    .await?;
    let id = account.as_ref().map_or(AccountId(uuid::Uuid::nil()), |row| AccountId(row.id));
    let known_device = devices::is_known(&mut tx, id, client).await?;
    // Before the password is judged, and for addresses without an account too: the answer takes as long either way.
    let passkey_only = passkeys::sign_in_alone(ctx, &mut tx, id).await?;
    Ok(Found { account, known_device, passkey_only })
}

/// A browser that the person has used before has a counter of its own: others can't slow it down.
fn limits(ctx: &Context, email_key: &str, client: &Client, known_device: bool) -> Vec<Limit> {
    match &client.device {
        Some(device) if known_device => vec![Limit::device(email_key, &device.hash())],
        _ => std::iter::once(Limit::account(email_key)).chain(Limit::address(ctx, email_key)).collect(),
    }
}
