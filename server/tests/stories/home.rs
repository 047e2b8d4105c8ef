//! Home: how the workspace stands, as far as its reader may know.

use crate::accept::invite;
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{added_up_to_confirm, answer, member, named, role};
use domain::seed::{Plan, seed};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const HOME: &str = "/w/acme";
const DAY: Duration = Duration::from_hours(24);

async fn signed_in(app: &TestApp, email: &str) -> Browser {
    app.sign_in(email, PASSWORD).await.0
}

/// The chart's numbers, oldest first.
fn readings(page: &Page) -> Vec<String> {
    page.all(".chart-point text").iter().map(|text| text.rsplit_once(": ").unwrap().1.to_owned()).collect()
}

/// A column of the table behind the chart, newest month first.
fn column(page: &Page, nth: usize) -> Vec<String> {
    page.all(&format!(".figures tbody td:nth-child({nth})"))
}

/// A tile's number, by the list that it leads to.
fn tile(page: &Page, href: &str) -> Vec<String> {
    page.all(&format!("a.tile[href=\"{href}\"] .tile-value"))
}

/// Adds someone who doesn't come.
async fn add(app: &TestApp, admin: &Browser, email: &str) {
    app.advance(Duration::from_secs(1));
    let draft = added_up_to_confirm(admin, email, "a password by the admin", "Member").await;
    answer(admin, &draft, "confirm", &[]).await;
}

#[rstest]
#[tokio::test]
async fn the_chart_goes_with_who_comes_and_goes(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.get(HOME).await;
    assert_eq!(readings(&page), ["0", "1"], "from the day before the first member");
    assert_eq!(tile(&page, "/w/acme/users?status=active"), ["1"]);

    let _bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let page = ana.get(HOME).await;
    assert_eq!(readings(&page), ["0", "2"]);
    assert_eq!(tile(&page, "/w/acme/users?status=active"), ["2"]);
    assert_eq!(page.all(".tile-note"), ["2 new users in the last 7 days"]);
    assert!(page.attribute(".chart-plot", "aria-label").unwrap().ends_with(", 2 today."));

    app.advance(DAY);
    let bea = signed_in(&app, "bea@acme.example").await;
    assert_ne!(bea.post("/w/acme/leave", &[]).await.status, 404);
    let ana = signed_in(&app, "ana@acme.example").await;
    let page = ana.get(HOME).await;
    assert_eq!(readings(&page), ["0", "2", "1"]);
    assert_eq!(tile(&page, "/w/acme/users?status=active"), ["1"]);
    let changes: i64 = column(&page, 3).iter().map(|change| change.parse::<i64>().unwrap()).sum();
    assert_eq!((changes, column(&page, 2)[0].as_str()), (1, "1"), "the table says the same");
}

#[rstest]
#[tokio::test]
async fn the_chart_goes_back_a_year_and_no_further(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana) = TestApp::with_super_user(kind).await;
    app.advance(DAY * 100);
    let ana = signed_in(&app, "ana@acme.example").await;
    let page = ana.get(HOME).await;
    assert!(page.shows("Active users since "), "{}", page.text());
    let months = readings(&page);
    assert_eq!((months.len(), months[0].as_str(), months[1].as_str()), (16, "0", "1"), "by the week: {months:?}");
    assert_eq!(page.all(".tile-note"), Vec::<String>::new(), "no one joined lately");

    app.advance(DAY * 300);
    let ana = signed_in(&app, "ana@acme.example").await;
    add(&app, &ana, "bea@acme.example").await;
    let page = ana.get(HOME).await;
    assert!(page.shows("Active users over the last 12 months"), "{}", page.text());
    let weeks = readings(&page);
    assert_eq!((weeks.len(), weeks[0].as_str(), weeks[53].as_str()), (54, "1", "2"));
    let changes = column(&page, 3);
    assert!((12..=13).contains(&changes.len()) && changes[0] == "+1", "{changes:?}");
    assert!(changes[1..].iter().all(|change| change == "0"), "{changes:?}");
}

