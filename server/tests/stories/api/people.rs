//! People, invitations, roles, groups, jobs and the audit, from end to end.

use super::{acme, id, role_id};
use crate::support::{Kind, Postgres, Sqlite};
use domain::worker;
use rstest::rstest;
use serde_json::{Value, json};

const USERS: &str = "/workspaces/acme/users";

#[rstest]
#[tokio::test]
async fn a_person_is_added_read_changed_and_removed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let editor = role_id(&api, "Member").await;
    let new = json!({
        "email": "Bea@Acme.example", "first_name": "Bea", "last_name": "Lima", "job_title": "Accountant",
        "phone": "+5511912345678", "role": editor,
    });
    let answer = api.post(USERS, &new).await;
    let location = answer.header("location").to_owned();
    let added = answer.expect(201);
    let bea = &added["user"];
    assert_eq!(location, format!("{}/api/v1{USERS}/{}", app.url, id(bea)));
    assert!(added["password"].as_str().unwrap().len() >= 20, "one was made");
    for (field, value) in [
        ("email", json!("Bea@acme.example")),
        ("phone", json!("+5511912345678")),
        ("job_title", json!("Accountant")),
        ("status", json!("active")),
        ("super_user", json!(false)),
        ("roles", json!([{ "id": editor, "name": "Member" }])),
        ("source", json!("added")),
        ("mfa", json!(false)),
        ("avatar_url", Value::Null),
        ("last_active_at", Value::Null),
    ] {
        assert_eq!(bea[field], value, "{field}: {bea}");
    }
    let path = format!("{USERS}/{}", id(bea));
    assert_eq!(&api.get(&path).await.expect(200), bea);
    let found = api.get(&format!("{USERS}?q=lima")).await.expect(200);
    assert_eq!((&found["items"], &found["next"]), (&json!([bea]), &Value::Null), "as the list has them");

    let again = api.post(USERS, &new).await;
    assert_eq!(again.problem()["errors"]["email"]["code"], "already_member");
    let change = json!({ "last_name": "Lima Souza", "phone": null, "ends_at": "2030-01-01T00:00:00-03:00" });
    let changed = api.patch(&path, &change).await.expect(200);
    assert_eq!(changed["last_name"], "Lima Souza");
    assert_eq!((&changed["phone"], &changed["ends_at"]), (&Value::Null, &json!("2030-01-01T03:00:00Z")));
    assert_eq!(changed["first_name"], "Bea", "what is left out stays");
    let manager = role_id(&api, "Manager").await;
    let changed = api.patch(&path, &json!({ "role_ids": [manager], "ends_at": null })).await.expect(200);
    assert_eq!((&changed["roles"][0]["name"], &changed["ends_at"]), (&json!("Manager"), &Value::Null));
    assert_eq!(api.patch(&path, &json!({ "super_user": true })).await.expect(200)["super_user"], true);
    let refused = api.patch(&path, &json!({ "super_user": false })).await;
    assert_eq!(refused.problem()["errors"]["role_ids"]["code"], "required");
    assert_eq!(api.patch(&path, &json!({ "super_user": false, "role_ids": [editor] })).await.status, 200);

    let sessions = api.get(&format!("{path}/sessions")).await.expect(200);
    assert_eq!(sessions["items"], json!([]), "they have not signed in");
    assert_eq!(api.post(&format!("{path}/recovery"), &json!({})).await.status, 204);
    let none = api.post(&format!("{path}/reset-factors"), &json!({})).await.status.as_u16();
    assert!([204, 422].contains(&none), "they have no factor: {none}");
    for (action, status) in [("suspend", "suspended"), ("activate", "active"), ("sign-out", "active")] {
        let done = api.post(&format!("{path}/{action}"), &json!({})).await.expect(200);
        assert_eq!(done["status"], status, "{action}");
    }
    let set = api.post(&format!("{path}/password"), &json!({ "password": "seven quiet herons by the lake" })).await;
    assert_eq!(set.expect(200)["password"], Value::Null);
    assert!(api.post(&format!("{path}/password"), &json!({})).await.expect(200)["password"].is_string());
    assert_eq!(api.post(&format!("{path}/password"), &json!({ "password": "short" })).await.status, 422);

    assert_eq!(api.delete(&path).await.expect(204), Value::Null);
    assert_eq!(api.get(&path).await.expect(200)["status"], "removed");
    assert_eq!(api.delete(&path).await.status, 422, "once");
    assert_eq!(api.post(&format!("{path}/restore"), &json!({})).await.expect(200)["status"], "active");

    let events = api.get("/workspaces/acme/audit?what=member.&limit=3").await.expect(200);
    for event in events["items"].as_array().unwrap() {
        assert_eq!((&event["channel"], &event["actor_email"]), (&json!("api"), &json!("ana@acme.example")), "{event}");
    }
    let next = events["next"].as_str().unwrap();
    let older = api.get(&format!("/workspaces/acme/audit?what=member.&limit=200&after={next}")).await.expect(200);
    let both = [&events, &older].into_iter().flat_map(|page| page["items"].as_array().unwrap());
    let actions: Vec<&str> = both.map(|event| event["action"].as_str().unwrap()).collect();
    assert!(actions.contains(&"member.create") && actions.contains(&"member.restore"), "{actions:?}");
    assert_eq!(older["next"], Value::Null);
}

