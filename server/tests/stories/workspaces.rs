//! Workspaces: making, shaping, handing over, deleting and restoring them, and joining by one's e-mail domain.

use crate::accept::{accept, invite};
use crate::import::planned;
use crate::people::{act, id_of};
use crate::support::picture::halves;
use crate::support::{Browser, Dns, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp, Web};
use crate::wizard::{NEW, answer, member, named, role};
use domain::settings::Creators;
use rstest::rstest;
use std::net::Ipv4Addr;
use std::time::Duration;

const SETTINGS: &str = "/w/acme/settings";
const ACCESS: &str = "/w/acme/settings/access";
const DOMAINS: &str = "/w/acme/settings/domains";
const OWNERSHIP: &str = "/w/acme/settings/ownership";
const DELETE: &str = "/w/acme/settings/delete";

/// Saves a tab with some of its fields changed, as its form would send it.
async fn save(browser: &Browser, tab: &str, changed: &[(&str, &str)]) -> Page {
    let page = browser.get(tab).await;
    let version = page.value("version").unwrap_or_else(|| panic!("{}", page.text()));
    let names: &[&str] = if tab == SETTINGS {
        &["name"]
    } else {
        &["allowed", "denied", "invitation_days", "idle_minutes", "session_hours"]
    };
    let mut fields = vec![("version".to_owned(), version)];
    for name in names.iter().filter(|name| !changed.iter().any(|(key, _)| key == *name)) {
        fields.push(((*name).to_owned(), page.value(name).unwrap_or_default()));
    }
    if tab == SETTINGS && !changed.iter().any(|(key, _)| *key == "languages") {
        fields.extend(["en", "pt-BR", "es"].map(|tag| ("languages".to_owned(), tag.to_owned())));
    }
    fields.extend(changed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(tab, &fields).await
}

/// What the buttons of one's workspaces say to those who listen: `join` or `restore`.
async fn offers(browser: &Browser, what: &str) -> Vec<String> {
    browser.get("/workspaces").await.attributes(&format!("button[name={what}]"), "aria-label")
}

async fn make_super_user(ana: &Browser, app: &TestApp, email: &str) -> Browser {
    let who = member(app, ana, email, "Member").await;
    let id = id_of(ana, email).await;
    let form = ana.get(&format!("/w/acme/users/{id}/edit")).await;
    let fields =
        [("version", form.value("version").unwrap()), ("access", "super_user".into()), ("ends", String::new())];
    let names = [("first_name", "Bea"), ("last_name", "Lima"), ("phone", "")];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).chain(names).collect();
    let page = ana.post(&format!("/w/acme/users/{id}/edit"), &fields).await;
    assert!(page.path().contains("done=saved"), "{}", page.text());
    who
}

#[rstest]
#[tokio::test]
async fn workspace_creators_own_their_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    assert!(ana.get("/workspaces").await.shows("Create workspace"));
    let new = [("name", "North Wind"), ("slug", "north-wind")];
    let page = ana.post("/workspaces/new", &new).await;
    assert_eq!(page.path(), "/w/north-wind", "{}", page.text());
    assert!(page.shows("North Wind"), "{}", page.text());
    assert!(ana.get("/w/north-wind/settings/ownership").await.shows("You own this workspace."));
    assert!(ana.get("/w/north-wind/users").await.shows("Users 1"));

    let page = ana.post("/workspaces/new", &new).await;
    assert_eq!(page.status, 422);
    assert!(page.problem("slug").is_some(), "{}", page.text());
    let page = ana.post("/workspaces/new", &[("name", ""), ("slug", "No Good")]).await;
    assert!(page.problem("name").is_some() && page.problem("slug").is_some(), "{}", page.text());

    // By default super-users alone.
    assert!(!bea.get("/workspaces").await.shows("Create workspace"));
    assert_eq!(bea.post("/workspaces/new", &[("name", "Mine"), ("slug", "mine")]).await.status, 403);
    assert_eq!(app.browser().post("/workspaces/new", &new).await.path(), "/sign-in?next=%2Fworkspaces%2Fnew");
}

