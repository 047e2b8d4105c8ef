//! Whom an invitation may be sent to, for many at once.

use super::link::life;
use super::send::NewInvitation;
use crate::clock::Micros;
use crate::db::{Tx, all_of};
use crate::members::roles::Grants;
use crate::members::{Admission, NewMember, Preferences, Shown};
use crate::plans::{self, Room};
use crate::{Context, Error, Membership, keys};
use model::ids::{InvitationId, MemberId};
use model::plans::Limit;
use model::users::{RoleChoice, Status};
use model::{Language, Problem, Refusal};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What is asked before someone is invited, read once for all.
pub(super) struct Entry {
    pub grants: Grants,
    admission: Admission,
    /// The keys of those who are in.
    members: HashSet<String>,
    /// Open invitations by their keys, and whether they have expired.
    open: HashMap<String, (InvitationId, bool)>,
    room: Room,
    /// How many of these have taken a seat.
    seated: u64,
    /// Expired ones of the same addresses.
    pub making_way: Vec<InvitationId>,
    pub life: Micros,
    pub language: Language,
}

impl Entry {
    pub async fn of(ctx: &Context, tx: &mut Tx, membership: &Membership, new: &[NewInvitation]) -> Result<Self, Error> {
        let grants = Grants::of(tx, membership, new.iter().map(|one| one.role).collect()).await?;
        let admission = Admission::of(tx, membership.workspace).await?;
        let room = plans::room(ctx, tx, membership.workspace, Limit::People).await?;
        let keys: Vec<String> = new.iter().map(|one| keys::email(&one.email)).collect();
        let workspace = [membership.workspace.into()];
        // Asked for their status, SQLite would read all who have it rather than look the addresses up.
        let members: Vec<(String, String)> = all_of(tx, &workspace, &keys, |keys| {
            format!("SELECT email_key, status FROM members WHERE workspace_id = $1 AND email_key IN ({keys})")
        })
        .await?;
        let is_in = |status: &str| status == "active" || status == "suspended";
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
            members: members.into_iter().filter(|(_, status)| is_in(status)).map(|(key, _)| key).collect(),
            open: open.into_iter().map(expired).collect(),
            room,
            seated: 0,
            making_way: Vec::new(),
            life: life(ctx, tx, membership).await?,
            language: Preferences::of_inviter(ctx, tx, membership.workspace).await?.language,
        })
    }

    /// Whoever is admitted has a seat.
    pub fn admit(&mut self, new: &NewInvitation) -> Result<(), Refusal> {
        self.grants.get(new.role)?;
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

    /// The invited person's row in the list: it has the invitation's id, and becomes the member's.
    pub fn member(
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
            grant: self.grants.get(new.role)?,
            groups: Vec::new(),
            version: 1 + i64::from(!own.is_empty()),
        })
    }
}
