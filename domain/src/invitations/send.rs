//! Inviting people (seed 002, "Send invitation"): one is the case of many.

use super::close::close_all;
use super::entry::Entry;
use super::link::{Invitee, Link, post};
use crate::db::{Rows, Tx};
use crate::members::row::texts;
use crate::members::{Grant, insert_new_members, texts_edited};
use crate::{Context, Error, Membership, audit, credits, keys, savepoint};
use model::credits::Meter;
use model::ids::{AccountId, InvitationId};
use model::permissions::Permission;
use model::users::{RoleChoice, Source, Texts};
use model::{Problem, Refusal};
use std::collections::HashSet;

/// Someone to invite.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// In its form: [`keys::canonical_email`].
    pub email: String,
    /// What an account made by it begins with; may be empty.
    pub first_name: String,
    /// The same of the last name.
    pub last_name: String,
    /// What the workspace says of them.
    pub texts: Texts,
    /// What they become.
    pub role: RoleChoice,
    /// How the member came to be, once they are one.
    pub source: Source,
}

impl NewInvitation {
    pub(super) fn texts_at_first(&self) -> Texts {
        texts(&self.first_name, &self.last_name, None, None)
    }

    /// Those that are not blank.
    pub(super) fn own_texts(&self) -> Texts {
        self.texts.differing(&self.texts_at_first())
    }
}

/// Invites one, in a transaction of its own.
pub async fn send(ctx: &Context, slug: &str, new: NewInvitation) -> Result<InvitationId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let id = send_in(ctx, &mut tx, &membership, new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Invites an address. Needs `invitations:write`, everything that the role grants, and a seat. One pending invitation an
/// address: an expired one makes way, and leaves its seat.
pub async fn send_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: NewInvitation,
) -> Result<InvitationId, Error> {
    let sent = send_batch(ctx, tx, membership, std::slice::from_ref(&new)).await?;
    Ok(sent.into_iter().next().ok_or(Error::NotFound)??)
}

/// The same of many, in their order; answers what came of each. A refusal leaves nothing of that invitation, and the
/// others as they are.
pub(crate) async fn send_many_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: &[NewInvitation],
) -> Result<Vec<Result<InvitationId, Refusal>>, Error> {
    let mails = if ctx.roster.settings.mail { i64::try_from(new.len()).unwrap_or(i64::MAX) } else { 0 };
    let (_, shortage) = credits::payable(ctx, tx, membership, Meter::InvitationMail, mails).await?;
    if shortage.is_none() && inviter(ctx, membership).is_ok() {
        return send_batch(ctx, tx, membership, new).await;
    }
    // What refuses one of these does not refuse all: each is charged, or refused, by itself.
    let mut results = Vec::with_capacity(new.len());
    for one in new {
        tx.mark().await?;
        let sent = send_in(ctx, tx, membership, one.clone()).await;
        results.push(savepoint::end(tx, sent).await?);
    }
    Ok(results)
}

/// Who invites: an invitation is someone's, and whoever accepts it is asked whether its inviter may still give what it
/// gives.
fn inviter(ctx: &Context, membership: &Membership) -> Result<AccountId, Error> {
    membership.require(Permission::INVITATIONS_WRITE)?;
    membership.account.ok_or(if ctx.token().is_some() { Error::Forbidden } else { Error::SignedOut })
}

/// Writes those who are not refused, in a few statements. Where the credits have gone meanwhile, it fails as a whole.
async fn send_batch(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    new: &[NewInvitation],
) -> Result<Vec<Result<InvitationId, Refusal>>, Error> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let inviter = inviter(ctx, membership)?;
    let mut entry = Entry::of(ctx, tx, membership, new).await?;
    let mut results = Vec::with_capacity(new.len());
    let mut admitted = Vec::with_capacity(new.len());
    for (at, one) in new.iter().enumerate() {
        let id: InvitationId = ctx.id();
        results.push(entry.admit(one).map(|()| id));
        if results[at].is_ok() {
            admitted.push((at, id, one));
        }
    }
    close_all(ctx, tx, membership, &entry.making_way).await?;
    let links: Vec<Link> = admitted.iter().map(|_| Link::lasting(ctx, entry.life)).collect();
    let written = insert(ctx, tx, membership, inviter, &entry, &admitted, &links).await?;
    let (mut members, mut mails, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for ((at, id, one), link) in admitted.iter().zip(&links) {
        if !written.contains(id) {
            // Someone else has invited them since these were looked up.
            results[*at] = Err(Refusal::at("email", Problem::AlreadyInvited));
            continue;
        }
        let member = entry.member(membership, *id, one, link.expires_at)?;
        let (first_name, last_name) = (one.first_name.as_str(), one.last_name.as_str());
        mails.push((Invitee { id: *id, email: &one.email, first_name, last_name, language: entry.language }, link));
        events.push(sent(membership, *id, one, link));
        let own = one.own_texts();
        if !own.is_empty() {
            events.push(texts_edited(membership, member.id, &one.email, &one.texts_at_first(), &own));
        }
        members.push(member);
    }
    insert_new_members(ctx, tx, membership, members).await?;
    post(ctx, tx, membership, &mails).await?;
    audit::record_all(ctx, tx, events).await?;
    Ok(results)
}

/// Answers which were written: not those whose address someone else has invited meanwhile.
async fn insert(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    inviter: AccountId,
    entry: &Entry,
    admitted: &[(usize, InvitationId, &NewInvitation)],
    links: &[Link],
) -> Result<HashSet<InvitationId>, Error> {
    let mut rows = Rows::of(
        "invitations (id, workspace_id, email, email_key, first_name, last_name, super_user, role_id, language,
             token_hash, status, inviter_id, created_at, sent_at, expires_at)",
    );
    for ((_, id, new), link) in admitted.iter().zip(links) {
        let role = match entry.grants.get(new.role)? {
            Grant::SuperUser => None,
            Grant::Role(role) => Some(role.id),
        };
        rows.push([
            (*id).into(),
            membership.workspace.into(),
            (&new.email).into(),
            keys::email(&new.email).into(),
            new.first_name.as_str().into(),
            new.last_name.as_str().into(),
            role.is_none().into(),
            role.into(),
            entry.language.tag().into(),
            link.token.hash().into(),
            "pending".into(),
            inviter.into(),
            ctx.now().into(),
            ctx.now().into(),
            link.expires_at.into(),
        ]);
    }
    let written = rows.insert_unless_taken(tx).await?;
    Ok(written.into_iter().map(InvitationId).collect())
}

/// The event of it.
fn sent(membership: &Membership, id: InvitationId, new: &NewInvitation, link: &Link) -> audit::Event {
    audit::Event::new(audit::Action::InvitationSend)
        .within(membership.workspace)
        .target(id, &new.email)
        .after(&serde_json::json!({ "role": new.role.written(), "expires_at": link.expires_at }))
}
