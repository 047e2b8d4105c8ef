//! The link that lets someone in whose address is not proven, where no mail can carry it (product rule 2).

use crate::db::{Tx, query};
use crate::mail::{self, Email, Envelope};
use crate::members::Target;
use crate::{Context, Error, audit, links, rules, stored};
use model::Problem;
use model::accounts::full_name;
use model::ids::{AccountId, MemberId};
use model::permissions::Permission;
use model::urls::Url;
use model::users::Status;

/// Makes a link to hand over to someone who was added and has to prove their address; an earlier one is void. It counts
/// only for whoever is signed in with the account. Needs `users:write`, and everything that they hold; refused where
/// mails can leave.
pub async fn make_entry_link(ctx: &Context, slug: &str, id: MemberId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    let target = Target::lock(ctx, &mut tx, &membership, id).await?;
    rules::can_act_on(&membership, &target.person)?;
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    let account = target.account.ok_or(Error::NotFound)?;
    let (due,): (bool,) =
        query("SELECT verify_email_key IS NOT NULL FROM members WHERE id = $1").bind(id).one(&mut tx).await?;
    if !due || ctx.roster.settings.mail {
        return Err(Error::at("form", Problem::WrongState));
    }
    let ttl = ctx.roster.settings.invitation_ttl;
    let token = links::issue_entry(ctx, &mut tx, account, id, ttl).await?;
    let link = ctx.link(&Url::VerifyEmail { token: token.reveal() });
    let (first, last, language): (String, String, String) =
        query("SELECT first_name, last_name, language FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    let message = Email::EnterWorkspace { name: full_name(&first, &last), workspace: membership.name.clone() };
    mail::withdraw(&mut tx, id.0).await?;
    let language = stored::language(&language)?;
    let envelope = Envelope {
        to: &target.email,
        language,
        subject: Some(id.0),
        account: Some(account),
        workspace: Some(membership.workspace),
        link: &link,
    };
    mail::queue(ctx, &mut tx, envelope, &message).await?;
    audit::Event::new(audit::Action::MemberCreateVerificationLink)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// The link, while it can be used and no mail carries it.
pub(super) async fn entry_link_of(
    ctx: &Context,
    tx: &mut Tx,
    id: MemberId,
    account: AccountId,
) -> Result<Option<String>, Error> {
    if ctx.roster.settings.mail || !links::has_entry(ctx, tx, account, id).await? {
        return Ok(None);
    }
    let sealed: Option<(Option<Vec<u8>>,)> =
        query("SELECT sealed FROM outbox WHERE subject_id = $1 AND kind = 'enter_workspace'")
            .bind(id)
            .optional(tx)
            .await?;
    Ok(sealed.and_then(|(sealed,)| sealed).and_then(|sealed| mail::open_link(ctx, &sealed)))
}
