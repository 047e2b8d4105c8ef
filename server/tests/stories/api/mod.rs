//! The API: what its calls do, which conditions they heed, and who may call what.

mod calls;
mod conditions;
mod files;
mod guide;
mod openapi;
mod people;
mod schemathesis;
mod scopes;

use crate::support::{Api, Kind, TestApp};
use crate::tokens::made;
use serde_json::Value;

/// Acme, with a program that may do all that its super-user may.
async fn acme(kind: Kind) -> (TestApp, Api) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let secret = made(&ana, "read write delete", "*").await;
    let api = Api::new(&app, &secret);
    (app, api)
}

/// The id of a role, by its name.
async fn role_id(api: &Api, name: &str) -> String {
    let roles = api.get("/workspaces/acme/roles").await.expect(200);
    let all = roles["items"].as_array().unwrap();
    let role = all.iter().find(|role| role["name"] == name).unwrap_or_else(|| panic!("{roles}"));
    role["id"].as_str().unwrap().to_owned()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap_or_else(|| panic!("{of}"))
}
