//! What is left of an account that is deleted, of a workspace that is purged, and of mails and work that are over.
//! These stories read the schema: a table that holds an account or a workspace and is filled by none of them fails.

use crate::accept::{accept, invite};
use crate::bulk::bulk;
use crate::people::id_of;
use crate::support::{Api, Browser, Kind, PASSWORD, Postgres, Sqlite, TestApp};
use crate::wizard::answer;
use crate::{factors, groups, import, passkeys, roles, tokens, wizard, workspace_tokens};
use domain::db::query;
use domain::invitations::NewInvitation;
use domain::mail::{Mailer, deliver_due};
use domain::users::{save_list_preferences, save_view};
use domain::{account, downloads, invitations, worker, workspaces};
use model::lab::{PastFeature, PastKind};
use model::users::{ListPreferences, RoleChoice, Source, Texts};
use rstest::rstest;
use std::collections::BTreeSet;
use std::time::Duration;
use uuid::Uuid;

const BEA: &str = "bea@acme.example";
/// Everyone in these stories who accepts an invitation has this name.
const NAME: &str = "Reis";
const DAY: Duration = Duration::from_hours(24);

/// Each column of a type, as `table.column`; but for the audit's text, which stays, and the search index, which holds
/// neither ids nor whole words.
async fn columns(app: &TestApp, kind: Kind, holding: &str) -> BTreeSet<String> {
    let sql = match kind {
        Sqlite => {
            "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE '%sqlx%' AND m.name NOT LIKE 'member_search%' AND c.type = $1"
        }
        Postgres => {
            "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
             JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
             WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND t.table_name NOT LIKE '%sqlx%'
               AND t.table_name <> 'member_search' AND c.data_type = $1"
        }
    };
    let type_name = match (kind, holding) {
        (Sqlite, "ids") => "BLOB",
        (Postgres, "ids") => "uuid",
        (Sqlite, _) => "TEXT",
        (Postgres, _) => "text",
    };
    let rows: Vec<(String,)> = query(sql).bind(type_name).all(&mut app.roster.db.read().await.unwrap()).await.unwrap();
    rows.into_iter().map(|(column,)| column).collect()
}

/// The columns in which an id stands.
async fn holding_id(app: &TestApp, kind: Kind, id: Uuid) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for column in columns(app, kind, "ids").await {
        let (table, name) = column.split_once('.').unwrap();
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {name} = $1)");
        let (there,): (bool,) = query(sql).bind(id).one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
        if there {
            found.insert(column);
        }
    }
    found
}

/// The columns in which a text stands, in part or whole.
pub async fn holding_text(app: &TestApp, kind: Kind, text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for column in columns(app, kind, "texts").await {
        let (table, name) = column.split_once('.').unwrap();
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE LOWER({name}) LIKE $1)");
        let pattern = format!("%{}%", text.to_lowercase());
        let (there,): (bool,) = query(sql).bind(pattern).one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
        if there && table != "audit_events" {
            found.insert(column);
        }
    }
    found
}

/// A column of this name that nothing has filled is one that these stories do not know yet: fill it, and erase it.
async fn assert_filled(app: &TestApp, kind: Kind, name: &str, id: Uuid) {
    let filled = holding_id(app, kind, id).await;
    let named = columns(app, kind, "ids").await.into_iter().filter(|column| column.ends_with(&format!(".{name}")));
    let empty: Vec<String> = named.filter(|column| !filled.contains(column)).collect();
    assert!(empty.is_empty(), "no row holds the id: {empty:?}");
}

async fn id(app: &TestApp, sql: &'static str) -> Uuid {
    let (id,): (Uuid,) = query(sql).one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
    id
}

async fn number(app: &TestApp, sql: &'static str) -> i64 {
    let (number,): (i64,) = query(sql).one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
    number
}

