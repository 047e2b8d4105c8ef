//! Two dialects, one schema; safe when several servers start at once.

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::Database;
use domain::db::query;
use rstest::rstest;
use std::collections::BTreeSet;
use tempfile::TempDir;

/// `table.column nullable`, and each unique key as `table(columns)`; but for the search index, which each database has in its
/// own way.
async fn schema(kind: Kind) -> (BTreeSet<String>, BTreeSet<String>) {
    let app = TestApp::without_mail(kind).await;
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
