//! One person, by the verbs.

use super::people::Person;
use super::{Seeding, at_that_time};
use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::members::{Secret, refresh};
use crate::users::{NewUser, create_in, suspend_in};
use crate::{Error, Membership, keys};
use model::ids::MemberId;
use model::users::Source;
use std::time::Duration;

/// How long those who are suspended were active.
const UNTIL_SUSPENDED: Duration = Duration::from_hours(30 * 24);

/// When the last was seen of someone who joined then; none who never came.
pub(super) fn last_active(seeding: &Seeding, person: &Person, joined: Micros) -> Option<Micros> {
    person.last_active_ago.map(|ago| (seeding.now - micros(ago)).max(joined))
}

/// When someone who joined then was suspended; none who wasn't.
pub(super) fn suspended(seeding: &Seeding, person: &Person, joined: Micros) -> Option<Micros> {
    person.suspended.then(|| (joined + micros(UNTIL_SUSPENDED)).min(seeding.now))
}

/// Adds one person as the super-user would have at that moment; who is a member already stays as they are.
pub(super) async fn add(seeding: &Seeding, tx: &mut Tx, person: &Person, joined: Micros) -> Result<(), Error> {
    let known: Option<(i64,)> = query("SELECT joined_at FROM members WHERE workspace_id = $1 AND email_key = $2")
        .bind(seeding.membership.workspace)
        .bind(keys::email(&person.email))
        .optional(tx)
        .await?;
    if known.is_some() {
        return Ok(());
    }
    let new = NewUser {
        email: person.email.clone(),
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        phone: person.phone.clone(),
        secret: Secret::None,
        role: seeding.role_of(person)?.0,
        source: Source::Seeded,
    };
    let membership = Membership { account: Some(seeding.by), ..seeding.membership.clone() };
    let then = at_that_time(&seeding.ctx, seeding.by, joined);
    let created = create_in(&then, tx, &membership, new).await?;
    if !created.existing {
        their_own(seeding, tx, created.member, person, joined).await?;
    }
    if let Some(at) = suspended(seeding, person, joined) {
        suspend_in(&at_that_time(&seeding.ctx, seeding.by, at), tx, &membership, created.member).await?;
    }
    Ok(())
}

/// What a person does themself: coming by, setting up a second factor.
async fn their_own(
    seeding: &Seeding,
    tx: &mut Tx,
    member: MemberId,
    person: &Person,
    joined: Micros,
) -> Result<(), Error> {
    query("UPDATE members SET last_active_at = $2, second_factor = $3 WHERE id = $1")
        .bind(member)
        .bind(last_active(seeding, person, joined).unwrap_or_default())
        .bind(person.second_factor)
        .run(tx)
        .await?;
    refresh(tx, member).await
}
