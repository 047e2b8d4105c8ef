//! Webhooks: what is sent to whom, how it is signed, and what becomes of what does not arrive.

use crate::groups;
use crate::roles::{self, number};
use crate::support::{Answer, Api, Browser, Dns, Kind, Page, Postgres, Receiver, Says, Sqlite, TestApp};
use crate::tokens::made;
use crate::wizard::member;
use domain::audit::{Action, Event};
use domain::db::query;
use domain::webhooks::{self, Deliveries, deliver_due};
use domain::{Settings, worker};
use model::ids::{GroupId, WebhookId, WorkspaceId};
use model::webhooks::{MessageStatus, PayloadForm, WebhookInput};
use model::{Error, Problem};
use reqwest::Method;
use rstest::rstest;
use serde_json::json;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::time::timeout;

const LIST: &str = "/w/acme/settings/webhooks";
const NEW: &str = "/w/acme/settings/webhooks/new";
const ANA: &str = "ana@acme.example";
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Webhooks may go to loopback, as to an intranet.
async fn app(kind: Kind, set: impl FnOnce(&mut Settings)) -> (TestApp, Browser) {
    let app = TestApp::with_settings(kind, |settings| {
        settings.lookup.intranet = vec!["127.0.0.1/32".parse().unwrap()];
        settings.webhook_timeout = Duration::from_millis(700);
        set(settings);
    })
    .await;
    let ana = app.set_up().await;
    (app, ana)
}

/// Adds an endpoint by its form; answers its page and its secret.
pub async fn added(browser: &Browser, url: &str, more: &[(&str, &str)]) -> (String, String) {
    let page = browser.post(NEW, &[&[("url", url)], more].concat()).await;
    let secret = page.attribute(".copy-field input", "value").unwrap_or_else(|| panic!("{}", page.text()));
    (page.attribute(".card-foot a", "href").unwrap(), secret)
}

fn id_in(page: &str) -> WebhookId {
    page.rsplit('/').next().unwrap().parse().unwrap()
}

async fn posted(browser: &Browser, page: &str, action: &str) -> Page {
    let answer = browser.post(page, &[("action", action)]).await;
    assert!(answer.path().contains("done="), "{action}: {}", answer.text());
    answer
}

async fn statuses(app: &TestApp, id: WebhookId) -> Vec<MessageStatus> {
    let log = webhooks::deliveries(&app.acting(ANA).await, "acme", id, None).await.unwrap();
    log.deliveries.into_iter().map(|one| one.status).collect()
}

#[rstest]
#[tokio::test]
async fn an_event_is_delivered_with_a_valid_signature(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    assert!(ana.get(LIST).await.shows("There are no webhooks"));
    groups::add(&ana, "Before", &[]).await;
    assert_eq!(number(&app, "SELECT COUNT(*) FROM webhook_messages").await, 0, "nobody wants to hear of it");
    let receiver = Receiver::start().await;
    receiver.say(Says::Status(200));
    let (page, secret) = added(&ana, &receiver.url, &[("description", "Our CRM")]).await;
    assert!(secret.starts_with("whsec_") && !ana.get(&page).await.body.contains(&secret), "shown once");
    assert!(kind == Postgres || !String::from_utf8_lossy(&app.stored_bytes()).contains(&secret), "sealed at rest");

    groups::add(&ana, "Phones", &[]).await;
    assert_eq!(deliver_due(&app.operator()).await.unwrap(), 1);
    assert_eq!(deliver_due(&app.operator()).await.unwrap(), 0, "once");

    let received = receiver.received();
    let [one] = received.as_slice() else { panic!("{received:?}") };
    assert!(one.is_signed_by(&secret) && one.signatures.len() == 1, "{one:?}");
    assert!(one.id.starts_with("msg_") && !one.id.contains('.'), "{}", one.id);
    assert_eq!(one.timestamp, (app.roster.clock.now() / 1_000_000).to_string());
    let body = one.json();
    assert_eq!(body["type"], "group.create");
    assert!(body["timestamp"].as_str().unwrap().ends_with('Z'), "{body}");
    let keys: BTreeSet<&str> = body["data"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, BTreeSet::from(["actor_id", "id", "target_id", "workspace_id"]), "ids only");
    assert!(body["data"]["target_id"].is_string() && !one.body.contains("Phones"), "{body}");

    let shown = ana.get(LIST).await;
    assert!(shown.shows("Our CRM") && shown.shows("HTTP 200") && shown.shows("All events"), "{}", shown.text());
    let shown = ana.get(&page).await;
    assert!(shown.shows("group.create") && shown.shows("Delivered"), "{}", shown.text());
    let delivery = shown.attribute("a.row-link", "href").unwrap();
    let shown = ana.get(&delivery).await;
    assert!(shown.shows(&one.id) && shown.shows(&one.signatures[0]), "{}", shown.text());
    assert!(shown.shows("answered 200") && shown.shows("Attempt 1"), "{}", shown.text());
    assert!(shown.all("pre").contains(&one.body), "{}", shown.text());
}

