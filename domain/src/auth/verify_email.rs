//! Showing that the account's address is one's own.

use super::SignInMethods;
use super::credentials::{mark_email_verified, replace, set_by_others, sign_in_methods};
use super::throttle::{self, Limit};
use crate::db::{Tx, query};
use crate::links::{self, Kind, LinkOwner};
use crate::mail::{self, Email, Envelope};
use crate::{Context, Error, audit, stored};
use model::Problem;
use model::accounts::{Password, full_name};
use model::ids::AccountId;
use model::security::Keep;
use model::urls::Url;
use std::time::Duration;

/// How long the link lives: a day.
const LINK_TTL: Duration = Duration::from_hours(24);

/// Sends a link to the actor's address; an earlier one is void. After three within an hour, the next ones have to wait.
pub async fn request_email_verification(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    throttle::count(ctx, &[Limit::mails(account)]).await?;
    let mut tx = ctx.write().await?;
    // Before the session is asked for again: one that is being ended leaves no link behind.
    links::lock_account(&mut tx, account).await?;
    ctx.require_session(&mut tx).await?;
    let (email, first, last, language): (String, String, String, String) =
        query("SELECT email, first_name, last_name, language FROM accounts WHERE id = $1")
            .bind(account)
            .one(&mut tx)
            .await?;
    let token = links::issue(ctx, &mut tx, Kind::VerifyEmail, account, &email, LINK_TTL).await?;
    let link = ctx.link(&Url::VerifyEmail { token: token.reveal() });
    let message = Email::VerifyEmail { name: full_name(&first, &last) };
    mail::withdraw(&mut tx, account.0).await?;
    let language = stored::language(&language)?;
    let envelope = Envelope {
        to: &email,
        language,
        subject: Some(account.0),
        account: Some(account),
        workspace: None,
        link: &link,
    };
    mail::queue(ctx, &mut tx, envelope, &message).await?;
    audit::Event::new(audit::Action::AccountRequestEmailVerification)
        .target(account, &email)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// What a link proves, and what it takes.
#[derive(Clone, Debug)]
pub struct EmailVerification {
    /// The address that it is about.
    pub email: String,
    /// Others may know how to sign in: a new password is due, and this goes unless it is kept.
    pub replaces: Option<SignInMethods>,
    /// The link was handed over, not mailed: it counts for whoever is signed in with the account, and they are not.
    pub sign_in_first: bool,
}

/// What a link would prove, if it can be used. Looking changes nothing.
pub async fn email_verification(ctx: &Context, token: &str) -> Result<Option<EmailVerification>, Error> {
    let mut tx = ctx.read().await?;
    let Some(link) = Link::find(ctx, &mut tx, token).await? else { return Ok(None) };
    let account = link.owner.account;
    let email = email_of(&mut tx, account).await?;
    if link.kind == Kind::VerifyEmail && link.owner.data != email {
        return Ok(None);
    }
    let sign_in_first = link.require_signed_in(ctx).is_err();
    let replaces = if !sign_in_first && set_by_others(&mut tx, account).await? {
        Some(sign_in_methods(ctx, &mut tx, account).await?)
    } else {
        None
    };
    Ok(Some(EmailVerification { email, replaces, sign_in_first }))
}

/// The address is the holder's; whether everything that signs in was replaced. Where others may know how to sign in, a
/// new password is due, at `password`; all else goes but for what is kept. [`Error::Conflict`] where the link can't be
/// used, or the address is another by now.
pub async fn verify_email(ctx: &Context, token: &str, password: Option<&Password>, keep: &Keep) -> Result<bool, Error> {
    let mut tx = ctx.read().await?;
    let link = Link::find(ctx, &mut tx, token).await?.ok_or(Error::Conflict)?;
    let account = link.owner.account;
    link.require_signed_in(ctx)?;
    let others = set_by_others(&mut tx, account).await?;
    drop(tx);
    let hash = if others { Some(new_hash(ctx, account, password).await?) } else { None };

    let mut tx = ctx.write().await?;
    let owner = links::consume(ctx, &mut tx, link.kind, token).await?.ok_or(Error::Conflict)?;
    // An administrator may have set a password since the question was shown.
    let replaces = set_by_others(&mut tx, account).await?;
    if replaces != hash.is_some() {
        return Err(Error::Conflict);
    }
    let email = email_of(&mut tx, account).await?;
    let removed = match hash {
        Some(hash) => Some(replace(ctx, &mut tx, account, &hash, keep).await?),
        None => None,
    };
    match link.kind {
        Kind::EnterWorkspace => open_membership(ctx, &mut tx, &owner).await?,
        _ if owner.data != email => return Err(Error::Conflict),
        _ => mark_email_verified(ctx, &mut tx, account).await?,
    }
    if replaces {
        let link = ctx.link(&Url::Security);
        mail::enqueue_for(ctx, &mut tx, account, &link, |name| Email::AccountRecovered { name }).await?;
    }
    audit::Event::by_account(audit::Action::AccountVerifyEmail, account)
        .target(account, &email)
        .after(&serde_json::json!({ "removed": removed }))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(replaces)
}

/// A link that can be used, of either kind.
struct Link {
    kind: Kind,
    owner: LinkOwner,
}

impl Link {
    async fn find(ctx: &Context, tx: &mut Tx, token: &str) -> Result<Option<Self>, Error> {
        for kind in [Kind::VerifyEmail, Kind::EnterWorkspace] {
            if let Some(owner) = links::find(ctx, tx, kind, token).await? {
                return Ok(Some(Self { kind, owner }));
            }
        }
        Ok(None)
    }

    /// An administrator has seen a link that was not mailed: alone it opens nothing, or they could take the account
    /// with it.
    fn require_signed_in(&self, ctx: &Context) -> Result<(), Error> {
        match self.kind {
            Kind::EnterWorkspace if ctx.account()? != self.owner.account => Err(Error::Conflict),
            _ => Ok(()),
        }
    }
}

async fn email_of(tx: &mut Tx, account: AccountId) -> Result<String, Error> {
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(email)
}

/// The hash of a password that is taken; problems at `password`.
pub(crate) async fn new_hash(ctx: &Context, account: AccountId, password: Option<&Password>) -> Result<String, Error> {
    let password = password.ok_or_else(|| Error::at("password", Problem::Required))?;
    let (email, first, last): (String, String, String) =
        query("SELECT email, first_name, last_name FROM accounts WHERE id = $1")
            .bind(account)
            .one(&mut ctx.read().await?)
            .await?;
    ctx.judge_password(password, &[&email, &first, &last]).await?;
    ctx.roster.passwords.hash(password).await
}

/// The one membership that the link is for; other workspaces have seen no proof.
async fn open_membership(ctx: &Context, tx: &mut Tx, owner: &LinkOwner) -> Result<(), Error> {
    let member: uuid::Uuid = stored::parsed(&owner.data, "the member of a link")?;
    let opened = query(
        "UPDATE members SET verify_email_key = NULL, accepted_at = $3, version = version + 1
         WHERE id = $1 AND account_id = $2 AND verify_email_key IS NOT NULL",
    )
    .bind(member)
    .bind(owner.account)
    .bind(ctx.now())
    .run(tx)
    .await?;
    mail::withdraw(tx, member).await?;
    if opened == 0 { Err(Error::Conflict) } else { Ok(()) }
}
