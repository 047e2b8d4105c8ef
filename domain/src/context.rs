//! What one request sees: the running Roster, who acts, through which channel, with which clock.

use crate::actor::{Actor, Principal, Via};
use crate::call_log::CallLog;
use crate::clock::{Clock, Micros, micros};
use crate::db::{Database, Tx, query};
use crate::idempotency::IdempotencyClaim;
use crate::oauth::Providers;
use crate::passwords::{Hasher, Judge};
use crate::picture_store;
use crate::request_counts::RequestCounts;
use crate::secrets::SecretKey;
use crate::{Error, Random, Settings, token_limits};
use model::accounts::Password;
pub use model::audit::Channel;
use model::ids::{AccountId, JobId, SessionId, TokenId};
use model::urls::Url;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// One running Roster: what all requests share.
#[derive(Debug)]
pub struct Roster {
    /// SQLite or PostgreSQL, with its pools of connections.
    pub db: Database,
    /// What every context takes its time from, unless it is given another.
    pub clock: Clock,
    /// What ids, tokens and keys are made of.
    pub random: Random,
    /// What the operator has set.
    pub settings: Settings,
    /// What seals links and second factors at rest.
    pub key: SecretKey,
    /// Hashes passwords and compares them, on threads of its own.
    pub passwords: Hasher,
    /// Says whether a password may be chosen, on a thread of its own.
    pub judge: Judge,
    /// Where the pictures of people and workspaces are kept.
    pub pictures: picture_store::Store,
    /// Notified when the outbox has something new.
    pub mail_waiting: Arc<Notify>,
    /// Notified when there is a job to run.
    pub work_waiting: Notify,
    /// Notified when there is a message for a webhook.
    pub webhooks_waiting: Arc<Notify>,
    /// What is known of the providers that people sign in at.
    pub providers: Providers,
    /// Calls of tokens that wait to be written down.
    pub calls: CallLog,
    /// What people asked for, waiting to be written down.
    pub lab_requests: RequestCounts,
    /// Does long work: [`crate::worker::work_boxed`].
    pub work: Work,
}

/// Does all the long work there is, or one piece of it.
pub type Work = for<'a> fn(&'a Context, Option<JobId>) -> WorkFuture<'a>;
/// What [`Work`] answers: boxed, so that a function pointer can name it.
pub type WorkFuture<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// One request's view: the running Roster, and who asks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    /// What all requests share.
    pub roster: Arc<Roster>,
    /// The Roster's clock; seeding acts at earlier moments.
    pub clock: Clock,
    /// Who asks.
    pub actor: Actor,
    /// What it is asked through, for the audit.
    pub channel: Channel,
    /// The person's address, as far as the trusted proxies tell.
    pub address: Option<IpAddr>,
    /// The key that the call carries, which everything that it writes takes along.
    pub idempotency: Option<Arc<IdempotencyClaim>>,
}

impl Context {
    /// Whoever acts, through a channel and from an address, by the Roster's clock.
    pub fn new(roster: Arc<Roster>, actor: Actor, channel: Channel, address: Option<IpAddr>) -> Self {
        Self { clock: roster.clock.clone(), roster, actor, channel, address, idempotency: None }
    }

    /// The operator's context, at the command line.
    pub fn operator(roster: Arc<Roster>) -> Self {
        Self::new(roster, Actor::Operator, Channel::Cli, None)
    }

    /// The worker's context: what happens by itself, with the operator's rights.
    pub fn background(roster: Arc<Roster>) -> Self {
        Self { channel: Channel::Job, ..Self::operator(roster) }
    }

    /// The time, as the context's clock has it.
    pub fn now(&self) -> Micros {
        self.clock.now()
    }

    /// A page's address, as mails and the API carry it.
    pub fn link(&self, url: &Url) -> String {
        format!("{}{}", self.roster.settings.public_url, url.path())
    }

