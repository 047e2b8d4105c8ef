//! What the operator does at the machine itself: accounts, and the way back in.

use crate::accept::invite;
use crate::people::{act, id_of};
use crate::roles::number;
use crate::support::{Kind, PASSWORD, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::Context;
use domain::accounts::recover_admin;
use model::Error;
use model::users::Status;
use rstest::rstest;
use std::time::Duration;

fn password(printed: &str) -> String {
    let line = printed.lines().find_map(|line| line.strip_prefix("password: "));
    line.unwrap_or_else(|| panic!("no password in {printed:?}")).to_owned()
}

async fn events(app: &TestApp) -> i64 {
    let sql = "SELECT COUNT(*) FROM audit_events WHERE action = 'workspace.recover_admin' AND channel = 'command line'";
    number(app, sql).await
}

#[rstest]
#[tokio::test]
async fn whatever_became_of_someone_they_are_a_super_user_again(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Viewer").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let recover = ["account", "recover-admin", "--workspace", "acme", "--email", "BEA@acme.example"];
    for (before, actions) in [("demoted", &[] as &[&str]), ("suspended", &["suspend"]), ("removed", &["remove"])] {
        // Whoever was given it back owns it, and can't be shut out.
        app.without_owner().await;
        for action in actions {
            act(&ana, &id, action).await;
        }
        let printed = app.command(&recover).await.unwrap();
        assert!(printed.contains("is a super-user of acme.") && !printed.contains("password"), "{before}: {printed}");
        let (bea, _) = app.sign_in("bea@acme.example", PASSWORD).await;
        assert_eq!(bea.get("/w/acme/audit").await.status, 200, "{before}");
        assert!(ana.get("/w/acme/users?role=super-user&q=bea").await.shows("bea@acme.example"), "{before}");
        assert_eq!(ana.get("/w/acme/users").await.all(".page-title .count"), ["2"], "the counters go along: {before}");
    }
    assert_eq!(events(&app).await, 3);
    assert!(app.command(&recover).await.unwrap().contains("already"));
    assert_eq!(events(&app).await, 3, "nothing to tell of");

    // An end date that has passed, and a membership that is gone.
    let later = app.roster.clock.now() + 3_600_000_000;
    let mut tx = app.roster.db.write().await.unwrap();
    domain::db::query("UPDATE members SET ends_at = $1 WHERE email_key = 'bea@acme.example'")
        .bind(later)
        .run(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    app.advance(Duration::from_hours(2));
    domain::users::expire(&Context::background(app.roster.clone())).await.unwrap();
    let by_itself =
        "SELECT COUNT(*) FROM audit_events WHERE action = 'member.end' AND channel = 'job' AND actor_id IS NULL";
    assert_eq!(number(&app, by_itself).await, 1, "the audit says that nobody did it");
    let ctx = app.operator();
    assert!(!recover_admin(&ctx, "acme", "bea@acme.example", None).await.unwrap().already);
    let (again, _) = app.sign_in("bea@acme.example", PASSWORD).await;
    assert!(again.get("/w/acme/settings/ownership").await.shows("You own this workspace."));
    app.without_owner().await;
    assert!(again.post("/w/acme/leave", &[]).await.status.is_success());
    let recovered = recover_admin(&ctx, "acme", "bea@acme.example", None).await.unwrap();
    let found = domain::users::details(&ctx, "acme", recovered.member).await.unwrap().listed;
    assert_eq!((found.status, found.super_user, found.ends_at), (Status::Active, true, None));
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let audit = ana.get("/w/acme/audit").await;
    assert!(audit.shows("made bea@acme.example a super-user again"));
    assert!(ana.get("/w/acme/audit?how=job").await.shows("Background work"));

    // She, and the other super-user, hear of each.
    let mails = app.mails().await;
    let told = |to: &str| mails.iter().filter(|mail| mail["to"].to_string().contains(to)).count();
    assert!(told("ana@acme.example") >= 5 && told("bea@acme.example") >= 5, "{mails:?}");
}

#[rstest]
#[tokio::test]
async fn who_has_no_account_gets_one_where_it_is_asked_for(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "nia@acme.example").await;
    let recover = ["account", "recover-admin", "--email", "nia@acme.example", "--workspace"];
    let refused = app.command(&[&recover[..], &["acme"]].concat()).await.unwrap_err();
    assert!(refused.contains("nia@acme.example has no account: --create makes one"), "{refused}");
    let refused = app.command(&[&recover[..], &["nowhere", "--create"]].concat()).await.unwrap_err();
    assert!(refused.contains("there is no workspace nowhere"), "{refused}");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 1, "nothing half made");

    let printed = app.command(&[&recover[..], &["acme", "--create"]].concat()).await.unwrap();
    let (nia, page) = app.sign_in("nia@acme.example", &password(&printed)).await;
    assert_eq!(page.path(), "/choose-password", "it is temporary: {}", page.text());
    nia.post("/choose-password", &[("password", PASSWORD), ("confirm_password", PASSWORD)]).await;
    assert_eq!(nia.get("/w/acme/audit").await.status, 200);
    assert!(!ana.get("/w/acme/invitations").await.shows("nia@acme.example"), "the invitation is superseded");
    assert_eq!(ana.get("/w/acme/users").await.all(".page-title .count"), ["2"]);
}

