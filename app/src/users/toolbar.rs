//! Search and filters: a form whose fields are the address.

use super::page::{use_asked, use_slug};
use crate::address::encode;
use crate::state::texts;
use crate::ui::Icon;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::users::{RoleChoice, RoleName, Status, UsersQuery};

#[component]
pub(super) fn Toolbar(roles: Vec<RoleName>) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let action = move || format!("/w/{}/users", slug.get());
    let now = move || asked.get().unwrap_or_default();
    let go = {
        let navigate = use_navigate();
        move |change: &dyn Fn(&mut UsersQuery)| {
            let mut asked = now();
            asked.after = None;
            change(&mut asked);
            navigate(
                &format!("{}{}", action(), asked.written(encode)),
                NavigateOptions { scroll: false, ..Default::default() },
            );
        }
    };
    let first = asked.get_untracked().unwrap_or_default();
    let typed: NodeRef<leptos::html::Input> = NodeRef::new();
    let sent = StoredValue::new(first.q.clone());
    let search = {
        let go = go.clone();
        move || {
            let text = typed.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default();
            sent.set_value(text.clone());
            go(&|asked| asked.q.clone_from(&text));
        }
    };
    // What else changes the address (clearing, going back) changes the text; what was typed meanwhile stays.
    Effect::new(move || {
        let q = now().q;
        if let Some(input) = typed.get()
            && q != sent.get_value()
        {
            input.set_value(&q);
            sent.set_value(q);
        }
    });
    let on_submit = {
        let search = search.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            search();
        }
    };
    let by_status = {
        let go = go.clone();
        move |event| go(&|asked| asked.status = Status::named(&event_target_value(&event)))
    };
    let by_role = move |event| go(&|asked| asked.role = RoleChoice::parse(&event_target_value(&event)).ok());
    // Once chosen by hand, a select no longer follows its options' attributes.
    let status_now = move || now().status.map_or("", Status::name);
    let role_now = move || now().role.map(RoleChoice::written).unwrap_or_default();
    let narrowed = move || asked.with(|asked| asked.as_ref().is_ok_and(UsersQuery::is_narrowed));
    let sort = first.sort.written();
    view! {
        <form class="toolbar" role="search" method="get" action=action on:submit=on_submit>
            <input type="hidden" name="sort" value=sort/>
            <div class="search">
                <Icon name="search"/>
                <label class="sr-only" for="q">{t.get("users.search")}</label>
                <input class="input" type="search" id="q" name="q" node_ref=typed placeholder=t.get("users.search_hint")
                    value=first.q on:input=move |_| after_typing(search.clone())/>
            </div>
            <label class="sr-only" for="status">{t.get("users.status")}</label>
            <select class="input select select--chip" id="status" name="status" prop:value=status_now on:change=by_status>
                <option value="">{t.get("users.any_status")}</option>
                {Status::ALL.into_iter().map(|status| view! {
                    <option value=status.name() selected=move || now().status == Some(status)>{t.get(&format!("status.{}", status.name()))}</option>
                }).collect_view()}
            </select>
            <label class="sr-only" for="role-filter">{t.get("field.role")}</label>
            <select class="input select select--chip" id="role-filter" name="role" prop:value=role_now on:change=by_role>
                <option value="">{t.get("users.any_role")}</option>
                <option value=RoleChoice::SUPER_USER selected=move || now().role == Some(RoleChoice::SuperUser)>{t.get("role.super_user")}</option>
                {roles.into_iter().map(|role| {
                    let choice = RoleChoice::Role(role.id);
                    view! { <option value=choice.written() selected=move || now().role == Some(choice)>{role.name}</option> }
                }).collect_view()}
            </select>
            <Show when=narrowed><a class="chip chip--clear" href=action>{t.get("users.clear")}</a></Show>
            <button class="btn sr-only-focusable">{t.get("users.search_submit")}</button>
        </form>
    }
}

/// Searches when the typing pauses.
fn after_typing(search: impl Fn() + 'static) {
    #[cfg(feature = "hydrate")]
    {
        use std::cell::Cell;
        thread_local! { static WAITING: Cell<Option<TimeoutHandle>> = const { Cell::new(None) }; }
        let handle = set_timeout_with_handle(search, std::time::Duration::from_millis(250)).ok();
        if let Some(earlier) = WAITING.with(|waiting| waiting.replace(handle)) {
            earlier.clear();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    drop(search);
}
