//! Carrying the plan out, through the verbs that people use.

use super::decide::{Change, Decision, Newcomer, decide};
use super::existing_members::{ImportContext, existing_members};
use super::parse_row::{Entered, read};
use super::task::Task;
use super::undo::Undo;
use crate::db::{Tx, query};
use crate::groups::{self, GroupChange};
use crate::members::groups::Named;
use crate::members::{MemberRow, Secret};
use crate::queue::{self, Job};
use crate::users::edit::{edit_in, owned_by, save_texts};
use crate::users::{NewUser, access, create_in};
use crate::{Context, Error, Membership, audit, credits, invitations, jobs, stored};
use model::Refusal;
use model::credits::Meter;
use model::ids::{GroupId, JobId, MemberId};
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::users::{Access, Edit, MemberField, Owner, RoleChoice, Source, Texts};

/// Rows in one transaction.
const BATCH: i64 = 50;
/// So few are carried out while one waits.
const INLINE_LIMIT: i64 = BATCH;

/// Carries a plan out, with the rights of whoever says so: those who see the import, with `users:write`.
/// [`Error::Conflict`] where there is no plan, or nothing in it.
pub async fn apply(ctx: &Context, slug: &str, id: JobId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    membership.require_account()?;
    jobs::find(&mut tx, &membership, id, JobKind::Import).await?;
    let to_do = begin_in(ctx, &mut tx, &membership, id).await?.ok_or(Error::Conflict)?;
    tx.commit().await?;
    queue::start(ctx, id, to_do <= INLINE_LIMIT).await;
    Ok(())
}

/// Begins it; answers how many rows there are to do, none where there is no plan or nothing in it.
pub(super) async fn begin_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: JobId,
) -> Result<Option<i64>, Error> {
    let (to_do,): (i64,) =
        query("SELECT COUNT(*) FROM job_rows WHERE job_id = $1 AND plan IN ('create', 'invite', 'change')")
            .bind(id)
            .one(tx)
            .await?;
    let begun = query(
        "UPDATE jobs SET account_id = $2, token_id = $4, total = $3, done = 0, failed = 0
         WHERE id = $1 AND state = 'ready' AND $3 > 0",
    )
    .bind(id)
    .bind(membership.account)
    .bind(to_do)
    .bind(ctx.token())
    .run(tx)
    .await?;
    if begun == 0 {
        return Ok(None);
    }
    credits::require_for(ctx, tx, membership, Meter::ImportRow, to_do).await?;
    queue::transition(ctx, tx, id, JobState::Running).await?;
    let task = Task::of(tx, id).await?;
    audit::Event::new(audit::Action::ImportApply)
        .within(membership.workspace)
        .target(id, &task.file)
        .after(&serde_json::json!({ "rows": to_do }))
        .record(ctx, tx)
        .await?;
    Ok(Some(to_do))
}

