//! Two dialects, one schema; safe when several servers start at once.

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::Database;
use domain::db::query;
use model::{Problem, Refusal};
use rstest::rstest;
use std::collections::BTreeSet;
use tempfile::TempDir;

/// `table.column nullable`, and each unique key as `table(columns)`; but for the search index, which each database has
/// in its own way.
async fn schema(kind: Kind) -> (BTreeSet<String>, BTreeSet<String>) {
    schema_of(kind, &TestApp::without_mail(kind).await).await
}

async fn schema_of(kind: Kind, app: &TestApp) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut tx = app.roster.db.read().await.unwrap();
    let columns = match kind {
        Sqlite => "SELECT m.name || '.' || c.name || CASE WHEN c.\"notnull\" = 1 THEN '' ELSE ' null' END
                   FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') AND m.name NOT LIKE '%sqlx%' AND m.name NOT LIKE 'member_search%' AND c.name <> 'number'",
        Postgres => "SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN '' ELSE ' null' END
                     FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%' AND table_name <> 'member_search'",
    };
    let keys = match kind {
        Sqlite => {
            "SELECT m.name || '(' || (SELECT group_concat(i.name, ',') FROM pragma_index_info(l.name) i) || ')'
                   FROM sqlite_master m JOIN pragma_index_list(m.name) l
                   WHERE m.type = 'table' AND l.\"unique\" = 1 AND m.name NOT LIKE '%sqlx%' AND m.name NOT LIKE 'member_search%'"
        }
        Postgres => {
            "SELECT t.relname || '(' || string_agg(a.attname, ',' ORDER BY k.n) || ')'
                     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
                     CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (attnum, n)
                     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
                     WHERE i.indisunique AND s.nspname = 'public' AND t.relname NOT LIKE '%sqlx%' AND t.relname <> 'member_search'
                     GROUP BY t.relname, i.indexrelid"
        }
    };
    let columns: Vec<(String,)> = query(columns).all(&mut tx).await.unwrap();
    let keys: Vec<(String,)> = query(keys).all(&mut tx).await.unwrap();
    let set = |rows: Vec<(String,)>| rows.into_iter().map(|(row,)| row).collect();
    (set(columns), set(keys))
}

#[tokio::test]
async fn both_databases_have_the_same_tables_columns_and_keys() {
    let (sqlite, postgres) = (schema(Sqlite).await, schema(Postgres).await);
    assert!(sqlite.0.len() > 80, "{sqlite:?}");
    assert_eq!(sqlite.0, postgres.0);
    assert_eq!(sqlite.1, postgres.1);
}

/// Before a row is deleted, each table that refers to it is asked whether it still does: with no index, all of its rows
/// are read, once for each that goes.
#[rstest]
#[tokio::test]
async fn each_reference_has_an_index(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let mut tx = app.roster.db.read().await.unwrap();
    let [all, without] = match kind {
        Sqlite => {
            let all = "SELECT m.name || '.' || f.\"from\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
                       WHERE m.type = 'table' AND m.name NOT LIKE 'member_search%'";
            let index = "SELECT 1 FROM pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i
                         WHERE i.seqno = 0 AND i.name = f.\"from\"";
            [all.to_owned(), format!("{all} AND NOT EXISTS ({index})")]
        }
        Postgres => {
            let all = "SELECT CAST(c.conrelid::regclass AS TEXT) || '.' || a.attname FROM pg_constraint c
                       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'";
            let index = "SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]";
            [all.to_owned(), format!("{all} AND NOT EXISTS ({index})")]
        }
    };
    let all: Vec<(String,)> = query(all).all(&mut tx).await.unwrap();
    assert!(all.len() > 40, "{all:?}");
    let without: Vec<(String,)> = query(without).all(&mut tx).await.unwrap();
    assert_eq!(without, []);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn four_servers_start_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let folder = TempDir::new().unwrap();
    let url = crate::support::empty_database(kind, folder.path()).await;
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { Database::open(&url).await.map(|_| ()) })
        })
        .collect();
    for start in starts {
        start.await.unwrap().unwrap();
    }
}

/// Every table that has rows of people or workspaces, by the name it has today, and how many rows the stored database
/// has.
const ROWS_BEFORE_0015: [(&str, i64); 32] = [
    ("accounts", 24),
    ("answered_challenges", 1),
    ("audit_events", 29),
    ("authenticators", 1),
    ("counters", 2),
    ("devices", 1),
    ("drafts", 1),
    ("group_members", 1),
    ("group_roles", 1),
    ("groups", 1),
    ("identities", 1),
    ("invitations", 5),
    ("job_rows", 1),
    ("jobs", 1),
    ("list_preferences", 1),
    ("member_days", 24),
    ("member_roles", 27),
    ("members", 29),
    ("one_time_links", 1),
    ("outbox", 6),
    ("passkeys", 1),
    ("picture_leftovers", 1),
    ("recovery_codes", 1),
    ("recovery_requests", 1),
    ("removed_accounts", 1),
    ("roles", 5),
    ("sessions", 1),
    ("sign_ins", 1),
    ("throttles", 1),
    ("views", 1),
    ("workspace_domains", 1),
    ("workspaces", 1),
];

