//! What they may do here, and until when.

use super::Fact;
use crate::address::use_slug;
use crate::roles::Matrix;
use crate::state::{may, texts};
use crate::ui::{Icon, Time};
use leptos::prelude::*;
use model::groups::GroupName;
use model::permissions::Permission;
use model::roles::Grants;
use model::urls::Url;
use model::users::{Status, UserDetails};

#[component]
pub(super) fn AccessTab(user: UserDetails) -> impl IntoView {
    let t = texts();
    let row = user.row;
    let roles = if user.roles.is_empty() { "–".to_owned() } else { user.roles.join(", ") };
    let invited = matches!(row.status, Status::Invited | Status::Expired);
    let ends = if invited { "user.invitation_ends" } else { "user.membership_ends" };
    let yes_no = |yes| t.get(if yes { "word.yes" } else { "word.no" });
    view! {
        <dl class="facts">
            <Fact label="role.super_user" value=yes_no(row.super_user)/>
            <Fact label="user.roles" value=roles/>
            <div><dt>{t.get("users.by_groups")}</dt><dd><Groups groups=user.groups/></dd></div>
            <Fact label="users.by_second_factor" value=yes_no(row.second_factor)/>
            <div><dt>{t.get(ends)}</dt><dd>
                {match row.ends {
                    Some(at) => view! { <Time at=at/> }.into_any(),
                    None => t.get("users.never").into_any(),
                }}
            </dd></div>
            {user.removed.map(|at| view! { <div><dt>{t.get("user.removed_on")}</dt><dd><Time at=at/></dd></div> })}
            <div><dt>{t.get("user.id")}</dt><dd class="mono wrap-anywhere">{row.id.to_string()}</dd></div>
        </dl>
        <Why grants=user.grants status=row.status/>
        {user.personal.map(|problem| view! {
            <div class="notice"><Icon name="info"/><div class="notice-body"><p>{t.problem(problem)}</p></div></div>
        })}
    }
}

/// The groups that they are in, each with its page.
#[component]
fn Groups(groups: Vec<GroupName>) -> impl IntoView {
    let slug = use_slug();
    if groups.is_empty() {
        return "–".into_any();
    }
    let may_look = may(Permission::USERS_READ);
    view! {
        <span class="badges">
            {groups.into_iter().map(|group| {
                let id = group.id;
                if may_look {
                    view! {
                        <a class="badge name" dir="auto" href=move || Url::Group { slug: slug.get(), id }.path()>
                            {group.name}
                        </a>
                    }.into_any()
                } else {
                    view! { <span class="badge name" dir="auto">{group.name}</span> }.into_any()
                }
            }).collect_view()}
        </span>
    }
    .into_any()
}

/// For each permission what allows it.
#[component]
fn Why(grants: Vec<Grants>, status: Status) -> impl IntoView {
    let t = texts();
    let blocked = (status != Status::Active)
        .then(|| t.with("user.why.blocked", &[("status", t.get(&format!("status.{}", status.name())))]));
    view! {
        <h3 class="card-title">{t.get("user.why.title")}</h3>
        {blocked.map(|text| view! {
            <div class="notice notice--warn">
                <Icon name="alert"/>
                <div class="notice-body"><p>{text}</p></div>
            </div>
        })}
        <Matrix caption=t.get("user.why.title") grants=grants/>
    }
}