pub(super) async fn step(
    job: &Job,
    tx: &mut Tx,
    membership: Membership,
    task: Task,
    position: &str,
) -> Result<bool, Error> {
    let rows: Vec<(i64, String)> = query(
        "SELECT n, COALESCE(input, '[]') FROM job_rows
         WHERE job_id = $1 AND n > $2 AND outcome IS NULL AND plan IN ('create', 'invite', 'change') ORDER BY n LIMIT $3",
    )
    .bind(job.id)
    .bind(queue::position_of(position, -1)?)
    .bind(BATCH)
    .all(tx)
    .await?;
    let Some(end) = rows.last().map(|row| row.0) else {
        queue::transition(&job.ctx, tx, job.id, JobState::Done).await?;
        return Ok(false);
    };
    let mut context = ImportContext::of(tx, membership, task.mapping).await?;
    let cells = |text: &str| stored::read::<Vec<String>>(text, "the cells of a row");
    let entered = rows.iter().map(|(n, text)| Ok((*n, read(&cells(text)?, &context))));
    let entered: Vec<(i64, Result<Entered, Refusal>)> = entered.collect::<Result<_, Error>>()?;
    let keys: Vec<&str> = entered.iter().filter_map(|(_, row)| row.as_ref().ok()).map(|row| row.key.as_str()).collect();
    let people = existing_members(&job.ctx, tx, &context, &keys).await?;
    context.count_super_users(tx, &people, 0).await?;
    let (mut done, mut failed) = (0, 0);
    let (workspace, account) = (context.membership.workspace, context.membership.account);
    let to_do = i64::try_from(entered.len()).unwrap_or(i64::MAX);
    let reserved = credits::reserve_in(&job.ctx, tx, workspace, account, Meter::ImportRow, to_do).await?;
    for (n, row) in &entered {
        let person = row.as_ref().ok().and_then(|row| people.get(&row.key));
        // What has changed since the plan was made is decided anew.
        let decision = match row {
            Ok(row) => decide(row, person, &context),
            Err(refusal) => Decision::Wrong(refusal.clone()),
        };
        let decision = match reserved.shortage.filter(|_| done >= reserved.payable) {
            Some(shortage) if decision != Decision::Unchanged => Decision::Wrong(Refusal::OutOfCredits(shortage)),
            _ => decision,
        };
        context.takes_one(&decision, person);
        tx.mark().await?;
        let email = row.as_ref().map(|row| row.email.as_str()).unwrap_or_default();
        let result = carry_out(&job.ctx, tx, &context.membership, email, decision).await?;
        if result.is_ok() {
            tx.keep().await?;
            done += 1;
        } else {
            tx.take_back().await?;
            failed += 1;
        }
        queue::set_outcome(tx, job.id, *n, result).await?;
    }
    credits::charge_reserved(&job.ctx, tx, workspace, reserved, done).await?;
    queue::finish(tx, job.id, &end.to_string(), done, failed).await?;
    Ok(true)
}

/// Does it; answers what undoing needs, or why it can't be done. A failure of ours ends the step, to be tried again.
async fn carry_out(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    email: &str,
    decision: Decision,
) -> Result<Result<Option<String>, Refusal>, Error> {
    let undo = match decision {
        Decision::Unchanged => return Ok(Ok(None)),
        Decision::Wrong(refusal) => return Ok(Err(refusal)),
        Decision::Create(new) => add(ctx, tx, membership, email, new).await,
        Decision::Invite(new) => invite(ctx, tx, membership, email, new).await,
        Decision::Change(change) => alter(ctx, tx, membership, change).await,
    };
    match undo {
        Ok(undo) => Ok(Ok(Some(undo.written()?))),
        Err(error) => Refusal::from_error(error).map(Err),
    }
}

/// The verbs give one role at first.
fn first(access: &Access) -> RoleChoice {
    match access.roles.first() {
        Some(role) if !access.super_user => RoleChoice::Role(*role),
        _ => RoleChoice::SuperUser,
    }
}

async fn add(ctx: &Context, tx: &mut Tx, membership: &Membership, email: &str, new: Newcomer) -> Result<Undo, Error> {
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
    let created = create_in(ctx, tx, membership, user).await?;
    save_own_texts(ctx, tx, membership, created.member, &new.texts).await?;
    if !new.access.super_user && new.access.roles.len() > 1 {
        access::set_access_in(ctx, tx, membership, created.member, &new.access).await?;
    }
    if !new.groups.is_empty() {
        groups::update_groups_in(ctx, tx, membership, created.member, GroupChange::Exactly(&ids(&new.groups))).await?;
    }
    let version = version(tx, created.member).await?;
    Ok(Undo::Added { member: created.member, version, account_made: !created.existing })
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
    save_own_texts(ctx, tx, membership, MemberId(invitation.0), &new.texts).await?;
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

/// Saves what the workspace says of a newcomer, whose account has its own texts.
async fn save_own_texts(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    member: MemberId,
    texts: &Texts,
) -> Result<(), Error> {
    let own = owned_by(Owner::Membership, texts);
    // Most rows of a file say none: nothing has to be read for them.
    if own.is_empty() {
        return Ok(());
    }
    let row = MemberRow::one(tx, member).await?;
    save_texts(ctx, tx, membership, &row, &own).await
}

pub(super) fn ids(groups: &[Named]) -> Vec<GroupId> {
    groups.iter().map(|group| group.id).collect()
}

async fn version(tx: &mut Tx, member: MemberId) -> Result<i64, Error> {
    let (version,): (i64,) = query("SELECT version FROM members WHERE id = $1").bind(member).one(tx).await?;
    Ok(version)
}
