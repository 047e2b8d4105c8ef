//! The audit: who may read it, what it finds, and that nobody changes it unseen.

use crate::accept::invite;
use crate::people::{act, id_of};
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::audit::{self, Action, Broken, Event, Verified, Whole};
use domain::db::{Query, query};
use domain::{Context, audit_log};
use model::audit::{AuditQuery, Channel, Cursor};
use model::ids::WorkspaceId;
use rstest::rstest;
use std::time::Duration;
use uuid::Uuid;

const AUDIT: &str = "/w/acme/audit";
const DAY: Duration = Duration::from_hours(24);

async fn run(app: &TestApp, sql: &str) -> Result<u64, domain::db::DbError> {
    let mut tx = app.roster.db.write().await.unwrap();
    let changed = query(sql.to_owned()).run(&mut tx).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn number(app: &TestApp, sql: &'static str) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let (number,): (i64,) = query(sql).one(&mut tx).await.unwrap();
    number
}

async fn id(app: &TestApp, sql: &'static str) -> Uuid {
    let mut tx = app.roster.db.read().await.unwrap();
    let (id,): (Uuid,) = query(sql).one(&mut tx).await.unwrap();
    id
}

/// Ana's own context, of one who is signed in.
async fn as_ana(app: &TestApp) -> Context {
    Context { channel: Channel::Page, ..app.acting("ana@acme.example").await }
}

async fn signed_in(app: &TestApp) -> Browser {
    app.sign_in("ana@acme.example", PASSWORD).await.0
}

/// So many more events, a second apart.
async fn happen(app: &TestApp, times: usize) {
    let ctx = as_ana(app).await;
    let acme = WorkspaceId(id(app, "SELECT id FROM workspaces WHERE slug = 'acme'").await);
    for n in 0..times {
        app.advance(Duration::from_secs(1));
        let mut tx = ctx.write().await.unwrap();
        Event::new(Action::ViewShare).within(acme).target(acme, &format!("n {n}")).record(&ctx, &mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn verify(app: &TestApp) -> Result<Whole, Broken> {
    let mut verified = audit::verify(&app.operator(), Some("acme")).await.unwrap();
    assert_eq!(verified.len(), 1);
    verified.remove(0).found
}

/// What the page tells.
fn told(page: &Page) -> Vec<String> {
    assert_eq!(page.status, 200, "{}", page.text());
    page.all(".audit-told > p")
}

#[rstest]
#[tokio::test]
async fn whatever_is_done_is_in_a_chain(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    invite(&ana, "caio@acme.example").await;
    act(&ana, &id_of(&ana, "bea@acme.example").await, "suspend").await;
    let all: Vec<Verified> = audit::verify(&app.operator(), None).await.unwrap();
    let slugs: Vec<Option<&str>> = all.iter().map(|chain| chain.slug.as_deref()).collect();
    assert_eq!(slugs, [None, Some("acme")]);
    let events: i64 = all.iter().map(|chain| chain.found.as_ref().unwrap().events).sum();
    assert_eq!(events, number(&app, "SELECT COUNT(*) FROM audit_events").await);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM audit_unsealed").await, 0);

    let before = verify(&app).await.unwrap();
    assert_eq!((before.events, before.position), (4, 4));
    assert_eq!(verify(&app).await, Ok(before.clone()), "asking changes nothing");
    happen(&app, 1).await;
    let after = verify(&app).await.unwrap();
    assert_eq!(after.position, 5);
    assert_ne!(after.hash, before.hash);
    assert!(audit::verify(&app.operator(), Some("nowhere")).await.is_err());
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn many_writers_and_sealers_at_once_leave_a_whole_chain(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let sealing: Vec<_> = (0..3)
        .map(|_| {
            let ctx = app.operator();
            tokio::spawn(async move {
                for _ in 0..30 {
                    audit::seal(&ctx).await.unwrap();
                    // Slow on purpose: sealing goes on for as long as there is writing.
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            })
        })
        .collect();
    let writing: Vec<_> = (0..8)
        .map(|_| {
            let ana = ana.clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    assert_eq!(ana.download("/w/acme/users/download?format=csv").await.status, 200);
                }
            })
        })
        .collect();
    for task in sealing.into_iter().chain(writing) {
        task.await.unwrap();
    }
    assert_eq!(verify(&app).await.unwrap().events, 81);
}

#[rstest]
#[tokio::test]
async fn a_writer_waits_for_no_other_and_for_no_sealer(#[values(Postgres)] kind: Kind) {
    let (app, _ana) = TestApp::with_super_user(kind).await;
    let (ctx, acme) = (as_ana(&app).await, id(&app, "SELECT id FROM workspaces WHERE slug = 'acme'").await);
    let event = || Event::new(Action::ViewShare).within(WorkspaceId(acme));
    let mut slow = ctx.write().await.unwrap();
    event().record(&ctx, &mut slow).await.unwrap();
    let quick = async {
        let mut tx = ctx.write().await.unwrap();
        event().record(&ctx, &mut tx).await.unwrap();
        tx.commit().await.unwrap();
        verify(&app).await
    };
    let while_slow = tokio::time::timeout(Duration::from_secs(4), quick).await.expect("nobody waits");
    assert_eq!(while_slow.unwrap().events, 2, "what is not committed is not there");
    slow.commit().await.unwrap();
    assert_eq!(verify(&app).await.unwrap().events, 3);
}

/// Someone who owns the database takes its guards away, and does this.
async fn tamper(app: &TestApp, kind: Kind, sql: &[&str]) {
    let guards = ["audit_events_update", "audit_events_delete", "audit_chain_update", "audit_chain_delete"];
    for guard in guards {
        let table = if guard.contains("chain") { "audit_chain" } else { "audit_events" };
        let drop = match kind {
            Sqlite => format!("DROP TRIGGER {guard}"),
            Postgres => format!("DROP TRIGGER {guard} ON {table}"),
        };
        run(app, &drop).await.unwrap();
    }
    for sql in sql {
        assert_eq!(run(app, sql).await.unwrap(), 1, "{sql}");
    }
}

#[rstest]
#[case::event(&["UPDATE audit_events SET target = 'n 9' WHERE target = 'n 2'"], "changed 4")]
#[case::time(&["UPDATE audit_events SET at = at - 1 WHERE target = 'n 0'"], "changed 2")]
#[case::actor(&["UPDATE audit_events SET actor_id = NULL WHERE target = 'n 5'"], "changed 7")]
#[case::state(
    &["UPDATE audit_events SET before = after, after = before, address = 'x' WHERE target = 'n 3'"],
    "changed 5"
)]
#[case::link(
    &["UPDATE audit_chain SET hash = (SELECT o.hash FROM audit_chain o WHERE o.position = 6) WHERE position = 3"],
    "changed 3"
)]
#[case::deleted_event(&["DELETE FROM audit_events WHERE target = 'n 1'"], "missing 3")]
#[case::deleted_link(&["DELETE FROM audit_chain WHERE position = 5"], "gap 5")]
#[case::deleted_both(
    &["DELETE FROM audit_events WHERE target = 'n 1'", "DELETE FROM audit_chain WHERE position = 3"],
    "gap 3"
)]
#[case::first_link(&["DELETE FROM audit_chain WHERE position = 1"], "gap 1")]
#[case::last_link(&["DELETE FROM audit_chain WHERE position = 7"], "gap 7")]
#[case::last_link_and_head(
    &["DELETE FROM audit_chain WHERE position = 7",
      "UPDATE audit_heads SET position = 6, hash = (SELECT c.hash FROM audit_chain c WHERE c.position = 6)"],
    "unlinked"
)]
#[tokio::test]
async fn whatever_someone_changes_is_named(
    #[values(Sqlite, Postgres)] kind: Kind,
    #[case] sql: &[&str],
    #[case] expected: &str,
) {
    let app = TestApp::without_mail(kind).await;
    app.set_up().await;
    happen(&app, 6).await;
    assert_eq!(verify(&app).await.unwrap().events, 7);
    tamper(&app, kind, sql).await;
    let broken = verify(&app).await.unwrap_err();
    let found = match broken {
        Broken::Changed { position, .. } => format!("changed {position}"),
        Broken::Missing { position, .. } => format!("missing {position}"),
        Broken::Gap { position } => format!("gap {position}"),
        Broken::Unlinked { .. } => "unlinked".into(),
    };
    assert_eq!(found, expected);
    if let Broken::Unlinked { event } = broken {
        assert_eq!(event, id(&app, "SELECT id FROM audit_events WHERE target = 'n 5'").await);
    }
    let all = audit::verify(&app.operator(), None).await.unwrap();
    assert!(all.iter().all(|chain| chain.found.is_ok() == (chain.slug.is_none())), "{all:?}");
}

