//! What is posted about many.

use crate::forms::Answer;
use crate::present::Presenter;
use crate::state::Posted;
use crate::visit::Visit;
use domain::groups::Choice;
use domain::jobs::{self, Progress};
use domain::roles::Role;
use domain::users::bulk::{self, Task, Whom};
use model::ids::{JobId, MemberId};
use model::jobs::{BulkView, JobKind, RowProblem};
use model::users::{Action, RoleChoice, UsersQuery};
use model::{Error, Fields, Problem};

pub(super) fn whom(ids: Vec<MemberId>, asked: UsersQuery) -> Whom {
    if ids.is_empty() { Whom::Matching(asked) } else { Whom::These(ids) }
}

/// First the question, then the work.
pub(crate) async fn bulk_form(visit: &Visit, slug: &str, path: &str, fields: &Fields) -> Result<Answer, Error> {
    let action = Action::parse(fields)?;
    let all = fields.ticked("all");
    let ids: Vec<MemberId> = fields.all("id").filter_map(|id| id.parse().ok()).take(bulk::MOST_TICKED).collect();
    if ids.is_empty() && !all {
        return Err(Error::at("form", Problem::NobodyChosen));
    }
    if !fields.ticked("sure") {
        return Ok(Answer::show(Posted { path: path.to_owned(), values: fields.clone(), ..Posted::default() }));
    }
    let whom = if all { Whom::Matching(crate::users::forms::list_query(path)) } else { Whom::These(ids) };
    let job = bulk::start(&visit.ctx, slug, action, whom).await?;
    Ok(Answer::load(format!("/w/{slug}/users/bulk/{job}")))
}

pub(crate) async fn cancel_form(visit: &Visit, slug: &str, job: &str) -> Result<Answer, Error> {
    let id: JobId = job.parse().map_err(|_| Error::NotFound)?;
    jobs::cancel(&visit.ctx, slug, id).await?;
    Ok(Answer::load(format!("/w/{slug}/users/bulk/{id}")))
}

pub(super) fn view_of(
    visit: &Visit,
    id: JobId,
    progress: Progress,
    roles: &[Role],
    groups: &[Choice],
) -> Result<BulkView, Error> {
    let task = Task::read(&progress.task).filter(|_| progress.kind == JobKind::Bulk).ok_or(Error::NotFound)?;
    let presenter = Presenter::new(visit);
    let t = presenter.t;
    let mut action = t.get(&format!("bulk.{}", task.action.name())).to_owned();
    if let Action::Role(choice) = task.action {
        let name = match choice {
            RoleChoice::SuperUser => Some(t.get("role.super_user").to_owned()),
            RoleChoice::Role(id) => roles.iter().find(|role| role.id == id).map(|role| presenter.role_name(role)),
        };
        action = format!("{action}: {}", name.unwrap_or_default());
    }
    if let Action::Join(id) | Action::Part(id) = task.action {
        let name = groups.iter().find(|group| group.id == id).map(|group| group.name.as_str());
        action = format!("{action}: {}", name.unwrap_or_default());
    }
    let problem = |(n, who, why): (i64, String, String)| RowProblem { n, who, why: presenter.row_problem(&why) };
    Ok(BulkView {
        id,
        state: progress.state,
        action,
        total: progress.total,
        done: progress.done,
        failed: progress.failed,
        next: progress.problems.next,
        problems: progress.problems.rows.into_iter().map(problem).collect(),
    })
}
