//! Plans: what they count, and that nothing gets past them.

use crate::accept::{accept, invite};
use crate::bulk::bulk;
use crate::import::{counts, decide, planned, rows};
use crate::people::{act, id_of};
use crate::support::{Api, Browser, Kind, PASSWORD, Postgres, Sqlite, TestApp};
use crate::tokens::made;
use crate::wizard::{added_up_to_confirm, answer, member};
use crate::workspace_tokens::{LIST as TOKENS, made_for_acme};
use domain::db::query;
use domain::{Context, accounts, plans};
use model::Error;
use model::accounts::Password;
use model::plans::{Limit, Plan, PlanLimit, Plans};
use model::users::UsersQuery;
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::json;

/// Free (the default): two people, one token, no webhook. Team: five people.
fn two_plans() -> Plans {
    let free = Plan {
        key: "free".into(),
        name: "Free".into(),
        people: Some(2),
        tokens: Some(1),
        webhooks: Some(0),
        monthly_credits: 0,
    };
    let team = Plan { key: "team".into(), name: "Team".into(), people: Some(5), ..Plan::default() };
    Plans { declared: vec![free, team], default: Some("free".into()), support: "help@roster.example".into() }
}

async fn limited(kind: Kind) -> (TestApp, Browser) {
    let app = TestApp::with_settings(kind, |settings| settings.plans = two_plans()).await;
    let ana = app.set_up().await;
    (app, ana)
}

fn no_seat(plan: &str, max: u64) -> Error {
    Error::PlanLimit(Box::new(PlanLimit {
        limit: Limit::People,
        plan: plan.into(),
        max,
        support: "help@roster.example".into(),
    }))
}

const FULL: &str = "The plan Free allows 2 people, active or invited, and there are no more seats. For another plan, \
                    contact help@roster.example.";

async fn used(app: &TestApp) -> u64 {
    plans::usage(&app.operator(), "acme").await.unwrap().limits[0].used
}

#[rstest]
#[tokio::test]
async fn last_seat_is_announced_and_the_next_is_refused_with_the_plan_named(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = limited(kind).await;
    assert!(ana.get("/w/acme/users").await.shows("1 seat left"));
    assert!(ana.get("/w/acme/users/new").await.shows("1 seat left"));
    member(&app, &ana, "bea@acme.example", "Member").await;
    assert!(ana.get("/w/acme/users").await.shows(FULL));

    let draft = added_up_to_confirm(&ana, "caio@acme.example", PASSWORD, "Member").await;
    let page = answer(&ana, &draft, "confirm", &[]).await;
    assert_eq!((page.status, page.form_problem().as_deref()), (StatusCode::FORBIDDEN, Some(FULL)), "{}", page.text());
    let page = invite(&ana, "dora@acme.example").await;
    assert_eq!(page.form_problem().as_deref(), Some(FULL), "{}", page.text());
    assert_eq!(used(&app).await, 2);

    // At the API, as a problem document that a program can read.
    let api = Api::new(&app, &made(&ana, "read write", "acme").await);
    let role = api.get("/workspaces/acme/roles").await.expect(200)["items"][0]["id"].clone();
    let body = json!({ "email": "eva@acme.example", "first_name": "Eva", "role": role });
    for path in ["/workspaces/acme/users", "/workspaces/acme/invitations"] {
        let refused = api.post(path, &body).await.expect(403);
        assert!(refused["type"].as_str().unwrap().ends_with("/problems/plan-limit-reached"), "{refused}");
        let said = [&refused["limit"], &refused["max"], &refused["plan"], &refused["support"]];
        assert_eq!(said, [&json!("people"), &json!(2), &json!("Free"), &json!("help@roster.example")]);
        assert_eq!(refused["detail"], FULL);
    }
    let operator = Context::operator(app.roster.clone());
    plans::assign(&operator, "acme", Some("team")).await.unwrap();
    api.post("/workspaces/acme/users", &body).await.expect(201);
    assert_eq!(used(&app).await, 3);
}

