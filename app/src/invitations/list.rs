//! `/w/{slug}/invitations`: who has been invited and has not come yet.

use super::row::Row;
use crate::Failure;
use crate::address::{encode, use_slug};
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::awaiting;
use crate::resource::resource;
use crate::state::{may, state, texts};
use crate::ui::{CopyField, Dialog, Empty, Icon};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use model::invitations::{Delivery, InvitationRow, InvitationState, InvitationsQuery};
use model::page::Page;
use model::permissions::Permission;
use model::urls::Url;

/// A page of the pending invitations.
#[server(prefix = "/fn", endpoint = "invitations/list", input = Json, output = Postcard)]
pub async fn list_invitations(slug: String, asked: InvitationsQuery) -> Result<Page<InvitationRow>, Failure> {
    let request = crate::request::request_context()?;
    let page = crate::request::answered(domain::invitations::list(&request.ctx, &slug, &asked).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let items = page.items.into_iter().map(|invitation| InvitationRow {
        id: invitation.id,
        email: invitation.email,
        name: invitation.name,
        role: match (&invitation.role, invitation.super_user) {
            (_, true) => presenter.t.get("role.super_user").to_owned(),
            (Some(role), _) => presenter.role_name(role),
            (None, _) => String::new(),
        },
        inviter: invitation.inviter,
        sent: presenter.when(invitation.sent_at),
        expires: presenter.when(invitation.expires_at),
        expired: invitation.expired,
        failure: invitation.failure.filter(|_| !invitation.expired),
        delivery: invitation.delivery,
        link: invitation.link.filter(|_| !invitation.expired),
        own: invitation.own,
    });
    Ok(Page { items: items.collect(), next: page.next, previous: None, start: None, total: page.total })
}

/// What the address asks of the list.
fn asked_by(query: &ParamsMap) -> InvitationsQuery {
    let get = |name: &str| query.get(name).unwrap_or_default();
    let state = InvitationState::named(&get("state"));
    InvitationsQuery { email: get("q").trim().to_owned(), state, after: get("after").parse().ok(), size: None }
}

#[component]
pub(crate) fn Invitations() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked_by));
    let of_page = Memo::new(move |_| {
        query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            Shown { done: get("done"), revoke: get("revoke"), revoked: get("revoked") }
        })
    });
    let form = FormState::new();
    let page = resource(move || (slug.get(), asked.get()), |(slug, asked)| list_invitations(slug, asked));
    view! {
        <leptos_meta::Title text=t.get("invitations.title")/>
        <div class="page">
            <header class="page-head">
                <h1 class="page-title">{t.get("invitations.title")}</h1>
                <p class="page-text">{t.get("invitations.text")}</p>
                <div class="page-actions" data-takes-focus=move || (of_page.get().revoked == "none").then_some("")>
                    {may(Permission::INVITATIONS_WRITE).then(|| view! {
                        <a class="btn btn--primary"
                            href=move || Url::NewUser { slug: slug.get() }.with(&[("how", "invite")])>
                            <Icon name="plus"/>{t.get("users.add")}
                        </a>
                    })}
                </div>
            </header>
            {move || (!of_page.get().revoked.is_empty()).then(|| view! {
                <div class="notice notice--ok" role="status">
                    <Icon name="check-circle"/>
                    <div class="notice-body"><p>{t.get("invitations.revoked")}</p></div>
                </div>
            })}
            <FormProblem state=form/>
            <Transition>
                {awaiting(move || {
                    let (asked, shown) = (asked.get(), of_page.get());
                    async move {
                        match page.await {
                            Ok(page) => view! {
                                <InvitationTable page=page asked=asked shown=shown form=form/>
                            }.into_any(),
                            Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                        }
                    }
                })}
            </Transition>
        </div>
    }
}

/// What the address says beside the list: the one just sent, the one to ask about, and where the focus goes after one
/// was revoked.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    done: String,
    revoke: String,
    revoked: String,
}

#[component]
fn InvitationTable(page: Page<InvitationRow>, asked: InvitationsQuery, shown: Shown, form: FormState) -> impl IntoView {
    let t = texts();
    let narrowed = asked.is_narrowed();
    let nothing = page.items.is_empty();
    view! {
        {(narrowed || !nothing).then(|| view! { <Filter asked=asked.clone()/> })}
        {match (nothing, narrowed) {
            (true, false) => view! {
                <Empty icon="mail" title=t.get("invitations.none.title") text=t.get("invitations.none.text")/>
            }.into_any(),
            (true, true) => view! {
                <Empty icon="search" title=t.get("users.no_match.title") text=t.get("users.no_match.text")/>
            }.into_any(),
            (false, _) => view! { <Table page=page asked=asked shown=shown form=form/> }.into_any(),
        }}
    }
}