#[rstest]
#[tokio::test]
async fn an_operator_decides_who_may_make_workspaces(#[values(Sqlite, Postgres)] kind: Kind) {
    for (creators, ana_may, bea_may) in [(Creators::Everyone, true, true), (Creators::Nobody, false, false)] {
        let app = TestApp::with_settings(kind, |settings| settings.creators = creators).await;
        let ana = app.set_up().await;
        let bea = member(&app, &ana, "bea@acme.example", "Member").await;
        for (browser, may, slug) in [(ana, ana_may, "one"), (bea, bea_may, "two")] {
            assert_eq!(browser.get("/workspaces").await.shows("Create workspace"), may, "{creators:?}");
            let page = browser.post("/workspaces/new", &[("name", "New"), ("slug", slug)]).await;
            assert_eq!(page.status == 200, may, "{creators:?}: {}", page.text());
        }
    }
}

#[rstest]
#[tokio::test]
async fn a_workspace_is_renamed_and_two_tabs_do_not_overwrite_each_other(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let before = ana.get(SETTINGS).await;
    let page = save(&ana, SETTINGS, &[("name", "Acme & <b>Sons</b>")]).await;
    assert!(page.path().ends_with("done=saved") && page.shows("Acme & <b>Sons</b>"), "{}", page.text());
    // The other tab, which was read before.
    let version = before.value("version").unwrap();
    let stale = ana.post(SETTINGS, &[("version", &version), ("name", "Older"), ("languages", "en")]).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    assert_eq!(stale.value("name").as_deref(), Some("Older"), "what was typed is kept");
    let none = save(&ana, SETTINGS, &[("languages", "fr")]).await;
    assert!(none.problem("languages").is_some(), "{}", none.text());
    for page in [SETTINGS, ACCESS, DOMAINS, OWNERSHIP] {
        assert!(bea.get(page).await.shows("You may not do this") || bea.get(page).await.status == 403, "{page}");
    }
    assert_eq!(bea.post(SETTINGS, &[("version", "1"), ("name", "Hers"), ("languages", "en")]).await.status, 403);
}

