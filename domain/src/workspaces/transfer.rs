//! Handing a workspace over to someone else.

use super::notify_super_users;
use super::owner::{own, owned};
use crate::db::{Tx, query};
use crate::mail::Email;
use crate::members::refresh;
use crate::{Context, Error, Membership, audit, keys};
use model::Problem;
use model::ids::{AccountId, MemberId};
use model::urls::Url;
use uuid::Uuid;

/// Makes an active member with this address the owner, and a super-user if they were none. The owner alone, who has
/// confirmed who they are and stays a super-user. All super-users are told. Problems at `email`.
pub async fn transfer(ctx: &Context, slug: &str, email: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = owned(ctx, &mut tx, slug).await?;
    let to = heir(&mut tx, &membership, email).await?;
    if !to.super_user {
        query("UPDATE members SET super_user = TRUE, version = version + 1 WHERE id = $1")
            .bind(to.member)
            .run(&mut tx)
            .await?;
        refresh(&mut tx, to.member).await?;
    }
    own(&mut tx, membership.workspace, to.account).await?;
    let link = ctx.link(&Url::OwnershipSettings { slug: membership.slug.clone() });
    let message =
        |name, by| Email::WorkspaceTransferred { name, workspace: membership.name.clone(), by, to: to.email.clone() };
    notify_super_users(ctx, &mut tx, &membership, &link, message).await?;
    audit::Event::new(audit::Action::WorkspaceTransfer)
        .within(membership.workspace)
        .target(to.member, &to.email)
        .before(&serde_json::json!({ "owner": membership.account }))
        .after(&serde_json::json!({ "owner": to.account }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

struct Heir {
    member: MemberId,
    account: AccountId,
    email: String,
    super_user: bool,
}

/// Locked until the transaction ends. Whose membership ends some day can't be it.
async fn heir(tx: &mut Tx, membership: &Membership, email: &str) -> Result<Heir, Error> {
    let found: Option<(Uuid, Uuid, String, bool)> = query(format!(
        "SELECT id, account_id, email, super_user FROM members WHERE workspace_id = $1 AND email_key = $2 AND status = 'active'
             AND ends_at IS NULL AND account_id IS NOT NULL{}",
        tx.for_update()
    ))
    .bind(membership.workspace)
    .bind(keys::email(email))
    .optional(tx)
    .await?;
    match found {
        None => Err(Error::at("email", Problem::NotAMember)),
        Some((member, ..)) if membership.member == Some(MemberId(member)) => Err(Error::at("email", Problem::Yourself)),
        Some((member, account, email, super_user)) => {
            Ok(Heir { member: member.into(), account: account.into(), email, super_user })
        }
    }
}
