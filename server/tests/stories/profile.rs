//! The profile: telephone number, time zone, two tabs, and a new name wherever it shows.

use crate::people::id_of;
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::db::query;
use rstest::rstest;

const PROFILE: &str = "/settings/profile";

/// Saves the profile as the page would, with these fields instead of its own.
pub async fn save(browser: &Browser, form: &Page, changed: &[(&str, &str)]) -> Page {
    let version = form.value("version").unwrap();
    let chosen = |name: &str| form.attribute(&format!("#{name} option[selected]"), "value").unwrap();
    let (language, zone) = (chosen("language"), chosen("time_zone"));
    let value = |name: &str| form.value(name).unwrap_or_default();
    let (first, last, phone) = (value("first_name"), value("last_name"), value("phone"));
    let themes = form.attributes("input[name=theme][checked]", "value");
    let mut fields = vec![
        ("version", version.as_str()),
        ("first_name", &first),
        ("last_name", &last),
        ("phone", &phone),
        ("language", &language),
        ("time_zone", &zone),
    ];
    fields.extend(themes.iter().map(|theme| ("theme", theme.as_str())));
    fields.push(("follow", "on"));
    fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    fields.extend(changed);
    browser.post(PROFILE, &fields).await
}

#[rstest]
#[tokio::test]
async fn phone_and_time_zone_are_kept_and_all_times_follow(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let form = ana.get(PROFILE).await;
    assert_eq!(form.attribute("#time_zone option[selected]", "value").as_deref(), Some("UTC"));
    assert_eq!(form.attributes("#time_zone optgroup", "label")[1], "The Americas");
    assert!(form.all("#time_zone option").len() > 400, "places all over the world");
    let saved = save(&ana, &form, &[("phone", "+55 (11) 98765-4321"), ("time_zone", "America/Sao_Paulo")]).await;
    assert!(saved.shows("Your profile has been saved."), "{}", saved.text());
    assert_eq!(saved.value("phone").as_deref(), Some("+55 11 98765-4321"));
    let chosen = saved.all("#time_zone option[selected]").pop().unwrap();
    assert_eq!(chosen, "Sao Paulo (UTC−3)");
    let account = ana.get("/w/acme/me").await;
    assert!(account.shows("+55 11 98765-4321"), "{}", account.text());
    let times = account.attributes("time", "title").join(" ");
    assert!(times.contains("-03") && !times.contains("UTC"), "{times}");
}

#[rstest]
#[tokio::test]
async fn invalid_profile_shows_problems_at_fields(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let form = ana.get(PROFILE).await;
    for (field, value, words) in [
        ("phone", "98765-4321", "with its country"),
        ("phone", "+12", "does not exist"),
        ("time_zone", "Mars/Olympus_Mons", "one of the values on offer"),
        ("time_zone", "", "one of the values on offer"),
        ("time_zone", "../../etc/passwd", "one of the values on offer"),
        ("language", "tlh", "one of the values on offer"),
        ("first_name", " ", "Enter a first name."),
    ] {
        let page = save(&ana, &form, &[(field, value), ("last_name", "Typed")]).await;
        assert_eq!(page.status, 422, "{field} {value}");
        assert!(page.problem(field).unwrap_or_default().contains(words), "{field} {value}: {:?}", page.problem(field));
        assert_eq!(page.value("last_name").as_deref(), Some("Typed"), "what was typed stays");
    }
    let page = save(&ana, &form, &[("theme", "paper"), ("theme", "ember"), ("theme", "aurora")]).await;
    assert_eq!(page.problem("theme").as_deref(), Some("Pick one or two themes."));
    assert_eq!(page.attributes("input[name=theme][checked]", "value"), ["paper", "ember", "aurora"]);
    assert_eq!(ana.get(PROFILE).await.value("last_name").as_deref(), Some("Souza"), "nothing has changed");
}

#[rstest]
#[tokio::test]
async fn conflicting_profile_edits_ask_which_value_to_keep(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let (one, two) = (ana.get(PROFILE).await, ana.get(PROFILE).await);
    assert!(save(&ana, &one, &[("first_name", "Ana Sofia")]).await.shows("has been saved"));
    let stale = save(&ana, &two, &[("first_name", "Anita"), ("theme", "paper"), ("follow", "")]).await;
    assert_eq!(stale.status, 409);
    let told = stale.form_problem().unwrap();
    for words in
        ["This was changed elsewhere", "Saved: Ana Sofia", "Yours: Anita", "Daylight, Midnight, Follow the system"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(stale.value("first_name").as_deref(), Some("Anita"), "what was typed stays");
    assert_eq!(stale.attributes("input[name=theme][checked]", "value"), ["paper"]);
    let again = save(&ana, &stale, &[("follow", "")]).await;
    assert!(again.shows("has been saved"), "{}", again.text());
    assert_eq!(again.value("first_name").as_deref(), Some("Anita"));
}

#[rstest]
#[tokio::test]
async fn a_new_name_shows_in_bar_list_and_panel_of_every_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    second_workspace(&app, "bea@acme.example").await;
    let saved = save(&bea, &bea.get(PROFILE).await, &[("first_name", "Beatriz"), ("phone", "+4930123456")]).await;
    assert!(saved.all(".topbar-person .name").contains(&"Beatriz Lima".to_owned()), "{}", saved.text());
    let list = ana.get("/w/acme/users?q=beatriz").await;
    assert_eq!(list.all("tbody .person-name"), ["Beatriz Lima"]);
    let id = id_of(&ana, "bea@acme.example").await;
    let account = ana.get(&format!("/w/acme/users/{id}")).await;
    assert_eq!(account.all(".panel .user-card-name"), ["Beatriz Lima"]);
    assert!(account.shows("+49 30 123456"));
    assert_eq!(bea.get("/w/second/users?q=beatriz").await.all("tbody .person-name"), ["Beatriz Lima"]);
}

#[rstest]
#[tokio::test]
async fn saving_a_name_leaves_the_theme_that_shows(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let picked = [("theme", "paper"), ("theme", "ember"), ("follow", "")];
    let page = save(&ana, &ana.get(PROFILE).await, &picked).await;
    assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("paper"));
    let next = page.value("look").unwrap();
    let page = ana.post("/preferences/theme", &[("look", &next), ("next", PROFILE)]).await;
    assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("ember"));
    let page = save(&ana, &page, &[&picked[..], &[("first_name", "Anita")]].concat()).await;
    assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("ember"), "{}", page.text());
}

/// Makes `second`, with this person as its super-user.
pub async fn second_workspace(app: &TestApp, email: &str) {
    let plan = domain::seed::Plan { members: 3, seed: 5, slug: "second".into(), name: "Second".into() };
    domain::seed::seed(&app.roster, &plan).await.unwrap();
    let mut tx = app.roster.db.write().await.unwrap();
    let ctx = app.operator();
    let membership = ctx.membership(&mut tx, "second").await.unwrap();
    let (account,): (uuid::Uuid,) =
        query("SELECT id FROM accounts WHERE email_key = $1").bind(email).one(&mut tx).await.unwrap();
    let grant = domain::members::Grant::SuperUser;
    let source = model::users::Source::Added;
    domain::members::insert_member(&ctx, &mut tx, &membership, account.into(), &grant, source, None).await.unwrap();
    tx.commit().await.unwrap();
}