#[rstest]
#[tokio::test]
async fn people_begin_with_a_language_and_a_role_of_the_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let form = ana.get(SETTINGS).await;
    let viewer = form.body.split("<option value=\"").find(|part| part.contains(">Viewer<")).unwrap();
    let viewer = viewer.split('"').next().unwrap().to_owned();
    let page = save(&ana, SETTINGS, &[("languages", "es"), ("default_role", &viewer)]).await;
    assert!(page.path().ends_with("done=saved"), "{}", page.text());
    // The wizard proposes it.
    let draft = named(&ana, "bea@acme.example", "Bea", "Lima").await;
    let page = answer(&ana, &draft, "how", &[("how", "invite")]).await;
    assert_eq!(
        page.attribute("input[name=role][checked]", "value").as_deref(),
        Some(viewer.as_str()),
        "{}",
        page.text()
    );
    answer(&ana, &draft, "role", &[("role", &viewer)]).await;
    answer(&ana, &draft, "confirm", &[]).await;
    let mails = app.mails().await;
    assert!(mails.last().unwrap()["subject"].as_str().unwrap().contains("te invita"), "{mails:?}");
    // A role of another workspace is none.
    ana.post("/workspaces/new", &[("name", "Other"), ("slug", "other")]).await;
    let foreign = ana.get("/w/other/settings").await;
    let foreign = foreign.body.split("<option value=\"").find(|part| part.contains(">Viewer<")).unwrap().to_owned();
    let page = save(&ana, SETTINGS, &[("default_role", foreign.split('"').next().unwrap())]).await;
    assert!(page.problem("default_role").is_some(), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn addresses_of_other_domains_are_refused_wherever_people_come_in(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = save(&ana, ACCESS, &[("allowed", "@ACME.example, partner.example"), ("denied", "bad domain")]).await;
    assert!(page.problem("denied").is_some(), "{}", page.text());
    let page = save(&ana, ACCESS, &[("allowed", "@ACME.example, partner.example")]).await;
    assert_eq!(page.value("allowed").as_deref(), Some("acme.example, partner.example"), "{}", page.text());

    let page = answer(&ana, "", "email", &[("email", "caio@elsewhere.example")]).await;
    assert!(page.problem("email").unwrap().contains("no addresses of this domain"), "{}", page.text());
    let page = answer(&ana, "", "email", &[("email", "caio@Partner.example")]).await;
    assert_eq!(page.query("step"), "name", "{}", page.text());
    // A draft from before, and an import.
    save(&ana, ACCESS, &[("allowed", "")]).await;
    let draft = named(&ana, "caio@elsewhere.example", "Caio", "Reis").await;
    let page = answer(&ana, &draft, "how", &[("how", "invite")]).await;
    answer(&ana, &draft, "role", &[("role", &role(&page, "Member"))]).await;
    save(&ana, ACCESS, &[("denied", "elsewhere.example")]).await;
    let page = answer(&ana, &draft, "confirm", &[]).await;
    assert!(page.shows("no addresses of this domain"), "{}", page.text());
    let file = "E-mail,First name,Last name\nnia@elsewhere.example,Nia,Neu\nzoe@acme.example,Zoe,Alt\n";
    let plan = planned(&app, &ana, file, "add").await;
    assert!(plan.shows("no addresses of this domain"), "{}", plan.text());
}

#[rstest]
#[tokio::test]
async fn the_strictest_workspace_decides_how_long_a_session_lasts(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    for (name, wrong) in [("idle_minutes", "4"), ("session_hours", "0"), ("invitation_days", "x")] {
        let page = save(&ana, ACCESS, &[(name, wrong)]).await;
        assert!(page.problem(name).unwrap().contains("whole number"), "{name}: {}", page.text());
    }
    let token_life = "UPDATE workspaces SET token_life = 1";
    let mut tx = app.roster.db.write().await.unwrap();
    domain::db::query(token_life).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    save(&ana, ACCESS, &[("idle_minutes", "10"), ("session_hours", "1")]).await;
    assert!(ana.get(ACCESS).await.value("token_days").is_none(), "there are no tokens yet");
    let kept = crate::roles::number(&app, "SELECT token_life FROM workspaces").await;
    assert_eq!(kept, 1, "and what is stored for them stays");
    app.advance(Duration::from_mins(9));
    assert_eq!(bea.get("/w/acme").await.path(), "/w/acme");
    app.advance(Duration::from_mins(11));
    assert!(bea.get("/w/acme").await.path().starts_with("/sign-in"), "idle too long");
    let (bea, _) = app.sign_in("bea@acme.example", PASSWORD).await;
    for _ in 0..7 {
        app.advance(Duration::from_mins(8));
        assert_eq!(bea.get("/w/acme").await.path(), "/w/acme");
    }
    app.advance(Duration::from_mins(5));
    assert!(bea.get("/w/acme").await.path().starts_with("/sign-in"), "older than an hour");
}

#[rstest]
#[tokio::test]
async fn invitations_live_as_long_as_the_workspace_says(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    save(&ana, ACCESS, &[("invitation_days", "2")]).await;
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    app.advance(Duration::from_hours(47));
    assert!(app.browser().get(&link).await.shows("Join Acme Research"));
    app.advance(Duration::from_hours(2));
    assert!(app.browser().get(&link).await.shows("expired"));
}

#[rstest]
#[tokio::test]
async fn deleting_asks_for_password_and_name_and_can_be_undone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = make_super_user(&ana, &app, "bea@acme.example").await;
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    assert_eq!(bea.get(DELETE).await.status, 403, "only its owner");
    assert_eq!(bea.post(DELETE, &[("name", "Acme Research")]).await.status, 403);

    let page = ana.post(DELETE, &[("name", "acme research")]).await;
    assert!(page.problem("name").unwrap().contains("exactly"), "{}", page.text());
    app.advance(Duration::from_mins(11));
    let page = ana.post(DELETE, &[("name", "Acme Research")]).await;
    assert_eq!(page.path(), "/confirm?next=%2Fw%2Facme%2Fsettings%2Fdelete", "{}", page.text());
    let page = ana.post(page.path(), &[("password", "not my password")]).await;
    assert!(page.problem("password").unwrap().contains("not your password"), "{}", page.text());
    let page = ana.post("/confirm?next=%2Fw%2Facme%2Fsettings%2Fdelete", &[("password", PASSWORD)]).await;
    assert_eq!((page.path(), page.value("name").as_deref()), (DELETE, Some("Acme Research")), "{}", page.text());
    let page = ana.post(DELETE, &[("name", "Acme Research")]).await;
    assert_eq!(page.path(), "/workspaces?done=deleted", "{}", page.text());

    for browser in [&ana, &bea] {
        assert_eq!(browser.get("/w/acme/users").await.status, 404);
        assert_eq!(browser.get("/").await.path(), "/");
    }
    assert!(!app.browser().get(&link).await.shows("Acme"), "its invitations lead nowhere");
    let told: Vec<_> = app
        .mails()
        .await
        .iter()
        .filter(|mail| mail["subject"].as_str().unwrap().contains("deleted"))
        .map(|mail| mail["to"].to_string())
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");

    let page = ana.get("/workspaces").await;
    let id = page.attribute("button[name=restore]", "value").unwrap();
    assert!(!bea.get("/workspaces").await.shows("Acme"));
    assert_eq!(bea.post("/workspaces", &[("restore", &id)]).await.status, 404);
    assert_eq!(ana.post("/workspaces", &[("restore", &id)]).await.path(), "/workspaces?done=restored");
    assert!(bea.get("/w/acme/users").await.shows("bea@acme.example"));
    assert!(app.browser().get(&link).await.shows("Join Acme Research"));
}

