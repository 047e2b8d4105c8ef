//! The hint beside a new password.

use crate::links::{self, Kind};
use crate::passwords::Strength;
use crate::{Actor, Context, Error, invitations, setup};
use model::accounts::Password;
use model::invitations::Offer;

/// The form in which a password is being chosen: judging takes a processor's time, which is not for everyone to spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordForm<'a> {
    /// Of someone signed in.
    Session,
    /// Of setting up the installation, while that is due.
    Setup,
    /// By the link of an invitation.
    Invitation(&'a str),
    /// By the link of a recovery mail.
    Recovery(&'a str),
}

/// How hard a password is to guess. It is judged and forgotten. [`Error::SignedOut`] for whoever is at no such form,
/// [`Error::TryLater`] and [`Error::Busy`] where the hint is left out.
pub async fn password_strength(ctx: &Context, form: PasswordForm<'_>, password: &Password) -> Result<Strength, Error> {
    let key = match (&ctx.actor, form) {
        (Actor::Account(principal), _) => principal.account.to_string(),
        _ if is_open(ctx, form).await? => ctx.address.map(|address| address.to_string()).unwrap_or_default(),
        _ => return Err(Error::SignedOut),
    };
    ctx.roster.judge.strength(key, password).await
}

async fn is_open(ctx: &Context, form: PasswordForm<'_>) -> Result<bool, Error> {
    match form {
        PasswordForm::Session => Ok(false),
        PasswordForm::Setup => setup::is_due(&ctx.roster).await,
        PasswordForm::Invitation(token) => Ok(matches!(invitations::offer(ctx, token).await?, Offer::Open { .. })),
        PasswordForm::Recovery(token) => {
            Ok(links::find(ctx, &mut ctx.read().await?, Kind::Recover, token).await?.is_some())
        }
    }
}