/// Delivers what waits to a mail server that takes nothing, now or later.
async fn refuse_mails(app: &TestApp) {
    let nobody_home = Mailer::new("smtp://127.0.0.1:9", "roster@example.org").unwrap();
    for _ in 0..14 {
        deliver_due(&app.operator(), &nobody_home).await.unwrap();
        app.advance(Duration::from_hours(6));
    }
}

/// A feature that is on, one that is past, what was counted, and what the workspace says.
async fn use_lab(app: &TestApp, ana: &Browser, bea: &Browser) {
    for feature in ["insights", "command-palette"] {
        bea.post("/settings/lab", &[("action", "on"), ("feature", feature)]).await;
    }
    ana.post("/w/acme/settings/lab", &[("feature", "insights"), ("policy", "force")]).await;
    let past = PastFeature { key: "command-palette", kind: PastKind::Removed, on: "2026-12-01" };
    domain::lab::tell_of_past(&app.operator(), &[past]).await.unwrap();
    domain::lab::flush(&app.operator()).await.unwrap();
}

/// What the worker keeps of a workspace of many people.
async fn count_people(app: &TestApp) {
    let mut tx = app.roster.db.write().await.unwrap();
    let counted = "INSERT INTO workspace_insights (workspace_id, counted_at, counts)
                   SELECT id, 0, '{}' FROM workspaces WHERE slug = 'acme'";
    query(counted).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// A workspace with someone in it who has used everything.
async fn filled(kind: Kind) -> (TestApp, Browser) {
    let (app, ana) = passkeys::named(kind).await;
    invite(&ana, BEA).await;
    let bea = app.browser();
    assert_eq!(accept(&bea, &invitation(&app).await).await.path(), "/w/acme");
    let manager = roles::address(&ana, "Manager").await.rsplit('/').next().unwrap().to_owned();
    groups::add(&ana, "Phones", &[manager]).await;
    groups::tick(&ana, BEA, &[&groups::group(&ana, "Phones").await]).await;
    ana.post("/workspaces/new", &[("name", "Other"), ("slug", "other")]).await;
    domain::workspaces::domains::add(&app.acting("ana@acme.example").await, "acme", "acme.example").await.unwrap();
    what_she_keeps(&app, &bea).await;
    what_work_says(&app, &ana, &bea).await;
    elsewhere(&app).await;
    app.sign_in(BEA, PASSWORD).await;
    // Not sealed yet.
    save_view(&app.acting("ana@acme.example").await, "acme", "Later", "", true).await.unwrap();
    // Last: it ends the sessions that began without it.
    factors::set_up(&app, &bea).await;
    passkeys::add(&app, &bea, "Laptop").await;
    add_webhook(&app).await;
    add_connection(&app).await;
    add_provider(&app).await;
    add_credits(&app).await;
    count_people(&app).await;
    let token = tokens::made(&bea, "read", "acme").await;
    Api::new(&app, &token).get("/workspaces/acme/users").await;
    domain::tokens::calls::flush(&app.roster).await.unwrap();
    use_lab(&app, &ana, &bea).await;
    keep_out(&app, &ana).await;
    workspace_tokens::made_for_acme(&ana, "users:read").await;
    app.add_identity(BEA, "acme").await;
    (app, ana)
}

/// Her token is kept out of Acme.
async fn keep_out(app: &TestApp, ana: &Browser) {
    let as_ana = app.acting("ana@acme.example").await;
    let found = domain::tokens::workspace::list(&as_ana, "acme", None, 10).await.unwrap();
    let page =
        ana.post(&format!("{}/{}", workspace_tokens::LIST, found.tokens[0].token.id), &[("action", "revoke")]).await;
    assert!(page.path().contains("done=token_denied"), "{}", page.text());
}

/// The path of the one link that was mailed: passkeys have it at a name.
async fn invitation(app: &TestApp) -> String {
    let mails = app.mails().await;
    let text = mails[0]["text"].as_str().unwrap();
    let (_, link) = text.split_once(&app.roster.settings.public_url).unwrap();
    link.split_whitespace().next().unwrap().to_owned()
}

async fn what_she_keeps(app: &TestApp, bea: &Browser) {
    let as_bea = app.acting(BEA).await;
    save_list_preferences(&as_bea, &ListPreferences::default()).await.unwrap();
    save_view(&as_bea, "acme", "Phones", "status=active", true).await.unwrap();
    downloads::begin(&as_bea, "a file", None).await.unwrap();
    assert_eq!(answer(bea, "", "email", &[("email", "dora@acme.example")]).await.query("step"), "name");
    let page = bea.post("/settings/security", &[("action", "email"), ("email", "new@acme.example")]).await;
    assert!(page.path().contains("done"), "{}", page.text());
}

/// She is in others' work, and has begun some herself.
async fn what_work_says(app: &TestApp, ana: &Browser, bea: &Browser) {
    let (her, me) = (id_of(ana, BEA).await, id_of(ana, "ana@acme.example").await);
    bulk(ana, "", &[("action", "activate"), ("id", &me), ("id", &her)]).await;
    let file = format!("Email,First name,Last name\n{BEA},Caio,Reis-Lima\n");
    let plan = import::planned(app, ana, &file, "invite").await;
    import::decide(app, ana, &plan, "apply").await;
    import::planned(app, ana, &file, "invite").await;
    bea.upload("/w/acme/users/import", "hers.csv", file.as_bytes()).await;
}

/// Another workspace has removed her, and one invites her; what can be made by no page while all of the rest is.
async fn elsewhere(app: &TestApp) {
    let as_ana = app.acting("ana@acme.example").await;
    let mut tx = app.roster.db.write().await.unwrap();
    let membership = as_ana.membership(&mut tx, "other").await.unwrap();
    let new = NewInvitation {
        email: BEA.to_owned(),
        first_name: "Caio".into(),
        last_name: "Reis".into(),
        texts: Texts::default(),
        role: RoleChoice::SuperUser,
        source: Source::Invited,
    };
    invitations::send_in(&as_ana, &mut tx, &membership, new).await.unwrap();
    for slug in ["acme", "other"] {
        query(
            "INSERT INTO removed_accounts (workspace_id, account_id)
             SELECT w.id, a.id FROM workspaces w, accounts a WHERE w.slug = $1 AND a.email = $2",
        )
        .bind(slug)
        .bind(BEA)
        .run(&mut tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    refuse_one(app).await;
    domain::audit::seal(&app.operator()).await.unwrap();
}

/// A webhook that she has added, with a message that was tried.
async fn add_webhook(app: &TestApp) {
    let mut tx = app.roster.db.write().await.unwrap();
    for sql in [
        "INSERT INTO webhook_endpoints
             (id, workspace_id, url, description, events, payload, enabled, secret, paused_until, leased_until,
              created_by, created_at, version)
         SELECT $2, w.id, 'https://1.1.1.1/', '', 'role.delete', 'thin', TRUE, $3, 0, 0, a.id, 1, 1
         FROM workspaces w, accounts a WHERE w.slug = 'acme' AND a.email = $1",
        "INSERT INTO webhook_messages
             (endpoint_id, event_id, workspace_id, event_type, payload, status, attempts, step, next_at, created_at)
         SELECT $2, $2, w.id, 'role.delete', 'thin', 'failed', 1, 1, 1, 1 FROM workspaces w, accounts a
         WHERE w.slug = 'acme' AND a.email = $1 AND $3 IS NOT NULL",
        "INSERT INTO webhook_attempts (endpoint_id, event_id, workspace_id, attempt, at, duration, signature)
         SELECT $2, $2, w.id, 1, 1, 1, '' FROM workspaces w, accounts a
         WHERE w.slug = 'acme' AND a.email = $1 AND $3 IS NOT NULL",
    ] {
        let added = query(sql).bind(BEA).bind(Uuid::from_u128(1)).bind(vec![1]).run(&mut tx).await.unwrap();
        assert_eq!(added, 1, "{sql}");
    }
    tx.commit().await.unwrap();
}

/// Her mailbox, which knows her by name and address.
async fn add_connection(app: &TestApp) {
    let mut tx = app.roster.db.write().await.unwrap();
    let sql = "INSERT INTO connections
             (id, account_id, service, subject, name, email, scopes, access_token, refresh_token, access_expires_at,
              connected_at, claims, refreshing_until, refreshing_by, version, calendar, calendar_at)
         SELECT $2, a.id, 'outlook_mail', 'mailbox', $4, a.email, 'Mail.Send', $3, $3, 1, 1, '', 0, $2, 1, $3, 1
         FROM accounts a WHERE a.email = $1";
    let added = query(sql).bind(BEA).bind(Uuid::from_u128(9)).bind(vec![1]).bind(NAME).run(&mut tx).await.unwrap();
    assert_eq!(added, 1);
    tx.commit().await.unwrap();
}

/// The workspace's provider, which she has tested, whose group she has mapped, and without which she alone comes in.
async fn add_provider(app: &TestApp) {
    let mut tx = app.roster.db.write().await.unwrap();
    let provider = "INSERT INTO identity_providers
             (id, workspace_id, name, issuer, client_id, client_secret, groups_claim, auto_join, required,
              break_glass_id, tested_at, tested_by, tested_claims, version, created_at)
         SELECT $2, w.id, 'Login', 'https://id.example', 'roster', $3, 'groups', TRUE, FALSE, a.id, 1, a.id, $3, 1, 1
         FROM workspaces w, accounts a WHERE w.slug = 'acme' AND a.email = $1";
    let added = query(provider).bind(BEA).bind(Uuid::from_u128(10)).bind(vec![1]).run(&mut tx).await.unwrap();
    assert_eq!(added, 1);
    let group = "INSERT INTO identity_provider_groups (provider_id, group_name, role_id, mapped_by, created_at)
         SELECT p.id, 'staff', r.id, a.id, 1 FROM identity_providers p
         JOIN roles r ON r.workspace_id = p.workspace_id, accounts a WHERE r.name = 'Member' AND a.email = $1";
    let added = query(group).bind(BEA).run(&mut tx).await.unwrap();
    assert_eq!(added, 1);
    tx.commit().await.unwrap();
}

/// Credits that she has given, used, reserved, asked for and decided about, and a cap of hers.
async fn add_credits(app: &TestApp) {
    let mut tx = app.roster.db.write().await.unwrap();
    let of_hers = "FROM workspaces w, accounts a WHERE w.slug = 'acme' AND a.email = $1";
    for (into, values) in [
        (
            "credit_wallets (workspace_id, active, posted, granted, consumed, expired, corrected, held, entries, head,
                 last_at, due_at, forecast_days, version)",
            "w.id, TRUE, 9, 10, 1, 0, 0, 5, 1, $3, 1, 9223372036854775807, 0, 1",
        ),
        (
            "credit_grants (id, workspace_id, category, amount, remaining, held, priority, effective_at, entered, note,
                 created_by, created_at)",
            "$2, w.id, 'paid', 10, 9, 5, 1, 1, TRUE, '', a.id, 1",
        ),
        (
            "credit_holds (id, workspace_id, account_id, feature, amount, posted, state, note, lifetime, expires_at,
                 created_at)",
            "$2, w.id, a.id, 'ai.text', 5, 0, 'live', '', 1, 9223372036854775807, 1",
        ),
        ("credit_hold_parts (hold_id, n, grant_id, amount)", "$2, 0, $2, 5"),
        (
            "credit_entries (id, workspace_id, n, at, kind, amount, balance, movement_id, grant_id, feature, note,
                 account_id, hash)",
            "$2, w.id, 1, 1, 'consumption', -1, 9, $2, $2, 'ai.text', '', a.id, $3",
        ),
        ("credit_days (workspace_id, day, kind, feature, amount, entries)", "w.id, 1, 'consumption', 'ai.text', -1, 1"),
        ("credit_usage (workspace_id, account_id, day, feature, amount)", "w.id, a.id, 1, 'ai.text', 1"),
        (
            "credit_caps (id, workspace_id, feature, account_id, amount, created_at)",
            "$2, w.id, 'ai.text', a.id, 100, 1",
        ),
        (
            "credit_requests (id, workspace_id, account_id, amount, reason, state, answer, decided_by, created_at)",
            "$2, w.id, a.id, 1, '', 'approved', '', a.id, 1",
        ),
        ("credit_alerts (workspace_id, alert, at)", "w.id, 'empty:1', 1"),
    ] {
        let sql = format!("INSERT INTO {into} SELECT {values} {of_hers} AND ($2 <> $4 AND $3 IS NOT NULL)");
        let insert = query(sql).bind(BEA).bind(Uuid::from_u128(7)).bind(vec![1]).bind(Uuid::nil());
        assert_eq!(insert.run(&mut tx).await.unwrap(), 1, "{into}");
    }
    tx.commit().await.unwrap();
}

