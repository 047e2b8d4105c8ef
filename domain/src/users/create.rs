//! Adding a person at once (seed 002, "Add immediately").

use super::member::{NewAccount, Secret, insert_account, insert_member};
use crate::db::{Tx, query};
use crate::mail::{self, Letter};
use crate::panel::Preferences;
use crate::workspaces::{Counter, admit, count};
use crate::{Context, Error, Seat, audit, invitations, keys, roles};
use model::Problem;
use model::ids::{AccountId, MemberId};
use model::permissions::Permission;
use model::users::{RoleChoice, Source};

#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub secret: Secret,
    pub role: RoleChoice,
    pub source: Source,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    pub member: MemberId,
    /// The address had an account: it became a member, and the name and password given were not used (product rule 2).
    pub existing: bool,
}

/// Adds a person to the workspace. Needs `users:write`, and everything that the role grants.
pub async fn create(ctx: &Context, tx: &mut Tx, seat: &Seat, new: NewUser) -> Result<Created, Error> {
    seat.require(Permission::USERS_WRITE)?;
    let grant = roles::grantable(tx, seat, new.role).await?;
    admit(tx, seat.workspace, &new.email).await?;
    let (account, existing) = find_or_make(ctx, tx, seat, &new).await?;
    let member = insert_member(ctx, tx, seat, account, &grant, new.source, seat.account)
        .await?
        .ok_or_else(|| Error::at("email", Problem::AlreadyMember))?;
    count(ctx, tx, seat.workspace, Counter::ActiveMembers, 1).await?;
    invitations::supersede(ctx, tx, seat, &new.email).await?;
    if existing {
        tell(ctx, tx, seat, account).await?;
    }
    audit::Event::new("member.create")
        .within(seat.workspace)
        .target(member, &new.email)
        .after(&serde_json::json!({ "role": new.role.written(), "existing_account": existing, "source": new.source }))
        .record(ctx, tx)
        .await?;
    Ok(Created { member, existing })
}

async fn find_or_make(ctx: &Context, tx: &mut Tx, seat: &Seat, new: &NewUser) -> Result<(AccountId, bool), Error> {
    let account = NewAccount {
        email: new.email.clone(),
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        phone: new.phone.clone(),
        secret: new.secret.clone(),
        preferences: Preferences::of_inviter(ctx, tx, seat.workspace).await?,
    };
    match insert_account(ctx, tx, &account).await? {
        Some(id) => Ok((id, false)),
        None => {
            let (id,): (uuid::Uuid,) =
                query("SELECT id FROM accounts WHERE email_key = $1").bind(keys::email(&new.email)).one(tx).await?;
            Ok((id.into(), true))
        }
    }
}

/// Someone who had an account hears who added them, and how to leave.
async fn tell(ctx: &Context, tx: &mut Tx, seat: &Seat, account: AccountId) -> Result<(), Error> {
    let link = format!("{}/w/{}/leave", ctx.roster.settings.public_url, seat.slug);
    let letter = |name, by| Letter::Added { name, workspace: seat.name.clone(), by };
    mail::tell(ctx, tx, seat, account, &link, letter).await
}
