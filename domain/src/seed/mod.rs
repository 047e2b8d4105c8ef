//! A workspace full of deterministic people, made through the domain's own verbs; where there are many, by statements
//! that write what those would.

mod bulk;
mod credits;
mod groups;
mod one;
mod people;

pub use credits::seed_credits;
pub use groups::seed_groups;

use crate::auth::{SetBy, end_all, set_password};
use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::members::{Counter, Grant, NewAccount, Preferences, Secret, count, insert_account, insert_member, roles};
use crate::workspaces::{guess_country, insert_workspace, own};
use crate::{
    Actor, Clock, Context, Error, Membership, Principal, Roster, Via, audit, internal, invitations, keys, links,
    passwords,
};
use model::accounts::Password;
use model::ids::AccountId;
use model::users::{RoleChoice, Source, Texts};
use people::{People, Person};
use std::sync::Arc;
use std::time::Duration;

/// What to seed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Members that there are to be, the super-user among them.
    pub members: u32,
    /// The same makes the same people.
    pub seed: u64,
    /// The workspace's name in addresses; people's addresses have it in their domain.
    pub slug: String,
    /// What its people wear: the demo's name for the bar.
    pub name: String,
}

/// How to sign in to what was seeded.
#[derive(Clone, Debug)]
pub struct SignInWith {
    /// The super-user's address.
    pub email: String,
    /// Made anew at each run, and shown once.
    pub password: Password,
}

/// How people are added; what is there afterwards is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedMode {
    /// One by one, as an administrator would.
    Verbs,
    /// Thousands a statement.
    Bulk,
}

impl SeedMode {
    /// Up to so many, the verbs take seconds.
    const BULK_FROM: u32 = 2_000;

    fn of(plan: &Plan) -> Self {
        if plan.members <= Self::BULK_FROM { Self::Verbs } else { Self::Bulk }
    }

    /// Members a transaction: bounded, so that a crash leaves whole batches and a run can be repeated.
    fn batch(self) -> usize {
        match self {
            Self::Verbs => 200,
            Self::Bulk => 10_000,
        }
    }
}

/// Joining is spread over two years up to now.
const SPAN: Duration = Duration::from_hours(2 * 365 * 24);

/// What stays the same from person to person.
struct Seeding {
    ctx: Context,
    membership: Membership,
    /// The super-user, who adds everyone.
    by: AccountId,
    now: Micros,
    roles: Vec<roles::Role>,
}

/// Fills the workspace up to so many members. Run again, it adds who is missing and sets a new password for its
/// super-user.
pub async fn seed(roster: &Arc<Roster>, plan: &Plan) -> Result<SignInWith, Error> {
    seed_by(roster, plan, SeedMode::of(plan), |_| {}).await
}

/// The same, and tells how many are there from time to time.
pub async fn seed_and_tell(roster: &Arc<Roster>, plan: &Plan, tell: impl Fn(usize)) -> Result<SignInWith, Error> {
    seed_by(roster, plan, SeedMode::of(plan), tell).await
}

/// The same, in this way.
pub async fn seed_by(
    roster: &Arc<Roster>,
    plan: &Plan,
    mode: SeedMode,
    tell: impl Fn(usize),
) -> Result<SignInWith, Error> {
    let ctx = Context::operator(roster.clone());
    let password = passwords::generate(&roster.random);
    let email = format!("admin@{}.example", plan.slug);
    let seeding = prepare(&ctx, plan, &email, &password).await?;
    let start = seeding.now - micros(SPAN);
    let step = micros(SPAN) / i64::from(plan.members.max(1));
    let mut people = People::new(plan.seed, &plan.slug)
        .take(plan.members.saturating_sub(1) as usize)
        .zip((0..).map(|nth| start + step * nth));
    let mut done = 1;
    loop {
        let batch: Vec<(Person, Micros)> = people.by_ref().take(mode.batch()).collect();
        if batch.is_empty() {
            break;
        }
        add(&seeding, mode, &batch).await?;
        done += batch.len();
        tell(done);
    }
    invite(&seeding, plan).await?;
    if mode == SeedMode::Bulk {
        roster.db.tidy().await?;
    }
    Ok(SignInWith { email, password })
}

async fn add(seeding: &Seeding, mode: SeedMode, people: &[(Person, Micros)]) -> Result<(), Error> {
    let mut tx = seeding.ctx.write().await?;
    match mode {
        SeedMode::Bulk => bulk::add_all(seeding, &mut tx, people).await?,
        SeedMode::Verbs => {
            for (person, joined) in people {
                one::add(seeding, &mut tx, person, *joined).await?;
            }
        }
    }
    Ok(tx.commit().await?)
}

async fn prepare(ctx: &Context, plan: &Plan, email: &str, password: &Password) -> Result<Seeding, Error> {
    let (by, membership) = super_user(ctx, plan, email, password).await?;
    let mut tx = ctx.read().await?;
    let roles = roles::named(&mut tx, &membership).await?;
    Ok(Seeding { now: ctx.now(), ctx: ctx.clone(), membership, by, roles })
}