/// `ROSTER_PYTHON` has it; `bin/test` installs it.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_specifications_own_library_verifies_what_is_sent(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    receiver.say(Says::Status(200));
    let (_, secret) = added(&ana, &receiver.url, &[("payload", "full")]).await;
    groups::add(&ana, "Telefonía", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    let received = receiver.received();
    let one = received.first().unwrap();
    let verify = |body: String| {
        let sent = json!({
            "secret": secret,
            "body": body,
            "headers": {
                "webhook-id": one.id,
                "webhook-timestamp": one.timestamp,
                "webhook-signature": one.signatures.join(" "),
            },
        });
        let program = std::env::var_os("ROSTER_PYTHON").expect("bin/test sets ROSTER_PYTHON");
        let mut python = std::process::Command::new(program);
        python.args(["-c", VERIFY, &sent.to_string()]);
        python.output().unwrap()
    };
    let ran = verify(one.body.clone());
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let altered = verify(one.body.replace("group.create", "group.delete"));
    assert!(String::from_utf8_lossy(&altered.stderr).contains("WebhookVerificationError"), "one that was altered");
}

const VERIFY: &str = "import json, sys; from standardwebhooks import Webhook; sent = json.loads(sys.argv[1]); \
    print(Webhook(sent['secret']).verify(sent['body'], sent['headers']))";

