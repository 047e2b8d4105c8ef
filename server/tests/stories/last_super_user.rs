//! There is always an active super-user (product rule 4), also where two of them are about to take each other away, on
//! two servers, at the same moment, in any two of the ways there are.

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::accounts::recover_admin;
use domain::db::query;
use domain::users::{self, act, bulk, edit, import};
use domain::{Actor, Context, Random, Roster, roles, worker, workspaces};
use model::Error;
use model::ids::{AccountId, JobId, MemberId, RoleId, SessionId};
use model::imports::Mapping;
use model::users::{Access, Action, Edit, RoleChoice};
use model::wizard::AddMode;
use rstest::rstest;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

const TRIALS: usize = 500;
const SLUG: &str = "acme";
const PAIR: [&str; 2] = ["ana@acme.example", "bea@acme.example"];

/// How someone is a super-user no longer, sooner or later.
#[derive(Clone, Copy, Debug)]
enum Way {
    Demote,
    ChangeAccess,
    Remove,
    Suspend,
    EndDate,
    Leave,
    BulkDemote,
    BulkSuspend,
    BulkRemove,
    Import,
}

impl Way {
    const ALL: [Self; 10] = [
        Self::Demote,
        Self::ChangeAccess,
        Self::Remove,
        Self::Suspend,
        Self::EndDate,
        Self::Leave,
        Self::BulkDemote,
        Self::BulkSuspend,
        Self::BulkRemove,
        Self::Import,
    ];
}

/// A server: its connections live in its own runtime.
struct Server {
    runtime: Runtime,
    roster: Arc<Roster>,
}

impl Server {
    async fn of(app: &Arc<TestApp>) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let app = app.clone();
        let roster = runtime.spawn(async move { app.another_server().await.roster }).await.unwrap();
        Self { runtime, roster }
    }
}

/// One attempt: who takes whom away, and how.
#[derive(Clone, Copy, Debug)]
struct Attempt {
    by: usize,
    whom: usize,
    way: Way,
    version: i64,
}

#[derive(Clone)]
struct Acme {
    member_role: RoleId,
    accounts: [AccountId; 2],
}

impl Acme {
    fn acting(&self, roster: &Arc<Roster>, who: usize) -> Context {
        let id = self.accounts[who];
        let actor = Actor::in_session(id, SessionId(Uuid::nil()));
        Context { actor, ..Context::operator(roster.clone()) }
    }

    /// Tries it; the answer tells whether the pages would have said that it is done.
    async fn attempt(&self, roster: Arc<Roster>, attempt: Attempt, member: MemberId) -> Result<(), Error> {
        let ctx = self.acting(&roster, attempt.by);
        let member_role = RoleChoice::Role(self.member_role);
        let demoted = Edit { access: Some(Access::of(member_role)), version: attempt.version, ..Edit::default() };
        let soon = ctx.now() + 3_600_000_000;
        let ends = Edit { ends_at: Some(Some(soon)), version: attempt.version, ..Edit::default() };
        let many = |action| bulk::start(&ctx, SLUG, action, bulk::Whom::These(vec![member]));
        match attempt.way {
            Way::Demote => act(&ctx, SLUG, member, Action::Role(member_role)).await,
            Way::ChangeAccess => edit(&ctx, SLUG, member, &demoted).await,
            Way::Remove => act(&ctx, SLUG, member, Action::Remove).await,
            Way::Suspend => act(&ctx, SLUG, member, Action::Suspend).await,
            Way::EndDate => edit(&ctx, SLUG, member, &ends).await,
            Way::Leave => workspaces::leave(&self.acting(&roster, attempt.whom), SLUG).await,
            Way::BulkDemote => many(Action::Role(member_role)).await.map(|_| ()),
            Way::BulkSuspend => many(Action::Suspend).await.map(|_| ()),
            Way::BulkRemove => many(Action::Remove).await.map(|_| ()),
            Way::Import => import_as_member(&ctx, PAIR[attempt.whom]).await.map(|_| ()),
        }
    }
}

async fn import_as_member(ctx: &Context, email: &str) -> Result<JobId, Error> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("E-mail,Role\n{email},Member\n")).unwrap();
    let id = import::upload(
        ctx,
        SLUG,
        "people.csv",
        import::parse_file(file.path(), &model::imports::Reading::default()).unwrap(),
    )
    .await?;
    let mapping = import::show(ctx, SLUG, id, None, None).await?.task.mapping;
    import::map(ctx, SLUG, id, Mapping { how: AddMode::Add, ..mapping }).await?;
    worker::work(ctx, Some(id)).await?;
    import::apply(ctx, SLUG, id).await?;
    worker::work(ctx, Some(id)).await?;
    Ok(id)
}

/// Super-users who stay.
async fn staying(app: &TestApp) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let (count,): (i64,) =
        query("SELECT COUNT(*) FROM members WHERE super_user AND status = 'active' AND ends_at IS NULL")
            .one(&mut tx)
            .await
            .unwrap();
    count
}

