//! One invitation in the list.

use super::unknown::UnknownQuestion;
use crate::address::use_slug;
use crate::forms::{Form, FormState};
use crate::state::{may, texts};
use crate::ui::{CopyLink, Time};
use leptos::prelude::*;
use model::invitations::{Delivery, InvitationRow};
use model::permissions::Permission;
use model::urls::Url;

#[component]
pub(super) fn Row(
    row: InvitationRow,
    place: String,
    form: FormState,
    /// The one beside it is gone, and had the focus.
    takes_focus: bool,
) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let action = Url::Invitations { slug: slug.get_untracked() }.path();
    let (standing, style) =
        if row.expired { ("expired", "expired") } else { (row.delivery.name(), style_of(row.delivery)) };
    let id = row.id.to_string();
    let asks = row.own && !row.expired && row.delivery == Delivery::Unknown;
    let (asked_id, asked_email) = (id.clone(), row.email.clone());
    let row_id = id.clone();
    let joint = if place.is_empty() { "?" } else { "&" };
    let revoke = format!("{action}{place}{joint}revoke={id}");
    let (name, email) =
        if row.name.is_empty() { (row.email.clone(), None) } else { (row.name.clone(), Some(row.email.clone())) };
    let (may_write, may_delete) = (may(Permission::INVITATIONS_WRITE), may(Permission::INVITATIONS_DELETE));
    view! {
        <tr data-key=row_id data-takes-focus=takes_focus.then_some("")>
            <th scope="row" class="cell-main"><span class="person-text">
                <span class="person-name name" dir="auto">{name}</span>
                {email.map(|email| view! { <span class="person-mail">{email}</span> })}
            </span></th>
            <td class="col-2" data-label=t.get("field.role")><span class="badge">{row.role}</span></td>
            <td class="col-3" data-label=t.get("invitations.inviter")>
                <span class="name" dir="auto">{row.inviter}</span>
            </td>
            <td class="col-3" data-label=t.get("invitations.sent")><Time at=row.sent/></td>
            <td class="col-2" data-label=t.get("invitations.expires")><Time at=row.expires/></td>
            <td data-label=t.get("users.by_status")>
                <span class=format!("status status--{style}")>{t.get(&format!("delivery.{standing}"))}</span>
                {row.failure.map(|why| view! {
                    <p class="field-hint">{t.with("invitations.failure", &[("why", &why)])}</p>
                })}
                {asks.then(|| view! { <UnknownQuestion id=asked_id email=asked_email form=form/> })}
            </td>
            <td class="cell-actions">
                <Form state=form class="row row--end" action=action>
                    <input type="hidden" name="id" value=id/>
                    {row.link.map(|link| view! {
                        <CopyLink href=link label=t.with("invitations.link_for", &[("email", &row.email)])/>
                    })}
                    {may_write.then(|| view! {
                        <button class="btn btn--s" name="go" value="resend"
                            aria-label=t.with("invitations.resend_to", &[("email", &row.email)])>
                            {t.get("invitations.resend")}
                        </button>
                    })}
                    {may_delete.then(|| view! {
                        <a class="btn btn--s btn--danger-quiet" data-noscroll href=revoke
                            aria-label=t.with("invitations.revoke_of", &[("email", &row.email)])>
                            {t.get("invitations.revoke")}
                        </a>
                    })}
                </Form>
            </td>
        </tr>
    }
}

fn style_of(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Sent | Delivery::Queued | Delivery::Unsent => "invited",
        Delivery::Retrying | Delivery::Unknown => "expired",
        Delivery::Failed => "failed",
    }
}