#[rstest]
#[tokio::test]
async fn those_who_never_signed_in_are_there_until_they_do(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    assert!(ana.get(HOME).await.shows("Everyone has signed in."));
    for n in 1..=6 {
        add(&app, &ana, &format!("new{n}@acme.example")).await;
    }
    invite(&ana, "caio@acme.example").await;
    let page = ana.get(HOME).await;
    assert_eq!(page.all("#never .count"), ["6"], "who is only invited is not among them");
    let mails = page.all("[aria-labelledby=never] .person-mail");
    assert_eq!(mails, [6, 5, 4, 3, 2].map(|n| format!("new{n}@acme.example")), "the five who joined last");
    let row = page.attribute("[aria-labelledby=never] .people-list-row", "href").unwrap();
    assert!(ana.get(&row).await.all(".panel .user-card-mail").contains(&mails[0]), "{row}");
    let all = page.attribute("[aria-labelledby=never] .card-foot a", "href").unwrap();
    assert_eq!(ana.get(&all).await.all("tbody tr").len(), 6, "{all}");

    let (new, _) = app.sign_in("new6@acme.example", "a password by the admin").await;
    new.post("/choose-password", &[("password", PASSWORD), ("confirm_password", PASSWORD)]).await;
    let page = ana.get(HOME).await;
    assert_eq!(page.all("#never .count"), ["5"]);
    assert!(!page.all("[aria-labelledby=never] .person-mail").contains(&mails[0]));
}

#[rstest]
#[tokio::test]
async fn open_invitations_are_there_until_they_are_taken_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    assert!(ana.get(HOME).await.shows("There are no pending invitations."));
    for n in 1..=6 {
        app.advance(Duration::from_secs(1));
        invite(&ana, &format!("new{n}@acme.example")).await;
    }
    let page = ana.get(HOME).await;
    assert_eq!(tile(&page, "/w/acme/invitations"), ["6"]);
    let mails = page.all("[aria-labelledby=open-invitations] .person-mail");
    assert_eq!(mails, [6, 5, 4, 3, 2].map(|n| format!("new{n}@acme.example")));
    let id = ana.get("/w/acme/invitations").await.value("id").unwrap();
    ana.post("/w/acme/invitations", &[("id", &id), ("go", "revoke")]).await;
    assert_eq!(tile(&ana.get(HOME).await, "/w/acme/invitations"), ["5"]);

    app.advance(DAY * 16);
    let page = signed_in(&app, "ana@acme.example").await.get(HOME).await;
    assert_eq!(page.all("[aria-labelledby=open-invitations] .status"), ["Expired"; 5]);
}

#[rstest]
#[tokio::test]
async fn home_shows_activity_to_audit_readers_only(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let other = Plan { members: 2, seed: 1, slug: "other".into(), name: "Other".into() };
    seed(&app.roster, &other).await.unwrap();
    app.advance(Duration::from_secs(1));
    let auditor = member(&app, &ana, "aud@acme.example", "Auditor").await;
    app.advance(Duration::from_secs(1));
    let viewer = member(&app, &ana, "bea@acme.example", "Viewer").await;
    app.advance(Duration::from_secs(1));
    invite(&ana, "caio@acme.example").await;

    for reader in [&ana, &auditor] {
        let events = reader.get(HOME).await.all(".timeline p");
        assert_eq!(
            events,
            [
                "Ana Souza invited caio@acme.example",
                "Ana Souza added bea@acme.example",
                "Ana Souza added aud@acme.example",
                "Ana Souza set up the workspace",
            ]
        );
    }
    let page = viewer.get(HOME).await;
    assert!(page.shows("Users over time") && !page.shows("Recent activity"), "{}", page.text());
    let (_, seen) = viewer.call("workspaces/overview", &json!({ "slug": "acme" })).await;
    assert_eq!((&seen["activity"], &seen["invitations"]), (&Value::Null, &Value::Null), "{seen}");

    for n in 1..=8 {
        app.advance(Duration::from_secs(1));
        invite(&ana, &format!("new{n}@acme.example")).await;
    }
    let events = ana.get(HOME).await.all(".timeline p");
    assert_eq!((events.len(), events[0].as_str()), (8, "Ana Souza invited new8@acme.example"));
}

