//! Doing what rows were decided to do, many at once.

use super::decide::{Change, Decision, Newcomer};
use super::undo::Undo;
use crate::db::Tx;
use crate::invitations::{NewInvitation, send_many_in};
use crate::members::Secret;
use crate::members::groups::Named;
use crate::queue::RowOutcome;
use crate::users::edit::owned_by;
use crate::users::edit_many::edit_many_in;
use crate::users::newcomer::Added;
use crate::users::{self, NewUser, create_many_in};
use crate::{Context, Error, Membership};
use model::Refusal;
use model::ids::{GroupId, MemberId};
use model::users::{Access, Edit, MemberField, Owner, RoleChoice, Source};
use std::mem::take;

/// The rows of one transaction, and what came of them. A refusal is an outcome; a failure of ours ends the step, to be
/// tried again.
///
/// Rows wait for those that follow, to be done with them. Additions and invitations don't wait beside each other, since
/// each takes the seat that those before it have left; a change that is about super-users is done alone, in its place.
#[derive(Default)]
pub(super) struct Batch {
    additions: Vec<(i64, users::Newcomer)>,
    invitations: Vec<(i64, NewInvitation)>,
    changes: Vec<(i64, Change)>,
    pub outcomes: Vec<RowOutcome>,
    pub done: i64,
    pub failed: i64,
}

impl Batch {
    pub(super) async fn carry_out(
        &mut self,
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        n: i64,
        email: &str,
        decision: Decision,
    ) -> Result<(), Error> {
        let is_alone = matches!(&decision, Decision::Change(change) if change.is_about_super_users());
        let comes_after = match &decision {
            Decision::Create(_) => !self.invitations.is_empty(),
            Decision::Invite(_) => !self.additions.is_empty(),
            _ => is_alone,
        };
        if comes_after {
            self.carry_out_waiting(ctx, tx, membership).await?;
        }
        match decision {
            Decision::Create(new) => self.additions.push((n, to_add(email, new))),
            Decision::Invite(new) => self.invitations.push((n, to_invite(email, &new))),
            Decision::Change(change) => self.changes.push((n, change)),
            Decision::Unchanged => self.note(n, Ok(None))?,
            Decision::Wrong(refusal) => self.note(n, Err(refusal))?,
        }
        if is_alone { self.carry_out_waiting(ctx, tx, membership).await } else { Ok(()) }
    }

    /// Does those who wait.
    pub(super) async fn carry_out_waiting(
        &mut self,
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
    ) -> Result<(), Error> {
        let (rows, people): (Vec<i64>, Vec<_>) = take(&mut self.additions).into_iter().unzip();
        let results = create_many_in(ctx, tx, membership, people).await?;
        let undo = |Added { member, version, existing }| Undo::Added { member, version, account_made: !existing };
        self.note_all(rows, results.into_iter().map(|result| result.map(undo)))?;

        let (rows, new): (Vec<i64>, Vec<_>) = take(&mut self.invitations).into_iter().unzip();
        let results = send_many_in(ctx, tx, membership, &new).await?;
        self.note_all(rows, results.into_iter().map(|sent| sent.map(|invitation| Undo::Invited { invitation })))?;

        let (rows, changes): (Vec<i64>, Vec<Change>) = take(&mut self.changes).into_iter().unzip();
        let edits: Vec<(MemberId, Edit)> = changes.iter().map(|change| (change.member, to_edit(change))).collect();
        let results = edit_many_in(ctx, tx, membership, &edits).await?;
        let undo = |(change, version): (Change, Result<i64, Refusal>)| {
            version.map(|version| Undo::Changed { change: Box::new(change), version })
        };
        self.note_all(rows, changes.into_iter().zip(results).map(undo))
    }

    fn note_all(&mut self, rows: Vec<i64>, results: impl Iterator<Item = Result<Undo, Refusal>>) -> Result<(), Error> {
        rows.into_iter().zip(results).try_for_each(|(n, result)| self.note(n, result.map(Some)))
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

fn to_invite(email: &str, new: &Newcomer) -> NewInvitation {
    let text = |field| new.texts.or_blank(field).to_owned();
    NewInvitation {
        email: email.to_owned(),
        first_name: text(MemberField::FirstName),
        last_name: text(MemberField::LastName),
        texts: owned_by(Owner::Membership, &new.texts),
        role: first(&new.access),
        source: Source::Imported,
    }
}

fn to_edit(change: &Change) -> Edit {
    Edit {
        texts: change.after(),
        access: change.access.as_ref().map(|(_, after)| after.clone()),
        groups: change.groups.as_ref().map(|(_, after)| ids(after)),
        version: change.version,
        ..Edit::default()
    }
}

pub(super) fn ids(groups: &[Named]) -> Vec<GroupId> {
    groups.iter().map(|group| group.id).collect()
}
