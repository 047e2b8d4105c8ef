//! Another key of the installation: what was sealed under the former one is sealed anew, and opens without it.

use crate::accept::invite;
use crate::own_provider::{self, connected};
use crate::support::provider::Provider;
use crate::support::{Answer, Api, Browser, Kind, PASSWORD, Page, Postgres, Receiver, Says, Sqlite, TestApp};
use crate::tokens::made;
use crate::{factors, webhooks};
use domain::db::{Value, query};
use domain::key_rotation::{Counts, rotate, status};
use domain::secrets::SecretKey;
use domain::webhooks::deliver_due;
use domain::{Error, Random};
use reqwest::Method;
use rstest::rstest;
use serde_json::json;

const ANA: &str = "ana@acme.example";

async fn run(app: &TestApp, sql: &'static str, values: Vec<Value>) {
    let mut tx = app.roster.db.write().await.unwrap();
    let done = values.into_iter().fold(query(sql), domain::db::Query::bind).run(&mut tx).await.unwrap();
    assert!(done > 0, "{sql}");
    tx.commit().await.unwrap();
}

/// Whoever has the password gives a code.
async fn sign_in_with(app: &TestApp, code: &str) -> Page {
    let (browser, page) = app.sign_in(ANA, PASSWORD).await;
    assert!(page.path().starts_with("/sign-in/factor"), "{}", page.text());
    browser.post("/sign-in/factor?next=%2F", &[("code", code)]).await
}

async fn invited_once(api: &Api) -> Answer {
    let body = json!({ "email": "leo@acme.example", "role": "super-user" });
    let call = api.call(Method::POST, "/workspaces/acme/invitations").header("idempotency-key", "invite-leo");
    Answer::to(call.json(&body)).await
}

/// Something in every sealed column, and what opens some of it again.
struct Sealed {
    factor: String,
    codes: Vec<String>,
    webhook: String,
    receiver: Receiver,
    token: String,
}

