use crate::http::api::auth::Caller;
use crate::http::api::input::query;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Started, accepted};
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use domain::users::import;
use domain::{Context, file_error};
use futures_util::StreamExt;
use model::imports::{FileProblem, Mapping, Reading};
use model::users::RoleChoice;
use model::wizard::AddMode;
use model::{FieldErrors, Fields, Language};
use std::io::Write;
use tempfile::NamedTempFile;
use utoipa::IntoParams;

#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says which fields `query` takes")]
pub(in crate::http::api) struct ImportQuery {
    /// `true`: the rows that are well are carried out once they are planned. By itself the job stops at its plan, which
    /// a person can look at on the page of imports, or `POST …/jobs/{id}/apply` carries out.
    #[param(example = "true")]
    apply: Option<String>,
    /// What becomes of people who are no members yet, where the file does not say: `invite` or `add`.
    #[param(example = "invite")]
    mode: Option<String>,
    /// Their role, where the file does not say: a role's id or `super-user`. By itself the workspace's usual one.
    role: Option<String>,
}

/// Imports people from a CSV or XLSX file, which is the body of the call. Columns are recognised by their names.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/import",
    operation_id = "importUsers",
    tag = "Users",
    params(InWorkspace, ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The file, of at most 32 MiB",
        example = "email,first name,last name\nbea@acme.example,Bea,Lima\n"),
    responses((status = 202, description = "The job has begun", body = Started,
        headers(("Location" = String, description = "Where the job can be watched")))),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn import(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<Response, Problem> {
    // Who may not is told before the file is taken.
    import::may_upload(&ctx, &at.slug).await?;
    let fields = query::<ImportQuery>(request.uri())?;
    let (chosen, apply) = wishes(&fields)?;
    let file = receive(request.into_body()).await?;
    let parsed = import::read_file(file, Reading::default()).await?.map_err(|problem| refused(&problem))?;
    let job = import::upload(&ctx, &at.slug, "import", parsed).await?;
    plan(&ctx, &at.slug, job, &chosen, apply).await?;
    Ok(accepted(&ctx, &at.slug, job))
}

/// What the address says of people who are no members yet, and whether the plan is carried out.
fn wishes(fields: &Fields) -> Result<(Fields, bool), Problem> {
    let mut errors = FieldErrors::default();
    let not_one = || model::Problem::NotAChoice;
    let given = |name: &'static str| Some(fields.get(name)).filter(|text| !text.is_empty());
    let apply = match fields.get("apply") {
        "" | "false" => false,
        "true" => true,
        _ => {
            errors.add("apply", not_one());
            false
        }
    };
    let mode = given("mode").and_then(|text| errors.take("mode", AddMode::named(text).ok_or_else(not_one)));
    let role = given("role").and_then(|text| errors.take("role", RoleChoice::parse(text)));
    errors.into_result()?;
    let chosen = mode.into_iter().fold(Fields::default(), |fields, mode| fields.with("how", mode.name()));
    Ok((role.into_iter().fold(chosen, |fields, role| fields.with("role", role.written())), apply))
}

async fn receive(body: Body) -> Result<NamedTempFile, Problem> {
    let failed = |error| Problem::from(file_error(error, "taking in a file"));
    let mut file = NamedTempFile::new().map_err(failed)?;
    let (mut pieces, mut size) = (body.into_data_stream(), 0);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Problem::BAD_REQUEST)?;
        size += piece.len() as u64;
        if size > import::MAX_FILE_BYTES {
            return Err(Problem::PAYLOAD_TOO_LARGE);
        }
        file.write_all(&piece).map_err(failed)?;
    }
    if size == 0 { Err(Problem::FILE_REFUSED) } else { Ok(file) }
}

/// In words, with the line where there is one.
fn refused(problem: &FileProblem) -> Problem {
    let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let texts = Language::English.texts();
    let key = format!("import.error.{}", problem.name);
    let said = texts.with(&key, &[("line", &number(problem.line)), ("limit", &number(problem.limit))]);
    Problem::FILE_REFUSED.saying(said)
}

async fn plan(ctx: &Context, slug: &str, job: model::ids::JobId, chosen: &Fields, apply: bool) -> Result<(), Problem> {
    let guessed = import::show(ctx, slug, job, None, None).await?.task.mapping;
    let mapping: Mapping = guessed.drafted(chosen);
    let names = [("how", "mode"), ("form", "file")];
    import::map_then(ctx, slug, job, mapping, apply).await.map_err(|error| Problem::from(error).renamed(&names))
}