#[rstest]
#[tokio::test]
async fn what_can_not_be_taken_is_named_at_its_member(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, api) = acme(kind).await;
    let before = api.get(USERS).await.expect(200);
    let cases = [
        (json!({}), "email", "required"),
        (json!({}), "first_name", "required"),
        (json!({}), "role", "required"),
        (json!({ "email": "no address" }), "email", "not_an_email"),
        (json!({ "email": 7 }), "email", "malformed"),
        (json!({ "email": null }), "email", "malformed"),
        (json!({ "phone": "12" }), "phone", "not_a_phone"),
        (json!({ "role": "none" }), "role", "not_a_choice"),
        (json!({ "first_name": "x".repeat(201) }), "first_name", "too_long"),
        (json!({ "last_name": ["a", "b"] }), "last_name", "malformed"),
        (json!({ "temporary_password": "yes" }), "temporary_password", "malformed"),
        (json!({ "is_admin": true }), "is_admin", "unknown_field"),
    ];
    for (body, field, code) in cases {
        let answer = api.post(USERS, &body).await;
        assert_eq!(answer.problem()["errors"][field]["code"], code, "{body}: {}", answer.body);
    }
    let missing = "019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4";
    for path in [format!("{USERS}/{missing}"), format!("{USERS}/x"), "/workspaces/other/users".to_owned()] {
        assert_eq!(api.get(&path).await.kind(), "not-found", "{path}");
    }
    let queries = ["status=asleep", "limit=0", "limit=201", "limit=1e9", "sort=shoe", "after=x", "admin=1", "q=a&q=b"];
    for query in queries {
        let answer = api.get(&format!("{USERS}?{query}")).await;
        let field = query.split('=').next().unwrap();
        assert!(answer.problem()["errors"][field]["message"].is_string(), "{query}: {}", answer.body);
    }
    assert_eq!(api.get(USERS).await.expect(200), before, "nothing has changed");
}

