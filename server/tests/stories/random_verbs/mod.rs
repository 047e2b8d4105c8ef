//! Whatever people do, in any order, what must hold holds: verbs at random, by anyone, in two workspaces, with a look
//! at everything after each. A failure names its seed and its step; `ROSTER_STORY_SEED` tries that seed alone.

mod state;
mod step;

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::members::Secret;
use domain::seed::{Plan, seed};
use domain::users::{self, NewUser};
use domain::{Random, audit};
use model::Error;
use model::permissions::Permissions;
use model::users::{RoleChoice, Source, UsersQuery};
use rstest::rstest;
use state::{SLUGS, State, consistent};
use step::{Step, Try, any_step};

const SEEDS: [u64; 4] = [1, 2, 3, 4];
const STEPS: usize = 600;

/// Acme and Other, each with its super-user, and Robin's colleague Ana in both.
async fn two_workspaces(kind: Kind, random: &Random) -> TestApp {
    let app = TestApp::with_random(kind, random.clone()).await;
    app.set_up().await;
    let plan = Plan { members: 8, seed: 5, slug: "other".into(), name: "Other".into() };
    seed(&app.roster, &plan).await.unwrap();
    let plan = Plan { members: 8, seed: 6, slug: "acme".into(), name: "Acme".into() };
    seed(&app.roster, &plan).await.unwrap();
    let ctx = app.operator();
    let mut tx = ctx.write().await.unwrap();
    let membership = ctx.membership(&mut tx, "other").await.unwrap();
    users::create_in(
        &ctx,
        &mut tx,
        &membership,
        NewUser {
            email: "ana@acme.example".into(),
            first_name: String::new(),
            last_name: String::new(),
            phone: None,
            secret: Secret::None,
            role: RoleChoice::SuperUser,
            source: Source::Added,
        },
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    app
}

#[rstest]
#[tokio::test]
async fn whatever_is_done_what_must_hold_holds(#[values(Sqlite, Postgres)] kind: Kind) {
    let asked = std::env::var("ROSTER_STORY_SEED").ok().map(|seed| seed.parse().expect("a number"));
    for seed in asked.map_or(SEEDS.to_vec(), |seed| vec![seed]) {
        Box::pin(run(kind, seed)).await;
    }
}

async fn run(kind: Kind, seed: u64) {
    let random = Random::seeded(seed);
    let app = two_workspaces(kind, &random).await;
    let mut before = State::of(&app).await;
    let (mut done, mut refused) = (0, 0);
    for n in 0..STEPS {
        let tried = any_step(&random, &before, n);
        let at = format!("seed {seed}, step {n}: {tried:?}");
        let result = tried.run(&app).await;
        let after = State::of(&app).await;
        match &result {
            Ok(expected) => {
                done += 1;
                check_events(&before, &after, *expected, &at);
                check_rights(&before, &after, &tried, &at);
            }
            Err(Error::Invalid(_) | Error::Forbidden | Error::NotFound | Error::Conflict | Error::SignedOut) => {
                refused += 1;
                assert_eq!(before.rows, after.rows, "{at}: refused with {result:?}, and yet something changed");
                assert_eq!(before.events, after.events, "{at}: a refusal in the audit");
            }
            Err(error) => panic!("{at}: {error:?}"),
        }
        for (slug, workspace) in SLUGS.into_iter().zip(&after.workspaces) {
            assert!(workspace.staying > 0, "{at}: {slug} has no super-user");
        }
        consistent(&app, &at).await;
        before = after;
    }
    assert!(done > STEPS / 5 && refused > STEPS / 5, "seed {seed}: {done} done, {refused} refused");
    in_the_end(&app, &before).await;
}

/// One event for what was done, none where nothing changed.
fn check_events(before: &State, after: &State, expected: step::Events, at: &str) {
    let told = after.events - before.events;
    let changed = before.changed(after);
    let right = match expected {
        step::Events::One => told == i64::from(before.rows != after.rows),
        step::Events::Exactly(count) => told == count,
        step::Events::OneAndEachChanged => told == 1 + changed,
        step::Events::EachChanged => told == changed,
        step::Events::OneAndInvitations => {
            let (one, handed_over) = (i64::from(before.rows != after.rows), after.handed_over - before.handed_over);
            // Who was only invited goes by the end of the invitation.
            told == one + handed_over || (told, handed_over) == (one, one)
        }
    };
    assert!(right, "{at}: {told} events for {changed} people changed, expected {expected:?}");
}

/// Nobody gave or took what they did not hold, nor changed anything of the other workspace.
fn check_rights(before: &State, after: &State, tried: &Try, at: &str) {
    let Some(account) = tried.by else { return };
    for ((slug, old), new) in SLUGS.into_iter().zip(&before.workspaces).zip(&after.workspaces) {
        let here = slug == tried.slug;
        let own = old.held_by(account).unwrap_or((false, Permissions::NONE));
        let covers = |other| own.0 || own.1.covers(other);
        for (id, person) in &new.people {
            let was = old.people.get(id);
            if !here {
                let told = was.map(|was| (was.super_user, was.held, &was.status));
                assert_eq!(told, Some((person.super_user, person.held, &person.status)), "{at}: {slug} changed too");
            }
            let (was_super, had) = was.map_or((false, Permissions::NONE), |was| (was.super_user, was.held));
            assert!(covers(person.held.without(had)), "{at}: gave {id} {:?}", person.held.without(had));
            assert!(covers(had.without(person.held)), "{at}: took {:?} from {id}", had.without(person.held));
            let stood = was.map(|was| (&was.status, was.ends_at));
            let stands_above = person.account != Some(account) && (was_super || !covers(had));
            let is_as_before = stood.is_none_or(|stood| stood == (&person.status, person.ends_at));
            assert!(is_as_before || own.0 || !stands_above, "{at}: acted on {id}, who stands above");
            assert!(person.super_user == was_super || own.0, "{at}: changed the flag of {id}");
        }
        if !here {
            assert_eq!(old.people.len(), new.people.len(), "{at}: {slug} lost someone");
        }
    }
    assert!(!matches!(tried.step, Step::Pass { .. }), "time is the operator's");
}

/// The chain is whole, and the list finds everyone by what they hold.
async fn in_the_end(app: &TestApp, state: &State) {
    let ctx = app.operator();
    audit::seal(&ctx).await.unwrap();
    for chain in audit::verify(&ctx, None).await.unwrap() {
        assert!(chain.found.is_ok(), "{chain:?}");
    }
    for (slug, workspace) in SLUGS.into_iter().zip(&state.workspaces) {
        let ctx = step::acting(app, workspace.a_super_user());
        for role in &workspace.roles {
            let asked = UsersQuery { role: Some(RoleChoice::Role(role.id)), ..UsersQuery::default() };
            let asked = UsersQuery { size: Some(200), ..asked };
            let (page, _) = users::list(&ctx, slug, &asked).await.unwrap();
            let mut found: Vec<_> = page.items.into_iter().map(|person| person.id).collect();
            found.sort();
            assert_eq!(found, workspace.holders(role.id), "{slug}: who has {role:?}");
        }
    }
}