#[rstest]
#[tokio::test]
async fn after_thirty_days_a_deleted_workspace_is_gone_but_for_its_audit(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    invite(&ana, "caio@acme.example").await;
    ana.post("/workspaces/new", &[("name", "Other"), ("slug", "other")]).await;
    ana.post(DELETE, &[("name", "Acme Research")]).await;
    app.advance(Duration::from_hours(29 * 24));
    domain::workspaces::purge(&app.operator()).await.unwrap();
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(offers(&ana, "restore").await, ["Restore Acme Research"]);
    app.advance(Duration::from_hours(25));
    assert!(offers(&ana, "restore").await.is_empty());
    domain::workspaces::purge(&app.operator()).await.unwrap();
    domain::workspaces::purge(&app.operator()).await.unwrap();
    let count = async |table: &str| {
        let mut tx = app.roster.db.read().await.unwrap();
        let sql =
            format!("SELECT COUNT(*) FROM {table} x JOIN workspaces w ON w.id = x.workspace_id WHERE w.name = ''");
        let (count,): (i64,) = domain::db::query(sql).one(&mut tx).await.unwrap();
        count
    };
    for table in ["members", "invitations", "roles", "counters", "member_days", "drafts"] {
        assert_eq!(count(table).await, 0, "{table}");
    }
    assert!(count("audit_events").await >= 5);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(ana.get("/w/other/users").await.shows("Users 1"), "the other workspace is whole");
    let verified = domain::audit::verify(&app.operator(), None).await.unwrap();
    assert!(verified.iter().all(|chain| chain.found.is_ok()), "{verified:?}");
    let page = ana.post("/workspaces/new", &[("name", "Acme again"), ("slug", "acme")]).await;
    assert_eq!(page.path(), "/w/acme", "its address is free: {}", page.text());
}

