//! A workspace full of deterministic people, made through the domain's own verbs.

mod people;

use crate::auth::end_all;
use crate::db::{Tx, query};
use crate::panel::Preferences;
use crate::users::{Grant, NewAccount, NewUser, Secret, create, insert_account, insert_member};
use crate::workspaces::{Counter, count, found};
use crate::{Actor, Clock, Context, Error, Random, Roster, Seat, audit, invitations, keys, passwords, roles};
use model::accounts::Password;
use model::ids::{AccountId, SessionId};
use model::users::{RoleChoice, Source};
use people::Person;
use std::sync::Arc;
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct Plan {
    pub members: u32,
    pub seed: u64,
    pub slug: String,
    /// What its people wear: the demo's name for the bar.
    pub name: String,
}

/// How to sign in to what was seeded.
#[derive(Clone, Debug)]
pub struct SignInWith {
    pub email: String,
    pub password: Password,
}

/// Members a transaction: bounded, so that a crash leaves whole batches and a run can be repeated.
const BATCH: usize = 200;
/// Joining is spread over two years up to now.
const SPAN: Duration = Duration::from_hours(2 * 365 * 24);

/// Fills the workspace up to so many members. Run again, it adds who is missing and sets a new password for its super-user.
pub async fn seed(roster: &Arc<Roster>, plan: &Plan) -> Result<SignInWith, Error> {
    let ctx = Context::operator(roster.clone());
    let password = passwords::generate(&roster.random);
    let email = format!("admin@{}.example", plan.slug);
    let (account, seat) = super_user(&ctx, plan, &email, &password).await?;

    let random = Random::seeded(plan.seed);
    let people: Vec<Person> = people::people(&random, plan.members.saturating_sub(1) as usize, &plan.slug);
    let start = ctx.now() - crate::clock::micros(SPAN);
    let step = crate::clock::micros(SPAN) / i64::from(plan.members.max(1));
    for (n, batch) in people.chunks(BATCH).enumerate() {
        let mut tx = ctx.write().await?;
        for (i, person) in batch.iter().enumerate() {
            let nth = i64::try_from(n * BATCH + i).unwrap_or_default();
            add(&ctx, &mut tx, &seat, account, person, start + step * nth).await?;
        }
        tx.commit().await?;
    }
    invite(&ctx, &seat, account, plan).await?;
    Ok(SignInWith { email, password })
}

/// The workspace and its super-user, made or found.
async fn super_user(ctx: &Context, plan: &Plan, email: &str, password: &Password) -> Result<(AccountId, Seat), Error> {
    let hash = ctx.roster.passwords.hash(password).await?;
    let mut tx = ctx.write().await?;
    query("INSERT INTO installation (key, value) VALUES ('setup', $1) ON CONFLICT (key) DO NOTHING")
        .bind(ctx.now().to_string())
        .run(&mut tx)
        .await?;
    let (seat, is_new) = match found(ctx, &mut tx, &plan.name, &plan.slug).await? {
        Some(seat) => (seat, true),
        None => (ctx.seat(&mut tx, &plan.slug).await?, false),
    };
    let new = NewAccount {
        email: email.to_owned(),
        first_name: "Robin".into(),
        last_name: "Admin".into(),
        phone: None,
        secret: Secret::Own(hash.clone()),
        preferences: Preferences::default(),
    };
    let account = match insert_account(ctx, &mut tx, &new).await? {
        Some(id) => id,
        None => replace_password(ctx, &mut tx, email, &hash).await?,
    };
    let member = insert_member(ctx, &mut tx, &seat, account, &Grant::SuperUser, Source::Seeded, None).await?;
    if member.is_some() {
        count(ctx, &mut tx, seat.workspace, Counter::ActiveMembers, 1).await?;
    }
    let action = if is_new { "workspace.seed" } else { "workspace.seed_again" };
    audit::Event::new(action).within(seat.workspace).target(seat.workspace, &seat.slug).record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok((account, seat))
}

async fn replace_password(ctx: &Context, tx: &mut Tx, email: &str, hash: &str) -> Result<AccountId, Error> {
    let (id,): (uuid::Uuid,) = query(
        "UPDATE accounts SET password_hash = $2, password_set_at = $3, password_temporary = FALSE,
             password_expires_at = NULL, version = version + 1
         WHERE email_key = $1 RETURNING id",
    )
    .bind(keys::email(email))
    .bind(hash)
    .bind(ctx.now())
    .one(tx)
    .await?;
    end_all(tx, id.into(), None).await?;
    Ok(id.into())
}

/// Adds one person as the super-user would have at that moment; who is a member already stays as they are.
async fn add(ctx: &Context, tx: &mut Tx, seat: &Seat, by: AccountId, person: &Person, at: i64) -> Result<(), Error> {
    let known: Option<(i64,)> = query("SELECT joined_at FROM members WHERE workspace_id = $1 AND email_key = $2")
        .bind(seat.workspace)
        .bind(keys::email(&person.email))
        .optional(tx)
        .await?;
    if known.is_some() {
        return Ok(());
    }
    let then = at_that_time(ctx, by, at);
    let role = role_of(tx, seat, person).await?;
    let new = NewUser {
        email: person.email.clone(),
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        phone: None,
        secret: Secret::None,
        role,
        source: Source::Seeded,
    };
    let created = create(&then, tx, &Seat { account: Some(by), ..seat.clone() }, new).await?;
    if let Some(ago) = person.last_active_ago {
        let last = (ctx.now() - crate::clock::micros(ago)).max(at);
        query("UPDATE members SET last_active_at = $2 WHERE id = $1").bind(created.member).bind(last).run(tx).await?;
    }
    Ok(())
}

async fn role_of(tx: &mut Tx, seat: &Seat, person: &Person) -> Result<RoleChoice, Error> {
    let Some(key) = person.role else { return Ok(RoleChoice::SuperUser) };
    let roles = roles::named(tx, seat).await?;
    let role = roles.iter().find(|role| role.builtin.as_deref() == Some(key)).ok_or(Error::Internal)?;
    Ok(RoleChoice::Role(role.id))
}

/// A few open invitations, so that their page has something to show.
async fn invite(ctx: &Context, seat: &Seat, by: AccountId, plan: &Plan) -> Result<(), Error> {
    let random = Random::seeded(plan.seed ^ 0x1417);
    for (n, person) in people::people(&random, 5.min(plan.members as usize), &plan.slug).into_iter().enumerate() {
        let then = at_that_time(ctx, by, ctx.now() - crate::clock::micros(Duration::from_hours(20 * n as u64 + 2)));
        let mut tx = ctx.write().await?;
        let role = role_of(&mut tx, seat, &person).await?;
        let email = format!("new.{}", person.email);
        let new = invitations::NewInvitation {
            email,
            first_name: person.first_name,
            last_name: person.last_name,
            role,
            source: Source::Invited,
        };
        match invitations::send(&then, &mut tx, &Seat { account: Some(by), ..seat.clone() }, new).await {
            Ok(_) => tx.commit().await?,
            Err(Error::Invalid(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The same Roster, as the super-user at an earlier moment.
fn at_that_time(ctx: &Context, by: AccountId, at: i64) -> Context {
    let actor = Actor::Account { id: by, session: SessionId(uuid::Uuid::nil()), must_choose_password: false };
    Context { clock: Clock::Manual(Arc::new(at.into())), actor, ..ctx.clone() }
}
