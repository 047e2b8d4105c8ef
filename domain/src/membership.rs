//! Someone's place in a workspace: the first thing that every verb there asks for.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Actor, Context, Error, identities, token_limits};
use model::ids::{AccountId, MemberId, TokenId, WorkspaceId};
use model::permissions::{Permission, Permissions};
use model::tokens::TokenScopes;
use model::workspaces::Here;

impl Context {
    /// The actor's membership in a workspace. No membership and no such workspace are the same answer (product rule 6).
    /// Whoever has to prove their address first gets [`Error::EmailVerificationRequired`], whoever needs a second
    /// factor there and has none [`Error::FactorRequired`], whoever has not signed in at the workspace's provider, where
    /// it requires that, [`Error::ProviderRequired`].
    pub async fn membership(&self, tx: &mut Tx, slug: &str) -> Result<Membership, Error> {
        self.entry(tx, slug).await?.entered()
    }

    /// Who may not do something is told so before what is wrong with how they asked for it.
    pub async fn require(&self, slug: &str, permission: Permission) -> Result<(), Error> {
        self.membership(&mut self.read().await?, slug).await?.require(permission)
    }

    /// The same for whoever wants to leave: that takes neither a second factor nor a proven address. No scope of a
    /// token is for it.
    pub(crate) async fn membership_for_leaving(&self, tx: &mut Tx, slug: &str) -> Result<Membership, Error> {
        self.refuse_token()?;
        Ok(self.entry(tx, slug).await?.membership)
    }

    /// The same, and when they were last noted to have been here; 0: never, or they have no row among the members.
    pub(crate) async fn membership_and_last_active(
        &self,
        tx: &mut Tx,
        slug: &str,
    ) -> Result<(Membership, Micros), Error> {
        let entry = self.entry(tx, slug).await?;
        let last_active_at = entry.last_active_at;
        Ok((entry.entered()?, last_active_at))
    }

    async fn entry(&self, tx: &mut Tx, slug: &str) -> Result<Entry, Error> {
        if self.actor == Actor::Operator {
            let membership = Membership::of_operator(tx, slug).await?;
            return Ok(Entry::open(membership));
        }
        if let Actor::WorkspaceToken { id, .. } = self.actor {
            let membership = Membership::of_workspace_token(tx, slug, id, self.now()).await?;
            return Ok(Entry::open(membership));
        }
        let mut entry = entry_of(self, tx, slug, self.account_or_token()?).await?.ok_or(Error::NotFound)?;
        if let Some(token) = self.token() {
            let scopes = token_limits::scopes_within(tx, token, entry.membership.workspace, self.now()).await?;
            entry.membership.limit_to(&scopes);
        }
        Ok(entry)
    }
}

/// Whether a workspace asks its member for one, over `members m` and `workspaces w`.
pub(crate) const FACTOR_ASKED: &str = "((m.super_user AND w.super_users_factor)
     OR EXISTS (SELECT 1 FROM effective_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = m.id AND r.factor_required))";

/// Whether a member has to set one up first, over the same. What they have is looked at only where one is asked for.
fn factor_due_sql() -> String {
    format!(
        "CASE WHEN NOT {FACTOR_ASKED} THEN FALSE
              ELSE NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = m.account_id)
                   AND NOT {} END",
        identities::exists_sql("m.account_id")
    )
}

/// The workspace's provider, where it requires that its people sign in there, and this session was begun otherwise, or
/// the token's owner is nobody there; over the same, with the session as `$4` and the token as `$5`. Work in someone's
/// name goes on. The break-glass account comes in by its password.
fn provider_due_sql() -> &'static str {
    "(SELECT p.id FROM identity_providers p
      WHERE p.workspace_id = w.id AND p.required
        AND (p.break_glass_id IS NULL OR p.break_glass_id <> m.account_id)
        AND CASE WHEN $4 IS NOT NULL
                 THEN NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = $4 AND s.issuer = p.issuer)
                 WHEN $5 IS NOT NULL
                 THEN NOT EXISTS (SELECT 1 FROM identities i WHERE i.account_id = m.account_id AND i.issuer = p.issuer)
                 ELSE FALSE END)"
}

/// A membership, and what has to be done before it can be used: a second factor to set up, an address to prove.
struct Entry {
    membership: Membership,
    factor_due: bool,
    verification_due: bool,
    /// The key of the provider where they have to sign in first.
    provider_due: Option<String>,
    last_active_at: Micros,
}

impl Entry {
    /// The membership, where nothing has to be done first.
    fn entered(self) -> Result<Membership, Error> {
        match self {
            Self { provider_due: Some(provider), .. } => Err(Error::ProviderRequired(provider)),
            Self { verification_due: true, .. } => Err(Error::EmailVerificationRequired),
            Self { factor_due: true, .. } => Err(Error::FactorRequired),
            Self { membership, .. } => Ok(membership),
        }
    }

    /// Of those who have no account here.
    fn open(membership: Membership) -> Self {
        Self { membership, factor_due: false, verification_due: false, provider_due: None, last_active_at: 0 }
    }
}

/// The membership of someone who does not act now: for judging what they have begun. None where they have none
/// any more.
pub(crate) async fn membership_of(
    ctx: &Context,
    tx: &mut Tx,
    slug: &str,
    account: AccountId,
) -> Result<Option<Membership>, Error> {
    Ok(entry_of(ctx, tx, slug, account).await?.map(|entry| entry.membership))
}