#[rstest]
#[tokio::test]
async fn a_list_is_walked_page_by_page(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let plan = domain::seed::Plan { members: 45, seed: 1, slug: "acme".into(), name: "Acme".into() };
    domain::seed::seed(&app.roster, &plan).await.unwrap();
    let (mut names, mut after, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = api.get(&format!("{USERS}?limit=20&sort=-joined{after}")).await.expect(200);
        names.extend(page["items"].as_array().unwrap().iter().map(|user| id(user).to_owned()));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!((pages, distinct.len()), (names.len().div_ceil(20), names.len()));
    assert!(names.len() >= 45, "{}", names.len());
}

#[rstest]
#[tokio::test]
async fn invitations_are_sent_again_and_taken_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let role = role_id(&api, "Viewer").await;
    let answer = api.post("/workspaces/acme/invitations", &json!({ "email": "cy@acme.example", "role": role })).await;
    let invited = answer.expect(201);
    assert_eq!((&invited["role"]["name"], &invited["inviter"]), (&json!("Viewer"), &json!("Ana Souza")), "{invited}");
    let path = format!("/workspaces/acme/invitations/{}", id(&invited));
    let first = app.mailed_link().await;
    let again = api.post(&format!("{path}/resend"), &json!({})).await.expect(200);
    assert_eq!(again["id"], invited["id"]);
    assert_ne!(app.mailed_link().await, first, "another link");
    let listed = api.get("/workspaces/acme/invitations?q=cy@&state=pending").await.expect(200);
    assert_eq!(listed["items"][0]["id"], invited["id"]);
    let user = api.get(&format!("{USERS}/{}", id(&invited))).await.expect(200);
    assert_eq!((&user["status"], &user["language"]), (&json!("invited"), &Value::Null));
    assert_eq!(api.delete(&path).await.status, 204);
    assert_eq!(api.get(&path).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn roles_and_groups_are_made_changed_and_deleted(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, api) = acme(kind).await;
    let role = json!({ "name": "Desk", "permissions": ["users:write"] });
    let role = api.post("/workspaces/acme/roles", &role).await.expect(201);
    assert_eq!(role["permissions"], json!(["users:read", "users:write"]), "whoever writes reads");
    let path = format!("/workspaces/acme/roles/{}", id(&role));
    let renamed = api.patch(&path, &json!({ "name": "Front desk" })).await.expect(200);
    assert_eq!((&renamed["name"], &renamed["permissions"]), (&json!("Front desk"), &role["permissions"]));
    let refused = api.patch(&path, &json!({ "permissions": ["users:fly"] })).await;
    assert_eq!(refused.problem()["errors"]["permissions"]["code"], "not_a_choice");
    let taken = api.post("/workspaces/acme/roles", &json!({ "name": "front desk" })).await;
    assert_eq!(taken.problem()["errors"]["name"]["code"], "taken");

    let group = json!({ "name": "Reception", "description": "At the door", "role_ids": [id(&role)] });
    let group = api.post("/workspaces/acme/groups", &group).await.expect(201);
    assert_eq!(group["roles"], json!([{ "id": id(&role), "name": "Front desk" }]));
    let of_group = format!("/workspaces/acme/groups/{}", id(&group));
    let viewer = role_id(&api, "Viewer").await;
    let new = json!({ "email": "bea@acme.example", "first_name": "Bea", "role": viewer });
    let bea = api.post(USERS, &new).await.expect(201)["user"].clone();
    let joined = api.patch(&format!("{USERS}/{}", id(&bea)), &json!({ "group_ids": [id(&group)] })).await.expect(200);
    assert_eq!(joined["groups"], json!([{ "id": id(&group), "name": "Reception" }]));
    assert_eq!(joined["roles"].as_array().unwrap().len(), 2, "their own, and the group's: {joined}");
    let changed = api.patch(&of_group, &json!({ "role_ids": [], "description": "" })).await.expect(200);
    assert_eq!((&changed["roles"], &changed["name"]), (&json!([]), &json!("Reception")));
    assert_eq!(api.get(&of_group).await.expect(200)["people"], 1);
    assert_eq!(api.delete(&of_group).await.status, 204);
    assert_eq!(api.get(&of_group).await.status, 404);

    let used = api.patch(&format!("{USERS}/{}", id(&bea)), &json!({ "role_ids": [id(&role)] })).await;
    assert_eq!(used.status, 200);
    let refused = api.delete(&path).await;
    assert_eq!(refused.problem()["errors"]["replaced_by"]["code"], "required");
    assert_eq!(api.delete(&format!("{path}?replaced_by={viewer}")).await.status, 204);
    let bea = api.get(&format!("{USERS}/{}", id(&bea))).await.expect(200);
    assert_eq!(bea["roles"][0]["name"], "Viewer");
}

#[rstest]
#[tokio::test]
async fn a_workspace_is_renamed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, api) = acme(kind).await;
    let before = api.get("/workspaces/acme").await.expect(200);
    assert_eq!((&before["slug"], &before["owner"]), (&json!("acme"), &json!("Ana Souza")), "{before}");
    let change = json!({ "name": "Acme International", "country": "BR" });
    let after = api.patch("/workspaces/acme", &change).await.expect(200);
    assert_eq!((&after["name"], &after["country"]), (&json!("Acme International"), &json!("BR")));
    assert_eq!(after["languages"], before["languages"], "what is left out stays");
    let refused = api.patch("/workspaces/acme", &json!({ "languages": ["tlh"], "country": "Brazil" })).await;
    assert!(refused.problem()["errors"]["languages"].is_object() && refused.body["errors"]["country"].is_object());
    assert_eq!(api.get("/workspaces/acme").await.expect(200), after);
}

#[rstest]
#[tokio::test]
async fn many_are_changed_by_a_job_within_the_token_s_limits(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let plan = domain::seed::Plan { members: 30, seed: 2, slug: "acme".into(), name: "Acme".into() };
    domain::seed::seed(&app.roster, &plan).await.unwrap();
    let viewer = role_id(&api, "Viewer").await;
    let bulk = json!({ "action": "role", "role": viewer, "filter": "status=active" });
    let answer = api.post(&format!("{USERS}/bulk"), &bulk).await;
    let location = answer.header("location").to_owned();
    let job = answer.expect(202);
    worker::work(&app.operator(), None).await.unwrap();
    let path = format!("/workspaces/acme/jobs/{}", id(&job));
    assert!(location.ends_with(&path), "{location}");
    let job = api.get(&path).await.expect(200);
    assert_eq!((&job["state"], &job["at_work"]), (&json!("done"), &json!(false)));
    assert!(job["done"].as_i64().unwrap() > 5, "{job}");
    let owner = job["problems"].as_array().unwrap().iter().find(|row| row["who"].as_str().unwrap().contains("ana@"));
    assert!(owner.is_some_and(|row| row["why"].as_str().unwrap().len() > 5), "the owner stays: {job}");
    assert_eq!(api.post(&format!("{path}/cancel"), &json!({})).await.status, 409, "it has ended");
    for body in [json!({ "action": "suspend" }), json!({ "action": "suspend", "ids": [], "filter": "" })] {
        assert!(api.post(&format!("{USERS}/bulk"), &body).await.problem()["errors"]["ids"].is_object());
    }
    let bad = api.post(&format!("{USERS}/bulk"), &json!({ "action": "suspend", "filter": "status=asleep" })).await;
    assert_eq!(bad.problem()["errors"]["filter"]["code"], "not_a_choice");
}
