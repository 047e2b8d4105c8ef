//! `/w/{slug}/invitations`: who has been invited and has not come yet.

use crate::Failure;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{may, texts};
use crate::ui::{CopyField, CopyLink, Empty, Icon, Time};
use crate::users::use_slug;
use crate::wire::Json;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::ids::InvitationId;
use model::invitations::{Delivery, InvitationRow};
use model::page::Page;
use model::permissions::Permission;

/// A page of the pending invitations.
#[server(prefix = "/fn", endpoint = "invitations/list", input = Json, output = Json)]
pub async fn list_invitations(slug: String, after: Option<InvitationId>) -> Result<Page<InvitationRow>, Failure> {
    let visit = crate::visit::visit()?;
    let page = crate::visit::answered(domain::invitations::list(&visit.ctx, &slug, after).await)?;
    let presenter = crate::present::Presenter::new(&visit);
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
        delivery: invitation.delivery,
        link: invitation.link.filter(|_| !invitation.expired),
    });
    Ok(Page { items: items.collect(), next: page.next, previous: None, start: None, total: page.total })
}

#[component]
pub(crate) fn Invitations() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let query = use_query_map();
    let after = Memo::new(move |_| query.with(|query| query.get("after").and_then(|id| id.parse().ok())));
    let done = Memo::new(move |_| query.with(|query| query.get("done")).unwrap_or_default());
    let form = FormState::new();
    // Resending and revoking come back to the list as it is then.
    let page = Resource::new(
        move || (slug.get(), after.get(), form.busy.get()),
        |(slug, after, _)| list_invitations(slug, after),
    );
    view! {
        <leptos_meta::Title text=t.get("invitations.title")/>
        <div class="page">
            <header class="page-head">
                <h1 class="page-title">{t.get("invitations.title")}</h1>
                <p class="page-text">{t.get("invitations.text")}</p>
                <div class="page-actions">
                    {may(Permission::INVITATIONS_WRITE).then(|| view! {
                        <a class="btn btn--primary" href=move || format!("/w/{}/users/new?how=invite", slug.get())><Icon name="plus"/>{t.get("users.add")}</a>
                    })}
                </div>
            </header>
            <FormProblem state=form/>
            <Transition>
                {move || {
                    let done = done.get();
                    Suspend::new(async move {
                        match page.await {
                            Ok(page) if page.items.is_empty() => view! {
                                <Empty icon="mail" title=t.get("invitations.none.title") text=t.get("invitations.none.text")/>
                            }.into_any(),
                            Ok(page) => view! { <Table page=page done=done form=form/> }.into_any(),
                            Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

#[component]
fn Table(page: Page<InvitationRow>, done: String, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let new = page.items.iter().find(|row| row.id.to_string() == done).cloned();
    view! {
        {new.map(|row| view! { <Sent row=row/> })}
        <div class="table-wrap">
            <table class="table invitations-table">
                <thead><tr>
                    <th>{t.get("field.email")}</th><th class="col-2 cell-role">{t.get("field.role")}</th><th class="col-3 cell-person">{t.get("invitations.inviter")}</th>
                    <th class="col-3 cell-time">{t.get("invitations.sent")}</th><th class="col-2 cell-time">{t.get("invitations.expires")}</th>
                    <th class="cell-status">{t.get("users.status")}</th><th class="cell-actions"><span class="sr-only">{t.get("invitations.actions")}</span></th>
                </tr></thead>
                <tbody>{page.items.into_iter().map(|row| view! { <Row row=row form=form/> }).collect_view()}</tbody>
            </table>
        </div>
        {page.next.map(|next| view! {
            <footer class="list-foot"><nav class="pager" aria-label=t.get("pager.label")>
                <a class="btn btn--s" rel="next" href=move || format!("/w/{}/invitations?after={next}", slug.get())>{t.get("pager.next")}<Icon name="chevron-right" small=true/></a>
            </nav></footer>
        })}
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

#[component]
fn Row(row: InvitationRow, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let action = format!("/w/{}/invitations", slug.get_untracked());
    let (state, style) =
        if row.expired { ("expired", "expired") } else { (row.delivery.name(), style_of(row.delivery)) };
    let id = row.id.to_string();
    let (may_write, may_delete) = (may(Permission::INVITATIONS_WRITE), may(Permission::INVITATIONS_DELETE));
    view! {
        <tr>
            <th scope="row" class="cell-main"><span class="person-text">
                <span class="person-name name" dir="auto">{row.name}</span><span class="person-mail">{row.email.clone()}</span>
            </span></th>
            <td class="col-2" data-label=t.get("field.role")><span class="badge">{row.role}</span></td>
            <td class="col-3" data-label=t.get("invitations.inviter")><span class="name" dir="auto">{row.inviter}</span></td>
            <td class="col-3" data-label=t.get("invitations.sent")><Time at=row.sent/></td>
            <td class="col-2" data-label=t.get("invitations.expires")><Time at=row.expires/></td>
            <td data-label=t.get("users.status")>
                <span class=format!("status status--{style}")>{t.get(&format!("delivery.{state}"))}</span>
            </td>
            <td class="cell-actions">
                <Form state=form class="row row--end" action=action>
                    <input type="hidden" name="id" value=id/>
                    {row.link.map(|link| view! { <CopyLink href=link label=t.with("invitations.link_for", &[("email", &row.email)])/> })}
                    {may_write.then(|| view! {
                        <button class="btn btn--s" name="go" value="resend" aria-label=t.with("invitations.resend_to", &[("email", &row.email)])>{t.get("invitations.resend")}</button>
                    })}
                    {may_delete.then(|| view! {
                        <button class="btn btn--s btn--danger-quiet" name="go" value="revoke" aria-label=t.with("invitations.revoke_of", &[("email", &row.email)])>{t.get("invitations.revoke")}</button>
                    })}
                </Form>
            </td>
        </tr>
    }
}

fn style_of(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Sent | Delivery::Queued | Delivery::Unsent => "invited",
        Delivery::Retrying => "expired",
        Delivery::Failed => "failed",
    }
}

/// Sends again or takes back.
#[cfg(feature = "ssr")]
pub(crate) async fn manage_form(
    visit: &crate::visit::Visit,
    slug: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    let id: InvitationId = fields.get("id").parse().map_err(|_| model::Error::NotFound)?;
    match fields.get("go") {
        "resend" => {
            domain::invitations::resend(&visit.ctx, slug, id).await?;
            Ok(crate::forms::Answer::go(format!("/w/{slug}/invitations?done={id}")))
        }
        "revoke" => {
            domain::invitations::revoke(&visit.ctx, slug, id).await?;
            Ok(crate::forms::Answer::go(format!("/w/{slug}/invitations")))
        }
        _ => Err(model::Error::NotFound),
    }
}
