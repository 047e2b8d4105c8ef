//! What several calls answer.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Context;
use domain::clock::{Micros, rfc3339};
use model::Language;
use model::ids::JobId;
use model::permissions::Permissions;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A moment in UTC (RFC 3339).
#[derive(Debug, Serialize, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-11-22T09:30:00Z")]
pub(super) struct Timestamp(String);

impl From<Micros> for Timestamp {
    fn from(at: Micros) -> Self {
        Self(rfc3339(at))
    }
}

/// Something that has a name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Named {
    pub id: Uuid,
    #[schema(example = "Editor")]
    pub name: String,
}

impl Named {
    /// A built-in role goes by its English name: a program's reader has no language.
    pub(super) fn role(role: &domain::members::roles::Role) -> Self {
        Self { id: role.id.0, name: role_name(role) }
    }
}

/// In English where it is built in.
pub(super) fn role_name(role: &domain::members::roles::Role) -> String {
    role.shown_name(Language::English.texts())
}

/// As the API writes them: `users:read`.
pub(super) fn permission_names(permissions: Permissions) -> Vec<String> {
    permissions.without(permissions.unused()).iter().map(|permission| permission.to_string()).collect()
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Page<T> {
    pub items: Vec<T>,
    /// The `after` of the next page; null on the last one.
    pub next: Option<String>,
}

/// Which page of a list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `input::query` takes")]
pub(super) struct PageQuery {
    /// Items on the page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// 201, and where what was made can be read: among the `nouns` of the workspace.
pub(super) fn created(ctx: &Context, slug: &str, nouns: &str, id: Uuid, body: impl IntoResponse) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, location(ctx, slug, nouns, id))], body).into_response()
}

/// 202: a job that has begun, and where it can be watched.
pub(super) fn accepted(ctx: &Context, slug: &str, job: JobId) -> Response {
    let location = location(ctx, slug, "jobs", job.0);
    (StatusCode::ACCEPTED, [(header::LOCATION, location)], Json(Started { id: job.0 })).into_response()
}

fn location(ctx: &Context, slug: &str, nouns: &str, id: Uuid) -> String {
    format!("{}/api/v1/workspaces/{slug}/{nouns}/{id}", ctx.roster.settings.public_url)
}

/// A job that has begun.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Started {
    /// Of the job.
    pub id: Uuid,
}