#[rstest]
#[tokio::test]
async fn an_endpoint_gets_the_events_it_chose_in_the_form_it_chose(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let (few, full) = (Receiver::start().await, Receiver::start().await);
    added(&ana, &few.url, &[("events", "role.create"), ("events", "role.edit")]).await;
    let (page, _) = added(&ana, &full.url, &[("payload", "full")]).await;
    groups::add(&ana, "Phones", &[]).await;
    roles::add(&ana, "Reader", &["users:read"]).await;
    deliver_due(&app.operator()).await.unwrap();
    let types = |receiver: &Receiver| -> Vec<String> {
        let mut types: Vec<String> =
            receiver.received().iter().map(|one| one.json()["type"].as_str().unwrap().to_owned()).collect();
        types.sort();
        types
    };
    assert_eq!(types(&few), ["role.create"]);
    assert_eq!(types(&full), ["group.create", "role.create"], "it hears nothing of its own creation");
    let received = full.received().into_iter().find(|one| one.json()["type"] == "group.create").unwrap().json();
    let data = &received["data"];
    assert_eq!((&data["target"]["name"], &data["actor"]["name"]), (&"Phones".into(), &"Ana Souza".into()), "{data}");
    assert_eq!((&data["workspace"]["slug"], &data["channel"]), (&"acme".into(), &"page".into()), "{data}");
    assert_eq!(data["address"], "127.0.0.1");
    let (few_id, full_id) = (few.received()[0].id.clone(), full.received());
    assert!(full_id.iter().all(|one| one.id != few_id), "another id for each endpoint");

    let form = ana.get(&page).await.filled("url");
    let edited = form.with("events", &["group.delete"]).with("action", &["save"]).post(&ana).await;
    assert!(edited.path().ends_with("done=saved"), "{}", edited.text());
    groups::add(&ana, "Desks", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    assert_eq!(full.received().len(), 2, "groups are not chosen any more");
    let stale = ana.post(&page, &[("action", "save"), ("version", "1"), ("url", &full.url)]).await;
    assert!(!stale.path().contains("done="), "someone has edited it meanwhile: {}", stale.text());
}

#[rstest]
#[tokio::test]
async fn both_secrets_sign_for_a_day_after_a_rotation(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    let (page, former) = added(&ana, &receiver.url, &[("events", "group.create")]).await;
    let rotated = ana.post(&page, &[("action", "rotate")]).await;
    let secret = rotated.attribute(".copy-field input", "value").unwrap();
    assert_ne!(secret, former);
    assert!(ana.get(&page).await.shows("The former secret signs too until"));
    groups::add(&ana, "One", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    app.advance(DAY.saturating_sub(Duration::from_secs(1)));
    let (ana, _) = app.sign_in(ANA, crate::support::PASSWORD).await;
    groups::add(&ana, "Two", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    app.advance(Duration::from_secs(1));
    groups::add(&ana, "Three", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    let received = receiver.received();
    let by = |at: usize| {
        let one: &crate::support::Received = &received[at];
        (one.signatures.len(), one.is_signed_by(&secret), one.is_signed_by(&former))
    };
    assert_eq!((by(0), by(1), by(2)), ((2, true, true), (2, true, true), (1, true, false)));
    worker::sweep(&app.operator()).await.unwrap();
    let kept = "SELECT COUNT(*) FROM webhook_endpoints WHERE former_secret IS NOT NULL";
    assert_eq!(number(&app, kept).await, 0);
}

#[rstest]
#[tokio::test]
async fn an_endpoint_that_is_gone_is_turned_off_and_its_people_are_told(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    receiver.say(Says::Status(410));
    let (page, _) = added(&ana, &receiver.url, &[("events", "group.create")]).await;
    groups::add(&ana, "One", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    groups::add(&ana, "Two", &[]).await;
    assert_eq!(deliver_due(&app.operator()).await.unwrap(), 0, "nothing more is sent");
    assert_eq!(statuses(&app, id_in(&page)).await, [MessageStatus::Failed]);
    let shown = ana.get(&page).await;
    assert!(shown.shows("the server wants no more") && shown.shows("HTTP 410"), "{}", shown.text());
    let mails = app.mails().await;
    let mail = mails.iter().find(|mail| mail["subject"].to_string().contains("webhook")).expect("a mail");
    assert!(mail["to"].to_string().contains(ANA) && mail["text"].as_str().unwrap().contains(&page), "{mail}");
    assert!(ana.get("/w/acme/audit").await.shows("turned off the webhook to 127.0.0.1"));

    receiver.say(Says::Status(200));
    posted(&ana, &page, "enable").await;
    let today = ana.post(&page, &[("action", "replay"), ("since", "2020-01-01")]).await;
    assert!(today.path().ends_with("done=replayed"), "{}", today.text());
    assert!(ana.post(&page, &[("action", "replay"), ("since", "")]).await.problem("since").is_some());
    deliver_due(&app.operator()).await.unwrap();
    let received = receiver.received();
    assert_eq!((received.len(), &received[0].id), (2, &received[1].id), "the same id, again");
    assert_eq!(statuses(&app, id_in(&page)).await, [MessageStatus::Delivered]);
}

#[rstest]
#[tokio::test]
async fn a_redirect_is_a_failure_that_nobody_follows(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let (receiver, inside) = (Receiver::start().await, Receiver::start().await);
    receiver.say(Says::Redirect(inside.url.clone()));
    let (page, _) = added(&ana, &receiver.url, &[("events", "group.create")]).await;
    groups::add(&ana, "One", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    assert_eq!((receiver.received().len(), inside.received().len()), (1, 0));
    assert_eq!(statuses(&app, id_in(&page)).await, [MessageStatus::Queued]);
    assert!(ana.get(&page).await.shows("HTTP 307"));
}

#[rstest]
#[tokio::test]
async fn retry_after_is_heeded_for_the_whole_endpoint(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    receiver.say(Says::RetryAfter(503, "120".into()));
    added(&ana, &receiver.url, &[("events", "group.create")]).await;
    groups::add(&ana, "One", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    receiver.say(Says::Status(200));
    app.advance(Duration::from_mins(1));
    groups::add(&ana, "Two", &[]).await;
    app.advance(Duration::from_secs(59));
    assert_eq!(deliver_due(&app.operator()).await.unwrap(), 0, "also what came later waits");
    app.advance(Duration::from_secs(1));
    assert_eq!(deliver_due(&app.operator()).await.unwrap(), 2);
    assert_eq!(receiver.taken().len(), 2);
}

#[rstest]
#[tokio::test]
async fn a_message_is_tried_again_with_the_same_id_until_it_arrives(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    receiver.decide(|_, before| Says::Status(if before < 3 { 500 } else { 200 }));
    let (page, secret) = added(&ana, &receiver.url, &[("events", "group.create")]).await;
    groups::add(&ana, "One", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    app.advance(Duration::from_secs(4));
    assert_eq!(deliver_due(&app.operator()).await.unwrap(), 0, "five seconds have not passed");
    // The waits and their tenth more.
    for wait in [2, 330, 33 * 60] {
        app.advance(Duration::from_secs(wait));
        assert_eq!(deliver_due(&app.operator()).await.unwrap(), 1, "{wait}");
    }
    app.advance(DAY);
    assert_eq!(deliver_due(&app.operator()).await.unwrap(), 0);
    let received = receiver.received();
    let ids: BTreeSet<&str> = received.iter().map(|one| one.id.as_str()).collect();
    let timestamps: BTreeSet<&str> = received.iter().map(|one| one.timestamp.as_str()).collect();
    assert_eq!((received.len(), ids.len(), timestamps.len()), (4, 1, 4));
    assert!(received.iter().all(|one| one.is_signed_by(&secret) && one.body == received[0].body));
    assert_eq!(statuses(&app, id_in(&page)).await, [MessageStatus::Delivered]);
}

#[rstest]
#[tokio::test]
async fn an_endpoint_that_fails_for_days_is_turned_off(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let (failing, working) = (Receiver::start().await, Receiver::start().await);
    failing.say(Says::Status(500));
    // It takes one message of two.
    working.decide(|one, _| Says::Status(if one.body.contains("group.create") { 500 } else { 200 }));
    let chosen = [("events", "group.create"), ("events", "role.create")];
    let (page, _) = added(&ana, &failing.url, &chosen).await;
    let (other, _) = added(&ana, &working.url, &chosen).await;
    groups::add(&ana, "One", &[]).await;
    for round in 0..90 {
        deliver_due(&app.operator()).await.unwrap();
        app.advance(HOUR);
        if round == 40 {
            let (ana, _) = app.sign_in(ANA, crate::support::PASSWORD).await;
            roles::add(&ana, "Reader", &["users:read"]).await;
        }
    }
    let tries =
        |receiver: &Receiver| receiver.received().iter().filter(|one| one.body.contains("group.create")).count();
    assert_eq!((tries(&failing), tries(&working)), (10, 10));
    let (ana, _) = app.sign_in(ANA, crate::support::PASSWORD).await;
    let shown = ana.get(&page).await;
    assert!(shown.shows("every attempt failed") && shown.shows("Failed"), "{}", shown.text());
    let shown = ana.get(&other).await;
    assert!(!shown.shows("every attempt failed") && shown.shows("Send test event"), "{}", shown.text());
    let mails = app.mails().await;
    let about = mails.iter().filter(|mail| mail["subject"].to_string().contains("webhook")).count();
    assert_eq!(about, 1, "once, and of one of the two");
}

#[rstest]
#[tokio::test]
async fn private_addresses_are_refused_when_saved_and_when_delivered(#[values(Sqlite, Postgres)] kind: Kind) {
    let dns = Dns::start().await;
    let (app, ana) = app(kind, |settings| settings.lookup.dns = Some(dns.address)).await;
    let problem = async |url: &str| ana.post(NEW, &[("url", url)]).await.problem("url").unwrap_or_default();
    dns.place("inside.example", Ipv4Addr::new(10, 0, 0, 1));
    for private in ["https://10.0.0.1/", "https://inside.example/", "https://[::1]/", "https://169.254.169.254/"] {
        assert!(problem(private).await.contains("public internet"), "{private}");
    }
    dns.place("outside.example", Ipv4Addr::new(93, 184, 215, 14));
    for plain in ["http://outside.example/", "http://93.184.215.14/", "http://10.0.0.1/"] {
        assert!(problem(plain).await.contains("https://"), "{plain}");
    }
    for none in ["", "outside.example", "ftp://outside.example/", "https://ana:secret@outside.example/"] {
        assert!(!problem(none).await.is_empty(), "{none}");
    }
    let (page, _) = added(&ana, "https://outside.example/", &[("events", "group.create")]).await;
    dns.place("outside.example", Ipv4Addr::new(192, 168, 0, 1));
    groups::add(&ana, "One", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    let shown = ana.get(&page).await;
    assert!(shown.shows("Not a public server"), "{}", shown.text());
    assert_eq!(statuses(&app, id_in(&page)).await, [MessageStatus::Queued]);
}

#[rstest]
#[tokio::test]
async fn webhooks_are_not_there_for_others(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    let (page, _) = added(&ana, &receiver.url, &[("events", "group.create")]).await;
    groups::add(&ana, "One", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    let delivery = ana.get(&page).await.attribute("a.row-link", "href").unwrap();
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    for path in [LIST, NEW, &page, &delivery] {
        assert_eq!(bea.get(path).await.status, 403, "{path}");
    }
    assert!(!bea.post(&page, &[("action", "delete")]).await.path().contains("done="));
    assert!(!bea.post(NEW, &[("url", &receiver.url)]).await.body.contains("whsec_"));
    ana.post("/workspaces/new", &[("name", "Other"), ("slug", "other")]).await;
    for path in [page.replace("/acme/", "/other/"), delivery.replace("/acme/", "/other/")] {
        assert_eq!(ana.get(&path).await.status, 404, "{path}");
        assert!(!ana.post(&path, &[("action", "replay"), ("since", "2020-01-01")]).await.path().contains("done="));
        assert!(!ana.post(&path, &[("action", "delete")]).await.path().contains("done="));
    }
    assert_eq!(receiver.received().len(), 1);
    let input = WebhookInput {
        url: receiver.url.clone(),
        description: String::new(),
        events: Vec::new(),
        payload: PayloadForm::Full,
    };
    let bea = app.acting("bea@acme.example").await;
    assert_eq!(webhooks::create(&bea, "acme", &input).await.unwrap_err(), Error::Forbidden);
    assert_eq!(webhooks::create(&bea, "other", &input).await.unwrap_err(), Error::NotFound);
    // Deleted, with everything that was sent.
    let gone = ana.post(&page, &[("action", "delete")]).await;
    assert!(gone.path().ends_with("done=deleted"), "{}", gone.text());
    for table in ["SELECT COUNT(*) FROM webhook_messages", "SELECT COUNT(*) FROM webhook_attempts"] {
        assert_eq!(number(&app, table).await, 0, "{table}");
    }
}

#[rstest]
#[tokio::test]
async fn a_change_that_is_rolled_back_sends_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    added(&ana, &receiver.url, &[]).await;
    let ctx = app.acting(ANA).await;
    let mut tx = ctx.write().await.unwrap();
    let workspace = ctx.membership(&mut tx, "acme").await.unwrap().workspace;
    event(workspace).record(&ctx, &mut tx).await.unwrap();
    drop(tx);
    assert_eq!(deliver_due(&app.operator()).await.unwrap(), 0);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM webhook_messages").await, 0);
}

fn event(workspace: WorkspaceId) -> Event {
    Event::new(Action::GroupEdit).within(workspace).target(GroupId(uuid::Uuid::nil()), "Phones")
}

#[rstest]
#[tokio::test]
async fn a_test_and_a_replay_are_sent(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    let (page, secret) = added(&ana, &receiver.url, &[("payload", "full"), ("events", "group.create")]).await;
    posted(&ana, &page, "test").await;
    deliver_due(&app.operator()).await.unwrap();
    let one = &receiver.received()[0];
    assert!(one.is_signed_by(&secret));
    assert_eq!(
        (&one.json()["type"], &one.json()["data"]["workspace"]["slug"]),
        (&"webhook.test".into(), &"acme".into())
    );
    let delivery = ana.get(&page).await.attribute("a.row-link", "href").unwrap();
    posted(&ana, &delivery, "replay").await;
    let again = ana.post(&delivery, &[("action", "replay")]).await;
    assert!(!again.path().contains("done="), "it waits already: {}", again.text());
    deliver_due(&app.operator()).await.unwrap();
    let received = receiver.received();
    assert_eq!((received.len(), &received[0].id), (2, &received[1].id));
    assert!(ana.get(&delivery).await.shows("Attempt 2"));
    posted(&ana, &page, "disable").await;
    assert!(!ana.post(&page, &[("action", "test")]).await.path().contains("done="), "it is off");
    assert!(ana.get(LIST).await.shows("Turned off"));

    app.advance(31 * DAY);
    worker::sweep(&app.operator()).await.unwrap();
    for table in ["SELECT COUNT(*) FROM webhook_messages", "SELECT COUNT(*) FROM webhook_attempts"] {
        assert_eq!(number(&app, table).await, 0, "{table}");
    }
}

#[rstest]
#[tokio::test]
async fn there_are_so_many_endpoints_and_no_more(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = app(kind, |_| {}).await;
    let ctx = app.acting(ANA).await;
    let input = WebhookInput {
        url: "https://1.1.1.1/".into(),
        description: String::new(),
        events: Vec::new(),
        payload: PayloadForm::Thin,
    };
    for _ in 0..model::webhooks::MAX_ENDPOINTS {
        webhooks::create(&ctx, "acme", &input).await.unwrap();
    }
    let refused = webhooks::create(&ctx, "acme", &input).await.unwrap_err();
    assert_eq!(refused, Error::at("form", Problem::TooMany { max: model::webhooks::MAX_ENDPOINTS }));
}

#[rstest]
#[tokio::test]
async fn programs_manage_webhooks(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    let api = Api::new(&app, &made(&ana, "read write delete", "acme").await);
    let all = "/workspaces/acme/webhooks";
    assert_eq!(api.get(all).await.expect(200)["items"], json!([]));
    let answer = api.post(all, &json!({ "url": receiver.url, "events": ["group.create"] })).await;
    let one = answer.header("location").split_once("/api/v1").unwrap().1.to_owned();
    let created = answer.expect(201);
    let secret = created["secret"].as_str().unwrap();
    assert_eq!((&created["webhook"]["payload"], &created["webhook"]["enabled"]), (&json!("thin"), &json!(true)));
    groups::add(&ana, "One", &[]).await;
    deliver_due(&app.operator()).await.unwrap();
    assert!(receiver.received()[0].is_signed_by(secret));
    let shown = api.get(&one).await.expect(200);
    assert!(shown["last_status"] == 204 && !shown.to_string().contains("whsec_"), "{shown}");

    let none = api.post(all, &json!({ "url": "https://10.0.0.1/", "events": ["session.begin"] })).await;
    assert_eq!(none.kind(), "invalid");
    assert_eq!(none.body["errors"]["events"]["code"], "not_a_choice", "{}", none.body);
    let private = api.post(all, &json!({ "url": "https://10.0.0.1/" })).await;
    assert_eq!(private.body["errors"]["url"]["code"], "private_address", "{}", private.body);

    let changed = api.patch(&one, &json!({ "description": "Our CRM", "enabled": false })).await.expect(200);
    assert_eq!((&changed["events"], &changed["disabled_reason"]), (&json!(["group.create"]), &json!("manual")));
    let bare = Answer::to(api.call(Method::PATCH, &one).json(&json!({ "enabled": true }))).await;
    assert_eq!(bare.status, 428);
    let stale = Answer::to(api.call(Method::DELETE, &one).header("if-match", "\"1-x\"")).await;
    assert_eq!(stale.status, 412);
    api.patch(&one, &json!({ "enabled": true, "events": [] })).await.expect(200);
    let narrow = Api::new(&app, &made(&ana, "settings:delete", "acme").await);
    assert_eq!(narrow.get(all).await.status, 200);
    let refused = narrow.post(all, &json!({ "url": receiver.url })).await;
    assert_eq!(refused.status, 403, "it would read the audit there");
    assert_eq!(api.delete(&one).await.status, 204);
    assert_eq!(api.get(&one).await.status, 404);
}

/// Records so many events at once.
async fn record(app: &TestApp, many: usize) {
    let ctx = app.acting(ANA).await;
    let mut tx = ctx.write().await.unwrap();
    let workspace = ctx.membership(&mut tx, "acme").await.unwrap().workspace;
    for _ in 0..many {
        event(workspace).record(&ctx, &mut tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Fails, hangs, redirects or answers, by chance that is the same each time; the fourth time it takes everything.
fn moody(received: &crate::support::Received, before: usize) -> Says {
    let mut hasher = DefaultHasher::new();
    (&received.id, before).hash(&mut hasher);
    match hasher.finish() % 40 {
        _ if before >= 3 => Says::Status(200),
        0 => Says::Hang,
        1..=6 => Says::Status(500),
        7..=9 => Says::Redirect("http://127.0.0.1:9/".into()),
        10..=11 => Says::RetryAfter(429, "30".into()),
        _ => Says::Status(202),
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_messages_none_is_lost_and_none_taken_twice(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let there = app.another_server().await;
    let receiver = Receiver::start().await;
    receiver.decide(moody);
    added(&ana, &receiver.url, &[("events", "group.edit")]).await;
    record(&app, 1000).await;
    for _ in 0..200 {
        let (here, there) = (app.operator(), there.operator());
        let (one, other) = tokio::join!(deliver_due(&here), deliver_due(&there));
        one.unwrap();
        other.unwrap();
        if number(&app, "SELECT COUNT(*) FROM webhook_messages WHERE status = 'queued'").await == 0 {
            break;
        }
        app.advance(Duration::from_secs(31));
    }
    let taken = receiver.taken();
    assert_eq!(taken.len(), 1000, "none is lost");
    assert!(taken.values().all(|times| *times == 1), "none is taken twice: {taken:?}");
    let tried = receiver.received().len();
    assert!(tried > 1200, "there were failures: {tried}");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM webhook_messages WHERE status = 'delivered'").await, 1000);
    let noted = number(&app, "SELECT COUNT(*) FROM webhook_attempts").await;
    assert_eq!(usize::try_from(noted).unwrap(), tried, "each attempt is in the log");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_hangs_holds_up_no_other(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |settings| settings.webhook_timeout = Duration::from_mins(1)).await;
    let working = Receiver::start().await;
    for _ in 0..10 {
        let hanging = Receiver::start().await;
        hanging.say(Says::Hang);
        added(&ana, &hanging.url, &[("events", "group.edit")]).await;
    }
    added(&ana, &working.url, &[("events", "group.create")]).await;
    // As where they have hung before: a first hang is seen when it is over.
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE webhook_endpoints SET failing_since = 1 WHERE events = 'group.edit'").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    record(&app, 20).await;
    let ctx = app.operator();
    let mut deliveries = Deliveries::default();
    deliveries.start(&ctx).await.unwrap();
    groups::add(&ana, "One", &[]).await;
    deliveries.start(&ctx).await.unwrap();
    timeout(Duration::from_secs(20), async {
        while working.taken().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("it is served while the others hang");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_worker_delivers_as_soon_as_a_change_is_made(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = app(kind, |_| {}).await;
    let receiver = Receiver::start().await;
    added(&ana, &receiver.url, &[("events", "group.create")]).await;
    let worker = tokio::spawn(worker::run(app.operator(), None));
    groups::add(&ana, "One", &[]).await;
    let arrived = timeout(Duration::from_secs(20), async {
        while receiver.taken().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    arrived.await.expect("it is delivered");
    worker.abort();
}