#[rstest]
#[tokio::test]
async fn suspended_and_removed_have_no_seat_and_need_one_to_come_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = limited(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let bea = id_of(&ana, "bea@acme.example").await;
    act(&ana, &bea, "suspend").await;
    assert_eq!(used(&app).await, 1);
    member(&app, &ana, "caio@acme.example", "Member").await;
    let page = act(&ana, &bea, "activate").await;
    assert!(page.status == StatusCode::FORBIDDEN && page.shows(FULL), "{}", page.text());
    let report = bulk(&ana, "", &[("action", "activate"), ("id", &bea)]).await;
    assert!(report.shows("0 of 1 done, 1 failed") && report.shows(FULL), "{}", report.text());

    let caio = id_of(&ana, "caio@acme.example").await;
    act(&ana, &caio, "remove").await;
    assert!(act(&ana, &bea, "activate").await.path().contains("done="));
    let page = act(&ana, &caio, "restore").await;
    assert!(page.status == StatusCode::FORBIDDEN && page.shows(FULL), "{}", page.text());
    assert_eq!(used(&app).await, 2);
}

#[rstest]
#[tokio::test]
async fn invited_have_a_seat_and_accepting_or_adding_them_takes_no_other(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = limited(kind).await;
    invite(&ana, "bea@acme.example").await;
    let link = app.mailed_link().await;
    assert_eq!(used(&app).await, 2);
    // The plan is lowered below what is used: nobody is shut out, and who was invited may come.
    let operator = app.operator();
    plans::assign(&operator, "acme", Some("team")).await.unwrap();
    invite(&ana, "caio@acme.example").await;
    invite(&ana, "dora@acme.example").await;
    plans::assign(&operator, "acme", None).await.unwrap();
    assert_eq!(used(&app).await, 4);
    let page = accept(&app.browser(), &link).await;
    assert_eq!(page.path(), "/w/acme", "{}", page.text());
    // Who was invited can be added at once, in the same seat.
    member(&app, &ana, "caio@acme.example", "Member").await;
    assert_eq!(used(&app).await, 4);
    assert!(invite(&ana, "eva@acme.example").await.shows(FULL), "but no one more");
}

#[rstest]
#[tokio::test]
async fn import_shows_which_rows_do_not_fit_before_it_is_applied(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = limited(kind).await;
    plans::assign(&app.operator(), "acme", Some("team")).await.unwrap();
    invite(&ana, "bea@acme.example").await;
    let file = "email,first name\nbea@acme.example,Bea\nc@acme.example,C\nd@acme.example,D\ne@acme.example,E\nf@acme.example,F\n";
    let plan = planned(&app, &ana, file, "add").await;
    assert_eq!(counts(&plan)[..2], ["1", "4"], "Bea has a seat, three more fit: {}", plan.text());
    let wrong = rows(&ana, &plan, "wrong").await;
    assert!(wrong.len() == 1 && wrong[0].contains("f@acme.example"), "{wrong:?}");
    assert!(wrong[0].contains("The plan Team allows 5 people"), "{wrong:?}");
    // What is free while planning may be taken when it is carried out: the verbs ask again.
    invite(&ana, "quick@acme.example").await;
    let done = decide(&app, &ana, &plan, "apply").await;
    assert!(done.shows("The plan Team allows 5 people"), "{}", done.text());
    assert_eq!(used(&app).await, 5);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_the_last_seats_at_once_only_so_many_get_one(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana) = limited(kind).await;
    plans::assign(&app.operator(), "acme", Some("team")).await.unwrap();
    let adding = (0..12).map(|n| {
        let roster = app.roster.clone();
        tokio::spawn(async move {
            let ctx = Context::operator(roster);
            let new = accounts::NewPerson {
                email: format!("n{n}@acme.example"),
                first_name: "N".into(),
                last_name: String::new(),
                new_membership: Some(accounts::NewMembership { slug: "acme".into(), role: Some("member".into()) }),
            };
            accounts::create(&ctx, &new, &Password::new(PASSWORD)).await
        })
    });
    let mut added = 0;
    for one in adding.collect::<Vec<_>>() {
        match one.await.unwrap() {
            Ok(()) => added += 1,
            Err(error) => assert_eq!(error, no_seat("Team", 5)),
        }
    }
    assert_eq!((added, used(&app).await), (4, 5));
    let mut tx = app.roster.db.read().await.unwrap();
    let (members,): (i64,) = query("SELECT COUNT(*) FROM members").one(&mut tx).await.unwrap();
    assert_eq!(members, 5);
}