/// A form that asks for the list anew.
#[component]
fn Filter(asked: InvitationsQuery) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let all = move || Url::Invitations { slug: slug.get() }.path();
    let narrowed = asked.is_narrowed();
    let choice = move |state: InvitationState| {
        let selected = asked.state == Some(state);
        view! {
            <option value=state.name() selected=selected>
                {t.get(&format!("invitations.state.{}", state.name()))}
            </option>
        }
    };
    view! {
        <form class="toolbar invitations-filter" method="get" role="search" action=all>
            <div class="search">
                <Icon name="search"/>
                <input class="input" type="search" name="q" value=asked.email aria-label=t.get("invitations.search")
                    placeholder=t.get("invitations.search")/>
            </div>
            <select class="input select" name="state" aria-label=t.get("users.by_status")>
                <option value="">{t.get("invitations.state.all")}</option>
                {InvitationState::ALL.map(choice)}
            </select>
            <button class="btn">{t.get("audit.filter")}</button>
            {narrowed.then(|| view! { <a class="btn btn--quiet" href=all>{t.get("users.clear")}</a> })}
        </form>
    }
}

#[component]
fn Table(page: Page<InvitationRow>, asked: InvitationsQuery, shown: Shown, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let new = page.items.iter().find(|row| row.id.to_string() == shown.done).cloned();
    let at = page.items.iter().position(|row| row.id.to_string() == shown.revoke);
    let question = at.filter(|_| may(Permission::INVITATIONS_DELETE)).map(|at| {
        let beside = page.items.get(at + 1).or_else(|| at.checked_sub(1).and_then(|at| page.items.get(at)));
        let next = beside.map_or("none".to_owned(), |row| row.id.to_string());
        let back = Url::Invitations { slug: slug.get_untracked() }.with_query(&written(&asked));
        view! { <Question row=page.items[at].clone() next=next back=back form=form/> }
    });
    let place = written(&asked);
    view! {
        {new.map(|row| view! { <Sent row=row/> })}
        <div class="table-wrap">
            <table class="table invitations-table">
                <thead><tr>
                    <th scope="col">{t.get("users.by_name")}</th>
                    <th scope="col" class="col-2 cell-role">{t.get("field.role")}</th>
                    <th scope="col" class="col-3 cell-person">{t.get("invitations.inviter")}</th>
                    <th scope="col" class="col-3 cell-time">{t.get("invitations.sent")}</th>
                    <th scope="col" class="col-2 cell-time">{t.get("invitations.expires")}</th>
                    <th scope="col" class="cell-status">{t.get("users.by_status")}</th>
                    <th scope="col" class="cell-actions">
                        <span class="sr-only">{t.get("invitations.actions")}</span>
                    </th>
                </tr></thead>
                <tbody>
                    {page.items.into_iter().map(|row| view! {
                        <Row takes_focus=row.id.to_string() == shown.revoked row=row place=place.clone() form=form/>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
        {page.next.map(|next| {
            let query = written(&InvitationsQuery { after: next.parse().ok(), ..asked });
            view! {
                <footer class="list-foot"><nav class="pager" aria-label=t.get("pager.label")>
                    <a class="btn btn--s" rel="next"
                        href=move || Url::Invitations { slug: slug.get() }.with_query(&query)>
                        {t.get("pager.next")}<Icon name="chevron-right" small=true/>
                    </a>
                </nav></footer>
            }
        })}
        {question}
    }
}

/// The list's part of an address, with its question mark.
fn written(asked: &InvitationsQuery) -> String {
    let mut pairs = Vec::new();
    if !asked.email.is_empty() {
        pairs.push(format!("q={}", encode(&asked.email)));
    }
    pairs.extend(asked.state.map(|state| format!("state={}", state.name())));
    pairs.extend(asked.after.map(|after| format!("after={after}")));
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// The same question as beside the list of users.
#[component]
fn Question(row: InvitationRow, next: String, back: String, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let workspace = state().with_value(|state| state.here.as_ref().map(|here| here.name.clone())).unwrap_or_default();
    let name = if row.name.is_empty() { row.email } else { row.name };
    let values = [("name", name.as_str()), ("workspace", &workspace)];
    let (title, text, keep) =
        (t.with("user.revoke.title", &values), t.with("user.revoke.text", &values), t.with("user.keep", &values));
    let action = Url::Invitations { slug: slug.get_untracked() }.path();
    let (keeps, back) = (back.clone(), Signal::stored(back));
    view! {
        <Dialog title=title back=back modifier="dialog--s">
            <Form state=form class="dialog-form" action=action>
                <input type="hidden" name="id" value=row.id.to_string()/>
                <input type="hidden" name="beside" value=next/>
                <div class="dialog-body"><p>{text}</p></div>
                <div class="dialog-foot">
                    <a class="btn" data-noscroll href=keeps>{keep}</a>
                    <button class="btn btn--danger" name="go" value="revoke">
                        {t.get("user.revoke")}
                    </button>
                </div>
            </Form>
        </Dialog>
    }
}

/// The invitation that was just made: on its way, or to be handed over.
#[component]
fn Sent(row: InvitationRow) -> impl IntoView {
    let t = texts();
    let key = if row.link.is_some() && row.delivery == Delivery::Unsent {
        "invitations.copy"
    } else {
        "invitations.on_its_way"
    };
    let link = row.link.filter(|_| row.delivery == Delivery::Unsent);
    view! {
        <div class="notice notice--ok" role="status">
            <Icon name="check-circle"/>
            <div class="notice-body">
                <p>{t.with(key, &[("email", &row.email)])}</p>
                {link.map(|link| view! { <CopyField value=link label=t.get("invitations.link")/> })}
            </div>
        </div>
    }
}