#[rstest]
#[tokio::test]
async fn ownership_is_handed_over_and_protects(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = make_super_user(&ana, &app, "bea@acme.example").await;
    let ana_id = id_of(&ana, "ana@acme.example").await;
    for action in ["suspend", "remove"] {
        let page = act(&bea, &ana_id, action).await;
        assert!(page.shows("has to transfer it first"), "{action}: {}", page.text());
    }
    let page = bea
        .post(
            &format!("/w/acme/users/{ana_id}/password"),
            &[("password", "a new one for her"), ("confirm_password", "a new one for her")],
        )
        .await;
    assert!(page.shows("has to transfer it first"), "{}", page.text());
    assert!(ana.post("/w/acme/leave", &[]).await.shows("has to transfer it first"));

    assert_eq!(bea.post(OWNERSHIP, &[("email", "bea@acme.example")]).await.status, 403);
    for (email, words) in [("nobody@acme.example", "No active user"), ("ana@acme.example", "yourself")] {
        let page = ana.post(OWNERSHIP, &[("email", email)]).await;
        assert!(page.problem("email").unwrap().contains(words), "{email}: {}", page.text());
    }
    let page = ana.post(OWNERSHIP, &[("email", "Bea@acme.example")]).await;
    assert_eq!(page.path(), format!("{OWNERSHIP}?done=transferred"), "{}", page.text());
    assert!(page.shows("Bea Lima owns this workspace."), "{}", page.text());
    assert_eq!(ana.get(DELETE).await.status, 403);
    assert!(bea.get(OWNERSHIP).await.shows("You own this workspace."));
    let subjects: Vec<_> = app.mails().await.iter().map(|mail| mail["subject"].to_string()).collect();
    assert_eq!(subjects.iter().filter(|subject| subject.contains("new owner")).count(), 2, "{subjects:?}");
    // Now it is the other way round.
    let page = act(&bea, &ana_id, "suspend").await;
    assert!(!page.shows("has to transfer it first"), "{}", page.text());
    assert!(ana.get("/w/acme/users").await.path().starts_with("/sign-in"));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_is_never_without_its_owner_whoever_hurries(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    make_super_user(&ana, &app, "bea@acme.example").await;
    let there = app.another_server().await;
    let (mut owner, mut other) = ("ana@acme.example", "bea@acme.example");
    for _ in 0..20 {
        let (giver, taker) = (app.acting(owner).await, there.acting(owner).await);
        let heir = id_of(&app.sign_in(owner, PASSWORD).await.0, other).await.parse().unwrap();
        let handing = tokio::spawn(async move { domain::workspaces::transfer(&giver, "acme", other).await });
        let removing =
            tokio::spawn(async move { domain::users::act(&taker, "acme", heir, model::users::Action::Suspend).await });
        let (handed, removed) = (handing.await.unwrap(), removing.await.unwrap());
        assert!(handed.is_ok() != removed.is_ok(), "one of the two: {handed:?} {removed:?}");
        if handed.is_ok() {
            (owner, other) = (other, owner);
        } else {
            domain::users::act(&app.acting(owner).await, "acme", heir, model::users::Action::Activate).await.unwrap();
        }
    }
}

/// Domains are asked about at servers of the story's own; this network is not public and may be reached all the same.
async fn with_domain(kind: Kind, intranet: &str) -> (TestApp, Browser, Dns, Web) {
    let (dns, web) = (Dns::start().await, Web::start("acme.example").await);
    let (server, port, roots) = (dns.address, web.port, web.roots.clone());
    let app = TestApp::with_settings(kind, |settings| {
        settings.lookup.dns = Some(server);
        settings.lookup.port = port;
        settings.lookup.roots = roots;
        settings.lookup.intranet = vec![intranet.parse().unwrap()];
    })
    .await;
    let ana = app.set_up().await;
    (app, ana, dns, web)
}

/// Adds a domain; answers its id and its proof.
async fn add(browser: &Browser, domain: &str) -> (String, String) {
    let page = browser.post(DOMAINS, &[("action", "add"), ("domain", domain)]).await;
    assert!(page.path().ends_with("done=added"), "{}", page.text());
    let id = page.attribute("input[name=id]", "value").unwrap();
    (id, page.attribute("input.mono", "value").unwrap())
}

async fn verify(browser: &Browser, id: &str) -> Page {
    browser.post(DOMAINS, &[("action", "verify"), ("id", id)]).await
}

#[rstest]
#[tokio::test]
async fn a_domain_is_verified_by_its_dns_or_its_web_server(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, dns, web) = with_domain(kind, "127.0.0.2/32").await;
    let page = ana.post(DOMAINS, &[("action", "add"), ("domain", "not a domain")]).await;
    assert!(page.problem("domain").unwrap().contains("example.com"), "{}", page.text());
    let (id, proof) = add(&ana, "@ACME.example").await;
    assert!(ana.post(DOMAINS, &[("action", "add"), ("domain", "acme.example")]).await.problem("domain").is_some());
    let unproven = |page: &Page| page.form_problem().is_some_and(|problem| problem.contains("The proof was found"));
    assert!(unproven(&verify(&ana, &id).await));
    assert!(unproven(&ana.post(DOMAINS, &[("action", "open"), ("id", &id)]).await), "nobody joins before that");
    dns.say("_roster.acme.example", "roster-proof=something-else");
    assert!(unproven(&verify(&ana, &id).await));
    dns.say("_roster.acme.example", &proof);
    assert!(verify(&ana, &id).await.path().ends_with("done=verified"));
    ana.post(DOMAINS, &[("action", "remove"), ("id", &id)]).await;

    // The web server: a new proof each time, and only where everyone may go.
    dns.say("_roster.acme.example", "");
    let (id, proof) = add(&ana, "acme.example").await;
    web.say(&proof);
    dns.place("acme.example", Ipv4Addr::LOCALHOST);
    assert!(unproven(&verify(&ana, &id).await), "127.0.0.1 is inside");
    assert!(web.asked.lock().unwrap().is_empty(), "nobody has gone there");
    dns.place("acme.example", Ipv4Addr::new(10, 0, 0, 1));
    assert!(unproven(&verify(&ana, &id).await));
}

