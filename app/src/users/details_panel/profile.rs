//! Who it is.

use super::{Fact, Texts};
use crate::forms::{Form, FormState};
use crate::state::{state, texts};
use crate::ui::{CopyField, Icon, Time};
use crate::users::addresses::UserAt;
use leptos::prelude::*;
use model::ids::MemberId;
use model::users::{MemberField, Status, UserDetails};

#[component]
pub(super) fn ProfileTab(user: UserDetails, form: FormState) -> impl IntoView {
    let t = texts();
    let row = user.row;
    let name = if row.name.is_empty() { row.email.clone() } else { row.name.clone() };
    let source = t.get(&format!("source.{}", row.source.name()));
    let came = match user.by {
        Some(by) => t.with("user.came_by", &[("how", source), ("by", &by)]),
        None => source.to_owned(),
    };
    let invited = matches!(row.status, Status::Invited | Status::Expired);
    let joined = if invited { "user.invited_on" } else { "users.by_joined" };
    view! {
        {user.temporary_until.map(|until| view! {
            <div class="notice notice--warn">
                <Icon name="key"/>
                <div class="notice-body"><p>{t.with("user.temporary", &[("time", &until.relative)])}</p></div>
            </div>
        })}
        {user.entry_link.clone().filter(|_| invited).map(|link| view! { <InvitationLink name=name link=link/> })}
        {user.verification_due.then(|| view! {
            <VerificationDue id=row.id link=user.entry_link may_edit=row.rights.edit form=form/>
        })}
        <dl class="facts">
            <Texts texts=row.texts fields=MemberField::texts().collect()/>
            {(!invited).then(|| view! {
                <Fact label="field.language" value=user.language/>
                <Fact label="field.time_zone" value=user.time_zone/>
            })}
            <div><dt>{t.get(joined)}</dt><dd><Time at=row.joined/></dd></div>
            {(!invited).then(|| view! {
                <div><dt>{t.get("users.by_last_active")}</dt><dd>
                    {match row.last_active {
                        Some(at) => view! { <Time at=at/> }.into_any(),
                        None => t.get("users.never").into_any(),
                    }}
                </dd></div>
            })}
            <Fact label="user.source" value=came/>
        </dl>
    }
}

/// Their invitation's link, to hand over: no mail carries it.
#[component]
fn InvitationLink(name: String, link: String) -> impl IntoView {
    let t = texts();
    view! {
        <div class="notice">
            <Icon name="link"/>
            <div class="notice-body">
                <p>{t.with("user.invitation_link.text", &[("name", &name)])}</p>
                <CopyField value=link label=t.get("user.invitation_link")/>
            </div>
        </div>
    }
}

/// They are a member and enter once they have proven their address: by a mail, or by a link that is handed over where
/// there is no mail server.
#[component]
fn VerificationDue(id: MemberId, link: Option<String>, may_edit: bool, form: FormState) -> impl IntoView {
    let t = texts();
    let mail = state().with_value(|state| state.mail);
    let at = UserAt::of(id);
    let label = if link.is_some() { "user.verification.again" } else { "user.verification.link" };
    view! {
        <div class="notice">
            <Icon name="mail"/>
            <div class="notice-body">
                <p>{t.get("user.verification.text")}</p>
                {link.map(|link| view! { <CopyField value=link label=t.get("user.verification.link_label")/> })}
                {(may_edit && !mail).then(|| view! {
                    <Form state=form action=at.href_now()>
                        <button class="btn btn--s" name="action" value="entry_link">
                            {t.get(label)}
                        </button>
                    </Form>
                })}
            </div>
        </div>
    }
}