/// What she was to be mailed has failed.
async fn refuse_one(app: &TestApp) {
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE outbox SET status = 'failed', payload = '', done_at = created_at").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[rstest]
#[tokio::test]
async fn deleted_account_is_named_by_nothing_but_the_audit(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = filled(kind).await;
    let bea = id(&app, "SELECT id FROM accounts WHERE email = 'bea@acme.example'").await;
    let member = id(
        &app,
        "SELECT m.id FROM members m JOIN workspaces w ON w.id = m.workspace_id
                           WHERE w.slug = 'acme' AND m.email = 'bea@acme.example'",
    )
    .await;
    assert_filled(&app, kind, "account_id", bea).await;
    for column in ["members.email", "invitations.email", "outbox.recipient", "job_rows.label", "job_rows.input"] {
        assert!(holding_text(&app, kind, BEA).await.contains(column), "{column} is filled");
    }
    assert!(number(&app, "SELECT COUNT(*) FROM job_files").await > 0);
    assert!(holding_text(&app, kind, NAME).await.contains("job_rows.undo"));
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE accounts SET delete_at = 1 WHERE id = $1").bind(bea).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();

    account::delete_due(&app.operator()).await.unwrap();

    assert_eq!(number(&app, "SELECT COUNT(*) FROM job_files").await, 0, "files that name her are gone");
    assert_eq!(holding_text(&app, kind, BEA).await, BTreeSet::new());
    assert_eq!(holding_text(&app, kind, NAME).await, BTreeSet::new());
    // Those that point to the nameless row: who did it.
    let may_point = ["accounts.id", "jobs.account_id", "audit_events.actor_id", "audit_events.target_id"];
    let left = holding_id(&app, kind, bea).await;
    assert!(left.iter().all(|column| may_point.contains(&column.as_str())), "{left:?}");
    // The part of a job says which member it was about, by an id that nothing has any more.
    let may_point = ["audit_events.target_id", "job_rows.subject_id"];
    let left = holding_id(&app, kind, member).await;
    assert!(left.iter().all(|column| may_point.contains(&column.as_str())), "{left:?}");
    let pending = "SELECT value FROM counters c JOIN workspaces w ON w.id = c.workspace_id
                   WHERE w.slug = 'other' AND c.name = 'invitations.pending'";
    assert_eq!(number(&app, pending).await, 0, "her invitation is taken back");
    let verified = domain::audit::verify(&app.operator(), None).await.unwrap();
    assert!(verified.iter().all(|chain| chain.found.is_ok()), "{verified:?}");
    domain::worker::work(&app.operator(), None).await.unwrap();
}

#[rstest]
#[tokio::test]
async fn purged_workspace_leaves_its_audit_and_a_nameless_row(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = filled(kind).await;
    let acme = id(&app, "SELECT id FROM workspaces WHERE slug = 'acme'").await;
    assert_filled(&app, kind, "workspace_id", acme).await;
    assert!(holding_text(&app, kind, "Acme Research").await.contains("workspaces.name"));
    let page = ana.post("/w/acme/settings/delete", &[("name", "Acme Research")]).await;
    assert!(page.path().starts_with("/workspaces"), "{}", page.text());
    app.advance(31 * DAY);
    domain::audit::seal(&app.operator()).await.unwrap();

    workspaces::purge(&app.operator()).await.unwrap();
    domain::audit::seal(&app.operator()).await.unwrap();

    let may_stay = [
        "workspaces.id",
        // Who may know how to sign in outlives the workspace.
        "accounts.credentials_set_by",
        "audit_events.workspace_id",
        "audit_events.target_id",
        "audit_chain.workspace_id",
        "audit_heads.workspace_id",
    ];
    let left = holding_id(&app, kind, acme).await;
    assert!(left.iter().all(|column| may_stay.contains(&column.as_str())), "{left:?}");
    assert_eq!(holding_text(&app, kind, "Acme Research").await, BTreeSet::new());
}

#[rstest]
#[tokio::test]
async fn mails_that_failed_are_gone_after_thirty_days(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = wizard::member(&app, &ana, BEA, "Member").await;
    bea.post("/settings/security", &[("action", "email"), ("email", "new@acme.example")]).await;
    invite(&ana, "caio@acme.example").await;
    refuse_mails(&app).await;
    let failed = "SELECT COUNT(*) FROM outbox WHERE status = 'failed'";
    assert!(number(&app, failed).await >= 2, "hers and his");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM outbox WHERE payload <> ''").await, 0, "no words are kept");
    let kept = "SELECT COUNT(*) FROM outbox WHERE sealed IS NOT NULL";
    assert_eq!(number(&app, kept).await, 1, "the invitation's link can be handed over, no other");
    app.advance(31 * DAY);
    worker::sweep(&app.operator()).await.unwrap();
    assert_eq!(number(&app, "SELECT COUNT(*) FROM outbox").await, 0);
}

#[rstest]
#[tokio::test]
async fn mails_that_no_server_takes_are_gone_after_thirty_days(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let ana = app.set_up().await;
    let bea = wizard::member(&app, &ana, BEA, "Member").await;
    factors::set_up(&app, &bea).await;
    invite(&ana, "caio@acme.example").await;
    assert!(number(&app, "SELECT COUNT(*) FROM outbox").await > 0);
    app.advance(31 * DAY);
    worker::sweep(&app.operator()).await.unwrap();
    assert_eq!(number(&app, "SELECT COUNT(*) FROM outbox").await, 0);
}

#[rstest]
#[tokio::test]
async fn mail_of_an_open_invitation_stays_until_it_is_over(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::with_settings(kind, |settings| settings.invitation_ttl = 40 * DAY).await;
    let ana = app.set_up().await;
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    app.advance(31 * DAY);
    worker::sweep(&app.operator()).await.unwrap();
    let mails = "SELECT COUNT(*) FROM outbox WHERE kind = 'invitation'";
    assert_eq!(number(&app, mails).await, 1);
    assert_eq!(accept(&app.browser(), &link).await.path(), "/w/acme");
    let proven = "SELECT COUNT(*) FROM accounts WHERE email = 'caio@acme.example' AND email_verified_at IS NOT NULL";
    assert_eq!(number(&app, proven).await, 1, "the mail that carried the link proves the address");
    app.advance(31 * DAY);
    worker::sweep(&app.operator()).await.unwrap();
    assert_eq!(number(&app, "SELECT COUNT(*) FROM invitations").await, 0);
}