#[rstest]
#[tokio::test]
async fn the_web_servers_file_proves_and_redirects_are_not_followed(#[values(Sqlite)] kind: Kind) {
    let (_app, ana, dns, web) = with_domain(kind, "127.0.0.0/8").await;
    dns.place("acme.example", Ipv4Addr::LOCALHOST);
    let (id, proof) = add(&ana, "acme.example").await;
    web.redirect("http://127.0.0.1/secret");
    assert_eq!(verify(&ana, &id).await.status, 422);
    web.say(&"x".repeat(1_000_000));
    assert_eq!(verify(&ana, &id).await.status, 422);
    web.say(&format!("{proof}\n"));
    assert!(verify(&ana, &id).await.path().ends_with("done=verified"));
    let asked = web.asked.lock().unwrap().clone();
    assert!(asked.iter().all(|request| request.starts_with("GET /.well-known/roster.txt HTTP/1.1\r\n")), "{asked:?}");
}

#[rstest]
#[tokio::test]
async fn verified_domain_addresses_can_join(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, dns, _web) = with_domain(kind, "127.0.0.2/32").await;
    ana.post("/workspaces/new", &[("name", "Start"), ("slug", "start")]).await;
    let (id, proof) = add(&ana, "acme.example").await;
    dns.say("_roster.acme.example", &proof);
    verify(&ana, &id).await;
    let page = ana.post(DOMAINS, &[("action", "open"), ("id", &id)]).await;
    assert!(page.path().ends_with("done=opened"), "{}", page.text());
    // Someone of another workspace, whose password another person chose: their address is nobody's proof.
    let plan = domain::seed::Plan { members: 1, seed: 1, slug: "acme-two".into(), name: "Two".into() };
    domain::seed::seed(&app.roster, &plan).await.unwrap();
    let (robin, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    robin.get("/workspaces").await;
    let bea = {
        // Added to another workspace at once.
        let draft = answer_in(&ana, "start", "", "email", &[("email", "bea@acme.example")]).await.query("draft");
        answer_in(&ana, "start", &draft, "name", &[("first_name", "Bea"), ("last_name", "Lima")]).await;
        answer_in(&ana, "start", &draft, "how", &[("how", "add")]).await;
        let password = [("password", PASSWORD), ("confirm_password", PASSWORD)];
        let page = answer_in(&ana, "start", &draft, "password", &password).await;
        answer_in(&ana, "start", &draft, "role", &[("role", &role(&page, "Member"))]).await;
        answer_in(&ana, "start", &draft, "confirm", &[]).await;
        app.sign_in("bea@acme.example", PASSWORD).await.0
    };
    let page = bea.get("/workspaces").await;
    assert!(page.shows("Your address may give access to more"), "{}", page.text());
    assert!(offers(&bea, "join").await.is_empty());
    assert_eq!(bea.post("/workspaces", &[("join", "acme")]).await.status, 404);
    assert!(bea.post("/workspaces", &[("prove", "1")]).await.path().ends_with("done=proof_sent"));
    let link = app.mailed_link().await;
    bea.post("/workspaces", &[("prove", "1")]).await;
    assert_eq!(app.browser().get(&link).await.status, 404, "superseded");
    let link = app.mailed_link().await;
    for _ in 0..2 {
        assert!(app.browser().get(&link).await.shows("bea@acme.example"), "looking changes nothing");
    }
    // Another workspace's administrators made the account: with the proof, what they know ends.
    assert!(app.browser().post(&link, &[]).await.problem("password").is_some());
    let new = "seven quiet herons there";
    let proven = app.browser().post(&link, &[("password", new), ("confirm_password", new)]).await;
    assert_eq!(proven.path(), "/sign-in?done=recovered", "{}", proven.text());
    assert_eq!(app.browser().post(&link, &[]).await.status, 404, "once");
    assert!(bea.get("/workspaces").await.path().starts_with("/sign-in"));
    let (bea, _) = app.sign_in("bea@acme.example", new).await;
    assert_eq!(offers(&bea, "join").await, ["Join Acme Research"]);
    assert_eq!(bea.post("/workspaces", &[("join", "acme")]).await.path(), "/w/acme");
    assert!(ana.get("/w/acme/users").await.shows("Users 2"));
    assert_eq!(bea.post("/workspaces", &[("join", "acme")]).await.status, 404, "already there");

    // Who was removed is not let in again by their address.
    let who = id_of(&ana, "bea@acme.example").await;
    act(&ana, &who, "remove").await;
    assert!(offers(&bea, "join").await.is_empty());
    assert_eq!(bea.post("/workspaces", &[("join", "acme")]).await.status, 404);
    app.advance(Duration::from_hours(31 * 24));
    domain::users::expire(&app.operator()).await.unwrap();
    let (bea, _) = app.sign_in("bea@acme.example", new).await;
    assert_eq!(bea.post("/workspaces", &[("join", "acme")]).await.status, 404, "nor when they are forgotten");
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    invite(&ana, "bea@acme.example").await;
    let link = app.mailed_link().await;
    assert_eq!(bea.post(&link, &[]).await.path(), "/w/acme", "by invitation they are");
}

