//! Whose account it is that someone at a provider has: the one that their identity is connected with, or a new one.

use super::address::{email_of, require_verified};
use super::begin::SsoError;
use super::finish::Proven;
use super::provider::{ProviderOwner, WorkspaceProvider};
use super::{groups, session};
use crate::auth::{Client, SignedIn};
use crate::db::{Tx, query};
use crate::identities::{self, NewIdentity};
use crate::members::{NewAccount, Preferences, Secret, insert_account};
use crate::workspaces::domains::join_in;
use crate::{Context, Error, audit, auth, keys};
use model::ids::AccountId;
use model::sso::SsoProblem;

/// How long a name may be, in characters, that a provider tells.
const MAX_NAME_LENGTH: usize = 60;

/// Signs in whoever the claims are about. An identity is issuer and subject: an address alone opens no account.
pub(super) async fn enter(
    ctx: &Context,
    proven: &Proven,
    preferences: Preferences,
    browser: &Client,
) -> Result<SignedIn, SsoError> {
    match enter_once(ctx, proven, preferences.clone(), browser).await {
        // The same person, in another browser, has just got the account: now their identity is known.
        Err(SsoError::Problem(SsoProblem::AccountExists) | SsoError::Verb(Error::Conflict)) => {
            enter_once(ctx, proven, preferences, browser).await
        }
        entered => entered,
    }
}

async fn enter_once(
    ctx: &Context,
    proven: &Proven,
    preferences: Preferences,
    browser: &Client,
) -> Result<SignedIn, SsoError> {
    let mut tx = ctx.write().await?;
    let claims = &proven.claims;
    let known = identities::account_of(&mut tx, &claims.issuer, &claims.subject).await?;
    let new = known.is_none();
    let account = match known {
        Some(account) => {
            identities::touch(ctx, &mut tx, &identity(proven)).await?;
            account
        }
        None => create(ctx, &mut tx, proven, preferences).await?,
    };
    if let ProviderOwner::Workspace(own) = &proven.provider.owner {
        join(ctx, &mut tx, proven, own, account, new).await?;
        groups::apply(ctx, &mut tx, own, claims, account).await?;
    }
    let signed_in = session::begin(ctx, &mut tx, proven, account, browser).await?;
    tx.commit().await?;
    Ok(signed_in)
}

pub(super) fn identity(proven: &Proven) -> NewIdentity<'_> {
    NewIdentity {
        issuer: &proven.claims.issuer,
        subject: &proven.claims.subject,
        name: &proven.provider.name,
        email: proven.claims.text("email").unwrap_or_default(),
    }
}

/// The address that the provider vouches for, in its form. A workspace's provider is believed about the workspace's
/// verified domains alone: it could tell any other.
async fn vouched_email(tx: &mut Tx, proven: &Proven) -> Result<String, SsoError> {
    let email = email_of(&proven.claims.all).ok_or(SsoProblem::EmailMissing)?;
    // Where it is text, nobody comes this far: `oauth` takes no such claims.
    require_verified(&proven.claims.all).map_err(|_| SsoProblem::EmailNotVerified)?;
    if let ProviderOwner::Workspace(own) = &proven.provider.owner {
        let (verified,): (bool,) = query(
            "SELECT EXISTS (SELECT 1 FROM workspace_domains
                            WHERE workspace_id = $1 AND domain = $2 AND verified_at IS NOT NULL)",
        )
        .bind(own.workspace)
        .bind(keys::domain_of(&email))
        .one(tx)
        .await?;
        if !verified {
            return Err(SsoProblem::OtherDomain.into());
        }
    }
    Ok(email)
}

async fn create(ctx: &Context, tx: &mut Tx, proven: &Proven, preferences: Preferences) -> Result<AccountId, SsoError> {
    let email = vouched_email(tx, proven).await?;
    let claims = &proven.claims;
    let taken: Option<(i64,)> =
        query("SELECT created_at FROM accounts WHERE email_key = $1").bind(keys::email(&email)).optional(tx).await?;
    if taken.is_some() {
        return Err(SsoProblem::AccountExists.into());
    }
    let creates = match &proven.provider.owner {
        ProviderOwner::Operator { create_accounts } => *create_accounts,
        ProviderOwner::Workspace(own) => own.auto_join,
    };
    if !creates {
        return Err(SsoProblem::NoAccount.into());
    }
    let (first_name, last_name) = names(proven);
    let new = NewAccount {
        email: email.clone(),
        first_name,
        last_name,
        phone: None,
        secret: Secret::None,
        preferences,
        made_by: None,
    };
    let account = insert_account(ctx, tx, &new).await?.ok_or(SsoProblem::AccountExists)?;
    auth::mark_email_verified(ctx, tx, account).await?;
    identities::insert(ctx, tx, account, &identity(proven)).await?;
    audit::Event::by_account(audit::Action::AccountCreate, account)
        .target(account, &email)
        .after(&serde_json::json!({ "provider": claims.issuer }))
        .record(ctx, tx)
        .await?;
    Ok(account)
}

/// As the provider tells them, within what a name may be.
fn names(proven: &Proven) -> (String, String) {
    let name = |claim: &str| {
        let text = proven.claims.text(claim).unwrap_or_default();
        let text: String = text.chars().filter(|c| !c.is_control()).take(MAX_NAME_LENGTH).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    match (name("given_name"), name("family_name")) {
        (first, last) if first.is_empty() && last.is_empty() => match name("name").split_once(' ') {
            Some((first, last)) => (first.to_owned(), last.to_owned()),
            None => (name("name"), String::new()),
        },
        named => named,
    }
}

/// Makes them a member where the workspace lets its people in. Who has an account already is signed in either way: that
/// the plan is full, or that they were removed, keeps them out of the workspace alone.
async fn join(
    ctx: &Context,
    tx: &mut Tx,
    proven: &Proven,
    own: &WorkspaceProvider,
    account: AccountId,
    new: bool,
) -> Result<(), SsoError> {
    if !own.auto_join {
        return Ok(());
    }
    let email = match vouched_email(tx, proven).await {
        Ok(email) => email,
        Err(SsoError::Problem(_)) if !new => return Ok(()),
        Err(error) => return Err(error),
    };
    match join_in(ctx, tx, &own.slug, account, &email).await {
        Err(Error::PlanLimit(_)) if new => Err(SsoProblem::PlanFull.into()),
        Ok(()) | Err(Error::NotFound | Error::PlanLimit(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
