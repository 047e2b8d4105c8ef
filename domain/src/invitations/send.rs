//! Inviting people (seed 002, "Send invitation"): one is the case of many.

use super::close::close_all;
use super::link::{Invitee, Link, life, post};
use crate::clock::Micros;
use crate::db::{Rows, Tx, all_of};
use crate::members::row::texts;
use crate::members::{Admission, Grant, NewMember, Preferences, Shown, insert_new_members, roles, texts_edited};
use crate::plans::{self, Room};
use crate::{Context, Error, Membership, audit, credits, keys, savepoint};
use model::credits::Meter;
use model::ids::{AccountId, InvitationId, MemberId};
use model::permissions::Permission;
use model::plans::Limit;
use model::users::{RoleChoice, Source, Status, Texts};
use model::{Language, Problem, Refusal};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

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
    if shortage.is_none() && Inviter::of(ctx, membership).is_ok() {
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
#[derive(Clone, Copy)]
struct Inviter(AccountId);

impl Inviter {
    fn of(ctx: &Context, membership: &Membership) -> Result<Self, Error> {
        membership.require(Permission::INVITATIONS_WRITE)?;
        let nobody = || if ctx.token().is_some() { Error::Forbidden } else { Error::SignedOut };
        membership.account.map(Self).ok_or_else(nobody)
    }
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
    let inviter = Inviter::of(ctx, membership)?;
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

/// What is asked before someone is invited, read once for all.
struct Entry {
    grants: Vec<(RoleChoice, Result<Grant, Refusal>)>,
    admission: Admission,
    /// The keys of those who are in.
    members: HashSet<String>,
    /// Open invitations by their keys, and whether they have expired.
    open: HashMap<String, (InvitationId, bool)>,
    room: Room,
    /// How many of these have taken a seat.
    seated: u64,
    /// Expired ones of the same addresses.
    making_way: Vec<InvitationId>,
    life: Micros,
    language: Language,
}

impl Entry {
    async fn of(ctx: &Context, tx: &mut Tx, membership: &Membership, new: &[NewInvitation]) -> Result<Self, Error> {
        let mut grants: Vec<(RoleChoice, Result<Grant, Refusal>)> = Vec::new();
        for NewInvitation { role, .. } in new {
            if grants.iter().all(|(known, _)| known != role) {
                let grant = roles::require_assignable(tx, membership, *role).await;
                grants.push((*role, grant.map_or_else(|error| Refusal::from_error(error).map(Err), |it| Ok(Ok(it)))?));
            }
        }
        let admission = Admission::of(tx, membership.workspace).await?;
        let room = plans::room(ctx, tx, membership.workspace, Limit::People).await?;
        let keys: Vec<String> = new.iter().map(|one| keys::email(&one.email)).collect();
        let workspace = [membership.workspace.into()];
        let members: Vec<(String,)> = all_of(tx, &workspace, &keys, |keys| {
            format!(
                "SELECT email_key FROM members
                 WHERE workspace_id = $1 AND email_key IN ({keys}) AND status IN ('active', 'suspended')"
            )
        })
        .await?;
        let open: Vec<(String, Uuid, i64)> = all_of(tx, &workspace, &keys, |keys| {
            format!(
                "SELECT email_key, id, expires_at FROM invitations
                 WHERE workspace_id = $1 AND email_key IN ({keys}) AND status = 'pending'"
            )
        })
        .await?;
        let expired = |(key, id, at): (String, Uuid, i64)| (key, (InvitationId(id), at <= ctx.now()));
        Ok(Self {
            grants,
            admission,
            members: members.into_iter().map(|(key,)| key).collect(),
            open: open.into_iter().map(expired).collect(),
            room,
            seated: 0,
            making_way: Vec::new(),
            life: life(ctx, tx, membership).await?,
            language: Preferences::of_inviter(ctx, tx, membership.workspace).await?.language,
        })
    }

    /// Whoever is admitted has a seat.
    fn admit(&mut self, new: &NewInvitation) -> Result<(), Refusal> {
        self.grant(new)?;
        let at_email = |problem| Refusal::at("email", problem);
        self.admission.check(&new.email).map_err(at_email)?;
        let key = keys::email(&new.email);
        if self.members.contains(&key) {
            return Err(at_email(Problem::AlreadyMember));
        }
        match self.open.get(&key) {
            Some((_, false)) => return Err(at_email(Problem::AlreadyInvited)),
            Some((id, true)) => self.making_way.push(*id),
            None => {
                if let Some(full) = self.room.limit_reached(self.seated) {
                    return Err(Refusal::PlanLimit(Box::new(full)));
                }
                self.seated += 1;
            }
        }
        self.open.insert(key, (InvitationId(Uuid::nil()), false));
        Ok(())
    }

    fn grant(&self, new: &NewInvitation) -> Result<&Grant, Refusal> {
        let found = self.grants.iter().find(|(role, _)| *role == new.role);
        found.map_or(Err(Refusal::NotFound), |(_, grant)| grant.as_ref().map_err(Clone::clone))
    }

    /// The invited person's row in the list: it has the invitation's id, and becomes the member's.
    fn member(
        &self,
        membership: &Membership,
        id: InvitationId,
        new: &NewInvitation,
        ends_at: Micros,
    ) -> Result<NewMember<'_>, Refusal> {
        let own = new.own_texts();
        Ok(NewMember {
            id: MemberId(id.0),
            account: None,
            ends_at: Some(ends_at),
            shown: Shown {
                workspace: membership.workspace,
                email: new.email.clone(),
                texts: new.texts_at_first().updated_by(&own),
                status: Status::Invited,
                super_user: matches!(new.role, RoleChoice::SuperUser),
                source: new.source,
                second_factor: false,
            },
            grant: self.grant(new)?,
            groups: Vec::new(),
            version: 1 + i64::from(!own.is_empty()),
        })
    }
}

impl NewInvitation {
    fn texts_at_first(&self) -> Texts {
        texts(&self.first_name, &self.last_name, None, None)
    }

    /// Those that are not blank.
    fn own_texts(&self) -> Texts {
        self.texts.differing(&self.texts_at_first())
    }
}

/// Answers which were written: not those whose address someone else has invited meanwhile.
async fn insert(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    Inviter(inviter): Inviter,
    entry: &Entry,
    admitted: &[(usize, InvitationId, &NewInvitation)],
    links: &[Link],
) -> Result<HashSet<InvitationId>, Error> {
    let mut rows = Rows::of(
        "invitations (id, workspace_id, email, email_key, first_name, last_name, super_user, role_id, language,
             token_hash, status, inviter_id, created_at, sent_at, expires_at)",
    );
    for ((_, id, new), link) in admitted.iter().zip(links) {
        let role = match entry.grant(new)? {
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
