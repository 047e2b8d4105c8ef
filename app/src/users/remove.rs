//! `/w/{slug}/users/{id}/remove`: the question before someone is removed (seed 002, "Remove User from Workspace").

use super::page::UserAt;
use super::panel::OverPanel;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::{Dialog, Icon};
use leptos::prelude::*;
use model::users::{Status, UserDetails};

#[component]
pub(crate) fn RemovePage() -> impl IntoView {
    view! { <OverPanel dialog=|user, form| view! { <RemoveDialog user=user form=form/> }.into_any()/> }
}

#[component]
fn RemoveDialog(user: UserDetails, form: FormState) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.row.id);
    let back = Signal::derive(move || at.href("", ""));
    let workspace = state().with_value(|state| state.here.as_ref().map(|here| here.name.clone())).unwrap_or_default();
    let name = if user.row.name.is_empty() { user.row.email.clone() } else { user.row.name.clone() };
    let invited = matches!(user.row.status, Status::Invited | Status::Expired);
    let what = if invited { "revoke" } else { "remove" };
    let values = [("name", name.as_str()), ("workspace", &workspace)];
    let title = t.with(&format!("user.{what}.title"), &values);
    let text = t.with(&format!("user.{what}.text"), &values);
    let keep = t.with("user.keep", &values);
    let submit = if invited { "user.revoke" } else { "action.remove" };
    view! {
        <Dialog title=title back=back modifier="dialog--s">
            <Form state=form class="dialog-form">
                <div class="dialog-body">
                    <FormProblem state=form/>
                    <p>{text}</p>
                    {(!invited).then(|| view! {
                        <ul class="ends-list">
                            <li><Icon name="sign-out" small=true/>{t.get(if user.personal.is_some() { "user.remove.sessions_elsewhere" } else { "user.remove.sessions" })}</li>
                            <li><Icon name="roles" small=true/>{t.get("user.remove.seats")}</li>
                            <li><Icon name="clock" small=true/>{t.get("user.remove.restore")}</li>
                        </ul>
                    })}
                </div>
                <div class="dialog-foot">
                    <a class="btn" data-noscroll href=move || back.get()>{keep}</a>
                    <button class="btn btn--danger" name="action" value="remove" aria-busy=move || form.busy.get().then_some("true")>{t.get(submit)}</button>
                </div>
            </Form>
        </Dialog>
    }
}
