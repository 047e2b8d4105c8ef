//! `/workspaces`: those that one belongs to, may join, or has deleted. `/` shows it to whoever belongs to none.

use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::{state, texts};
use crate::ui::{Done, Empty, Icon, Time};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::urls::Url;
use model::workspaces::{AwaitingWorkspace, DeletedWorkspace, WorkspaceLink, WorkspacesView};

/// What there is beside the workspaces that the bar knows.
#[server(prefix = "/fn", endpoint = "workspaces/others", input = Json, output = Postcard)]
pub async fn read_others() -> Result<WorkspacesView, Failure> {
    use crate::request::answered;
    let request = crate::request::request_context()?;
    let awaiting = answered(domain::workspaces::awaiting_verification(&request.ctx).await)?;
    let awaiting = awaiting.into_iter().map(|one| AwaitingWorkspace {
        slug: one.slug,
        name: one.name,
        same_address: one.same_address,
    });
    let joinable = answered(domain::workspaces::domains::joinable(&request.ctx).await)?;
    let deleted = answered(domain::workspaces::deleted(&request.ctx).await)?;
    let may_create = answered(domain::workspaces::may_create(&request.ctx).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let deleted = deleted.into_iter().map(|one| DeletedWorkspace {
        id: one.id,
        slug: one.slug,
        name: one.name,
        until: presenter.when(one.until),
    });
    Ok(WorkspacesView {
        awaiting: awaiting.collect(),
        joinable: joinable.workspaces,
        may_prove: joinable.may_prove,
        deleted: deleted.collect(),
        may_create,
    })
}

const DONE: &[&str] = &[
    "workspaces.done.deleted",
    "workspaces.done.left",
    "workspaces.done.proof_sent",
    "workspaces.done.proven",
    "workspaces.done.restored",
];

#[component]
pub(crate) fn Workspaces() -> impl IntoView {
    let t = texts();
    let mine = state().with_value(|state| state.workspaces.clone());
    let others = resource(|| (), |()| read_others());
    let none = mine.is_empty();
    view! {
        <leptos_meta::Title text=t.get("shell.workspaces")/>
        <div class="page page--narrow">
            <header class="page-head"><h1 class="page-title">{t.get("shell.workspaces")}</h1></header>
            <Done keys=DONE/>
            {none.then(|| view! {
                <Empty icon="building" title=t.get("workspaces.none.title") text=t.get("workspaces.none.text")/>
            })}
            <Mine workspaces=mine/>
            <Loaded found=others view=move |others| view! { <Others others=others/> }/>
        </div>
    }
}

#[component]
fn Mine(workspaces: Vec<WorkspaceLink>) -> impl IntoView {
    (!workspaces.is_empty()).then(|| {
        view! {
            <div class="tiles workspace-tiles">
                {workspaces.into_iter().map(|workspace| view! {
                    <a class="tile" rel="external" href=Url::Workspace { slug: workspace.slug.clone() }.path()>
                        <span class="tile-label">
                            <Icon name="building" small=true/>
                            <span class="truncate">{workspace.slug.clone()}</span>
                        </span>
                        <span class="tile-value name" dir="auto">{workspace.name}</span>
                    </a>
                }).collect_view()}
            </div>
        }
    })
}

#[component]
fn Others(others: WorkspacesView) -> impl IntoView {
    let t = texts();
    let mail = state().with_value(|state| state.mail);
    let form = FormState::new();
    view! {
        <FormProblem state=form/>
        {(!others.awaiting.is_empty()).then(|| view! { <Awaiting form=form workspaces=others.awaiting/> })}
        {others.may_create.then(|| view! {
            <p>
                <a class="btn btn--primary" href=Url::NewWorkspace.path()>
                    <Icon name="plus"/>{t.get("workspaces.add")}
                </a>
            </p>
        })}
        {others.may_prove.then(|| view! {
            <Form state=form action=Url::Workspaces.path() class="card">
                <header class="card-head">
                    <h2 class="card-title">{t.get("workspaces.verify_email.title")}</h2>
                    <p class="card-text">{t.get("workspaces.verify_email.text")}</p>
                </header>
                {mail.then(|| view! {
                    <footer class="card-foot">
                        <button class="btn" name="prove" value="1">
                            {t.get("workspaces.verify_email.submit")}
                        </button>
                    </footer>
                })}
            </Form>
        })}
        {(!others.joinable.is_empty()).then(|| view! { <Joinable form=form workspaces=others.joinable/> })}
        {(!others.deleted.is_empty()).then(|| view! { <Deleted form=form workspaces=others.deleted/> })}
    }
}

/// Someone has added them; nobody knows yet whether the address is theirs.
#[component]
fn Awaiting(form: FormState, workspaces: Vec<AwaitingWorkspace>) -> impl IntoView {
    let t = texts();
    let mail = state().with_value(|state| state.mail);
    let provable = mail && workspaces.iter().any(|workspace| workspace.same_address);
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("workspaces.awaiting.title")}</h2>
                <p class="card-text">{t.get("workspaces.awaiting.text")}</p>
            </header>
            <div class="card-body">
                <ul class="workspace-list">
                    {workspaces.into_iter().map(|workspace| view! {
                        <li>
                            <div>
                                <p class="name" dir="auto">{workspace.name}</p>
                                {(!workspace.same_address).then(|| view! {
                                    <p class="muted"><small>{t.get("workspaces.awaiting.other_address")}</small></p>
                                })}
                            </div>
                            <a class="btn btn--s" href=Url::LeaveWorkspace { slug: workspace.slug.clone() }.path()>
                                {t.get("workspaces.awaiting.leave")}
                            </a>
                        </li>
                    }).collect_view()}
                </ul>
            </div>
            {provable.then(|| view! {
                <Form state=form action=Url::Workspaces.path() class="card-foot">
                    <button class="btn btn--primary" name="prove" value="1">
                        {t.get("workspaces.awaiting.submit")}
                    </button>
                </Form>
            })}
        </section>
    }
}

#[component]
fn Joinable(form: FormState, workspaces: Vec<WorkspaceLink>) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("workspaces.join.title")}</h2>
                <p class="card-text">{t.get("workspaces.join.text")}</p>
            </header>
            <Form state=form action=Url::Workspaces.path() class="card-body">
                <ul class="workspace-list">
                    {workspaces.into_iter().map(|workspace| {
                        let label = t.with("workspaces.join", &[("workspace", &workspace.name)]);
                        view! {
                            <li>
                                <span class="name" dir="auto">{workspace.name}</span>
                                <button class="btn btn--s" name="join" value=workspace.slug aria-label=label>
                                    {t.get("workspaces.join.short")}
                                </button>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </Form>
        </section>
    }
}

#[component]
fn Deleted(form: FormState, workspaces: Vec<DeletedWorkspace>) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("workspaces.deleted.title")}</h2>
                <p class="card-text">{t.get("workspaces.deleted.text")}</p>
            </header>
            <Form state=form action=Url::Workspaces.path() class="card-body">
                <ul class="workspace-list">
                    {workspaces.into_iter().map(|workspace| {
                        let label = t.with("workspaces.restore", &[("workspace", &workspace.name)]);
                        view! {
                            <li>
                                <div>
                                    <p class="name" dir="auto">{workspace.name}</p>
                                    <p class="muted">
                                        <small>{t.get("workspaces.deleted.until")}" "<Time at=workspace.until/></small>
                                    </p>
                                </div>
                                <button class="btn btn--s" name="restore" value=workspace.id.to_string()
                                    aria-label=label>
                                    {t.get("workspaces.restore.short")}
                                </button>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </Form>
        </section>
    }
}
