//! The last step: everything at once, exactly once.

use super::answer::authorised;
use super::show::{self, Wizard};
use crate::db::Tx;
use crate::drafts::{Draft, Outcome};
use crate::members::Secret;
use crate::users::{NewUser, create_in};
use crate::{Context, Error, Membership, invitations, mail, passwords};
use model::Refusal;
use model::accounts::Password;
use model::ids::DraftId;
use model::users::{RoleChoice, Source, Texts};
use model::wizard::{AddMode, Step};

/// Adds or invites, and answers the last step; with the password, where the system has made one. Confirming again, in
/// parallel or later, answers what the first one made, and no password: that one is known nowhere any more.
///
/// Invitations go out from the actor's own mailbox where they want it so and it is connected.
pub async fn confirm(
    ctx: &Context,
    slug: &str,
    draft: DraftId,
    own_mailbox: bool,
) -> Result<(Wizard, Option<Password>), Error> {
    let made = make_password(ctx, slug, draft).await?;
    let mut tx = ctx.write().await?;
    let membership = authorised(ctx, &mut tx, slug).await?;
    let mut draft = Draft::lock(ctx, &mut tx, &membership, draft).await?;
    let mut password = None;
    if draft.outcome.is_none() {
        if draft.entered.furthest() != Step::Confirm {
            return Err(Error::Conflict);
        }
        let (generated, hash) = made.unzip();
        let outcome = carry_out(ctx, &mut tx, &membership, &draft, hash).await?;
        if own_mailbox {
            carry_by_own_mailbox(&mut tx, &membership, &outcome).await?;
        }
        if matches!(outcome, Outcome::Added { generated: true, .. }) {
            password = generated;
        }
        draft.outcome = Some(outcome);
        draft.password_hash = None;
        draft.save(ctx, &mut tx, &membership).await?;
    }
    let wizard = show::of(ctx, &mut tx, &membership, Some(&draft), None).await?;
    tx.commit().await?;
    Ok((wizard, password))
}

/// The password that the system is asked for, with its hash. Hashing takes its time, and nothing is held meanwhile.
async fn make_password(ctx: &Context, slug: &str, draft: DraftId) -> Result<Option<(Password, String)>, Error> {
    let mut tx = ctx.read().await?;
    let membership = authorised(ctx, &mut tx, slug).await?;
    let draft = Draft::load(ctx, &mut tx, &membership, draft).await?;
    drop(tx);
    if draft.outcome.is_some() || !draft.entered.generate {
        return Ok(None);
    }
    let password = passwords::generate(&ctx.roster.random);
    let hash = ctx.roster.passwords.hash(&password).await?;
    Ok(Some((password, hash)))
}

async fn carry_out(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    draft: &Draft,
    generated: Option<String>,
) -> Result<Outcome, Error> {
    let entered = draft.entered.clone();
    let (Some(how), Some(role)) = (entered.how, entered.role) else { return Err(Error::Conflict) };
    if entered.several {
        return invite_all(ctx, tx, membership, entered.emails, role).await;
    }
    match how {
        AddMode::Add => {
            let hash = if entered.generate { generated } else { draft.password_hash.clone() };
            let hash = hash.ok_or(Error::Conflict)?;
            let new = NewUser {
                email: entered.email,
                first_name: entered.first_name,
                last_name: entered.last_name,
                phone: None,
                secret: if entered.temporary { Secret::Temporary(hash) } else { Secret::Own(hash) },
                role,
                source: Source::Added,
            };
            let created = create_in(ctx, tx, membership, new).await?;
            let generated = entered.generate && !created.existing;
            Ok(Outcome::Added { member: created.member, existing: created.existing, generated })
        }
        AddMode::Invite => {
            let new = invitations::NewInvitation {
                email: entered.email,
                first_name: entered.first_name,
                last_name: entered.last_name,
                texts: Texts::default(),
                role,
                source: Source::Invited,
            };
            Ok(Outcome::Invited { invitation: invitations::send_in(ctx, tx, membership, new).await? })
        }
    }
}

async fn carry_by_own_mailbox(tx: &mut Tx, membership: &Membership, outcome: &Outcome) -> Result<(), Error> {
    let Some(account) = membership.account else { return Ok(()) };
    let Some(connection) = mail::own_mailbox(tx, account).await? else { return Ok(()) };
    let invitations = match outcome {
        Outcome::Invited { invitation } => std::slice::from_ref(invitation),
        Outcome::InvitedAll { invitations, .. } => invitations,
        Outcome::Added { .. } => &[],
    };
    for invitation in invitations {
        mail::carry_by(tx, invitation.0, connection).await?;
    }
    Ok(())
}

/// Whoever has become a member or was invited meanwhile is left out, and told of.
async fn invite_all(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    emails: Vec<String>,
    role: RoleChoice,
) -> Result<Outcome, Error> {
    let invitation = |email: &String| invitations::NewInvitation {
        email: email.clone(),
        first_name: String::new(),
        last_name: String::new(),
        texts: Texts::default(),
        role,
        source: Source::Invited,
    };
    let new: Vec<_> = emails.iter().map(invitation).collect();
    let sent = invitations::send_many_in(ctx, tx, membership, &new).await?;
    let (mut invitations, mut refused) = (Vec::new(), Vec::new());
    for (email, result) in emails.into_iter().zip(sent) {
        match result {
            Ok(id) => invitations.push(id),
            Err(Refusal::Invalid { field, problem }) if field == "email" => refused.push((email, problem)),
            // What is wrong with the role is wrong with all of them. Nobody is invited where not all can be: which of
            // them it is to be is not for us to say.
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(Outcome::InvitedAll { invitations, refused })
}
