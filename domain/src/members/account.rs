//! The row of an account: what setting up, creating and accepting share.

use super::Preferences;
use crate::clock::micros;
use crate::db::{Rows, Tx, Value, run_of};
use crate::{Context, Error, keys, links};
use model::ids::{AccountId, WorkspaceId};
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use uuid::Uuid;

/// A temporary password expires unused after this (product rule 3): 72 hours.
pub(crate) const TEMPORARY: Duration = Duration::from_hours(72);

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

/// What an account begins with.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// In its form: [`keys::canonical_email`].
    pub email: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// As E.164.
    pub phone: Option<String>,
    /// How its holder signs in first.
    pub secret: Secret,
    /// Language, theme and time zone.
    pub preferences: Preferences,
    /// The workspace whose administrators make it: they may know how to sign in, until a mail proves the address. None:
    /// its holder makes it, or the operator.
    pub made_by: Option<WorkspaceId>,
}

/// Makes an account; none if the address has one already, or is kept for an account that had it.
pub async fn insert_account(ctx: &Context, tx: &mut Tx, new: &NewAccount) -> Result<Option<AccountId>, Error> {
    Ok(insert_accounts(ctx, tx, std::slice::from_ref(new)).await?.into_iter().next().flatten())
}

/// The same for many, none of whom has the address of another.
pub(crate) async fn insert_accounts(
    ctx: &Context,
    tx: &mut Tx,
    new: &[NewAccount],
) -> Result<Vec<Option<AccountId>>, Error> {
    let mut rows = Rows::of(
        "accounts (id, email, email_key, first_name, last_name, phone, language, time_zone, theme_preference,
                   password_hash, password_set_at, password_temporary, password_expires_at, created_at,
                   credentials_set_by, version)",
    );
    let ids: Vec<AccountId> = new.iter().map(|_| ctx.id()).collect();
    // In one order: of two transactions that want the same addresses, the later waits and neither has to give up.
    let mut sorted: Vec<(String, &AccountId, &NewAccount)> =
        new.iter().zip(&ids).map(|(account, id)| (keys::email(&account.email), id, account)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    for (key, id, account) in &sorted {
        rows.push(row(ctx, **id, key, account));
    }
    let made: HashSet<Uuid> = rows.insert_unless_taken(tx).await?.into_iter().collect();
    // Asked after they were written: see `links::reserved`.
    let keys = sorted.into_iter().map(|(key, id, _)| (key, id.0));
    let keys: HashMap<String, Uuid> = keys.filter(|(_, id)| made.contains(id)).collect();
    let reserved: HashSet<Uuid> =
        links::reserved(ctx, tx, keys.keys()).await?.iter().filter_map(|key| keys.get(key).copied()).collect();
    run_of(tx, &[], reserved.iter().copied(), |ids| format!("DELETE FROM accounts WHERE id IN ({ids})")).await?;
    Ok(ids.into_iter().map(|id| Some(id).filter(|id| made.contains(&id.0) && !reserved.contains(&id.0))).collect())
}

fn row(ctx: &Context, id: AccountId, email_key: &str, new: &NewAccount) -> [Value; 16] {
    let (hash, temporary) = match &new.secret {
        Secret::Own(hash) => (Some(hash.as_str()), false),
        Secret::Temporary(hash) => (Some(hash.as_str()), true),
        Secret::None => (None, false),
    };
    [
        id.into(),
        (&new.email).into(),
        email_key.into(),
        (&new.first_name).into(),
        (&new.last_name).into(),
        new.phone.clone().into(),
        new.preferences.language.tag().into(),
        (&new.preferences.time_zone).into(),
        String::from(new.preferences.theme_preference.clone()).into(),
        hash.into(),
        hash.map(|_| ctx.now()).into(),
        temporary.into(),
        temporary.then(|| ctx.now() + micros(TEMPORARY)).into(),
        ctx.now().into(),
        new.made_by.into(),
        1.into(),
    ]
}
