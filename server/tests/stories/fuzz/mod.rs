//! What no page sends: every registered server function and every form of the product, with values of the wrong type,
//! size and owner. Nothing may answer a failure of ours. Both lists are found, not written down: what is registered,
//! and what pages show.

mod forms;
mod functions;

use crate::groups;
use crate::support::{Browser, Kind, TestApp};
use crate::tenancy::{RANDOM, two_workspaces};
use serde_json::{Value, json};

pub use forms::pages_from;
pub use functions::{learned_input, registered};

/// A super-user of `acme`, and what `other`, where she is a stranger, calls its things by.
async fn ana_and_foreign_ids(kind: Kind) -> (TestApp, Browser, Vec<String>) {
    let (app, ana, robin) = two_workspaces(kind).await;
    let me = robin.get("/w/other/me").await.path().rsplit_once('/').unwrap().1.to_owned();
    let roles = robin.get("/w/other/roles").await.attributes(".roles-table .row-link", "href");
    let role = roles[0].rsplit_once('/').unwrap().1.to_owned();
    robin.post("/w/other/groups/new", &[("name", "Theirs"), ("about", ""), ("roles", &role)]).await;
    let groups = robin.get("/w/other/groups").await.attributes(".groups-table .row-link", "href");
    let group = groups[0].rsplit_once('/').unwrap().1.to_owned();
    groups::add(&ana, "Help desk", &[]).await;
    (app, ana, vec![me, role, group, RANDOM.to_owned()])
}

/// Texts that mean something to a database, a search index, a parser or a page.
fn hostile_texts() -> Vec<String> {
    [
        "",
        " ",
        "x\u{202e}y",
        "\u{200b}",
        "' OR 1=1; --",
        "%_!\\\"*()[]{}^~:&|<>",
        "<script>alert(1)</script>",
        "-1",
        "99999999999999999999",
        "00000000-0000-0000-0000-000000000000",
        "../../etc/passwd",
        "👩‍🚀",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(["x".repeat(20_000), "\"é\" OR ".repeat(1_000)])
    .collect()
}

/// Values of every type, and texts.
fn hostile_values(foreign: &[String]) -> Vec<Value> {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let typed = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e308),
        json!([]),
        json!({}),
        json!("\0"),
        json!(vec![RANDOM; 1_000]),
        deep,
    ];
    typed
        .into_iter()
        .chain(hostile_texts().into_iter().map(Value::from))
        .chain(foreign.iter().map(|id| json!(id)))
        .collect()
}
