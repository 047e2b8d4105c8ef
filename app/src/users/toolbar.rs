//! Search and filters: a form whose fields are the address.

use super::addresses::use_asked;
use crate::address::{encode, use_slug};
use crate::state::texts;
use crate::ui::{Choice, Icon, Menu};
use leptos::prelude::*;
use model::groups::GroupChoice;
use model::roles::RoleName;
use model::urls::Url;
use model::users::{LastActive, MemberField, RoleChoice, Sort, Source, Status, UsersQuery, written_columns};

/// With a script it is sent by itself (`search`).
#[component]
pub(super) fn Toolbar(roles: Vec<RoleName>, groups: Vec<GroupChoice>) -> impl IntoView {
    let t = texts();
    let slug = use_slug().get_untracked();
    let asked = use_asked().get_untracked();
    let narrowed = asked.as_ref().is_ok_and(UsersQuery::is_narrowed);
    let now = asked.unwrap_or_default();
    let statuses = Status::ALL.map(|status| choice(status.name(), &format!("status.{}", status.name()))).to_vec();
    let mut given = vec![choice(RoleChoice::SUPER_USER, "role.super_user")];
    given.extend(roles.into_iter().map(|role| Choice { value: RoleChoice::Role(role.id).written(), label: role.name }));
    let named_groups = groups.iter().map(|group| (group.id.to_string(), group.name.clone()));
    let named_roles = given.iter().map(|role| (role.value.clone(), role.label.clone()));
    let names: Vec<(String, String)> = named_groups.chain(named_roles).collect();
    view! {
        <form class="toolbar" role="search" method="get" action=Url::Users { slug }.path() data-as-typed="" data-noscroll="">
            <div class="search">
                <Icon name="search"/>
                <label class="sr-only" for="q">{t.get("users.search")}</label>
                <input class="input" type="search" id="q" name="q" placeholder=t.get("users.search_hint")
                    value=now.q.clone() aria-keyshortcuts="/" autocomplete="off"/>
                <kbd class="kbd" aria-hidden="true">"/"</kbd>
            </div>
            <Filter field=MemberField::Status id="status" any="users.any_status" choices=statuses
                value=now.status.map_or("", Status::name).to_owned()/>
            <Filter field=MemberField::Role id="role-filter" any="users.any_role" choices=given
                value=now.role.map(RoleChoice::written).unwrap_or_default()/>
            <MoreFilters now=now.clone() groups=groups/>
            <Kept asked=now.clone()/>
            <button class="btn sr-only-focusable">{t.get("users.search_submit")}</button>
        </form>
        {narrowed.then(|| view! { <Chips now=now names=names/> })}
    }
}

/// The filters that are on, each a link to the list without it.
#[component]
fn Chips(now: UsersQuery, names: Vec<(String, String)>) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let name = |id: String| names.iter().find(|(value, _)| *value == id).map_or(id, |(_, name)| name.clone());
    let on = || {
        let rest = || UsersQuery { after: None, ..now.clone() };
        let mut on: Vec<(&str, String, UsersQuery)> = Vec::new();
        if !now.q.is_empty() {
            on.push(("users.search_submit", format!("“{}”", now.q), UsersQuery { q: String::new(), ..rest() }));
        }
        if let Some(status) = now.status {
            let value = t.get(&format!("status.{}", status.name())).to_owned();
            on.push((MemberField::Status.label(), value, UsersQuery { status: None, ..rest() }));
        }
        if now.seats {
            on.push(("plans.seats", t.get("plans.seats.taken").to_owned(), UsersQuery { seats: false, ..rest() }));
        }
        if let Some(role) = now.role {
            on.push((MemberField::Role.label(), name(role.written()), UsersQuery { role: None, ..rest() }));
        }
        if let Some(group) = now.group {
            on.push(("field.group", name(group.to_string()), UsersQuery { group: None, ..rest() }));
        }
        if let Some(source) = now.source {
            let value = t.get(&format!("source.{}", source.name())).to_owned();
            on.push((MemberField::Source.label(), value, UsersQuery { source: None, ..rest() }));
        }
        if let Some(with) = now.mfa {
            let value = t.get(if with { "word.yes" } else { "word.no" }).to_owned();
            on.push((MemberField::SecondFactor.label(), value, UsersQuery { mfa: None, ..rest() }));
        }
        if let Some(active) = &now.active {
            let written = active.written();
            let (how, day) = written.split_once(':').unwrap_or((&written, ""));
            let value = format!("{} {day}", t.get(&format!("users.active.{how}")));
            on.push((MemberField::LastActive.label(), value.trim().to_owned(), UsersQuery { active: None, ..rest() }));
        }
        on
    };
    view! {
        <ul class="chips" aria-label=t.get("users.filters_on")>
            {on().into_iter().map(|(label, value, without)| {
                let remove = t.with("users.filter_off", &[("filter", t.get(label)), ("value", &value)]);
                let href = Url::Users { slug: slug.get() }.with_query(&without.written(encode));
                view! {
                    <li><a class="chip" data-on="" data-noscroll href=href aria-label=remove>
                        <span class="truncate name" dir="auto">{format!("{}: {value}", t.get(label))}</span>
                        <Icon name="close" small=true/>
                    </a></li>
                }
            }).collect_view()}
            <li>
                <a class="chip chip--clear" data-noscroll href=move || Url::Users { slug: slug.get() }.path()>
                    {t.get("users.clear")}
                </a>
            </li>
        </ul>
    }
}

fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: texts().get(label).to_owned() }
}

/// What else the form keeps of the address.
#[component]
fn Kept(asked: UsersQuery) -> impl IntoView {
    let sort = if asked.sort == Sort::default() { String::new() } else { asked.sort.written() };
    let kept = [
        ("seats", if asked.seats { "taken".to_owned() } else { String::new() }),
        ("sort", sort),
        ("size", asked.size.map(|size| size.to_string()).unwrap_or_default()),
        ("columns", asked.columns.as_deref().map(written_columns).unwrap_or_default()),
        ("density", asked.density.map_or("", |density| density.name()).to_owned()),
        ("view", asked.view.map(|view| view.to_string()).unwrap_or_default()),
    ];
    kept.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
}

/// One filter.
#[component]
fn Filter(
    field: MemberField,
    id: &'static str,
    any: &'static str,
    choices: Vec<Choice>,
    value: String,
) -> impl IntoView {
    let t = texts();
    view! {
        <label class="sr-only" for=id>{t.get(field.label())}</label>
        <select class="input select select--chip" id=id name=field.spec().filter>
            <option value="">{t.get(any)}</option>
            {choices.into_iter().map(|choice| {
                let is_chosen = choice.value == value;
                view! { <option value=choice.value selected=is_chosen>{choice.label}</option> }
            }).collect_view()}
        </select>
    }
}

/// The filters that are wanted less often.
#[component]
fn MoreFilters(now: UsersQuery, groups: Vec<GroupChoice>) -> impl IntoView {
    let t = texts();
    let sources = Source::ALL.map(|source| choice(source.name(), &format!("source.{}", source.name()))).to_vec();
    let factors = vec![choice("with", "users.with_factor"), choice("without", "users.without_factor")];
    let groups: Vec<Choice> =
        groups.into_iter().map(|group| Choice { value: group.id.to_string(), label: group.name }).collect();
    let on = [now.group.is_some(), now.source.is_some(), now.mfa.is_some(), now.active.is_some()];
    let count = on.into_iter().filter(|on| *on).count();
    let words = match count {
        0 => t.get("users.more_filters").to_owned(),
        n => t.with("users.more_filters_on", &[("n", &n.to_string())]),
    };
    let button = view! { <Icon name="filter" small=true/>{words} };
    let with = now.mfa.map_or("", |with| if with { "with" } else { "without" });
    view! {
        <div class="more-filters" data-on=(count > 0).then_some("")>
            <Menu name="filter" button_class="chip" button=button>
                <div class="menu-form">
                    {(!groups.is_empty()).then(|| view! {
                        <p class="field-label" aria-hidden="true">{t.get(MemberField::Groups.label())}</p>
                        <Filter field=MemberField::Groups id="group-filter" any="users.any" choices=groups
                            value=now.group.map(|id| id.to_string()).unwrap_or_default()/>
                    })}
                    <p class="field-label" aria-hidden="true">{t.get(MemberField::Source.label())}</p>
                    <Filter field=MemberField::Source id="source-filter" any="users.any" choices=sources
                        value=now.source.map_or("", Source::name).to_owned()/>
                    <p class="field-label" aria-hidden="true">{t.get(MemberField::SecondFactor.label())}</p>
                    <Filter field=MemberField::SecondFactor id="mfa-filter" any="users.any" choices=factors
                        value=with.to_owned()/>
                    <ActiveFilter active=now.active/>
                </div>
            </Menu>
        </div>
    }
}

/// Last active: never, or since or before a day.
#[component]
fn ActiveFilter(active: Option<LastActive>) -> impl IntoView {
    let t = texts();
    let (chosen, day) = match active {
        None => ("", String::new()),
        Some(LastActive::Never) => ("never", String::new()),
        Some(LastActive::Since(day)) => ("since", day),
        Some(LastActive::Before(day)) => ("before", day),
    };
    view! {
        <label class="field-label" for="active-how">{t.get(MemberField::LastActive.label())}</label>
        <select class="input select" id="active-how" name="active">
            <option value="">{t.get("users.any")}</option>
            {["never", "since", "before"].map(|value| view! {
                <option value=value selected=chosen == value>{t.get(&format!("users.active.{value}"))}</option>
            }).collect_view()}
        </select>
        <label class="sr-only" for="active-day">{t.get("users.active.day")}</label>
        <input class="input active-day" type="date" id="active-day" name="active_day" value=day/>
    }
}
