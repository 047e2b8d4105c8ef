//! Who acts, through which channel, with which clock.

use crate::clock::{Clock, Micros};
use crate::db::{Database, Tx, query};
use crate::passwords::{Hasher, Judge};
use crate::picture_store;
use crate::secrets::SecretKey;
use crate::{Error, Random, Settings};
use model::accounts::Password;
pub use model::audit::Channel;
use model::ids::{AccountId, JobId, SessionId};
use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Notify;

/// One running Roster: what all requests share.
#[derive(Debug)]
pub struct Roster {
    pub db: Database,
    pub clock: Clock,
    pub random: Random,
    pub settings: Settings,
    pub key: SecretKey,
    pub passwords: Hasher,
    pub judge: Judge,
    pub pictures: picture_store::Store,
    /// Told when the outbox has something new.
    pub mail_waiting: Arc<Notify>,
    /// Told when there is long work to do.
    pub work_waiting: Notify,
    /// Does long work: [`crate::worker::work_boxed`].
    pub work: Work,
}

/// Does all the long work there is, or one piece of it.
pub type Work = for<'a> fn(&'a Context, Option<JobId>) -> WorkFuture<'a>;
pub type WorkFuture<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Nobody,
    /// Signed in; `must_choose_password` refuses everything but choosing one.
    Account {
        id: AccountId,
        session: SessionId,
        must_choose_password: bool,
    },
    /// The password was right, the code of the second factor is still to be given. Being nobody's account, it opens nothing.
    FactorDue {
        id: AccountId,
        session: SessionId,
    },
    /// The operator, at the machine itself.
    Operator,
}

/// One request's view: the running Roster, and who asks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    pub roster: Arc<Roster>,
    /// The Roster's clock; seeding acts at earlier moments.
    pub clock: Clock,
    pub actor: Actor,
    pub channel: Channel,
    /// The person's address, as far as the trusted proxies tell.
    pub address: Option<IpAddr>,
}

impl Context {
    /// The operator's context, for the command line and background work.
    pub fn operator(roster: Arc<Roster>) -> Self {
        Self {
            clock: roster.clock.clone(),
            roster,
            actor: Actor::Operator,
            channel: Channel::CommandLine,
            address: None,
        }
    }

    pub fn now(&self) -> Micros {
        self.clock.now()
    }

    /// A new id of the moment.
    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        self.roster.random.id(self.now())
    }

    pub async fn read(&self) -> Result<Tx, Error> {
        Ok(self.roster.db.read().await?)
    }

    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(self.roster.db.write().await?)
    }

    /// Who is signed in, and free to act.
    pub fn account(&self) -> Result<AccountId, Error> {
        match self.actor {
            Actor::Account { must_choose_password: true, .. } => Err(Error::PasswordChangeDue),
            Actor::Account { id, .. } => Ok(id),
            Actor::FactorDue { .. } => Err(Error::FactorDue),
            Actor::Nobody | Actor::Operator => Err(Error::SignedOut),
        }
    }

    /// The session that acts; none where nobody's does.
    fn session(&self) -> Result<Option<SessionId>, Error> {
        match self.actor {
            Actor::Account { session, .. } => Ok(Some(session)),
            Actor::FactorDue { .. } => Err(Error::FactorDue),
            Actor::Nobody | Actor::Operator => Ok(None),
        }
    }

    /// Takes a new password, by the settings of this installation: [`Judge::judge`].
    pub async fn judge_password(&self, password: &Password, about: &[&str]) -> Result<(), Error> {
        let settings = &self.roster.settings;
        self.roster.judge.judge(password, about, settings.password_min, settings.breached.as_ref()).await
    }

    /// Whoever acts is still signed in: what takes longer than a request asks again.
    pub async fn require_session(&self, tx: &mut Tx) -> Result<(), Error> {
        let Some(session) = self.session()? else { return Ok(()) };
        let there: Option<(i64,)> =
            query("SELECT created_at FROM sessions WHERE id = $1").bind(session).optional(tx).await?;
        there.map(|_| ()).ok_or(Error::SignedOut)
    }

    /// Whoever acts has shown within the last ten minutes that they are the account's holder: what can't be taken back asks for it
    /// (OWASP ASVS 5.0, 7.5.1). [`Error::ConfirmationDue`] otherwise.
    pub async fn require_confirmed(&self, tx: &mut Tx) -> Result<(), Error> {
        let Some(session) = self.session()? else { return Ok(()) };
        let confirmed: Option<(i64,)> =
            query("SELECT confirmed_at FROM sessions WHERE id = $1").bind(session).optional(tx).await?;
        match confirmed {
            Some((at,)) if self.now() - at < CONFIRMED => Ok(()),
            _ => Err(Error::ConfirmationDue),
        }
    }
}

/// How long a confirmation counts: ten minutes.
const CONFIRMED: Micros = 600_000_000;

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody"),
            Self::Account { id, .. } | Self::FactorDue { id, .. } => id.fmt(f),
            Self::Operator => f.write_str("operator"),
        }
    }
}
