//! The three dots: what can be done to a person besides editing and removing.

use crate::forms::{Form, FormState};
use crate::state::texts;
use crate::ui::{Icon, Menu};
use crate::users::page::UserAt;
use leptos::prelude::*;
use model::users::{Status, UserDetails};

#[component]
pub(super) fn ActionsMenu(user: UserDetails, form: FormState) -> impl IntoView {
    let t = texts();
    let status = user.row.status;
    if user.is_me || !user.may_edit || !status.is_member() {
        return ().into_any();
    }
    let at = UserAt::of(user.row.id);
    let (other, icon) = if status == Status::Active { ("suspend", "lock") } else { ("activate", "check-circle") };
    // Where there is one, and it is this workspace's to reset.
    let resets = user.row.second_factor && user.password.is_none();
    let dots = view! { <Icon name="dots"/> };
    view! {
        <Menu modifier="menu--end" name="user" button_class="btn btn--quiet btn--icon" label=t.get("user.actions").to_owned() button=dots>
            <a class="menu-item" data-noscroll href=move || at.href("/password", "")><Icon name="key"/>{t.get("user.change_password")}</a>
            <Form state=form action=at.href_now("", "")>
                {resets.then(|| view! {
                    <button class="menu-item" name="action" value="reset_factor"><Icon name="refresh"/>{t.get("user.reset_factor")}</button>
                })}
                <button class="menu-item" name="action" value="sign_out"><Icon name="sign-out"/>{t.get("action.sign_out")}</button>
                <button class="menu-item" name="action" value=other><Icon name=icon/>{t.get(&format!("action.{other}"))}</button>
            </Form>
        </Menu>
    }.into_any()
}
