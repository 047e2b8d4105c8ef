//! The document's `webhooks`: what Roster sends to the endpoints of a workspace (docs/webhooks.md).

use model::webhooks::event_types;
use serde_json::{Value, json};

pub(super) fn webhooks() -> Value {
    let header = |name: &str, about: &str, example: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": about,
            "schema": { "type": "string" }, "example": example,
        })
    };
    json!({
        "event": {
            "post": {
                "operationId": "receiveEvent",
                "tags": ["Webhooks"],
                "summary": "Receives an event of the workspace (Standard Webhooks 1.0).",
                "description": "It is sent again, with the same `webhook-id`, until it is answered with 2xx.",
                "security": [],
                "parameters": [
                    header("webhook-id", "Of the message: the same each time that it is sent.", "msg_019ac9a48d5e7f049d391a90b4f4a0c4"),
                    header("webhook-timestamp", "When it was sent, in seconds since 1970.", "1795858200"),
                    header("webhook-signature", "One or two, separated by a space.", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
                ],
                "requestBody": {
                    "required": true,
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/WebhookMessage" } } },
                },
                "responses": {
                    "2XX": { "description": "It has arrived." },
                    "410": { "description": "Nothing is to be sent any more: the endpoint is turned off." },
                    "429": { "description": "It is too much: `Retry-After` says when to go on." },
                    "default": { "description": "It is tried again." },
                },
            },
        },
    })
}

/// What a message says.
pub(super) fn schema() -> Value {
    let types: Vec<&str> = event_types().collect();
    let id = |about: &str| json!({ "type": ["string", "null"], "format": "uuid", "description": about });
    json!({
        "type": "object",
        "description": "A message to an endpoint of the workspace.",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": { "type": "string", "enum": types, "description": "What has happened; `test` comes by hand." },
            "timestamp": { "type": "string", "format": "date-time", "description": "When it happened." },
            "data": {
                "type": "object",
                "description": "Ids alone, or all that the audit says, as the endpoint is set.",
                "properties": {
                    "id": { "type": "string", "format": "uuid", "description": "Of the event in the audit." },
                    "workspace_id": id("Ids alone: the workspace."),
                    "actor_id": id("Ids alone: the account of whoever did it."),
                    "target_id": id("Ids alone: what it was done to."),
                    "workspace": { "type": "object", "description": "In full: `id` and `slug`." },
                    "actor": { "type": ["object", "null"], "description": "In full: `id` and `name`." },
                    "channel": { "type": ["string", "null"], "description": "In full." },
                    "address": { "type": ["string", "null"], "description": "In full." },
                    "target": { "type": "object", "description": "In full: `id` and `name`." },
                    "before": { "description": "In full: what there was before." },
                    "after": { "description": "In full: what it led to." },
                },
            },
        },
    })
}
