//! Who acts, through which door, with which clock.

use crate::clock::{Clock, Micros};
use crate::db::{Database, Tx, query};
use crate::passwords::Hasher;
use crate::pictures;
use crate::secrets::SecretKey;
use crate::{Error, Random, Settings};
pub use model::audit::Door;
use model::ids::{AccountId, MemberId, SessionId, WorkspaceId};
use model::permissions::{Permission, Permissions};
use model::workspaces::Here;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// One running Roster: what all requests share.
#[derive(Debug)]
pub struct Roster {
    pub db: Database,
    pub clock: Clock,
    pub random: Random,
    pub settings: Settings,
    pub key: SecretKey,
    pub passwords: Hasher,
    pub pictures: pictures::Store,
    /// Told when the outbox has something new.
    pub mail_waiting: tokio::sync::Notify,
    /// Told when there is long work to do.
    pub work_waiting: tokio::sync::Notify,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Nobody,
    /// Signed in; `must_choose_password` closes every door but one.
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
    pub door: Door,
    /// The person's address, as far as the trusted proxies tell.
    pub address: Option<IpAddr>,
}

impl Context {
    /// The operator's context, for the command line and background work.
    pub fn operator(roster: Arc<Roster>) -> Self {
        Self { clock: roster.clock.clone(), roster, actor: Actor::Operator, door: Door::CommandLine, address: None }
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

    /// The actor's seat in a workspace. No seat, no such workspace: the two can't be told apart (product rule 6).
    pub async fn seat(&self, tx: &mut Tx, slug: &str) -> Result<Seat, Error> {
        if self.actor == Actor::Operator {
            return Seat::of_operator(tx, slug).await;
        }
        let account = self.account()?;
        let row: Option<SeatRow> = query(
            "SELECT w.id AS workspace, w.name, m.id AS member, m.super_user,
                    w.owner_id IS NOT NULL AND w.owner_id = m.account_id AS owner,
                    (SELECT COUNT(*) FROM member_roles x WHERE x.member_id = m.id)
                    + (SELECT COUNT(*) FROM group_members x WHERE x.member_id = m.id) AS roles
             FROM workspaces w JOIN members m ON m.workspace_id = w.id
             WHERE w.slug = $1 AND w.deleted_at IS NULL AND m.account_id = $2 AND m.status = 'active'
               AND (m.ends_at IS NULL OR m.ends_at > $3)",
        )
        .bind(slug)
        .bind(account)
        .bind(self.now())
        .optional(tx)
        .await?;
        let row = row.ok_or(Error::NotFound)?;
        let member = MemberId(row.member);
        let permissions = match (row.super_user, row.roles) {
            (true, _) => Permissions::all(),
            (false, 0) => Permissions::NONE,
            (false, _) => granted_by_roles(tx, member).await?,
        };
        Ok(Seat {
            workspace: row.workspace.into(),
            slug: slug.to_owned(),
            name: row.name,
            account: Some(account),
            member: Some(member),
            super_user: row.super_user,
            owner: row.owner,
            permissions,
        })
    }

    /// The session that acts; none where nobody's does.
    fn session(&self) -> Result<Option<SessionId>, Error> {
        match self.actor {
            Actor::Account { session, .. } => Ok(Some(session)),
            Actor::FactorDue { .. } => Err(Error::FactorDue),
            Actor::Nobody | Actor::Operator => Ok(None),
        }
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

/// An actor's place in one workspace, and what it allows.
#[derive(Clone, Debug)]
pub struct Seat {
    pub workspace: WorkspaceId,
    pub slug: String,
    pub name: String,
    /// None for the operator.
    pub account: Option<AccountId>,
    pub member: Option<MemberId>,
    pub super_user: bool,
    /// The workspace is theirs to hand over and to delete.
    pub owner: bool,
    pub permissions: Permissions,
}

impl Seat {
    /// The first line of every verb in a workspace.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.permissions.has(permission) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// What only the owner may do.
    pub fn require_owner(&self) -> Result<(), Error> {
        if self.owner { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Nobody acts on those who hold what they don't (product rule 5): `held` is what the other's roles allow.
    pub fn may_act_on(&self, super_user: bool, held: Permissions) -> bool {
        self.super_user || (!super_user && self.permissions.covers(held))
    }

    pub fn has(&self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }

    /// As the page's shell shows it.
    pub fn here(&self) -> Here {
        Here {
            id: self.workspace,
            slug: self.slug.clone(),
            name: self.name.clone(),
            super_user: self.super_user,
            owner: self.owner,
            permissions: self.permissions,
        }
    }

    async fn of_operator(tx: &mut Tx, slug: &str) -> Result<Self, Error> {
        let row: Option<(uuid::Uuid, String)> =
            query("SELECT id, name FROM workspaces WHERE slug = $1 AND deleted_at IS NULL")
                .bind(slug)
                .optional(tx)
                .await?;
        let (workspace, name) = row.ok_or(Error::NotFound)?;
        Ok(Self {
            workspace: workspace.into(),
            slug: slug.to_owned(),
            name,
            account: None,
            member: None,
            super_user: true,
            owner: true,
            permissions: Permissions::all(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct SeatRow {
    workspace: uuid::Uuid,
    name: String,
    member: uuid::Uuid,
    super_user: bool,
    owner: bool,
    /// Their roles and groups: where there are none, there is nothing to ask.
    roles: i64,
}

async fn granted_by_roles(tx: &mut Tx, member: MemberId) -> Result<Permissions, Error> {
    let roles: Vec<(i64,)> =
        query("SELECT r.permissions FROM held_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = $1")
            .bind(member)
            .all(tx)
            .await?;
    Ok(roles.into_iter().fold(Permissions::NONE, |all, (bits,)| all.with(Permissions::from_bits(bits))))
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody"),
            Self::Account { id, .. } | Self::FactorDue { id, .. } => id.fmt(f),
            Self::Operator => f.write_str("operator"),
        }
    }
}