#[rstest]
#[tokio::test]
async fn the_database_refuses_to_change_or_delete(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    app.set_up().await;
    verify(&app).await.unwrap();
    let mut refused = vec![
        "UPDATE audit_events SET target = 'x'",
        "UPDATE audit_chain SET position = 7",
        "DELETE FROM audit_events",
        "DELETE FROM audit_chain",
    ];
    if kind == Postgres {
        refused.extend(["TRUNCATE audit_events", "TRUNCATE audit_chain"]);
    }
    for sql in refused {
        let error = run(&app, sql).await.unwrap_err().to_string();
        assert!(error.contains("the audit is append-only"), "{sql}: {error}");
    }
    assert_eq!(verify(&app).await.unwrap().events, 1);
}

#[rstest]
#[tokio::test]
async fn filters_find_by_who_what_whom_how_and_when(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    app.advance(Duration::from_secs(1));
    let bea = member(&app, &ana, "Bea@acme.example", "Manager").await;
    app.advance(Duration::from_secs(1));
    invite(&bea, "caio@acme.example").await;
    app.advance(Duration::from_secs(1));
    let id = id_of(&ana, "Bea@acme.example").await;
    act(&ana, &id, "suspend").await;
    let today = app.roster.clock.now();
    let day = |later: u32| {
        let at = jiff::Timestamp::from_microsecond(today).unwrap() + DAY * later;
        at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    };
    let suspended = "Ana Souza suspended Bea@acme.example";
    let invited = "Bea Lima invited caio@acme.example";
    let added = "Ana Souza added Bea@acme.example";
    let set_up = "Ana Souza set up the workspace";
    for (query, found) in [
        ("", vec![suspended, invited, added, set_up]),
        ("who=BEA@acme.example", vec![invited]),
        ("who=ana@acme.example", vec![suspended, added, set_up]),
        ("who=nobody@acme.example", vec![]),
        ("what=member.", vec![suspended, added]),
        ("what=member.create", vec![added]),
        ("what=member", vec![]),
        ("what=shoe.", vec![]),
        ("whom=bea@ACME.example", vec![suspended, added]),
        (&format!("whom={id}"), vec![suspended, added]),
        ("whom=bea", vec![suspended, added]),
        ("whom=be", vec![suspended, added]),
        ("who=souz&what=member.", vec![suspended, added]),
        ("who=acme.example", vec![]),
        ("how=page", vec![suspended, invited, added, set_up]),
        ("how=import", vec![]),
        (&format!("from={0}&to={0}", day(0)), vec![suspended, invited, added, set_up]),
        (&format!("from={}", day(1)), vec![]),
        ("to=2001-01-01", vec![]),
        ("who=ana@acme.example&what=member.&whom=bea@acme.example&how=page", vec![suspended, added]),
    ] {
        assert_eq!(told(&ana.get(&format!("{AUDIT}?{query}")).await), found, "{query}");
    }
    for bad in ["how=shoe", "from=yesterday", "to=2026-02-30", "after=x"] {
        assert!(ana.get(&format!("{AUDIT}?{bad}")).await.shows("This can't be shown"), "{bad}");
    }
}

