//! An account made at the command line, and where it belongs.

use crate::db::{Tx, query};
use crate::members::{NewAccount, Preferences, Secret, insert_account, roles};
use crate::users::{self, NewUser};
use crate::{Context, Error, Membership, audit, keys};
use model::Problem;
use model::accounts::Password;
use model::ids::AccountId;
use model::users::{RoleChoice, Source};

/// Someone to make an account for.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// As typed; [`create`] brings it to its form.
    pub email: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// None: a member of nothing yet.
    pub new_membership: Option<NewMembership>,
}

/// The workspace that a new account becomes a member of, and as what.
#[derive(Clone, Debug)]
pub struct NewMembership {
    /// The workspace's name in addresses.
    pub slug: String,
    /// A role by its name, or the key of a built-in one; none makes a super-user.
    pub role: Option<String>,
}

/// Makes an account with a temporary password. The operator's alone. Problems at `email` where there is one already,
/// and at `role`; [`Error::NotFound`]: no such workspace.
pub async fn create(ctx: &Context, new: &NewPerson, password: &Password) -> Result<(), Error> {
    ctx.require_operator()?;
    let email = keys::canonical_email(&new.email).map_err(|problem| Error::at("email", problem))?;
    let new = &NewPerson { email, ..new.clone() };
    let secret = Secret::Temporary(ctx.roster.passwords.hash(password).await?);
    let mut tx = ctx.write().await?;
    match &new.new_membership {
        Some(new_membership) => as_member(ctx, &mut tx, new, new_membership, secret).await?,
        None => alone(ctx, &mut tx, new, secret).await?,
    }
    tx.commit().await?;
    Ok(())
}

async fn alone(ctx: &Context, tx: &mut Tx, new: &NewPerson, secret: Secret) -> Result<(), Error> {
    let account = NewAccount {
        email: new.email.clone(),
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        phone: None,
        secret,
        preferences: Preferences::default(),
        made_by: None,
    };
    let id = insert_account(ctx, tx, &account).await?.ok_or_else(|| Error::at("email", Problem::Taken))?;
    audit::Event::new(audit::Action::AccountCreate).target(id, &new.email).record(ctx, tx).await
}

async fn as_member(
    ctx: &Context,
    tx: &mut Tx,
    new: &NewPerson,
    new_membership: &NewMembership,
    secret: Secret,
) -> Result<(), Error> {
    if account_of(tx, &new.email).await?.is_some() {
        return Err(Error::at("email", Problem::Taken));
    }
    let membership = ctx.membership(tx, &new_membership.slug).await?;
    let user = NewUser {
        email: new.email.clone(),
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        phone: None,
        secret,
        role: choice(tx, &membership, new_membership.role.as_deref()).await?,
        source: Source::Added,
    };
    users::create_in(ctx, tx, &membership, user).await.map(|_| ())
}

async fn choice(tx: &mut Tx, membership: &Membership, role: Option<&str>) -> Result<RoleChoice, Error> {
    let Some(name) = role else { return Ok(RoleChoice::SuperUser) };
    let key = keys::text(name);
    let found = roles::named(tx, membership)
        .await?
        .into_iter()
        .find(|role| role.builtin.as_deref() == Some(key.as_str()) || keys::text(&role.name) == key);
    found.map(|role| RoleChoice::Role(role.id)).ok_or_else(|| Error::at("role", Problem::NotAChoice))
}

pub(super) async fn account_of(tx: &mut Tx, email: &str) -> Result<Option<AccountId>, Error> {
    let found: Option<(uuid::Uuid,)> =
        query("SELECT id FROM accounts WHERE email_key = $1").bind(keys::email(email)).optional(tx).await?;
    Ok(found.map(|(id,)| id.into()))
}