/// Ana and Bea, as super-users: whoever isn't one becomes one again by the operator's way in. The workspace is
/// nobody's, so that no owner is spared for their own sake.
async fn both(app: &TestApp) -> [(MemberId, i64); 2] {
    let mut members = Vec::new();
    for email in PAIR {
        let member = recover_admin(&app.operator(), SLUG, email, None).await.unwrap().member;
        members.push((member, users::details(&app.operator(), SLUG, member).await.unwrap().listed.version));
    }
    app.without_owner().await;
    [members[0], members[1]]
}

/// Two attempts that together would leave nobody, or the same person twice.
fn any_two(random: &Random, members: [(MemberId, i64); 2]) -> [Attempt; 2] {
    let first = random.below(2);
    // Most often one takes away the other and the other the one; sometimes each themself, or both the same.
    let (whom, by) = match random.below(4) {
        0 => ([first, first], [0, 1]),
        1 => ([0, 1], [0, 1]),
        _ => ([0, 1], [1, 0]),
    };
    [0, 1].map(|n| {
        // A file takes ten times as long as all else.
        let way = match Way::ALL[random.below(Way::ALL.len())] {
            Way::Import if random.below(2) == 0 => Way::Demote,
            way => way,
        };
        Attempt { by: by[n], whom: whom[n], way, version: members[whom[n]].1 }
    })
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_times_two_at_once_leave_one(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let app = Arc::new(app);
    recover_admin(&app.operator(), SLUG, PAIR[1], Some(&model::accounts::Password::new("seven quiet herons")))
        .await
        .unwrap();
    let roles = roles::choices(&app.acting(PAIR[0]).await, SLUG).await.unwrap();
    let member_role = roles.iter().find(|role| role.builtin.as_deref() == Some("member")).unwrap().id;
    let mut accounts = Vec::new();
    for email in PAIR {
        accounts.push(app.acting(email).await.account().unwrap());
    }
    let acme = Acme { member_role, accounts: [accounts[0], accounts[1]] };
    let servers = [Server::of(&app).await, Server::of(&app).await];
    let seed = std::env::var("ROSTER_STORY_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let random = Random::seeded(seed);
    let (mut done, mut refused) = (0, 0);
    for trial in 0..TRIALS {
        let members = both(&app).await;
        let attempts = any_two(&random, members);
        let mut running = Vec::new();
        for (server, attempt) in servers.iter().zip(attempts) {
            let (acme, roster, member) = (acme.clone(), server.roster.clone(), members[attempt.whom].0);
            running.push(server.runtime.spawn(async move { acme.attempt(roster, attempt, member).await }));
        }
        for attempt in running {
            match attempt.await.unwrap() {
                Ok(()) => done += 1,
                Err(Error::Invalid(_) | Error::Forbidden | Error::NotFound | Error::Conflict) => refused += 1,
                Err(error) => panic!("trial {trial}, seed {seed}: {error:?} of {attempts:?}"),
            }
        }
        assert!(staying(&app).await >= 1, "trial {trial}, seed {seed}: nobody is left after {attempts:?}");
        // Whose day comes goes: those who stay are others.
        if trial % 10 == 0 || attempts.iter().any(|attempt| matches!(attempt.way, Way::EndDate)) {
            app.advance(Duration::from_hours(2));
            users::expire(&app.operator()).await.unwrap();
            assert!(staying(&app).await >= 1, "trial {trial}, seed {seed}: nobody is left after {attempts:?} expired");
        }
    }
    assert!(done > TRIALS / 4 && refused > TRIALS / 4, "{done} done, {refused} refused");
    for server in servers {
        server.runtime.shutdown_background();
    }
}

#[rstest]
#[tokio::test]
async fn one_whose_day_will_come_does_not_count(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    recover_admin(&app.operator(), SLUG, PAIR[1], Some(&model::accounts::Password::new("seven quiet herons")))
        .await
        .unwrap();
    let [(ana, _), (bea, version)] = both(&app).await;
    let ctx = app.acting(PAIR[0]).await;
    let soon = ctx.now() + 3_600_000_000;
    let ends = |version| Edit { ends_at: Some(Some(soon)), version, ..Edit::default() };
    edit(&ctx, SLUG, bea, &ends(version)).await.unwrap();
    let refused = |field: &str| Err(Error::at(field, model::Problem::LastSuperUser));
    assert_eq!(workspaces::leave(&ctx, SLUG).await, refused("form"));
    let bea_acting = app.acting(PAIR[1]).await;
    for action in [Action::Suspend, Action::Remove] {
        assert_eq!(act(&bea_acting, SLUG, ana, action).await, refused("form"), "{action:?}");
    }
    let version = users::details(&ctx, SLUG, ana).await.unwrap().listed.version;
    assert_eq!(edit(&ctx, SLUG, ana, &ends(version)).await, refused("ends"));
    app.advance(Duration::from_hours(2));
    assert_eq!(act(&bea_acting, SLUG, ana, Action::Suspend).await, Err(Error::NotFound), "her day has come");
    users::expire(&app.operator()).await.unwrap();
    assert_eq!(staying(&app).await, 1);
}