#[rstest]
#[tokio::test]
async fn an_event_says_how_from_where_and_what_it_changed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    let page = ana.get(&format!("{AUDIT}?what=member.create")).await;
    assert_eq!(page.all(".audit-event summary .muted"), ["Web · 127.0.0.1"]);
    let cells = page.all(".audit-changes tbody th, .audit-changes tbody td");
    assert!(cells.chunks(3).any(|row| row == ["Role", "–", "Manager"]), "{cells:?}");
    assert!(cells.chunks(3).any(|row| row == ["Had an account", "–", "No"]), "{cells:?}");
    assert_eq!(page.all(".audit-date").len(), 1);
    let links = page.all(".audit-details a");
    assert_eq!(links, ["Everything by Ana Souza", "Everything about bea@acme.example"]);
    let about = page.attribute(".audit-details a:last-child", "href").unwrap();
    assert_eq!(told(&ana.get(&about).await), ["Ana Souza added bea@acme.example"]);
    let activity = format!("/w/acme/users/{}?tab=activity", id_of(&ana, "bea@acme.example").await);
    let all = ana.get(&activity).await.attribute(".panel-body p > a.link", "href").unwrap();
    assert_eq!(all, about, "the panel leads there too");
    for (language, title) in [("pt-BR", "Auditoria"), ("es", "Auditoría")] {
        ana.post("/preferences/language", &[("to", language), ("next", AUDIT)]).await;
        let page = ana.get(AUDIT).await;
        assert_eq!(page.all("h1"), [title]);
        assert!(!page.body.contains("[?]"), "{}", page.text());
    }
}

