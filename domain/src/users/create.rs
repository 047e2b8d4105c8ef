//! Adding a person at once (seed 002, "Add immediately").

use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::members::{Counter, NewAccount, Preferences, Secret, admit, count, insert_account, insert_member, roles};
use crate::{Context, Error, Membership, audit, invitations, keys, plans};
use model::Problem;
use model::ids::{AccountId, MemberId};
use model::permissions::Permission;
use model::plans::Limit;
use model::urls::Url;
use model::users::{RoleChoice, Source};

/// Someone to add.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// In its form: [`keys::canonical_email`].
    pub email: String,
    /// Not used where the address has an account.
    pub first_name: String,
    /// The same of the last name.
    pub last_name: String,
    /// As E.164; not used where the address has an account.
    pub phone: Option<String>,
    /// How they sign in first; not used where the address has an account.
    pub secret: Secret,
    /// What they become.
    pub role: RoleChoice,
    /// How they came to be a member.
    pub source: Source,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    /// The new membership.
    pub member: MemberId,
    /// The address had an account: it became a member, and the name and password given were not used (product rule 2).
    pub existing: bool,
}

/// Adds a person to the workspace. Needs `users:write`, everything that the role grants, and a seat: whoever was invited
/// has one.
pub async fn create_in(ctx: &Context, tx: &mut Tx, membership: &Membership, new: NewUser) -> Result<Created, Error> {
    membership.require(Permission::USERS_WRITE)?;
    let grant = roles::require_assignable(tx, membership, new.role).await?;
    admit(tx, membership.workspace, &new.email).await?;
    let seats = plans::room(ctx, tx, membership.workspace, Limit::People).await?;
    let (account, existing) = find_or_make(ctx, tx, membership, &new).await?;
    let member = insert_member(ctx, tx, membership, account, &grant, new.source, membership.account)
        .await?
        .ok_or_else(|| Error::at("email", Problem::AlreadyMember))?;
    if !invitations::supersede_in(ctx, tx, membership, &new.email).await? {
        seats.require_one()?;
    }
    count(ctx, tx, membership.workspace, Counter::ActiveMembers, 1).await?;
    if existing {
        let verify = is_by_workspace(ctx, membership) && await_proof(tx, membership, member).await?;
        notify(ctx, tx, membership, account, verify).await?;
    }
    created(membership, member, &new, existing).record(ctx, tx).await?;
    Ok(Created { member, existing })
}

/// The event of it.
pub(super) fn created(membership: &Membership, member: MemberId, new: &NewUser, existing: bool) -> audit::Event {
    audit::Event::new(audit::Action::MemberCreate)
        .within(membership.workspace)
        .target(member, &new.email)
        .after(&serde_json::json!({ "role": new.role.written(), "existing_account": existing, "source": new.source }))
}

/// The account that is made for them, where the address has none.
pub(super) fn account_of(
    ctx: &Context,
    membership: &Membership,
    new: &NewUser,
    preferences: Preferences,
) -> NewAccount {
    NewAccount {
        email: new.email.clone(),
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        phone: new.phone.clone(),
        secret: new.secret.clone(),
        preferences,
        made_by: is_by_workspace(ctx, membership).then_some(membership.workspace),
    }
}

async fn find_or_make(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: &NewUser,
) -> Result<(AccountId, bool), Error> {
    let preferences = Preferences::of_inviter(ctx, tx, membership.workspace).await?;
    let account = account_of(ctx, membership, new, preferences);
    if let Some(id) = insert_account(ctx, tx, &account).await? {
        return Ok((id, false));
    }
    let found: Option<(uuid::Uuid,)> =
        query("SELECT id FROM accounts WHERE email_key = $1").bind(keys::email(&new.email)).optional(tx).await?;
    // No account, and none to be made: the address is kept for whoever had it until lately.
    let (id,) = found.ok_or_else(|| Error::at("email", Problem::Taken))?;
    Ok((id.into(), true))
}

/// One of the workspace's people or programs adds them, and not the operator.
fn is_by_workspace(ctx: &Context, membership: &Membership) -> bool {
    membership.account.is_some() || ctx.token().is_some()
}

/// An account that another workspace's administrators made, or set the password of, enters only after its address was
/// proven (product rule 2): they know how to sign in, and this workspace meant whoever reads the address's mails.
/// Whether that is so.
async fn await_proof(tx: &mut Tx, membership: &Membership, member: MemberId) -> Result<bool, Error> {
    let (due,): (bool,) = query(
        "UPDATE members SET verify_email_key =
             (SELECT a.email_key FROM accounts a WHERE a.id = members.account_id AND a.credentials_set_by <> $2)
         WHERE id = $1 RETURNING verify_email_key IS NOT NULL",
    )
    .bind(member)
    .bind(membership.workspace)
    .one(tx)
    .await?;
    Ok(due)
}

/// Someone who had an account hears who added them, and how to leave.
async fn notify(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    account: AccountId,
    verify: bool,
) -> Result<(), Error> {
    let link = ctx.link(&Url::LeaveWorkspace { slug: membership.slug.clone() });
    let message = |name, by| Email::Added { name, workspace: membership.name.clone(), by, verify };
    mail::send_from_member(ctx, tx, membership, account, &link, message).await
}