#[rstest]
#[tokio::test]
async fn an_invitation_that_a_mail_carried_proves_the_address(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, dns, _web) = with_domain(kind, "127.0.0.2/32").await;
    let (id, proof) = add(&ana, "acme.example").await;
    dns.say("_roster.acme.example", &proof);
    verify(&ana, &id).await;
    ana.post(DOMAINS, &[("action", "open"), ("id", &id)]).await;
    ana.post("/workspaces/new", &[("name", "Start"), ("slug", "start")]).await;
    let draft = answer_in(&ana, "start", "", "email", &[("email", "caio@acme.example")]).await.query("draft");
    answer_in(&ana, "start", &draft, "name", &[("first_name", "Caio"), ("last_name", "Reis")]).await;
    let page = answer_in(&ana, "start", &draft, "how", &[("how", "invite")]).await;
    answer_in(&ana, "start", &draft, "role", &[("role", &role(&page, "Member"))]).await;
    answer_in(&ana, "start", &draft, "confirm", &[]).await;
    let link = app.mailed_link().await;
    let caio = app.browser();
    assert_eq!(accept(&caio, &link).await.path(), "/w/start");
    assert_eq!(offers(&caio, "join").await, ["Join Acme Research"]);
}

pub async fn answer_in(browser: &Browser, slug: &str, draft: &str, step: &str, fields: &[(&str, &str)]) -> Page {
    let mut form = vec![("step", step), ("draft", draft)];
    form.extend_from_slice(fields);
    browser.post(&NEW.replace("acme", slug), &form).await
}