#[rstest]
#[tokio::test]
async fn audit_pages_go_forward_and_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    happen(&app, 119).await;
    let mut pages = Vec::new();
    let mut address = AUDIT.to_owned();
    loop {
        let page = ana.get(&address).await;
        pages.push(told(&page));
        match page.attribute(".pager a[rel=next]", "href") {
            Some(next) => address = next,
            None => break,
        }
        assert!(pages.len() < 4);
    }
    let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [50, 50, 20]);
    assert_eq!(pages[0][0], "Ana Souza shared the view n 118");
    assert_eq!(pages[2][19], "Ana Souza set up the workspace");
    for expected in [1, 0] {
        let page = ana.get(&address).await;
        address = page.attribute(".pager a[rel=prev]", "href").unwrap();
        assert_eq!(told(&ana.get(&address).await), pages[expected]);
    }
    assert_eq!(ana.get(&address).await.attribute(".pager a[rel=prev]", "href"), None);
    let narrowed = ana.get(&format!("{AUDIT}?what=view.&who=ana@acme.example")).await;
    let next = narrowed.attribute(".pager a[rel=next]", "href").unwrap();
    assert!(next.contains("who=ana") && next.contains("what=view."), "{next}");
}

#[rstest]
#[tokio::test]
async fn audit_without_permission_is_403_and_for_strangers_404(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let auditor = member(&app, &ana, "aud@acme.example", "Auditor").await;
    let viewer = member(&app, &ana, "bea@acme.example", "Viewer").await;
    assert!(auditor.get(AUDIT).await.all(".nav-label").contains(&"Audit".to_owned()));
    assert_eq!(auditor.download("/w/acme/audit/download?format=csv").await.status, 200);
    for address in [AUDIT, "/w/acme/audit/download?format=csv"] {
        let page = viewer.get(address).await;
        assert!(page.status == 403 && page.shows("You may not do this"), "{}", page.text());
        assert!(!page.all(".nav-label").contains(&"Audit".to_owned()));
        assert!(app.browser().get(address).await.path().starts_with("/sign-in?next="));
    }
    for bad in ["", "format=pdf", "format=csv&how=shoe"] {
        assert_eq!(ana.get(&format!("/w/acme/audit/download?{bad}")).await.status, 422, "{bad}");
    }
}

#[rstest]
#[tokio::test]
async fn it_is_a_file_in_both_formats(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    happen(&app, 2_500).await;
    app.advance(Duration::from_secs(1));
    let csv = ana.download("/w/acme/audit/download?format=csv&what=view.share").await;
    let named = csv.headers["content-disposition"].to_str().unwrap().to_owned();
    assert!(named.starts_with("attachment; filename=\"audit-acme-2"), "{named}");
    let rows = csv.rows();
    assert_eq!(rows[0][..7], ["When", "Event", "Who", "E-mail", "Action", "Target", "ID"]);
    assert_eq!(rows[0][7..], ["Source", "Address", "Before", "After", "Access token"]);
    let whom: Vec<&str> = rows[1..].iter().map(|row| row[5].as_str()).collect();
    let expected: Vec<String> = (0..2_500).rev().map(|n| format!("n {n}")).collect();
    assert_eq!(whom, expected, "each once, the newest first");
    assert_eq!(rows[1][1..5], ["Ana Souza shared the view n 2499", "Ana Souza", "ana@acme.example", "view.share"]);
    app.advance(Duration::from_secs(1));
    let all = ana.download("/w/acme/audit/download?format=xlsx").await.rows();
    assert_eq!(all.len(), 1 + 2_500 + 3, "two downloads and the set-up besides");
    assert_eq!(all[1][4], "audit.export");
    assert!(all[1][10].contains("xlsx"), "{:?}", all[1]);
    assert!(all[2][10].contains("?what=view.share"), "{:?}", all[2]);
}

#[rstest]
#[tokio::test]
async fn audit_retention_deletes_old_events_and_the_rest_verifies(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    app.set_up().await;
    happen(&app, 1_200).await;
    app.advance(DAY * 40);
    happen(&app, 5).await;
    let before = verify(&app).await.unwrap();
    assert_eq!(before.events, 1_206);
    let retain = async || audit::retain(&app.operator(), DAY * 30).await.unwrap();
    retain().await;
    let after = verify(&app).await.unwrap();
    assert_eq!((after.events, after.position), (5 + 2, before.position + 2), "two pieces went, each with an event");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM audit_events WHERE workspace_id IS NOT NULL").await, 7);
    retain().await;
    assert_eq!(verify(&app).await, Ok(after), "once a day");

    let ana = signed_in(&app).await;
    let page = ana.get(&format!("{AUDIT}?what=audit.retain")).await;
    assert_eq!(told(&page), ["Roster deleted events that were older than they are kept"; 2]);
    let cells = page.all(".audit-changes td:last-child");
    assert!(cells.contains(&"1,000".to_owned()) && cells.contains(&"201".to_owned()), "{cells:?}");

    // What is left is guarded as before, and what goes next is not the whole chain.
    assert!(run(&app, "DELETE FROM audit_events").await.is_err());
    app.advance(DAY * 31);
    happen(&app, 1).await;
    audit::seal(&app.operator()).await.unwrap();
    retain().await;
    assert_eq!(verify(&app).await.unwrap().events, 2);
    tamper(&app, kind, &["UPDATE audit_events SET target = 'x' WHERE target = 'n 0'"]).await;
    assert!(matches!(verify(&app).await, Err(Broken::Changed { .. })));
}