impl Seeding {
    /// A person's role, and its name.
    fn role_of(&self, person: &Person) -> Result<(RoleChoice, String), Error> {
        let Some(key) = person.role else { return Ok((RoleChoice::SuperUser, String::new())) };
        let role = self.roles.iter().find(|role| role.builtin.as_deref() == Some(key));
        let role = role.ok_or_else(|| internal("seeding a person", format!("no built-in role {key}")))?;
        Ok((RoleChoice::Role(role.id), role.name.clone()))
    }
}

/// The workspace and its super-user, made or found.
async fn super_user(
    ctx: &Context,
    plan: &Plan,
    email: &str,
    password: &Password,
) -> Result<(AccountId, Membership), Error> {
    let hash = ctx.roster.passwords.hash(password).await?;
    let mut tx = ctx.write().await?;
    query("INSERT INTO installation (key, value) VALUES ('setup', $1) ON CONFLICT (key) DO NOTHING")
        .bind(ctx.now().to_string())
        .run(&mut tx)
        .await?;
    let (membership, is_new) = match insert_workspace(ctx, &mut tx, &plan.name, &plan.slug).await? {
        Some(membership) => (membership, true),
        None => (ctx.membership(&mut tx, &plan.slug).await?, false),
    };
    let new = NewAccount {
        email: email.to_owned(),
        first_name: "Robin".into(),
        last_name: "Admin".into(),
        phone: None,
        secret: Secret::Own(hash.clone()),
        preferences: Preferences::default(),
        made_by: None,
    };
    let account = match insert_account(ctx, &mut tx, &new).await? {
        Some(id) => id,
        None => replace_password(ctx, &mut tx, email, &hash).await?,
    };
    let member = insert_member(ctx, &mut tx, &membership, account, &Grant::SuperUser, Source::Seeded, None).await?;
    if member.is_some() {
        count(ctx, &mut tx, membership.workspace, Counter::ActiveMembers, 1).await?;
    }
    if is_new {
        own(&mut tx, membership.workspace, account).await?;
        guess_country(&mut tx, membership.workspace).await?;
    }
    let event = if is_new {
        audit::Event::new(audit::Action::WorkspaceSeed)
    } else {
        audit::Event::new(audit::Action::WorkspaceSeedAgain)
    };
    event.within(membership.workspace).target(membership.workspace, &membership.slug).record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok((account, membership))
}

async fn replace_password(ctx: &Context, tx: &mut Tx, email: &str, hash: &str) -> Result<AccountId, Error> {
    let (id,): (uuid::Uuid,) =
        query("SELECT id FROM accounts WHERE email_key = $1").bind(keys::email(email)).one(tx).await?;
    let account = AccountId(id);
    links::lock_account(tx, account).await?;
    set_password(ctx, tx, account, Some(hash), SetBy::Holder).await?;
    end_all(tx, account, None).await?;
    Ok(account)
}

/// What was seeded, and its super-user.
async fn seeded(roster: &Arc<Roster>, plan: &Plan) -> Result<Seeding, Error> {
    let ctx = Context::operator(roster.clone());
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, &plan.slug).await?;
    let (by,): (uuid::Uuid,) = query("SELECT id FROM accounts WHERE email_key = $1")
        .bind(keys::email(&format!("admin@{}.example", plan.slug)))
        .one(&mut tx)
        .await?;
    let roles = roles::named(&mut tx, &membership).await?;
    Ok(Seeding { now: ctx.now(), ctx, membership, by: by.into(), roles })
}

/// A few open invitations, so that their page has something to show.
async fn invite(seeding: &Seeding, plan: &Plan) -> Result<(), Error> {
    let people = People::new(plan.seed ^ 0x1417, &plan.slug).take(5.min(plan.members as usize));
    for (n, person) in people.enumerate() {
        let at = seeding.now - micros(Duration::from_hours(20 * n as u64 + 2));
        let mut tx = seeding.ctx.write().await?;
        let new = invitations::NewInvitation {
            email: format!("new.{}", person.email),
            role: seeding.role_of(&person)?.0,
            first_name: person.first_name,
            last_name: person.last_name,
            texts: Texts::default(),
            source: Source::Invited,
        };
        let membership = Membership { account: Some(seeding.by), ..seeding.membership.clone() };
        match invitations::send_in(&at_that_time(&seeding.ctx, seeding.by, at), &mut tx, &membership, new).await {
            Ok(_) => tx.commit().await?,
            Err(Error::Invalid(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The same Roster, as the super-user at an earlier moment.
fn at_that_time(ctx: &Context, by: AccountId, at: i64) -> Context {
    let actor = Actor::Account(Principal { account: by, via: Via::Operator });
    Context { clock: Clock::Manual(Arc::new(at.into())), actor, ..ctx.clone() }
}
