//! Doing what rows were decided to do, through the verbs that people use.

use super::decide::{Change, Decision, Newcomer};
use super::undo::Undo;
use crate::db::Tx;
use crate::members::Secret;
use crate::members::groups::Named;
use crate::queue::{Job, RowOutcome};
use crate::users::edit::{edit_in, owned_by};
use crate::users::newcomer::{Added, save_own_texts, version};
use crate::users::{self, NewUser, create_many_in};
use crate::{Context, Error, Membership, internal, invitations};
use model::Refusal;
use model::ids::{GroupId, MemberId};
use model::users::{Access, Edit, MemberField, Owner, RoleChoice, Source};

/// The rows of one transaction, and what came of them. A refusal is an outcome; a failure of ours ends the step, to be
/// tried again.
pub(super) struct Batch<'a> {
    job: &'a Job,
    /// Rows that add someone, and wait for those that follow to be done with them: none of the others is done before.
    waiting: Vec<(i64, users::Newcomer)>,
    pub outcomes: Vec<RowOutcome>,
    pub done: i64,
    pub failed: i64,
}

impl<'a> Batch<'a> {
    pub(super) fn new(job: &'a Job) -> Self {
        Self { job, waiting: Vec::new(), outcomes: Vec::new(), done: 0, failed: 0 }
    }

    pub(super) async fn carry_out(
        &mut self,
        tx: &mut Tx,
        membership: &Membership,
        n: i64,
        email: &str,
        decision: Decision,
    ) -> Result<(), Error> {
        match decision {
            Decision::Unchanged => self.note(n, Ok(None)),
            Decision::Wrong(refusal) => self.note(n, Err(refusal)),
            Decision::Create(new) => {
                self.waiting.push((n, to_add(email, new)));
                Ok(())
            }
            Decision::Invite(_) | Decision::Change(_) => {
                self.add_waiting(tx, membership).await?;
                let result = self.by_verb(tx, membership, email, decision).await?;
                self.note(n, result)
            }
        }
    }

    /// Adds those who wait.
    pub(super) async fn add_waiting(&mut self, tx: &mut Tx, membership: &Membership) -> Result<(), Error> {
        let (rows, people): (Vec<i64>, Vec<users::Newcomer>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        let results = create_many_in(&self.job.ctx, tx, membership, people).await?;
        for (n, result) in rows.into_iter().zip(results) {
            let undo = |Added { member, version, existing }| Undo::Added { member, version, account_made: !existing };
            self.note(n, result.map(undo).map(Some))?;
        }
        Ok(())
    }

    async fn by_verb(
        &self,
        tx: &mut Tx,
        membership: &Membership,
        email: &str,
        decision: Decision,
    ) -> Result<Result<Option<Undo>, Refusal>, Error> {
        tx.mark().await?;
        let ctx = &self.job.ctx;
        let undo = match decision {
            Decision::Invite(new) => invite(ctx, tx, membership, email, new).await,
            Decision::Change(change) => alter(ctx, tx, membership, change).await,
            other => return Err(internal("importing a row", format!("no verb does {:?}", other.kind()))),
        };
        match undo {
            Ok(undo) => {
                tx.keep().await?;
                Ok(Ok(Some(undo)))
            }
            Err(error) => {
                let refusal = Refusal::from_error(error)?;
                tx.take_back().await?;
                Ok(Err(refusal))
            }
        }
    }

    fn note(&mut self, n: i64, result: Result<Option<Undo>, Refusal>) -> Result<(), Error> {
        if result.is_ok() {
            self.done += 1;
        } else {
            self.failed += 1;
        }
        let written = match result {
            Ok(undo) => Ok(undo.map(|undo| undo.written()).transpose()?),
            Err(refusal) => Err(refusal),
        };
        self.outcomes.push(RowOutcome::of(n, written)?);
        Ok(())
    }
}

/// The verbs give one role at first.
fn first(access: &Access) -> RoleChoice {
    match access.roles.first() {
        Some(role) if !access.super_user => RoleChoice::Role(*role),
        _ => RoleChoice::SuperUser,
    }
}

fn to_add(email: &str, new: Newcomer) -> users::Newcomer {
    let text = |field| new.texts.or_blank(field).to_owned();
    let user = NewUser {
        email: email.to_owned(),
        first_name: text(MemberField::FirstName),
        last_name: text(MemberField::LastName),
        phone: new.texts.get(MemberField::Phone).map(str::to_owned),
        secret: Secret::None,
        role: first(&new.access),
        source: Source::Imported,
    };
    let texts = owned_by(Owner::Membership, &new.texts);
    users::Newcomer { user, texts, access: new.access, groups: ids(&new.groups) }
}

async fn invite(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    email: &str,
    new: Newcomer,
) -> Result<Undo, Error> {
    let text = |field| new.texts.or_blank(field).to_owned();
    let invitation = invitations::NewInvitation {
        email: email.to_owned(),
        first_name: text(MemberField::FirstName),
        last_name: text(MemberField::LastName),
        role: first(&new.access),
        source: Source::Imported,
    };
    let invitation = invitations::send_in(ctx, tx, membership, invitation).await?;
    // The invited person's row becomes the member's.
    let own = owned_by(Owner::Membership, &new.texts);
    save_own_texts(ctx, tx, membership, MemberId(invitation.0), &own).await?;
    Ok(Undo::Invited { invitation })
}

async fn alter(ctx: &Context, tx: &mut Tx, membership: &Membership, change: Change) -> Result<Undo, Error> {
    let edit = Edit {
        texts: change.after(),
        access: change.access.as_ref().map(|(_, after)| after.clone()),
        groups: change.groups.as_ref().map(|(_, after)| ids(after)),
        version: change.version,
        ..Edit::default()
    };
    edit_in(ctx, tx, membership, change.member, &edit).await?;
    let version = version(tx, change.member).await?;
    Ok(Undo::Changed { change: Box::new(change), version })
}

pub(super) fn ids(groups: &[Named]) -> Vec<GroupId> {
    groups.iter().map(|group| group.id).collect()
}