/// Of the table or one of its indices.
fn reads_all(kind: Kind, step: &str) -> bool {
    match kind {
        Sqlite => step.starts_with("SCAN e") || step.starts_with("SCAN audit") || step.contains("SCAN a "),
        Postgres => step.contains("Seq Scan on audit") || step.contains("Seq Scan on accounts"),
    }
}

#[rstest]
#[tokio::test]
async fn an_index_answers_every_question(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    app.set_up().await;
    happen(&app, 300).await;
    let ctx = as_ana(&app).await;
    let asked = |who: &str, what: &str, whom: &str| AuditQuery {
        who: who.into(),
        what: what.into(),
        whom: whom.into(),
        ..AuditQuery::default()
    };
    let some = Uuid::from_u128(u128::MAX / 2);
    for asked in [
        AuditQuery::default(),
        asked("ana@acme.example", "", ""),
        asked("", "view.share", ""),
        asked("", "view.", ""),
        asked("", "", "n 7"),
        asked("", "", &some.to_string()),
        asked("ana@acme.example", "view.", "n 7"),
        AuditQuery { how: Some(Channel::Page), ..AuditQuery::default() },
        AuditQuery { from: Some("2026-01-01".into()), to: Some("2100-01-01".into()), ..AuditQuery::default() },
    ] {
        for after in [None, Some(Cursor::Older(some)), Some(Cursor::Newer(Uuid::nil()))] {
            let asked = AuditQuery { after, ..asked.clone() };
            app.roster.db.record(true);
            audit_log::page(&ctx, "acme", &asked).await.unwrap();
            let recorded: Vec<Query> = app.roster.db.record(false);
            assert!(recorded.len() <= 8, "{asked:?}");
            let mut tx = app.roster.db.read().await.unwrap();
            if kind == Postgres {
                query("SET LOCAL enable_seqscan = off").run(&mut tx).await.unwrap();
            }
            for query in recorded.into_iter().filter(|query| query.sql().contains("audit_events")) {
                let sql = query.sql().to_owned();
                let plan = query.plan(&mut tx).await.unwrap();
                assert!(!plan.iter().any(|step| reads_all(kind, step)), "{asked:?}\n{sql}\n{}", plan.join("\n"));
                // One index has both the events and their order: only what is found is put in order.
                let sorts =
                    plan.iter().filter(|step| step.contains("TEMP B-TREE") || step.contains("Sort Key")).count();
                assert!(sorts <= 1, "{asked:?}\n{sql}\n{}", plan.join("\n"));
            }
        }
    }
}

#[rstest]
#[tokio::test]
async fn chosen_days_show_in_the_readers_language(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    for (language, from) in [("en", "1 August 2026"), ("pt-BR", "1º de agosto de 2026"), ("es", "1 de agosto de 2026")]
    {
        ana.post("/preferences/language", &[("to", language), ("next", "/")]).await;
        let page = ana.get("/w/acme/audit?from=2026-08-01").await;
        assert_eq!((page.all("#from-day").concat(), page.all("#to-day").concat()), (from.to_owned(), String::new()));
    }
}

#[rstest]
#[tokio::test]
async fn permissions_and_actions_are_named_in_the_readers_language(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    ana.post("/w/acme/roles/new", &[("name", "Desk"), ("allow", "users:read"), ("allow", "users:write")]).await;
    ana.post("/preferences/language", &[("to", "pt-BR"), ("next", "/")]).await;
    let page = ana.get(AUDIT).await;
    assert!(page.shows("Usuários: Ver, Usuários: Editar") && page.shows("Web ·"), "{}", page.text());
    assert!(!page.shows("users:read"), "{}", page.text());
    let time = page.all(".audit-event > time").remove(0);
    assert_eq!(time.split(':').count(), 3, "to the second: {time}");
}
