//! One's own passkeys, and how one can show that one is oneself.

use super::challenge::who_signs_in;
use super::{MAX_PASSKEYS, available};
use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error, identities};
use model::Problem;
use model::ids::PasskeyId;
use model::passkeys::SignInMethods;

/// One of the actor's.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Passkey {
    /// The key in forms: a passkey is renamed and removed by it.
    #[sqlx(try_from = "uuid::Uuid")]
    pub id: PasskeyId,
    /// As its holder calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Micros,
    /// None: not since it was added.
    pub last_used_at: Option<Micros>,
}

/// The actor's own, the earliest first.
#[derive(Clone, Debug)]
pub struct Own {
    /// Each with its name and when it was last used.
    pub passkeys: Vec<Passkey>,
    /// Why none can be added.
    pub refused: Option<Problem>,
}

/// Those, and whether there can be more.
pub async fn own(ctx: &Context) -> Result<Own, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let passkeys: Vec<Passkey> =
        query("SELECT id, name, created_at, last_used_at FROM passkeys WHERE account_id = $1 ORDER BY created_at, id")
            .bind(account)
            .all(&mut tx)
            .await?;
    let at_provider = identities::provider_of(&mut tx, account).await?.is_some();
    let refused = match () {
        () if at_provider => Some(Problem::SignsInElsewhere),
        () if !available(&ctx.roster.settings) => Some(Problem::NoPasskeysHere),
        () if passkeys.len() >= MAX_PASSKEYS => Some(Problem::TooMany { max: MAX_PASSKEYS }),
        () => None,
    };
    Ok(Own { passkeys, refused })
}

/// How the actor can show that they are themselves; also while the second factor is due.
pub async fn sign_in_methods(ctx: &Context) -> Result<SignInMethods, Error> {
    let id = who_signs_in(ctx).ok_or(Error::SignedOut)?;
    let mut tx = ctx.read().await?;
    let (password, app, passkey): (bool, bool, bool) = query(
        "SELECT a.password_hash IS NOT NULL,
                EXISTS (SELECT 1 FROM authenticators f WHERE f.account_id = a.id AND f.enabled_at IS NOT NULL),
                EXISTS (SELECT 1 FROM passkeys p WHERE p.account_id = a.id)
         FROM accounts a WHERE a.id = $1",
    )
    .bind(id)
    .one(&mut tx)
    .await?;
    Ok(SignInMethods { password, app, passkey: passkey && available(&ctx.roster.settings) })
}
