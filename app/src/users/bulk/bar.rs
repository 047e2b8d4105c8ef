//! The bar under the table, there while someone is ticked. It is a plain form: what follows is a page of its own.

use crate::state::{may, state, texts};
use crate::ui::Check;
use leptos::prelude::*;
use model::groups::GroupChoice;
use model::permissions::Permission;
use model::users::{RoleChoice, RoleName};

/// Ticks everyone on the page, or nobody; with a script only.
#[component]
pub(in crate::users) fn CheckAll() -> impl IntoView {
    view! { <input type="checkbox" class="checkbox" data-all="" aria-label=texts().get("bulk.select_page")/> }
}

/// Follows the ticks: counts them, and lets the one in the head tick the others.
pub(in crate::users) fn on_tick(event: &leptos::ev::Event, ticked: RwSignal<i64>) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let as_box = |target: web_sys::EventTarget| target.dyn_into::<web_sys::HtmlInputElement>().ok();
        let form = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let (Some(form), Some(changed)) = (form, event.target().and_then(as_box)) else { return };
        let Ok(boxes) = form.query_selector_all("tbody .checkbox") else { return };
        let mut count = 0;
        for i in 0..boxes.length() {
            let Some(one) = boxes.item(i).and_then(|node| node.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
                continue;
            };
            if changed.has_attribute("data-all") {
                one.set_checked(changed.checked());
            }
            count += i64::from(one.checked());
        }
        ticked.set(count);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, ticked);
}

#[component]
pub(in crate::users) fn BulkBar(
    ticked: RwSignal<i64>,
    total: Option<i64>,
    is_whole: bool,
    roles: Vec<RoleName>,
    groups: Vec<GroupChoice>,
) -> impl IntoView {
    let t = texts();
    let (write, delete) = (may(Permission::USERS_WRITE), may(Permission::USERS_DELETE));
    let mut actions: Vec<&str> = Vec::new();
    actions.extend(write.then_some(["role", "suspend", "activate", "sign_out"]).into_iter().flatten());
    let groups: Vec<GroupChoice> = groups.into_iter().filter(|group| group.may_fill).collect();
    actions.extend((!groups.is_empty()).then_some(["join", "part"]).into_iter().flatten());
    actions.extend(may(Permission::INVITATIONS_WRITE).then_some("resend"));
    actions.extend(delete.then_some("remove"));
    let is_super = state().with_value(|state| state.here.as_ref().is_some_and(|here| here.super_user));
    let all = total.map_or_else(|| t.get("bulk.all").to_owned(), |total| t.count("bulk.all_of", total));
    view! {
        <div class="bulk-bar">
            <span class="bulk-bar-text" aria-live="polite">
                {move || if ticked.get() > 0 { t.count("bulk.selected", ticked.get()) } else { t.get("bulk.some").to_owned() }}
            </span>
            {(!is_whole).then(|| view! { <Check name="all" label=all/> })}
            <label class="sr-only" for="bulk-action">{t.get("bulk.action")}</label>
            <select class="input select select--chip" id="bulk-action" name="action">
                {actions.into_iter().map(|action| view! { <option value=action>{t.get(&format!("bulk.{action}"))}</option> }).collect_view()}
            </select>
            <label class="sr-only" for="bulk-role">{t.get("field.role")}</label>
            <select class="input select select--chip bulk-role" id="bulk-role" name="role">
                {roles.into_iter().map(|role| view! { <option value=RoleChoice::Role(role.id).written()>{role.name}</option> }).collect_view()}
                {is_super.then(|| view! { <option value=RoleChoice::SUPER_USER>{t.get("role.super_user")}</option> })}
            </select>
            {(!groups.is_empty()).then(|| view! {
                <label class="sr-only" for="bulk-group">{t.get("field.group")}</label>
                <select class="input select select--chip bulk-group" id="bulk-group" name="group">
                    {groups.into_iter().map(|group| view! { <option value=group.id.to_string()>{group.name}</option> }).collect_view()}
                </select>
            })}
            <button class="btn btn--s btn--primary">{t.get("action.next")}</button>
        </div>
    }
}
