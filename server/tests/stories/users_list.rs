//! The list and the panel.

use crate::people;
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
async fn paging_shows_every_user_once_in_both_directions(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, admin) = demo(kind, 60).await;
    for sort in [
        "name",
        "-name",
        "email",
        "phone",
        "job_title",
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
async fn filters_combine_and_are_in_the_address(#[values(Sqlite, Postgres)] kind: Kind) {
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

/// Where the page stands in the list.
fn range(page: &Page) -> String {
    page.all(".pager-text").concat()
}

#[rstest]
#[tokio::test]
async fn pages_show_their_position_and_total(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, admin) = demo(kind, 60).await;
    let first = admin.get("/w/acme/users?size=25").await;
    assert_eq!(range(&first), "1–25 of 65");
    let second = admin.get(&first.attribute("a[rel=next]", "href").unwrap()).await;
    assert_eq!(range(&second), "26–50 of 65");
    let third = admin.get(&second.attribute("a[rel=next]", "href").unwrap()).await;
    assert_eq!(range(&third), "51–65 of 65");
    let back = admin.get(&third.attribute("a[rel=prev]", "href").unwrap()).await;
    assert_eq!((range(&back), mails(&back)), ("26–50 of 65".to_owned(), mails(&second)));
    let start = admin.get(&back.attribute("a[rel=prev]", "href").unwrap()).await;
    assert_eq!(range(&start), "1–25 of 65");
    let narrowed = admin.get("/w/acme/users?role=super-user").await;
    let count = mails(&narrowed).len();
    assert_eq!(range(&narrowed), format!("1–{count} of {count}"));
}

#[rstest]
#[tokio::test]
async fn emptied_last_page_shows_the_page_before(#[values(Sqlite, Postgres)] kind: Kind) {
    for sort in ["name", "-joined"] {
        let (_app, admin) = demo(kind, 22).await;
        let first = admin.get(&format!("/w/acme/users?sort={sort}&size=25")).await;
        let address = first.attribute("a[rel=next]", "href").unwrap();
        for email in mails(&admin.get(&address).await) {
            people::act(&admin, &people::id_of(&admin, &email).await, "remove").await;
        }
        let page = admin.get(&address).await;
        assert_eq!((range(&page), mails(&page)), ("1–25 of 25".to_owned(), mails(&first)), "{sort}");
        assert!(page.attribute("a[rel=next]", "href").is_none() && page.attribute("a[rel=prev]", "href").is_none());
    }
}

#[rstest]
#[tokio::test]
async fn each_filter_that_is_on_can_be_taken_away_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, admin) = demo(kind, 20).await;
    let page = admin
        .get("/w/acme/users?q=ana&status=active&mfa=without&source=seeded&active=before%3A2030-01-02&sort=email")
        .await;
    assert_eq!(
        page.all(".chips .chip[data-on]"),
        [
            "Search: “ana”",
            "Status: Active",
            "Source: Created for the demo",
            "Second factor: No",
            "Last active: Before 2030-01-02"
        ]
    );
    assert!(page.shows("More filters (3)"), "{}", page.text());
    let hrefs = page.attributes(".chips a", "href");
    assert_eq!(hrefs[1], "/w/acme/users?q=ana&source=seeded&mfa=without&active=before%3A2030-01-02&sort=email");
    assert_eq!(hrefs.last().unwrap(), "/w/acme/users");
    for href in &hrefs {
        assert_eq!(admin.status(href).await, 200, "{href}");
    }
}

#[rstest]
#[tokio::test]
async fn a_view_is_named_updated_and_renamed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let title = |page: &Page| page.all(".page-actions summary").first().cloned().unwrap_or_default();
    let saved = bea.post("/w/acme/users/views?status=active", &[("view_name", "At work"), ("shared", "on")]).await;
    assert!(saved.shows("The view was saved.") && title(&saved) == "At work", "{}", saved.text());
    let view = saved.path().split("view=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let narrower = bea.get(&format!("/w/acme/users?status=active&sort=email&view={view}")).await;
    assert_eq!(title(&narrower), "At work (changed)");
    let update = format!("/w/acme/users/views?status=active&sort=email&view={view}");
    let empty = bea.post(&update, &[("update", &view), ("new_name", " ")]).await;
    assert!(empty.status == 422 && empty.problem("new_name").is_some(), "{}", empty.text());
    let updated = bea.post(&update, &[("update", &view), ("new_name", "Those at work")]).await;
    assert!(updated.shows("The view was updated.") && title(&updated) == "Those at work", "{}", updated.text());
    let again = ana.get(&format!("/w/acme/users?status=active&sort=email&view={view}")).await;
    assert_eq!(title(&again), "Those at work", "it is shared");

    let caio = member(&app, &ana, "caio@acme.example", "Manager").await;
    let refused = caio.post(&update, &[("update", &view), ("new_name", "Mine")]).await;
    assert_eq!(refused.status, 404, "another's is not there to change");
    let deleted = ana.post(&update, &[("delete", &view)]).await;
    assert!(title(&deleted) == "Views" && !deleted.path().contains("view="), "{}", deleted.path());
    assert!(ana.get("/w/acme/audit").await.shows("changed the shared view Those at work"));
}

#[rstest]
#[tokio::test]
async fn search_by_id_combines_with_the_filters(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let id = crate::people::id_of(&ana, "bea@acme.example").await;
    let found = async |query: &str| mails(&ana.get(&format!("/w/acme/users?{query}")).await);
    // An id made at another moment begins otherwise; one that is longer says more than the moment.
    for text in [&id, &id[..23], &id.replace('-', "").to_uppercase()] {
        assert_eq!(found(&format!("q={text}")).await, ["bea@acme.example"], "{text}");
        assert_eq!(found(&format!("q={text}&status=active")).await, ["bea@acme.example"], "{text}");
        for filter in ["status=suspended", "status=removed", "role=super-user", "mfa=with", "source=imported"] {
            assert!(found(&format!("q={text}&{filter}")).await.is_empty(), "{text} {filter}");
        }
    }
    assert_eq!(crate::people::act(&ana, &id, "suspend").await.status, 200);
    assert_eq!(found(&format!("q={id}&status=suspended")).await, ["bea@acme.example"]);
}