#[rstest]
#[tokio::test]
async fn tokens_and_webhooks_are_limited_and_personal_tokens_are_not_counted(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = limited(kind).await;
    made(&ana, "read", "acme").await;
    made_for_acme(&ana, "users:read").await;
    let fields = [("description", "Second"), ("lifetime", "3_months"), ("scopes", "users:read")];
    let page = ana.post(&format!("{TOKENS}/new"), &fields).await;
    let words = "The plan Free allows 1 workspace token. For another plan, contact help@roster.example.";
    assert_eq!(page.form_problem().as_deref(), Some(words), "{}", page.text());
    let page = ana.post("/w/acme/settings/webhooks/new", &[("url", "https://1.1.1.1/")]).await;
    let words = "The plan Free allows 0 webhooks. For another plan, contact help@roster.example.";
    assert_eq!(page.form_problem().as_deref(), Some(words), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn card_shows_each_limit_and_leads_to_those_who_are_counted(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = limited(kind).await;
    plans::assign(&app.operator(), "acme", Some("team")).await.unwrap();
    member(&app, &ana, "bea@acme.example", "Member").await;
    member(&app, &ana, "caio@acme.example", "Member").await;
    act(&ana, &id_of(&ana, "caio@acme.example").await, "suspend").await;
    invite(&ana, "dora@acme.example").await;
    let page = ana.get("/w/acme/settings/billing").await;
    assert!(page.shows("Team") && page.shows("3 of 5") && page.shows("0, unlimited"), "{}", page.text());
    assert!(page.shows("Not counted: suspended and removed"), "{}", page.text());
    assert_eq!(page.attribute("#main .plan-limit a", "href").as_deref(), Some("/w/acme/users?seats=taken"));
    let list = ana.get("/w/acme/users?seats=taken&sort=email").await;
    assert_eq!(list.all(".page-title .count"), ["3"], "{}", list.text());
    assert_eq!(list.all("tbody tr").len(), 3, "{}", list.text());
    assert!(!list.all("tbody tr").concat().contains("caio@acme.example"));
    let asked = UsersQuery { seats: true, q: "acme".into(), ..UsersQuery::default() };
    let found = domain::users::list(&app.acting("ana@acme.example").await, "acme", &asked).await.unwrap().0;
    assert_eq!(found.items.len(), 3, "with words too");

    let bea = app.acting("bea@acme.example").await;
    let usage = plans::usage(&bea, "acme").await.unwrap();
    let shown = (usage.plan.unwrap().name, usage.limits.len());
    assert_eq!(shown, ("Team".to_owned(), 0), "what is used is not hers to see");
}

#[rstest]
#[tokio::test]
async fn a_plan_is_the_operators_to_give_and_one_that_is_gone_counts_as_the_default(
    #[values(Sqlite, Postgres)] kind: Kind,
) {
    let (app, ana) = limited(kind).await;
    let acting = app.acting("ana@acme.example").await;
    assert_eq!(plans::assign(&acting, "acme", Some("team")).await, Err(Error::Forbidden));
    assert_eq!(plans::assigned(&acting).await, Err(Error::Forbidden));
    let operator = Context::operator(app.roster.clone());
    assert!(matches!(plans::assign(&operator, "acme", Some("gold")).await, Err(Error::Invalid(_))));
    assert_eq!(plans::assign(&operator, "nowhere", Some("team")).await, Err(Error::NotFound));
    plans::assign(&operator, "acme", Some("team")).await.unwrap();
    plans::assign(&operator, "acme", Some("team")).await.unwrap();
    let audit = ana.get("/w/acme/audit?action=workspace.edit").await;
    assert_eq!(audit.all(".timeline li").len(), 2, "set up, and given a plan once: {}", audit.text());
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE workspaces SET plan = 'former'").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let assigned = plans::assigned(&operator).await.unwrap();
    assert_eq!((assigned[0].plan.as_deref(), assigned[0].is_unknown), (Some("former"), true));
    assert_eq!(plans::usage(&operator, "acme").await.unwrap().plan.unwrap().name, "Free");
}
