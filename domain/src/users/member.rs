//! The rows of an account and of a membership: what setting up, creating and accepting share.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::panel::Preferences;
use crate::roles::Role;
use crate::{Context, Error, Seat, keys};
use model::ids::{AccountId, MemberId};
use model::users::Source;

/// A temporary password expires unused after this (product rule 3): 72 hours.
const TEMPORARY: Micros = 72 * 3600 * 1_000_000;

/// How the holder of a new account signs in.
#[derive(Clone, Debug)]
pub enum Secret {
    /// The hash of a password that they chose.
    Own(String),
    /// The hash of a password that someone else chose; to be replaced at first sign-in.
    Temporary(String),
    /// Not by password.
    None,
}

#[derive(Clone, Debug)]
pub struct NewAccount {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub secret: Secret,
    pub preferences: Preferences,
}

/// What a membership gives.
#[derive(Clone, Debug)]
pub enum Grant {
    SuperUser,
    Role(Role),
}

/// Makes an account; none if the address has one already.
pub async fn insert_account(ctx: &Context, tx: &mut Tx, new: &NewAccount) -> Result<Option<AccountId>, Error> {
    let id: AccountId = ctx.id();
    let (hash, temporary) = match &new.secret {
        Secret::Own(hash) => (Some(hash.as_str()), false),
        Secret::Temporary(hash) => (Some(hash.as_str()), true),
        Secret::None => (None, false),
    };
    let made = query(
        "INSERT INTO accounts
             (id, email, email_key, first_name, last_name, language, time_zone, look,
              password_hash, password_set_at, password_temporary, password_expires_at, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)
         ON CONFLICT (email_key) DO NOTHING",
    )
    .bind(id)
    .bind(&new.email)
    .bind(keys::email(&new.email))
    .bind(&new.first_name)
    .bind(&new.last_name)
    .bind(new.preferences.language.tag())
    .bind(&new.preferences.time_zone)
    .bind(String::from(new.preferences.look.clone()))
    .bind(hash)
    .bind(hash.map(|_| ctx.now()))
    .bind(temporary)
    .bind(temporary.then(|| ctx.now() + TEMPORARY))
    .bind(ctx.now())
    .run(tx)
    .await?;
    Ok((made > 0).then_some(id))
}

/// Makes an account a member; none if it is one already. The caller counts.
pub async fn insert_member(
    ctx: &Context,
    tx: &mut Tx,
    seat: &Seat,
    account: AccountId,
    grant: &Grant,
    source: Source,
    by: Option<AccountId>,
) -> Result<Option<MemberId>, Error> {
    let id: MemberId = ctx.id();
    let (email_key, first, last): (String, String, String) =
        query("SELECT email_key, first_name, last_name FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    let made = query(
        "INSERT INTO members
             (id, workspace_id, account_id, status, super_user, source, added_by, joined_at, last_active_at,
              name_key, email_key, version)
         VALUES ($1, $2, $3, 'active', $4, $5, $6, $7, 0, $8, $9, 1)
         ON CONFLICT (workspace_id, account_id) DO NOTHING",
    )
    .bind(id)
    .bind(seat.workspace)
    .bind(account)
    .bind(matches!(grant, Grant::SuperUser))
    .bind(source.name())
    .bind(by)
    .bind(ctx.now())
    .bind(keys::name(&first, &last))
    .bind(email_key)
    .run(tx)
    .await?;
    if made == 0 {
        return Ok(None);
    }
    if let Grant::Role(role) = grant {
        query("INSERT INTO member_roles (member_id, role_id) VALUES ($1, $2)").bind(id).bind(role.id).run(tx).await?;
    }
    Ok(Some(id))
}