#[rstest]
#[tokio::test]
async fn a_member_who_administers_nothing_finds_their_own_place(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let page = bea.get(HOME).await;
    assert!(page.shows("Welcome, Bea") && page.shows("Your access"), "{}", page.text());
    assert_eq!(page.all("[aria-labelledby=place] .badge"), ["Member"]);
    assert_eq!(page.all("[aria-labelledby=place] time"), ["just now"]);
    assert!(page.all(".tile, .chart, .timeline, .people-list").is_empty(), "{}", page.text());
    let profile = page.attribute("[aria-labelledby=place] .btn--primary", "href").unwrap();
    assert!(bea.get(&profile).await.path().starts_with("/w/acme/users/"), "{profile}");

    let (_, seen) = bea.call("workspaces/overview", &json!({ "slug": "acme" })).await;
    for part in ["users", "invitations", "activity"] {
        assert_eq!(seen[part], Value::Null, "{seen}");
    }
    assert!(ana.get(HOME).await.all("[aria-labelledby=place]").is_empty());
}

#[rstest]
#[tokio::test]
async fn names_are_only_ever_text(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = named(&ana, "eve@acme.example", "<b>Eve</b>", "مها {target}").await;
    answer(&ana, &draft, "how", &[("how", "add")]).await;
    let chosen = [("password", "a password by the admin"), ("confirm_password", "a password by the admin")];
    let page = answer(&ana, &draft, "password", &chosen).await;
    answer(&ana, &draft, "role", &[("role", &role(&page, "Manager"))]).await;
    answer(&ana, &draft, "confirm", &[]).await;
    let page = ana.get(HOME).await;
    assert_eq!(page.all("[aria-labelledby=never] .person-name"), ["<b>Eve</b> مها {target}"]);
    assert_eq!(page.attribute("[aria-labelledby=never] .person-name", "dir").as_deref(), Some("auto"));
    assert!(!page.body.contains("<b>Eve"), "neither in the page nor in what is handed to its script");

    app.advance(Duration::from_secs(1));
    let (eve, _) = app.sign_in("eve@acme.example", "a password by the admin").await;
    invite(&eve, "caio@acme.example").await;
    let page = ana.get(HOME).await;
    assert_eq!(page.all(".timeline p")[0], "<b>Eve</b> مها {target} invited caio@acme.example");
    assert_eq!(page.all(".timeline bdi")[..2], ["<b>Eve</b> مها {target}", "caio@acme.example"], "each by itself");
    assert!(!page.body.contains("<b>Eve"));
    assert!(!page.body.contains(" style=\""), "no inline styles");
}

#[rstest]
#[tokio::test]
async fn it_reads_in_three_languages(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    add(&app, &ana, "bea@acme.example").await;
    for (language, title, event) in [
        ("pt-BR", "Usuários ao longo do tempo", "Ana Souza adicionou bea@acme.example"),
        ("es", "Usuarios a lo largo del tiempo", "Ana Souza añadió a bea@acme.example"),
    ] {
        ana.post("/preferences/language", &[("to", language), ("next", HOME)]).await;
        let page = ana.get(HOME).await;
        assert!(page.shows(title) && page.shows(event), "{}", page.text());
        assert!(!page.body.contains("[?]"), "{}", page.text());
        assert!(page.all(".chart-point text")[0].contains(" de "), "{:?}", page.all(".chart-point text"));
    }
}

#[rstest]
#[tokio::test]
async fn it_costs_the_same_for_few_and_for_many(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let mut costs = Vec::new();
    for members in [1, 40, 120] {
        let plan = Plan { members, seed: 7, slug: "acme".into(), name: "Acme Research".into() };
        seed(&app.roster, &plan).await.unwrap();
        let before = app.roster.db.queries();
        assert_eq!(ana.get(HOME).await.status, 200);
        costs.push(app.roster.db.queries() - before);
    }
    assert!(costs.iter().all(|cost| *cost == costs[0] && *cost <= 14), "{costs:?}");
}