#[rstest]
#[tokio::test]
async fn a_database_of_the_release_before_is_migrated_with_all_of_its_rows(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::before_0015(kind, &[]).await;
    assert_eq!(schema_of(kind, &app).await, schema(kind).await);
    let mut tx = app.roster.db.read().await.unwrap();
    for (table, rows) in ROWS_BEFORE_0015 {
        let (count,): (i64,) = query(format!("SELECT COUNT(*) FROM {table}")).one(&mut tx).await.unwrap();
        assert_eq!(count, rows, "{table}");
    }
    let renamed: (i64, i64, i64, i64, i64, i64) = query(
        "SELECT (SELECT COUNT(*) FROM accounts WHERE theme_preference = 'dark'),
                (SELECT COUNT(*) FROM accounts WHERE email_verified_at = 1790000000000000),
                (SELECT COUNT(*) FROM roles WHERE replaced_by IS NOT NULL),
                (SELECT COUNT(*) FROM workspace_domains WHERE auto_join),
                (SELECT COUNT(*) FROM groups WHERE NOT deleting),
                (SELECT COUNT(*) FROM audit_events WHERE channel <> '')",
    )
    .one(&mut tx)
    .await
    .unwrap();
    assert_eq!(renamed, (1, 1, 1, 1, 1, 29));
    // Of a group: what it gives counts for who is in it.
    let (through_group,): (i64,) = query(
        "SELECT COUNT(*) FROM effective_roles e JOIN group_members g ON g.member_id = e.member_id
         JOIN roles r ON r.id = e.role_id WHERE r.builtin = 'manager'",
    )
    .one(&mut tx)
    .await
    .unwrap();
    assert!(through_group >= 1);
}

#[rstest]
#[tokio::test]
async fn people_of_the_release_before_sign_in_and_find_their_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::before_0015(kind, &[]).await;
    let password = match kind {
        Sqlite => "pL9wZ-wF34e-HYt92-kTGrr",
        Postgres => "Zkini-a8QfQ-qZgri-5KDcn",
    };
    let (admin, page) = app.sign_in("admin@demo.example", password).await;
    assert_eq!(page.path(), "/w/demo", "{}", page.text());
    let groups = admin.get("/w/demo/groups").await;
    assert!(groups.shows("Field sales"), "{}", groups.text());
    for path in ["/w/demo/users?q=example", "/w/demo/audit", "/settings/security"] {
        let page = admin.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
    }
    let verified = app.command(&["audit", "verify"]).await;
    assert!(verified.is_ok(), "{verified:?}");
}

#[rstest]
#[tokio::test]
async fn reasons_of_the_release_before_are_read_as_refusals(#[values(Sqlite, Postgres)] kind: Kind) {
    let at = Refusal::at;
    let reasons = [
        ("email:duplicate:12", at("email", Problem::Duplicate { line: 12 })),
        ("email:lookalike:fi", at("email", Problem::Lookalike { plain: [Some('f'), Some('i'), None, None] })),
        ("email:lookalike:\"", at("email", Problem::Lookalike { plain: [Some('"'), None, None, None] })),
        ("first_name:too_long:200", at("first_name", Problem::TooLong { max: 200 })),
        ("role:unknown_role", at("role", Problem::UnknownRole)),
        ("row:ragged", at("row", Problem::Ragged)),
        ("how:forbidden", at("how", Problem::NotYoursToGive)),
        ("form:shared_account", at("form", Problem::SharedAccount)),
        ("error:changed_since", at("form", Problem::ChangedSince)),
        ("error:forbidden", Refusal::Forbidden),
        ("error:not_found", Refusal::NotFound),
    ];
    let insert = |(n, (reason, _)): (usize, &(&str, Refusal))| {
        format!(
            "INSERT INTO job_rows (job_id, n, label, outcome, problem) SELECT id, {n} + 100, '', 'refused', '{reason}' FROM jobs"
        )
    };
    let app = TestApp::before_0015(kind, &reasons.iter().enumerate().map(insert).collect::<Vec<_>>()).await;
    let mut tx = app.roster.db.read().await.unwrap();
    let stored: Vec<(String,)> =
        query("SELECT problem FROM job_rows WHERE n >= 100 ORDER BY n").all(&mut tx).await.unwrap();
    let read: Vec<Refusal> = stored.iter().map(|(text,)| serde_json::from_str(text).expect(text)).collect();
    assert_eq!(read, reasons.map(|(_, refusal)| refusal));
}
