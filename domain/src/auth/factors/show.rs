//! What its holder sees of a second factor.

use super::totp::Secret;
use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error, identities};
use std::fmt;

/// The second factors of one account.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Since when an app is asked for its code; none: it is not.
    pub since: Option<Micros>,
    /// There are passkeys.
    pub passkeys: bool,
    /// Recovery codes that can still be used.
    pub codes: i64,
    /// They sign in at a provider.
    pub at_provider: bool,
    /// What the app has to know while it is being set up; none otherwise, and where confirming is due.
    pub set_up: Option<SetUp>,
}

/// What an app has to know.
#[derive(Clone, PartialEq, Eq)]
pub struct SetUp {
    /// Base32.
    pub secret: String,
    /// The same and whose it is, as apps read it from a picture.
    pub uri: String,
}

impl fmt::Debug for SetUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetUp(…)")
    }
}

/// The actor's own. A secret is shown while it is being set up, to whoever confirmed within the last ten minutes.
pub async fn factor(ctx: &Context) -> Result<Factor, Error> {
    type Row = (String, bool, Option<Vec<u8>>, Option<i64>, bool, i64);
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let (email, at_provider, sealed, since, passkeys, codes): Row = query(format!(
        "SELECT a.email, {}, f.sealed, f.enabled_at,
                EXISTS (SELECT 1 FROM passkeys p WHERE p.account_id = a.id), (SELECT COUNT(*) FROM recovery_codes c WHERE c.account_id = a.id)
         FROM accounts a LEFT JOIN authenticators f ON f.account_id = a.id WHERE a.id = $1",
        identities::exists_sql("a.id")
    ))
    .bind(account)
    .one(&mut tx)
    .await?;
    let confirmed = ctx.require_confirmed(&mut tx).await.is_ok();
    // One that can't be opened is logged, and replaced when setting up is begun anew.
    let set_up = sealed.filter(|_| since.is_none() && confirmed).and_then(|sealed| Secret::open(ctx, &sealed).ok());
    let set_up = set_up.map(|secret| SetUp { uri: uri(&email, &secret), secret: secret.reveal() });
    Ok(Factor { since, passkeys, codes, at_provider, set_up })
}

/// The form that apps have agreed on: `otpauth://totp/…`.
fn uri(email: &str, secret: &Secret) -> String {
    let email: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
    format!("otpauth://totp/Roster:{email}?secret={}&issuer=Roster&algorithm=SHA1&digits=6&period=30", secret.reveal())
}
