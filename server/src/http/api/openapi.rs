//! What the API says of itself (OpenAPI 3.1): from the code of its calls, with what all of them share.

use super::auth::EXPIRES;
use super::problem::{KINDS, Problem};
use super::{rate_limit, webhooks_root};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use utoipa::openapi::OpenApi;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Put together when it is first asked for, and not at each start.
pub(super) type Document = LazyLock<Value, Box<dyn FnOnce() -> Value + Send>>;

/// The document, for one installation.
pub(super) fn document(from_code: OpenApi, public_url: &str) -> Value {
    let mut document = serde_json::to_value(from_code).unwrap_or_default();
    document["info"] = json!({
        "title": "Roster",
        "version": "1",
        "summary": "People of a workspace, their roles and groups, and what happens there.",
        "description": ABOUT,
        "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
    });
    document["servers"] = json!([{ "url": format!("{public_url}/api/v1"), "description": "This installation" }]);
    document["components"]["securitySchemes"] = json!({
        "bearer": { "type": "http", "scheme": "bearer", "description": "A token, made at User Settings, Dev." },
        "api_key": { "type": "apiKey", "in": "header", "name": "x-api-key", "description": "The same token." },
    });
    document["components"]["headers"] = headers();
    document["components"]["responses"] = problems();
    for schema in members_mut(&mut document["components"]["schemas"]) {
        complete_schema(schema);
    }
    // A page's items are what is answered one by one too.
    let pages: Vec<String> = members_mut(&mut document["components"]["schemas"])
        .filter_map(|(name, _)| name.strip_prefix("Page_").map(str::to_owned))
        .collect();
    for of in pages {
        document["components"]["schemas"][format!("Page_{of}")]["properties"]["items"]["items"] =
            reference("schemas", &of);
    }
    document["components"]["schemas"]["Problem"] = problem_schema();
    document["components"]["schemas"]["WebhookMessage"] = webhooks_root::schema();
    document["webhooks"] = webhooks_root::webhooks();
    for (_, path) in members_mut(&mut document["paths"]) {
        for method in METHODS {
            if let Some(operation) = path.get_mut(method) {
                complete_operation(method, operation);
            }
        }
    }
    document
}

/// `GET /api/openapi.json`.
pub(super) fn answer(document: &Value) -> Response {
    let json = HeaderValue::from_static("application/json");
    (StatusCode::OK, [(header::CONTENT_TYPE, json)], document.to_string()).into_response()
}

const ABOUT: &str = "JSON in and out. Fields that are not known are refused. Failures are problem documents (RFC 9457). \
    Lists have `limit` and `after`, and answer `items` and `next`. What has a version has an `ETag`: send it as \
    `If-Match` with a change. An `Idempotency-Key` on a call that changes something makes it safe to send it again.";

