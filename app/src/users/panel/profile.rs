//! Who it is.

use super::Fact;
use crate::state::texts;
use crate::ui::{Icon, Time};
use leptos::prelude::*;
use model::users::{Status, UserDetails};

#[component]
pub(super) fn ProfileTab(user: UserDetails) -> impl IntoView {
    let t = texts();
    let row = user.row;
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
        <dl class="facts">
            <Fact label="field.first_name" value=user.first_name/>
            <Fact label="field.last_name" value=user.last_name/>
            <Fact label="field.phone" value=row.phone.unwrap_or_else(|| "–".into())/>
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