    /// A new id of the moment.
    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        self.roster.random.id(self.now())
    }

    /// Begins a transaction that reads: a consistent view.
    pub async fn read(&self) -> Result<Tx, Error> {
        Ok(self.roster.db.read().await?)
    }

    /// Begins a transaction that writes; on SQLite it waits for its turn first. Where the call carries a key, it is taken
    /// first: [`Error::Conflict`] where another call has it.
    pub async fn write(&self) -> Result<Tx, Error> {
        let mut tx = self.roster.db.write().await?;
        if let Some(claim) = &self.idempotency {
            claim.take(&mut tx, self.now()).await?;
        }
        Ok(tx)
    }

    /// Who is signed in, and free to act. [`Error::Forbidden`] for whoever acts by a token: one's own account is a
    /// matter of its pages.
    pub fn account(&self) -> Result<AccountId, Error> {
        self.refuse_token()?;
        self.account_or_token()
    }

    /// The first line of a verb that no page leads to: the operator's, at the machine itself.
    pub(crate) fn require_operator(&self) -> Result<(), Error> {
        if self.actor == Actor::Operator { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The token that acts, if one does.
    pub fn token(&self) -> Option<TokenId> {
        match self.actor {
            Actor::Account(Principal { via: Via::Token { id }, .. }) | Actor::WorkspaceToken { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The first line of a verb that no scope is for, such as one of the pages' own.
    pub(crate) fn refuse_token(&self) -> Result<(), Error> {
        if self.token().is_some() { Err(Error::Forbidden) } else { Ok(()) }
    }

    /// The same as [`Context::account`], and the owner of a personal token: for verbs that heed what the token is for.
    /// A workspace's own token has no account behind it: [`Error::Forbidden`].
    pub(crate) fn account_or_token(&self) -> Result<AccountId, Error> {
        match self.actor {
            Actor::Account(Principal { via: Via::Session { must_choose_password: true, .. }, .. }) => {
                Err(Error::PasswordChangeDue)
            }
            Actor::Account(principal) => Ok(principal.account),
            Actor::FactorDue { .. } => Err(Error::FactorDue),
            Actor::WorkspaceToken { .. } => Err(Error::Forbidden),
            Actor::Nobody | Actor::Operator => Err(Error::SignedOut),
        }
    }

    /// The session that acts. [`Error::SignedOut`] for whoever acts without one.
    pub(crate) fn session(&self) -> Result<SessionId, Error> {
        self.actor.session().ok_or(Error::SignedOut)
    }

    /// The session to ask about; none for those who have no account here. An account that acts without one is refused.
    fn session_to_check(&self) -> Result<Option<SessionId>, Error> {
        match self.actor {
            Actor::Account(Principal { via: Via::Token { .. }, .. }) | Actor::WorkspaceToken { .. } => {
                Err(Error::Forbidden)
            }
            Actor::Account(_) => self.session().map(Some),
            Actor::FactorDue { .. } => Err(Error::FactorDue),
            Actor::Nobody | Actor::Operator => Ok(None),
        }
    }

    /// Takes a new password, by the settings of this installation: [`Judge::judge`].
    pub async fn judge_password(&self, password: &Password, about: &[&str]) -> Result<(), Error> {
        let settings = &self.roster.settings;
        self.roster.judge.judge(password, about, settings.password_min, settings.breached.as_ref()).await
    }

    /// Whoever acts is still signed in, or has a token that works: what takes longer than a request asks again.
    pub async fn require_session(&self, tx: &mut Tx) -> Result<(), Error> {
        if let Some(token) = self.token() {
            return token_limits::require_working(tx, token, self.now()).await;
        }
        let Some(session) = self.session_to_check()? else { return Ok(()) };
        let there: Option<(i64,)> =
            query("SELECT created_at FROM sessions WHERE id = $1").bind(session).optional(tx).await?;
        there.map(|_| ()).ok_or(Error::SignedOut)
    }

    /// Whoever acts has shown within the last ten minutes that they are the account's holder: what can't be taken back
    /// asks for it (OWASP ASVS 5.0, 7.5.1). [`Error::ConfirmationDue`] otherwise.
    pub async fn require_confirmed(&self, tx: &mut Tx) -> Result<(), Error> {
        let Some(session) = self.session_to_check()? else { return Ok(()) };
        let confirmed: Option<(i64,)> =
            query("SELECT confirmed_at FROM sessions WHERE id = $1").bind(session).optional(tx).await?;
        match confirmed {
            Some((at,)) if self.now() - at < micros(CONFIRMED) => Ok(()),
            _ => Err(Error::ConfirmationDue),
        }
    }
}

/// How long a confirmation counts: ten minutes.
const CONFIRMED: Duration = Duration::from_mins(10);
