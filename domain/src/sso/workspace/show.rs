//! How people sign in to a workspace.

use super::super::SECRET_PURPOSE;
use super::super::groups::held_by_authors;
use super::break_glass::{self, BreakGlass, Candidate};
use super::tested::{self, ProviderTest};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::members::roles::{self, Role};
use crate::{Context, Error, Membership};
use model::accounts::full_name;
use model::ids::{AccountId, IdentityProviderId};
use model::permissions::Permission;
use model::urls::Url;
use uuid::Uuid;

/// What is set up, and what the actor may do about it.
#[derive(Clone, Debug)]
pub struct SignInSettings {
    /// The actor has `settings:write`.
    pub may_edit: bool,
    /// Verified domains of the workspace, in the alphabet's order: at most a hundred.
    pub domains: Vec<String>,
    /// The roles that the actor can map groups to.
    pub roles: Vec<Role>,
    /// None: there is none.
    pub provider: Option<OwnProvider>,
}

/// A workspace's provider.
#[derive(Clone, Debug)]
pub struct OwnProvider {
    /// In addresses.
    pub id: IdentityProviderId,
    /// As people read it.
    pub name: String,
    /// As its discovery document writes it.
    pub issuer: String,
    /// Who Roster is there.
    pub client_id: String,
    /// There is a secret; none: a public client.
    pub has_secret: bool,
    /// The claim that lists groups.
    pub groups_claim: String,
    /// Whoever signs in there becomes a member.
    pub auto_join: bool,
    /// Counts changes: a form sends back the one that it was opened with.
    pub version: i64,
    /// When it was set up.
    pub created_at: Micros,
    /// Where the provider sends people back to.
    pub redirect_uri: String,
    /// Where the provider says that someone has signed out.
    pub logout_uri: String,
    /// The last successful test of the present configuration.
    pub tested: Option<ProviderTest>,
    /// By group.
    pub groups: Vec<MappedGroup>,
    /// Members have to sign in there, but for this account.
    pub required: Option<BreakGlass>,
    /// Those who could be that account, the actor first; none for those who can only read.
    pub candidates: Vec<Candidate>,
    /// Active members without an identity at the provider.
    pub without_identity: i64,
}

/// A group that is mapped to a role.
#[derive(Clone, Debug)]
pub struct MappedGroup {
    /// As the provider writes it.
    pub group: String,
    /// What it gives.
    pub role: Role,
    /// Who has mapped it.
    pub by: String,
    /// They could give the role now: otherwise the group gives nothing.
    pub counts: bool,
}

#[derive(sqlx::FromRow)]
struct ProviderRow {
    id: Uuid,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: Vec<u8>,
    groups_claim: String,
    auto_join: bool,
    required: bool,
    break_glass_id: Option<Uuid>,
    tested_at: Option<Micros>,
    tested_claims: Option<Vec<u8>>,
    tester_first: Option<String>,
    tester_last: Option<String>,
    version: i64,
    created_at: Micros,
    without_identity: i64,
}

/// Needs `settings:read`; what was told of whoever tested it, `settings:write`. The number of queries is constant.
pub async fn show(ctx: &Context, slug: &str) -> Result<SignInSettings, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let may_edit = membership.has(Permission::SETTINGS_WRITE);
    let domains = verified_domains(&mut tx, &membership).await?;
    let provider = match find(&mut tx, &membership).await? {
        Some(row) => Some(provider(ctx, &mut tx, &membership, row, &domains).await?),
        None => None,
    };
    let roles = if may_edit { roles::assignable(&mut tx, &membership).await? } else { Vec::new() };
    Ok(SignInSettings { may_edit, domains, roles, provider })
}

async fn find(tx: &mut Tx, membership: &Membership) -> Result<Option<ProviderRow>, Error> {
    Ok(query(
        "SELECT p.id, p.name, p.issuer, p.client_id, p.client_secret, p.groups_claim, p.auto_join, p.required,
             p.break_glass_id, p.tested_at, p.tested_claims, t.first_name AS tester_first, t.last_name AS tester_last,
             p.version, p.created_at,
             (SELECT COUNT(*) FROM members m WHERE m.workspace_id = p.workspace_id AND m.status = 'active'
                AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.account_id = m.account_id AND i.issuer = p.issuer))
                 AS without_identity
         FROM identity_providers p LEFT JOIN accounts t ON t.id = p.tested_by
         WHERE p.workspace_id = $1",
    )
    .bind(membership.workspace)
    .optional(tx)
    .await?)
}

async fn provider(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    row: ProviderRow,
    domains: &[String],
) -> Result<OwnProvider, Error> {
    let id = IdentityProviderId(row.id);
    let may_edit = membership.has(Permission::SETTINGS_WRITE);
    let groups = mapped(tx, id, ctx.now()).await?;
    let claims = row.tested_claims.filter(|_| may_edit);
    let claims = claims.and_then(|sealed| tested::open(ctx, &sealed, &row.groups_claim, domains, &groups));
    let by = full_name(&row.tester_first.unwrap_or_default(), &row.tester_last.unwrap_or_default());
    let chosen = break_glass::chosen(tx, membership.workspace, row.break_glass_id.map(AccountId)).await?;
    let candidates = if may_edit { break_glass::candidates(tx, membership).await? } else { Vec::new() };
    let secret = ctx.roster.key.open(SECRET_PURPOSE, &row.client_secret);
    let key = || id.to_string();
    Ok(OwnProvider {
        id,
        name: row.name,
        issuer: row.issuer,
        client_id: row.client_id,
        has_secret: secret.is_none_or(|secret| !secret.is_empty()),
        groups_claim: row.groups_claim,
        auto_join: row.auto_join,
        version: row.version,
        created_at: row.created_at,
        redirect_uri: ctx.link(&Url::ProviderCallback { provider: key() }),
        logout_uri: ctx.link(&Url::ProviderLogout { provider: key() }),
        tested: row.tested_at.map(|at| ProviderTest { at, by, claims }),
        groups,
        required: row.required.then_some(chosen),
        candidates,
        without_identity: row.without_identity,
    })
}

async fn verified_domains(tx: &mut Tx, membership: &Membership) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = query(
        "SELECT domain FROM workspace_domains WHERE workspace_id = $1 AND verified_at IS NOT NULL
         ORDER BY domain LIMIT 100",
    )
    .bind(membership.workspace)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|(domain,)| domain).collect())
}

#[derive(sqlx::FromRow)]
struct MappedRow {
    group_name: String,
    mapped_by: Uuid,
    first_name: String,
    last_name: String,
    #[sqlx(flatten)]
    role: roles::Row,
}

async fn mapped(tx: &mut Tx, provider: IdentityProviderId, now: Micros) -> Result<Vec<MappedGroup>, Error> {
    let rows: Vec<MappedRow> = query(format!(
        "SELECT g.group_name, g.mapped_by, a.first_name, a.last_name, {}
         FROM identity_provider_groups g JOIN roles r ON r.id = g.role_id JOIN accounts a ON a.id = g.mapped_by
         WHERE g.provider_id = $1 ORDER BY g.group_name, r.name_key",
        roles::COLUMNS
    ))
    .bind(provider)
    .all(tx)
    .await?;
    let held = held_by_authors(tx, provider, now).await?;
    let row = |row: MappedRow| {
        let role = Role::from(row.role);
        MappedGroup {
            group: row.group_name,
            counts: held.get(&row.mapped_by).is_some_and(|held| held.covers(role.permissions)),
            by: full_name(&row.first_name, &row.last_name),
            role,
        }
    };
    Ok(rows.into_iter().map(row).collect())
}
