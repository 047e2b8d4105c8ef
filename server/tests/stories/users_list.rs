//! The list and the panel.

use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::seed::{Plan, seed};
use rstest::rstest;

async fn demo(kind: Kind, members: u32) -> (TestApp, Browser) {
    let app = TestApp::empty(kind).await;
    let plan = Plan { members, seed: 7, slug: "acme".into(), name: "Acme Research".into() };
    let sign_in = seed(&app.roster, &plan).await.unwrap();
    let (browser, page) = app.sign_in(&sign_in.email, sign_in.password.reveal()).await;
    assert_eq!(page.path(), "/w/acme");
    (app, browser)
}

fn names(page: &Page) -> Vec<String> {
    page.all("tbody .person-name")
}

fn mails(page: &Page) -> Vec<String> {
    page.all("tbody .person-mail")
}

#[rstest]
#[tokio::test]
async fn every_user_is_on_one_page_and_back_leads_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, admin) = demo(kind, 60).await;
    for sort in [
        "name",
        "-name",
        "email",
        "phone",
        "role",
        "-role",
        "status",
        "source",
        "-joined",
        "last_active",
        "-last_active",
    ] {
        let mut seen = Vec::new();
        let mut page = admin.get(&format!("/w/acme/users?sort={sort}&size=25")).await;
        assert!(page.attribute("a[rel=prev]", "href").is_none(), "{sort}: nothing before the first page");
        let first = mails(&page);
        loop {
            seen.extend(mails(&page));
            match page.attribute("a[rel=next]", "href") {
                Some(next) => page = admin.get(&next).await,
                None => break,
            }
        }
        assert_eq!(seen.len(), 65, "{sort}: 60 members and 5 who are invited");
        while let Some(back) = page.attribute("a[rel=prev]", "href") {
            page = admin.get(&back).await;
        }
        assert_eq!(mails(&page), first, "{sort}: back at the first page");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 65, "{sort}: each once");
    }
}

#[rstest]
#[tokio::test]
async fn search_finds_names_and_addresses_without_accents_or_case(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    for (q, found) in [
        ("ana", 1),
        ("ANÁ%20souza", 1),
        ("souza%20ana", 1),
        ("acme.ex", 2),
        ("e", 2),
        ("%25", 0),
        ("_", 0),
        ("nobody", 0),
        ("%00", 2),
    ] {
        let page = ana.get(&format!("/w/acme/users?q={q}")).await;
        assert_eq!(page.status, 200, "{q}");
        assert_eq!(names(&page).len(), found, "{q}: {}", page.text());
    }
    let none = ana.get("/w/acme/users?q=nobody").await;
    assert!(none.shows("No one matches"), "{}", none.text());
    assert!(none.attribute("a[href=\"/w/acme/users\"].btn", "href").is_some(), "a way out of the filters");
}

#[rstest]
#[tokio::test]
async fn filters_combine_and_stand_in_the_address(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    let page = ana.get("/w/acme/users?role=super-user&status=active&sort=-email").await;
    assert_eq!(names(&page), ["Ana Souza"]);
    assert_eq!(page.attribute("#status option[selected]", "value").as_deref(), Some("active"));
    assert_eq!(page.attribute("#role-filter option[selected]", "value").as_deref(), Some("super-user"));
    assert!(ana.get("/w/acme/users?status=suspended").await.shows("No one matches"));
}

#[rstest]
#[tokio::test]
async fn a_bad_address_is_explained_and_costs_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    for query in [
        "after=junk",
        "size=0",
        "size=1000000000",
        "sort=shoe",
        "status=asleep",
        "role=x",
        "after=eyJzb3J0IjoibmFtZSJ9",
    ] {
        let page = ana.get(&format!("/w/acme/users?{query}")).await;
        assert!(page.shows("This can't be shown"), "{query}: {}", page.text());
        assert!(page.shows("Clear filters"), "{query}");
    }
    let unknown = uuid();
    assert!(ana.get(&format!("/w/acme/users?role={unknown}")).await.shows("No one matches"));
}

fn uuid() -> String {
    "01890a5d-ac96-774b-bcce-b302099a8057".into()
}

#[rstest]
#[tokio::test]
async fn a_row_opens_the_panel_beside_the_list(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    let list = ana.get("/w/acme/users?sort=-name").await;
    let row = list.attribute("tbody a.row-link", "href").unwrap();
    assert!(row.ends_with("?sort=-name"), "the list's address goes along: {row}");
    let page = ana.get(&row).await;
    assert!(page.shows("User details") && page.all("tbody tr").len() == 2, "{}", page.text());
    let facts = page.all(".panel .facts dd");
    assert!(facts.iter().any(|fact| fact.contains("Added by Ana Souza")), "{facts:?}");
    assert_eq!(page.attribute(".panel-head > a", "href").as_deref(), Some("/w/acme/users?sort=-name"));
}

#[rstest]
#[tokio::test]
async fn my_profile_opens_the_list_with_oneself_selected(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.get("/w/acme/me").await;
    assert!(
        page.path().starts_with("/w/acme/users/") && page.all(".panel .badge").contains(&"You".to_owned()),
        "{}",
        page.text()
    );
    // Who may not see the users sees themselves.
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let page = bea.get("/w/acme/me").await;
    assert!(page.shows("Bea Lima") && !page.shows("Ana Souza bea"), "{}", page.text());
    assert_eq!(page.all("table").len(), 0);
    assert_eq!(bea.get("/w/acme/users").await.status, 403);
}

#[rstest]
#[tokio::test]
async fn seeding_again_keeps_the_people_and_renews_the_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let plan = Plan { members: 30, seed: 7, slug: "acme".into(), name: "Acme Research".into() };
    let first = seed(&app.roster, &plan).await.unwrap();
    let second = seed(&app.roster, &plan).await.unwrap();
    assert_eq!(app.sign_in(&first.email, first.password.reveal()).await.1.status, 422);
    let (admin, _) = app.sign_in(&second.email, second.password.reveal()).await;
    assert!(admin.get("/w/acme/users").await.shows("Users 35"));
}