async fn fill(app: &TestApp, ana: &Browser, issuer: &Provider) -> Sealed {
    let token = made(ana, "read write delete", "*").await;
    assert_eq!(invited_once(&Api::new(app, &token)).await.status, 201);
    invite(ana, "nia@acme.example").await;
    let receiver = Receiver::start().await;
    receiver.say(Says::Status(200));
    let (page, _) = webhooks::added(ana, &receiver.url, &[]).await;
    let rotated = ana.post(&page, &[("action", "rotate")]).await;
    let webhook = rotated.attribute(".copy-field input", "value").unwrap();
    connected(ana, issuer).await;
    let seal = |purpose, text| app.roster.key.seal(&Random::System, purpose, text).unwrap();
    let claims = seal("claims of a test", r#"{"sub":"7"}"#);
    run(app, "UPDATE identity_providers SET tested_at = $1, tested_claims = $2", vec![1.into(), claims.into()]).await;
    run(app, "UPDATE sessions SET id_token = $1", vec![seal("ID token", "a.b.c").into()]).await;
    let connection = "INSERT INTO connections
             (id, account_id, service, subject, name, email, scopes, access_token, refresh_token, access_expires_at,
              connected_at, claims, refreshing_until, version, calendar, calendar_at)
         SELECT $1, a.id, 'outlook_mail', 'mailbox', 'Ana', a.email, 'Mail.Send', $2, $2, 1, 1, '', 0, 1, $3, 1
         FROM accounts a";
    let values = [uuid::Uuid::from_u128(9).into(), seal("connection", "token").into(), seal("calendar", "{}").into()];
    run(app, connection, values.into()).await;
    let (factor, codes) = factors::set_up(app, ana).await;
    Sealed { factor, codes, webhook, receiver, token }
}

fn sums(counts: &[Counts]) -> (u64, u64, u64) {
    counts.iter().fold((0, 0, 0), |(current, previous, unreadable), one| {
        (current + one.current, previous + one.previous, unreadable + one.unreadable)
    })
}

#[rstest]
#[tokio::test]
async fn everything_opens_after_a_rotation_without_the_former_key(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, issuer) = own_provider::app(kind).await;
    let sealed = fill(&app, &ana, &issuer).await;
    assert_eq!(status(&app.acting(ANA).await).await, Err(Error::Forbidden), "the operator's alone");

    let former = app.roster.key.clone();
    let next = SecretKey::new(&Random::System);
    let both = app.another_server_with(next.clone().with_previous([former.clone()])).await;
    let before = status(&both.operator()).await.unwrap();
    assert!(before.iter().all(|one| one.previous > 0 && one.current == 0 && one.unreadable == 0), "{before:?}");
    assert_eq!(sign_in_with(&both, &factors::shown(&app, &sealed.factor)).await.path(), "/w/acme", "meanwhile");

    let environment =
        [("ROSTER_SECRET_KEY", next.reveal()), ("ROSTER_PREVIOUS_SECRET_KEYS", format!("{}, ", former.reveal()))];
    let said = app.command_in(&["secrets", "rotate"], &environment).await.unwrap();
    assert!(said.contains("recovery_codes.code_hash: 10 sealed anew, 0 were already"), "{said}");
    let said = app.command_in(&["secrets", "status"], &environment[..1]).await.unwrap();
    assert!(said.lines().all(|line| line.ends_with(", 0 under previous ones")), "{said}");
    assert!(!said.contains(&next.reveal()));

    let after = app.another_server_with(next).await;
    let counts = status(&after.operator()).await.unwrap();
    let (current, previous, unreadable) = sums(&counts);
    assert_eq!((previous, unreadable), (0, 0), "{counts:?}");
    assert!(current >= sums(&before).1, "{counts:?}");
    assert_eq!(sums(&rotate(&after.operator()).await.unwrap()), (current, 0, 0), "nothing is left to do");

    app.advance(std::time::Duration::from_mins(1));
    assert_eq!(
        sign_in_with(&after, &factors::shown(&app, &sealed.factor)).await.path(),
        "/w/acme",
        "a code of the app"
    );
    assert_eq!(sign_in_with(&after, &sealed.codes[3]).await.path(), "/w/acme", "a recovery code");
    assert!(sign_in_with(&after, &sealed.codes[3]).await.path().starts_with("/sign-in/factor"), "once");
    let again = invited_once(&Api::new(&after, &sealed.token)).await;
    assert_eq!((again.status.as_u16(), again.header("idempotent-replayed")), (201, "true"));
    crate::groups::add(&ana.at(&after), "Phones", &[]).await;
    deliver_due(&after.operator()).await.unwrap();
    let received = sealed.receiver.received();
    assert!(received.last().unwrap().is_signed_by(&sealed.webhook), "{received:?}");
    let provider = domain::sso::workspace::show(&after.acting(ANA).await, "acme").await.unwrap().provider.unwrap();
    assert_eq!(provider.tested.unwrap().claims.unwrap().claims[0].value, "7");
}

#[rstest]
#[tokio::test]
async fn codes_that_were_kept_as_digests_work_with_their_key_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    factors::set_up(&app, &ana).await;
    let account = app.acting(ANA).await.actor.account().unwrap();
    let digest = app.roster.key.digests("recovery code", &format!("{account}\0ABCDEFGHIJKLMNOP")).unwrap().remove(0);
    run(
        &app,
        "INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)",
        vec![account.into(), digest.into()],
    )
    .await;
    let next = SecretKey::new(&Random::System);
    let both = app.another_server_with(next.clone().with_previous([app.roster.key.clone()])).await;
    rotate(&both.operator()).await.unwrap();
    let counts = status(&both.operator()).await.unwrap();
    let codes = counts.iter().find(|one| one.column == "recovery_codes.code_hash").unwrap();
    assert_eq!((codes.current, codes.previous, codes.digests), (10, 0, 1));
    let without = app.another_server_with(next).await;
    assert!(sign_in_with(&without, "ABCD-EFGH-IJKL-MNOP").await.path().starts_with("/sign-in/factor"));
    assert_eq!(sign_in_with(&both, "ABCD-EFGH-IJKL-MNOP").await.path(), "/w/acme");
}