async fn entry_of(ctx: &Context, tx: &mut Tx, slug: &str, account: AccountId) -> Result<Option<Entry>, Error> {
    let row: Option<MembershipRow> = query(format!(
        "SELECT w.id AS workspace, w.name, m.id AS member, m.super_user, m.verify_email_key IS NOT NULL AS verification_due,
                w.owner_id, m.last_active_at, {} AS factor_due,
                {} AS provider_due,
                (SELECT COUNT(*) FROM member_roles x WHERE x.member_id = m.id)
                + (SELECT COUNT(*) FROM group_members x WHERE x.member_id = m.id) AS roles
         FROM workspaces w JOIN members m ON m.workspace_id = w.id
         WHERE w.slug = $1 AND w.deleted_at IS NULL AND m.account_id = $2 AND m.status = 'active'
           AND (m.ends_at IS NULL OR m.ends_at > $3)",
        factor_due_sql(),
        provider_due_sql()
    ))
    .bind(slug)
    .bind(account)
    .bind(ctx.now())
    .bind(ctx.actor.session())
    .bind(ctx.token())
    .optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let member = MemberId(row.member);
    let permissions = match (row.super_user, row.roles) {
        (true, _) => Permissions::all(),
        (false, 0) => Permissions::NONE,
        (false, _) => granted_by_roles(tx, member).await?,
    };
    let membership = Membership {
        workspace: row.workspace.into(),
        slug: slug.to_owned(),
        name: row.name,
        account: Some(account),
        member: Some(member),
        super_user: row.super_user,
        owner: row.owner_id == Some(account.0),
        owner_id: row.owner_id.map(AccountId),
        permissions,
    };
    let provider_due = row.provider_due.map(|id| id.to_string());
    Ok(Some(Entry {
        membership,
        factor_due: row.factor_due,
        verification_due: row.verification_due,
        provider_due,
        last_active_at: row.last_active_at,
    }))
}

/// An actor's place in one workspace, and what it allows.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The workspace, by its id.
    pub workspace: WorkspaceId,
    /// The workspace's name in addresses.
    pub slug: String,
    /// The workspace's name, as people read it.
    pub name: String,
    /// None for the operator, and for a token of the workspace's own.
    pub account: Option<AccountId>,
    /// Their own row among the members; none for the operator, for a token of the
    /// workspace's own, and for whoever is only just joining.
    pub member: Option<MemberId>,
    /// They may do everything, by a flag in place of roles.
    pub super_user: bool,
    /// The workspace is theirs to hand over and to delete.
    pub owner: bool,
    /// Whose it is, where that is known.
    pub owner_id: Option<AccountId>,
    /// What their roles and groups allow together; everything for a super-user.
    pub permissions: Permissions,
}

impl Membership {
    /// The first line of every verb in a workspace.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.permissions.has(permission) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// What is done in someone's name, such as long work on people: neither by the operator nor by a token of the
    /// workspace's own.
    pub(crate) fn require_account(&self) -> Result<AccountId, Error> {
        self.account.ok_or(Error::Forbidden)
    }

    /// What only the owner may do.
    pub fn require_owner(&self) -> Result<(), Error> {
        if self.owner { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Whether they may do this; [`Membership::require`] refuses.
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

    /// Takes away what a token is not for. Both flags allow what no permission names, so they stay only where the token
    /// is for everything.
    fn limit_to(&mut self, scopes: &TokenScopes) {
        let kept = scopes.permissions();
        self.permissions = self.permissions.without(Permissions::all().without(kept));
        self.super_user &= scopes.are_unlimited();
        self.owner &= scopes.are_unlimited();
    }

    /// Nobody's rights narrow it: it may do what it was made for. What no permission names takes all scopes, and what
    /// only an owner may do stays with people.
    async fn of_workspace_token(tx: &mut Tx, slug: &str, token: TokenId, now: Micros) -> Result<Self, Error> {
        let reached = token_limits::workspace_of(tx, token, slug, now).await?;
        Ok(Self {
            workspace: reached.id,
            slug: slug.to_owned(),
            name: reached.name,
            account: None,
            member: None,
            super_user: reached.scopes.are_unlimited(),
            owner: false,
            owner_id: None,
            permissions: reached.scopes.permissions(),
        })
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
            owner_id: None,
            permissions: Permissions::all(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    workspace: uuid::Uuid,
    name: String,
    member: uuid::Uuid,
    super_user: bool,
    owner_id: Option<uuid::Uuid>,
    last_active_at: i64,
    factor_due: bool,
    verification_due: bool,
    provider_due: Option<uuid::Uuid>,
    /// Their roles and groups: where there are none, there is nothing to ask.
    roles: i64,
}

async fn granted_by_roles(tx: &mut Tx, member: MemberId) -> Result<Permissions, Error> {
    let roles: Vec<(i64,)> =
        query("SELECT r.permissions FROM effective_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = $1")
            .bind(member)
            .all(tx)
            .await?;
    Ok(roles.into_iter().fold(Permissions::NONE, |all, (bits,)| all.with(Permissions::from_bits(bits))))
}