fn members_mut(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

/// What is answered has all of its members, null where there is nothing. What is taken names those that it needs.
fn complete_schema((name, schema): (&String, &mut Value)) {
    if name.ends_with("Input") {
        schema["additionalProperties"] = false.into();
        return;
    }
    let properties = schema["properties"].as_object().map(|properties| properties.keys().cloned().collect::<Vec<_>>());
    if let Some(properties) = properties {
        schema["required"] = properties.into();
    }
}

/// What every call takes and answers beside its own.
fn complete_operation(method: &str, operation: &mut Value) {
    summarise(operation);
    let has = |operation: &Value, place: &str| {
        operation["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["in"] == place))
    };
    let mut failures = vec!["401", "403", "429", "500", "503"];
    if has(operation, "path") {
        // A call that concerns a workspace may cost credits.
        failures.extend(["402", "404"]);
    }
    if has(operation, "query") || operation.get("requestBody").is_some() {
        failures.push("422");
    }
    let is_unsafe = method != "get";
    if is_unsafe {
        failures.extend(["400", "409", "413", "415", "422"]);
        let is_file = operation["requestBody"]["content"].get("text/csv").is_some();
        if !is_file {
            let schema = json!({ "type": "string", "pattern": "^([!#-~]{1,255}|\"[!#-~]{1,255}\")$" });
            parameter(
                operation,
                "Idempotency-Key",
                schema,
                "Makes the call safe to be sent again within a day.",
                "8e03978e-40d5",
            );
        }
    } else {
        failures.push("400");
    }
    if has(operation, "header") && operation["parameters"].to_string().contains("If-Match") {
        failures.extend(["412", "428"]);
    }
    if method == "get" && operation["responses"]["200"]["content"].get("application/json").is_some() {
        parameter(
            operation,
            "If-None-Match",
            json!({ "type": "string" }),
            "The ETag of what is known already: 304 if it is the same.",
            "\"7-x\"",
        );
        operation["responses"]["304"] = json!({ "description": "It is as it was." });
        operation["responses"]["200"]["headers"]["ETag"] = reference("headers", "ETag");
    }
    for status in failures {
        let response = reference("responses", status);
        members_entry(&mut operation["responses"], status, response);
    }
    for (status, response) in members_mut(&mut operation["responses"]) {
        if response.get("$ref").is_none() && status != "304" {
            for name in ["x-request-id", EXPIRES.as_str(), rate_limit::LIMIT.as_str(), rate_limit::POLICY.as_str()] {
                response["headers"][name] = reference("headers", name);
            }
        }
    }
    operation["security"] = json!([{ "bearer": operation["security"][0]["token"].clone() }, { "api_key": [] }]);
    if operation["security"][0]["bearer"].is_null() {
        operation["security"][0]["bearer"] = json!([]);
    }
}

/// Its first sentence says what it does, the others what is to be known of it.
fn summarise(operation: &mut Value) {
    let text = operation["summary"].as_str().unwrap_or_default().replace('\n', " ");
    if let Some((first, rest)) = text.split_once(". ") {
        let rest = format!("{rest}\n\n{}", operation["description"].as_str().unwrap_or_default());
        operation["summary"] = format!("{first}.").into();
        operation["description"] = rest.trim().into();
    }
}

fn members_entry(of: &mut Value, name: &str, value: Value) {
    if let Some(members) = of.as_object_mut() {
        members.entry(name).or_insert(value);
    }
}

fn parameter(operation: &mut Value, name: &str, schema: Value, about: &str, example: &str) {
    let header = json!({
        "name": name, "in": "header", "required": false, "description": about, "schema": schema, "example": example,
    });
    if operation["parameters"].is_null() {
        operation["parameters"] = json!([]);
    }
    if let Some(parameters) = operation["parameters"].as_array_mut() {
        parameters.push(header);
    }
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

fn headers() -> Value {
    let text = |about: &str, example: &str| json!({ "description": about, "schema": { "type": "string" }, "example": example });
    json!({
        "ETag": text("Which state of it is shown.", "\"7-jK2v0Q3w\""),
        "x-request-id": text("The call, as the server's log has it.", "019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4"),
        EXPIRES.as_str(): text("When the token stops working, or `never`.", "2027-02-22T09:30:00Z"),
        rate_limit::LIMIT.as_str(): text("How many calls are left, and in how many seconds all of them are.", "\"token\";r=599;t=1"),
        rate_limit::POLICY.as_str(): text("How many calls a token may make in how many seconds.", "\"token\";q=600;w=60"),
        "Retry-After": json!({ "description": "Seconds to wait.", "schema": { "type": "integer", "minimum": 1 } }),
    })
}

/// One for each status, which may have several kinds.
fn problems() -> Value {
    let mut responses: Map<String, Value> = Map::new();
    // What the router says of an address is no answer of a call.
    for kind in KINDS.iter().filter(|kind| kind.status != StatusCode::METHOD_NOT_ALLOWED) {
        let response = responses.entry(kind.status.as_u16().to_string()).or_insert_with(|| {
            json!({
                "description": "",
                "headers": { "x-request-id": reference("headers", "x-request-id") },
                "content": { "application/problem+json": { "schema": reference("schemas", "Problem"), "examples": {} } },
            })
        });
        let about = response["description"].as_str().unwrap_or_default();
        let about = if about.is_empty() { kind.title.to_owned() } else { format!("{about}, or: {}", kind.title) };
        response["description"] = about.into();
        let example = Problem::example(kind);
        response["content"]["application/problem+json"]["examples"][kind.name] = json!({ "value": example });
        if [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&kind.status) {
            response["headers"]["Retry-After"] = reference("headers", "Retry-After");
        }
    }
    Value::Object(responses)
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": { "type": "string", "format": "uri", "description": "Leads to a page that explains it." },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What to do about it." },
            "instance": { "type": "string", "description": "The request's id." },
            "errors": {
                "type": "object",
                "description": "What is wrong with each field.",
                "additionalProperties": {
                    "type": "object",
                    "required": ["code", "message"],
                    "properties": { "code": { "type": "string" }, "message": { "type": "string" } },
                },
            },
        },
    })
}
