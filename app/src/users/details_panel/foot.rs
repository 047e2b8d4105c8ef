//! The actions at the bottom right of the panel.

use crate::forms::{Form, FormState};
use crate::state::{may, state, texts};
use crate::users::addresses::{UserAt, UserPage};
use leptos::prelude::*;
use model::permissions::Permission;
use model::users::{Status, UserDetails};

#[component]
pub(super) fn Foot(user: UserDetails, form: FormState) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.row.id);
    let status = user.row.status;
    let remove = |key: &'static str| {
        view! {
            <a class="btn btn--danger-quiet" data-noscroll href=move || at.href(UserPage::Remove, &[])>{t.get(key)}</a>
        }
    };
    // In one's own calendar, where there is one to connect.
    let (is_me, offered) = (user.row.rights.is_me, state().with_value(|state| state.outlook));
    let schedule = move || {
        offered.then(|| {
            view! {
                <a class="btn" data-noscroll href=move || at.href(UserPage::Onboarding, &[])>
                    {t.get("onboarding.schedule")}
                </a>
            }
        })
    };
    let act = move |action: &'static str| {
        view! {
            <Form state=form action=at.href_now()>
                <button class="btn btn--primary" name="action" value=action>
                    {t.get(&format!("action.{action}"))}
                </button>
            </Form>
        }
    };
    let buttons = match status {
        Status::Removed => user.row.rights.edit.then(|| act("restore")).into_any(),
        Status::Invited | Status::Expired => view! {
            {user.row.rights.remove.then(|| remove("user.revoke"))}
            {(status == Status::Invited).then(schedule)}
            {may(Permission::INVITATIONS_WRITE).then(|| act("resend"))}
        }
        .into_any(),
        Status::Active | Status::Suspended => view! {
            {user.row.rights.remove.then(|| remove("user.remove"))}
            {(status == Status::Active && !is_me).then(schedule)}
            {user.row.rights.edit.then(|| view! {
                <a class="btn btn--primary" data-noscroll href=move || at.href(UserPage::Edit, &[])>
                    {t.get("action.edit")}
                </a>
            })}
        }
        .into_any(),
    };
    view! { <footer class="panel-foot">{buttons}</footer> }
}
