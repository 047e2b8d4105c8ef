//! The bar that is there while someone is chosen. It is a plain form, before the table in the document: what follows is
//! a page of its own. Without a script it takes the boxes that are ticked on this page.

use crate::address::{encode, use_slug};
use crate::state::{may, state, texts};
use crate::ui::{Icon, Menu};
use crate::users::page::use_asked;
use crate::users::selection::Selection;
use leptos::prelude::*;
use model::groups::GroupChoice;
use model::permissions::Permission;
use model::roles::RoleName;
use model::urls::Url;
use model::users::{MAX_CHOSEN, RoleChoice};

/// The form that the boxes of the table belong to.
pub(in crate::users) const FORM: &str = "bulk";

/// Chooses everyone on the page, or nobody of it; with a script only.
#[component]
pub(in crate::users) fn CheckAll(selection: Selection) -> impl IntoView {
    view! {
        <input type="checkbox" class="checkbox" aria-label=texts().get("bulk.select_page")
            prop:checked=move || selection.has_page()
            on:click=move |event| selection.choose_page(event_target_checked(&event))/>
    }
}

#[component]
pub(in crate::users) fn BulkBar(
    selection: Selection,
    total: Option<i64>,
    is_whole: bool,
    roles: Vec<RoleName>,
    groups: Vec<GroupChoice>,
) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    // A choice of everyone means those whom the address finds.
    let action = move || {
        let query = asked.get().unwrap_or_default().kept().written(encode);
        Url::BulkQuestion { slug: slug.get() }.with_query(&query)
    };
    let text = move || match total {
        _ if !selection.all.get() => String::new(),
        Some(total) => t.count("bulk.all_selected", total),
        None => t.get("bulk.everyone_selected").to_owned(),
    };
    let all_label = total.map_or_else(|| t.get("bulk.all").to_owned(), |total| t.count("bulk.all_of", total));
    view! {
        <form id=FORM class="bulk-bar" method="post" action=action data-on=move || (!selection.is_empty()).then_some("")
            on:submit=move |_| selection.keep()>
            <Show when=move || !selection.all.get()
                fallback=move || view! { <span class="bulk-bar-text">{text}</span> }>
                <Chosen selection=selection/>
            </Show>
            <button type="button" class="btn btn--s btn--quiet bulk-clear" on:click=move |_| selection.clear()>
                {t.get("bulk.clear")}
            </button>
            {(!is_whole).then(|| view! {
                <label class="check">
                    <input type="checkbox" name="all" value="on" prop:checked=selection.all
                        on:change=move |event| selection.all.set(event_target_checked(&event))/>
                    <span>{all_label}</span>
                </label>
            })}
            {move || (!selection.all.get()).then(|| selection.elsewhere().into_iter().map(|id| view! {
                <input type="hidden" name="id" value=id.to_string()/>
            }).collect_view())}
            <Actions roles=roles groups=groups/>
            <p class="sr-only" role="status">
                {move || if selection.full.get() {
                    t.with("bulk.full", &[("n", &t.number(i64::try_from(MAX_CHOSEN).unwrap_or_default()))])
                } else {
                    text()
                }}
            </p>
            <Show when=move || selection.full.get()>
                <p class="bulk-full">
                    {t.with("bulk.full", &[("n", &t.number(i64::try_from(MAX_CHOSEN).unwrap_or_default()))])}
                </p>
            </Show>
        </form>
    }
}

/// How many are chosen, and who they are.
#[component]
fn Chosen(selection: Selection) -> impl IntoView {
    let t = texts();
    let number = |n: usize| i64::try_from(n).unwrap_or_default();
    let text = move || {
        let (count, elsewhere) = (number(selection.count()), number(selection.elsewhere().len()));
        match (count, elsewhere) {
            (0, _) => t.get("bulk.some").to_owned(),
            (_, 0) => t.count("bulk.selected", count),
            _ => format!("{}, {}", t.count("bulk.selected", count), t.count("bulk.elsewhere", elsewhere)),
        }
    };
    let button = view! { <span aria-live="polite">{text}</span><Icon name="chevron-down" small=true/> };
    view! {
        <Menu modifier="menu--up bulk-chosen" name="tools" button_class="btn btn--s btn--quiet" button=button>
            <p class="menu-title">{t.get("bulk.chosen")}</p>
            {move || selection.named().into_iter().map(|(id, name)| {
                let label = t.with("bulk.unselect", &[("name", &name)]);
                view! {
                    <div class="menu-row">
                        <span class="menu-item">
                            <span class="menu-item-text truncate name" dir="auto">{name}</span>
                        </span>
                        <button type="button" class="btn btn--quiet btn--icon btn--s" aria-label=label
                            on:click=move |_| selection.choose(id, false, false)>
                            <Icon name="close" small=true/>
                        </button>
                    </div>
                }
            }).collect_view()}
        </Menu>
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
