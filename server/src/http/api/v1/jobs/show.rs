use crate::http::api::auth::Caller;
use crate::http::api::input::query;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::http::Uri;
use domain::jobs::{self, Progress};
use model::permissions::Permission;
use model::{FieldErrors, Language};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct ProblemsPage {
    /// The `next` of the page of problems before.
    #[param(minimum = 0)]
    after: Option<i64>,
}

/// Long work: how far it has come.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct Job {
    id: Uuid,
    /// `bulk`, `import`, `role` or `group`.
    #[schema(example = "bulk")]
    kind: String,
    /// `collecting`, `mapping`, `planning`, `ready`, `running`, `done`, `cancelled`, `failed`, `undoing` or `undone`.
    #[schema(example = "running")]
    state: String,
    /// It goes on by itself.
    at_work: bool,
    /// Parts that there are, as far as they are known by now.
    total: i64,
    /// Parts that are done.
    done: i64,
    /// Parts that could not be done.
    failed: i64,
    /// A page of the latter.
    problems: Vec<JobProblem>,
    /// The `after` of the next page of problems; null on the last one.
    next: Option<i64>,
}

/// A part that could not be done.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct JobProblem {
    /// Its number: of a file the line, otherwise counted from 0.
    n: i64,
    /// Whom it was about.
    who: String,
    /// Why.
    why: String,
}

impl Job {
    fn of(id: Uuid, progress: Progress) -> Self {
        let texts = Language::English.texts();
        let problem = |row: jobs::RefusedRow| JobProblem { n: row.n, who: row.label, why: texts.refusal(&row.refusal) };
        Self {
            id,
            kind: progress.kind.name().to_owned(),
            state: progress.state.name().to_owned(),
            at_work: progress.state.is_at_work(),
            total: progress.total,
            done: progress.done,
            failed: progress.failed,
            problems: progress.problems.rows.into_iter().map(problem).collect(),
            next: progress.problems.next,
        }
    }
}

/// Shows how far a job has come. For whoever started it, and super-users.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/jobs/{id}",
    operation_id = "getJob",
    tag = "Jobs",
    params(OneOf, ProblemsPage),
    responses((status = 200, description = "The job", body = Job)),
    security(("token" = ["users:read"]))
)]
pub(in crate::http::api) async fn show(Caller(ctx): Caller, At(at): At<OneOf>, uri: Uri) -> Result<Json<Job>, Problem> {
    ctx.require(&at.slug, Permission::USERS_READ).await?;
    let fields = query::<ProblemsPage>(&uri)?;
    let after = match fields.get("after") {
        "" => None,
        text => Some(text.parse().map_err(|_| FieldErrors::one("after", model::Problem::NotAChoice))?),
    };
    let progress = jobs::progress(&ctx, &at.slug, at.id.into(), after).await?;
    Ok(Json(Job::of(at.id, progress)))
}
