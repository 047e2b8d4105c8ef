//! What is posted about many.

use crate::forms::Answer;
use crate::present::Presenter;
use crate::request::RequestContext;
use crate::state::Posted;
use crate::users::bulk::serverfns::BulkPreview;
use domain::groups::Choice;
use domain::jobs::{self, Progress, RefusedRow};
use domain::members::roles::Role;
use domain::users::bulk::{self, Loss, Task, Whom};
use model::ids::{JobId, MemberId};
use model::jobs::{BulkView, JobKind, RowProblem};
use model::urls::Url;
use model::users::{Action, RoleChoice, UsersQuery};
use model::{Error, Fields, Harmless, Problem};

pub(super) fn whom(ids: Vec<MemberId>, asked: UsersQuery) -> Whom {
    if ids.is_empty() { Whom::Matching(asked) } else { Whom::These(ids) }
}

/// First the question, then the work.
pub(crate) async fn bulk_form(
    request: &RequestContext,
    slug: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let action = Action::parse(fields)?;
    let all = fields.ticked("all");
    let ids: Vec<MemberId> = fields.all("id").filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() && !all {
        return Err(Error::at("form", Problem::NobodyChosen));
    }
    if !fields.ticked("sure") {
        return Ok(Answer::show(Posted { path: path.to_owned(), values: Harmless::of(fields), ..Posted::default() }));
    }
    let whom = if all { Whom::Matching(crate::users::forms::list_query(path)) } else { Whom::These(ids) };
    let job = bulk::start(&request.ctx, slug, action, whom).await?;
    Ok(Answer::load(Url::BulkJob { slug: slug.to_owned(), job }))
}

pub(crate) async fn cancel_form(request: &RequestContext, slug: &str, job: JobId) -> Result<Answer, Error> {
    jobs::cancel(&request.ctx, slug, job).await?;
    Ok(Answer::load(Url::BulkJob { slug: slug.to_owned(), job }))
}

/// The role or the group that an action is about, by its name; blank where it is not there any more.
fn target(presenter: &Presenter, action: Action, roles: &[Role], groups: &[Choice]) -> Option<String> {
    let name = match action {
        Action::Role(RoleChoice::SuperUser) => Some(presenter.t.get("role.super_user").to_owned()),
        Action::Role(RoleChoice::Role(id)) => {
            roles.iter().find(|role| role.id == id).map(|role| presenter.role_name(role))
        }
        Action::Join(id) | Action::Part(id) => {
            groups.iter().find(|group| group.id == id).map(|group| group.name.clone())
        }
        _ => return None,
    };
    Some(name.unwrap_or_default())
}

/// The question before it, with everyone whom it is about and what they lose.
pub(super) async fn preview_of(
    request: &RequestContext,
    slug: &str,
    action: Action,
    whom: &Whom,
) -> Result<BulkPreview, Error> {
    let found = bulk::preview(&request.ctx, slug, action, whom).await?;
    let roles = domain::roles::choices(&request.ctx, slug).await?;
    let groups = domain::groups::choices(&request.ctx, slug).await?;
    let presenter = Presenter::new(request);
    let t = presenter.t;
    let target = target(&presenter, action, &roles, &groups).unwrap_or_default();
    let named = [("target", target.as_str())];
    let title = match found.count {
        Some(count) => t.count_with(&format!("bulk.{}.title", action.name()), count, &named),
        None => t.with(&format!("bulk.{}.title.all", action.name()), &named),
    };
    let loss = |loss: Loss| {
        let role = loss.role.map_or_else(|| t.get("role.super_user").to_owned(), |role| presenter.role_name(&role));
        let count = i64::try_from(loss.names.len()).unwrap_or_default();
        (t.count_with("bulk.loses", count, &[("role", &role)]), loss.names)
    };
    Ok(BulkPreview {
        title,
        text: t.with(&format!("bulk.{}.text", action.name()), &named),
        people: found.people.into_iter().map(|one| (one.name, one.email)).collect(),
        more: found.more,
        missing: i64::try_from(found.missing).ok().filter(|n| *n > 0).map(|n| t.count("bulk.missing", n)),
        losses: found.losses.into_iter().map(loss).collect(),
    })
}

pub(super) fn view_of(
    request: &RequestContext,
    id: JobId,
    progress: Progress,
    roles: &[Role],
    groups: &[Choice],
) -> Result<BulkView, Error> {
    let task = if progress.kind == JobKind::Bulk { Task::read(&progress.task)? } else { return Err(Error::NotFound) };
    let presenter = Presenter::new(request);
    let t = presenter.t;
    let mut action = t.get(&format!("bulk.{}", task.action.name())).trim_end_matches('…').to_owned();
    if let Some(target) = target(&presenter, task.action, roles, groups) {
        action = format!("{action}: {target}");
    }
    let problem = |row: RefusedRow| RowProblem { n: row.n, who: row.label, why: presenter.refusal(&row.refusal) };
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