#[rstest]
#[tokio::test]
async fn a_workspace_has_a_picture_that_its_administrators_choose(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let in_bar = |page: &Page| page.attribute(".topbar-workspace img.avatar", "src");
    let choose = async |browser: &Browser, file: &[u8]| {
        browser.upload_with(SETTINGS, ("picture", "logo.png", file), &[], "text/html").await
    };
    let page = choose(&ana, b"<svg xmlns='http://www.w3.org/2000/svg'/>").await;
    assert!(page.problem("picture").unwrap().contains("SVG"), "{}", page.text());
    let file = halves(300, 200, image::ImageFormat::Png);
    let page = choose(&ana, &file).await;
    assert_eq!(page.path(), format!("{SETTINGS}?done=picture"), "{}", page.text());
    let address = in_bar(&page).unwrap();
    assert_eq!(in_bar(&bea.get("/w/acme").await).as_deref(), Some(address.as_str()), "everyone sees it");
    assert_eq!(ana.download(&address).await.status, 200);
    assert_eq!(choose(&bea, &file).await.status, 403);
    assert_eq!(bea.post(SETTINGS, &[("go", "remove_picture")]).await.status, 403);
    let page = ana.post(SETTINGS, &[("go", "remove_picture")]).await;
    assert!(page.path().ends_with("done=picture_removed") && in_bar(&page).is_none(), "{}", page.text());
    assert_eq!(ana.download(&address).await.status, 404);
    assert!(app.stored_pictures().is_empty());
}

#[rstest]
#[tokio::test]
async fn an_address_that_is_left_empty_is_made_from_the_name(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.post("/workspaces/new", &[("name", "Ação & Cia"), ("slug", "")]).await;
    assert_eq!(page.path(), "/w/acao-cia", "{}", page.text());
    let taken = ana.post("/workspaces/new", &[("name", "Acao, Cia"), ("slug", " ")]).await;
    assert_eq!(taken.problem("slug").as_deref(), Some("It is taken. Choose another one."));
    let nothing = ana.post("/workspaces/new", &[("name", "株式会社"), ("slug", "")]).await;
    assert_eq!(nothing.problem("slug").as_deref(), Some("Enter an address."), "no letter of it fits");
}

#[rstest]
#[tokio::test]
async fn account_settings_link_back_to_the_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    for path in ["/settings/profile", "/settings/security"] {
        let page = ana.get(path).await;
        assert!(page.shows("Back to Acme Research"), "{}", page.text());
        assert_eq!(page.attribute(".page > p > a.link", "href").as_deref(), Some("/w/acme"));
    }
}

#[rstest]
#[tokio::test]
async fn the_wizard_proposes_the_role_that_the_settings_show(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let shown = ana.get(SETTINGS).await.all("#default_role option[selected]").concat();
    assert_eq!(shown, "Member");
    let draft = crate::wizard::named(&ana, "bea@acme.example", "Bea", "Lima").await;
    let page = crate::wizard::answer(&ana, &draft, "how", &[("how", "invite")]).await;
    let member = crate::wizard::role(&page, "Member");
    assert_eq!(page.attribute("input[name=role][checked]", "value"), Some(member));
}