#[rstest]
#[tokio::test]
async fn accounts_are_made_at_the_command_line(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let make = |email: &'static str, more: &[&'static str]| {
        let who = ["account", "create", "--email", email, "--first-name", "Nia", "--last-name", "Neu"];
        [&who[..], more].concat()
    };
    let printed = app.command(&make("nia@acme.example", &[])).await.unwrap();
    assert_eq!(app.sign_in("nia@acme.example", &password(&printed)).await.1.path(), "/choose-password");
    let in_acme = ["--workspace", "acme"];
    let clerk = make("caio@acme.example", &[&in_acme[..], &["--role", "manager"]].concat());
    app.command(&clerk).await.unwrap();
    let chief = make("dora@acme.example", &[&in_acme[..], &["--super-user"]].concat());
    app.command(&chief).await.unwrap();
    let list = ana.get("/w/acme/users?columns=role&sort=email").await;
    assert_eq!(list.all("tbody .person-mail"), ["ana@acme.example", "caio@acme.example", "dora@acme.example"]);
    assert_eq!(list.all("tbody .badge"), ["Super-user", "Manager", "Super-user"]);

    for (line, why) in [
        (make("nia@acme.example", &[]), "has an account already"),
        (make("nia@acme.example", &["--workspace", "acme", "--super-user"]), "has an account already"),
        (make("eva@acme.example", &["--workspace", "acme", "--role", "King"]), "acme has no role \"King\""),
        (make("eva@acme.example", &["--workspace", "nowhere", "--super-user"]), "there is no workspace nowhere"),
        (make("eva@acme.example", &["--workspace", "acme"]), "--role"),
        (make("eva@acme.example", &["--super-user"]), "--workspace"),
        (make("eva", &[]), "an e-mail address"),
    ] {
        let refused = app.command(&line).await.unwrap_err();
        assert!(refused.contains(why), "{line:?}: {refused}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 4);
    let help = app.command(&["account", "--help"]).await.unwrap();
    assert!(help.contains("create") && help.contains("recover-admin"), "{help}");
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'account.create'";
    assert_eq!(number(&app, told).await, 1);
}

#[rstest]
#[tokio::test]
async fn operator_commands_refuse_everyone_else(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana) = TestApp::with_super_user(kind).await;
    let ana = app.acting("ana@acme.example").await;
    let refused = recover_admin(&ana, "acme", "ana@acme.example", None).await;
    assert_eq!(refused, Err(Error::Forbidden));
}
