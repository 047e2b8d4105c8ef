//! The bar that is there while someone is chosen. It is a plain form, before the table in the document: what follows is
//! a page of its own. Without a script it takes the boxes that are ticked on this page.

use super::chosen::{Chosen, Found};
use crate::address::{encode, use_slug};
use crate::state::{may, state, texts};
use crate::ui::Island;
use crate::users::addresses::use_asked;
use leptos::prelude::*;
use model::groups::GroupChoice;
use model::permissions::Permission;
use model::roles::RoleName;
use model::urls::Url;
use model::users::RoleChoice;

/// The form that the boxes of the table belong to.
pub(in crate::users) const FORM: &str = "bulk";

/// Chooses everyone on the page, or nobody of it; with a script only.
#[component]
pub(in crate::users) fn CheckAll() -> impl IntoView {
    view! { <input type="checkbox" class="checkbox" data-check-page="" aria-label=texts().get("bulk.select_page")/> }
}

#[component]
pub(in crate::users) fn BulkBar(
    total: Option<i64>,
    is_whole: bool,
    roles: Vec<RoleName>,
    groups: Vec<GroupChoice>,
) -> impl IntoView {
    let asked = use_asked().get_untracked().unwrap_or_default();
    let narrowed = asked.narrowing().written(encode);
    // A choice of everyone means those whom the address finds.
    let action = Url::BulkQuestion { slug: use_slug().get_untracked() }.with_query(&asked.kept().written(encode));
    let found = Found { total, is_whole };
    let props = serde_json::to_string(&found).unwrap_or_default();
    view! {
        <form id=FORM class="bulk-bar" method="post" action=action data-narrowed=narrowed>
            <Island name="chosen" props=props><Chosen found=found/></Island>
            <Actions roles=roles groups=groups/>
        </form>
    }
}

/// What can be done to them; nothing is chosen at first.
#[component]
fn Actions(roles: Vec<RoleName>, groups: Vec<GroupChoice>) -> impl IntoView {
    let t = texts();
    let (write, delete) = (may(Permission::USERS_WRITE), may(Permission::USERS_DELETE));
    let mut actions: Vec<&str> = Vec::new();
    actions.extend(write.then_some(["role", "suspend", "activate", "sign_out"]).into_iter().flatten());
    let groups: Vec<GroupChoice> = groups.into_iter().filter(|group| group.can_manage_members).collect();
    actions.extend((!groups.is_empty()).then_some(["join", "part"]).into_iter().flatten());
    actions.extend(may(Permission::INVITATIONS_WRITE).then_some("resend"));
    actions.extend(delete.then_some("remove"));
    let is_super = state().with_value(|state| state.here.as_ref().is_some_and(|here| here.super_user));
    view! {
        <label class="sr-only" for="bulk-action">{t.get("bulk.action")}</label>
        <select class="input select select--chip" id="bulk-action" name="action" required>
            <option value="">{t.get("bulk.choose")}</option>
            {actions.into_iter().map(|action| view! {
                <option value=action>{t.get(&format!("bulk.{action}"))}</option>
            }).collect_view()}
        </select>
        <label class="sr-only" for="bulk-role">{t.get("field.role")}</label>
        <select class="input select select--chip bulk-role" id="bulk-role" name="role">
            <option value="">{t.get("roles.choose")}</option>
            {roles.into_iter().map(|role| view! {
                <option value=RoleChoice::Role(role.id).written()>{role.name}</option>
            }).collect_view()}
            {is_super.then(|| view! { <option value=RoleChoice::SUPER_USER>{t.get("role.super_user")}</option> })}
        </select>
        {(!groups.is_empty()).then(|| view! {
            <label class="sr-only" for="bulk-group">{t.get("field.group")}</label>
            <select class="input select select--chip bulk-group" id="bulk-group" name="group">
                <option value="">{t.get("bulk.choose_group")}</option>
                {groups.into_iter().map(|group| view! {
                    <option value=group.id.to_string()>{group.name}</option>
                }).collect_view()}
            </select>
        })}
        <button class="btn btn--s btn--primary">{t.get("bulk.continue")}</button>
    }
}
