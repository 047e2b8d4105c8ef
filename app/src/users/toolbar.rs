//! Search and filters: a form whose fields are the address.

use super::page::use_asked;
use crate::address::{encode, use_slug};
use crate::state::texts;
use crate::ui::{Choice, Icon, Menu};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::groups::GroupChoice;
use model::roles::RoleName;
use model::urls::Url;
use model::users::{LastActive, MemberField, RoleChoice, Source, Status, UsersQuery, written_columns};

#[component]
pub(super) fn Toolbar(roles: Vec<RoleName>, groups: Vec<GroupChoice>) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let action = move || Url::Users { slug: slug.get() }.path();
    let now = move || asked.get().unwrap_or_default();
    let navigate = StoredValue::new(use_navigate());
    let go = Callback::new(move |asked: UsersQuery| {
        let asked = UsersQuery { after: None, ..asked };
        let options = NavigateOptions { scroll: false, ..Default::default() };
        navigate.with_value(|navigate| navigate(&format!("{}{}", action(), asked.written(encode)), options));
    });
    let first = asked.get_untracked().unwrap_or_default();
    let typed: NodeRef<leptos::html::Input> = NodeRef::new();
    let sent = StoredValue::new(first.q.clone());
    let search = move || {
        let q = typed.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default();
        sent.set_value(q.clone());
        go.run(UsersQuery { q, ..now() });
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
    Effect::new(move || on_slash(typed));
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        search();
    };
    let narrowed = move || asked.with(|asked| asked.as_ref().is_ok_and(UsersQuery::is_narrowed));
    let statuses = Status::ALL.map(|status| choice(status.name(), &format!("status.{}", status.name()))).to_vec();
    let mut given = vec![choice(RoleChoice::SUPER_USER, "role.super_user")];
    given.extend(roles.into_iter().map(|role| Choice { value: RoleChoice::Role(role.id).written(), label: role.name }));
    let named_groups = groups.iter().map(|group| (group.id.to_string(), group.name.clone()));
    let named_roles = given.iter().map(|role| (role.value.clone(), role.label.clone()));
    let names = StoredValue::new(named_groups.chain(named_roles).collect::<Vec<_>>());
    view! {
        <form class="toolbar" role="search" method="get" action=action on:submit=on_submit>
            <Kept asked=first.clone()/>
            <div class="search">
                <Icon name="search"/>
                <label class="sr-only" for="q">{t.get("users.search")}</label>
                <input class="input" type="search" id="q" name="q" node_ref=typed placeholder=t.get("users.search_hint")
                    value=first.q aria-keyshortcuts="/" on:input=move |_| after_typing(search)/>
                <kbd class="kbd" aria-hidden="true">"/"</kbd>
            </div>
            <Filter field=MemberField::Status id="status" any="users.any_status" choices=statuses
                value=Signal::derive(move || now().status.map_or("", Status::name).to_owned())
                on_change=move |text: String| go.run(UsersQuery { status: Status::named(&text), ..now() })/>
            <Filter field=MemberField::Role id="role-filter" any="users.any_role" choices=given
                value=Signal::derive(move || now().role.map(RoleChoice::written).unwrap_or_default())
                on_change=move |text: String| go.run(UsersQuery { role: RoleChoice::parse(&text).ok(), ..now() })/>
            <MoreFilters now=Signal::derive(now) go=go groups=groups/>
            <button class="btn sr-only-focusable">{t.get("users.search_submit")}</button>
        </form>
        <Show when=narrowed><Chips now=Signal::derive(now) names=names/></Show>
    }
}

/// The filters that are on, each a link to the list without it.
#[component]
fn Chips(now: Signal<UsersQuery>, names: StoredValue<Vec<(String, String)>>) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let name = move |id: String| {
        names
            .with_value(|names| names.iter().find(|(value, _)| *value == id).map(|(_, name)| name.clone()))
            .unwrap_or(id)
    };
    let on = move || {
        let now = now.get();
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
            {move || on().into_iter().map(|(label, value, without)| {
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

/// What the form keeps of the address where no script runs.
#[component]
fn Kept(asked: UsersQuery) -> impl IntoView {
    let kept = [
        ("sort", asked.sort.written()),
        ("size", asked.size.map(|size| size.to_string()).unwrap_or_default()),
        ("columns", asked.columns.as_deref().map(written_columns).unwrap_or_default()),
        ("density", asked.density.map_or("", |density| density.name()).to_owned()),
    ];
    kept.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
}

/// One filter. Once chosen by hand, a select no longer follows its options' attributes.
#[component]
fn Filter(
    field: MemberField,
    id: &'static str,
    any: &'static str,
    choices: Vec<Choice>,
    value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
) -> impl IntoView {
    let t = texts();
    view! {
        <label class="sr-only" for=id>{t.get(field.label())}</label>
        <select class="input select select--chip" id=id name=field.spec().filter prop:value=value
            on:change=move |event| on_change.run(event_target_value(&event))>
            <option value="">{t.get(any)}</option>
            {choices.into_iter().map(|choice| {
                let mine = choice.value.clone();
                view! { <option value=choice.value selected=move || value.get() == mine>{choice.label}</option> }
            }).collect_view()}
        </select>
    }
}

/// The filters that are wanted less often.
#[component]
fn MoreFilters(now: Signal<UsersQuery>, go: Callback<UsersQuery>, groups: Vec<GroupChoice>) -> impl IntoView {
    let t = texts();
    let sources = Source::ALL.map(|source| choice(source.name(), &format!("source.{}", source.name()))).to_vec();
    let factors = vec![choice("with", "users.with_factor"), choice("without", "users.without_factor")];
    let groups: Vec<Choice> =
        groups.into_iter().map(|group| Choice { value: group.id.to_string(), label: group.name }).collect();
    let count = Memo::new(move |_| {
        now.with(|now| {
            [now.group.is_some(), now.source.is_some(), now.mfa.is_some(), now.active.is_some()]
                .into_iter()
                .filter(|on| *on)
                .count()
        })
    });
    let on = move || (count.get() > 0).then_some("");
    let words = move || match count.get() {
        0 => t.get("users.more_filters").to_owned(),
        n => t.with("users.more_filters_on", &[("n", &n.to_string())]),
    };
    let button = view! { <Icon name="filter" small=true/>{words} };
    view! {
        <div class="more-filters" data-on=on>
            <Menu name="filter" button_class="chip" button=button>
                <div class="menu-form">
                    {(!groups.is_empty()).then(|| view! {
                        <p class="field-label" aria-hidden="true">{t.get(MemberField::Groups.label())}</p>
                        <Filter field=MemberField::Groups id="group-filter" any="users.any" choices=groups
                            value=Signal::derive(move || now.get().group.map(|id| id.to_string()).unwrap_or_default())
                            on_change=move |text: String| go.run(UsersQuery { group: text.parse().ok(), ..now.get() })/>
                    })}
                    <p class="field-label" aria-hidden="true">{t.get(MemberField::Source.label())}</p>
                    <Filter field=MemberField::Source id="source-filter" any="users.any" choices=sources
                        value=Signal::derive(move || now.get().source.map_or("", Source::name).to_owned())
                        on_change=move |text: String| go.run(UsersQuery { source: Source::named(&text), ..now.get() })/>
                    <p class="field-label" aria-hidden="true">{t.get(MemberField::SecondFactor.label())}</p>
                    <Filter field=MemberField::SecondFactor id="mfa-filter" any="users.any" choices=factors
                        value=Signal::derive(move || now.get().mfa
                            .map_or("", |with| if with { "with" } else { "without" })
                            .to_owned())
                        on_change=move |text: String| go.run(UsersQuery {
                            mfa: if text.is_empty() { None } else { Some(text == "with") },
                            ..now.get()
                        })/>
                    <ActiveFilter now=now go=go/>
                </div>
            </Menu>
        </div>
    }
}

/// Last active: never, or since or before a day. The address holds it in one parameter, so it needs the script.
#[component]
fn ActiveFilter(now: Signal<UsersQuery>, go: Callback<UsersQuery>) -> impl IntoView {
    let t = texts();
    let parts = |asked: &UsersQuery| {
        let written = asked.active.as_ref().map(LastActive::written).unwrap_or_default();
        written.split_once(':').map_or((written.clone(), String::new()), |(how, day)| (how.to_owned(), day.to_owned()))
    };
    let at_first = now.with_untracked(parts);
    let (how, day) = (RwSignal::new(at_first.0.clone()), RwSignal::new(at_first.1.clone()));
    let apply = move || {
        let active = match (how.get_untracked().as_str(), day.get_untracked()) {
            ("never", _) => Some(LastActive::Never),
            ("since", day) if !day.is_empty() => Some(LastActive::Since(day)),
            ("before", day) if !day.is_empty() => Some(LastActive::Before(day)),
            ("", _) => None,
            _ => return,
        };
        go.run(UsersQuery { active, ..now.get_untracked() });
    };
    let needs_day = move || matches!(how.get().as_str(), "since" | "before");
    view! {
        <label class="field-label" for="active-how">{t.get(MemberField::LastActive.label())}</label>
        <select class="input select" id="active-how" prop:value=how
            on:change=move |event| { how.set(event_target_value(&event)); apply(); }>
            <option value="">{t.get("users.any")}</option>
            {["never", "since", "before"].map(|value| view! {
                <option value=value selected=at_first.0 == value>{t.get(&format!("users.active.{value}"))}</option>
            }).collect_view()}
        </select>
        <label class="sr-only" for="active-day">{t.get("users.active.day")}</label>
        <input class="input" type="date" id="active-day" value=at_first.1 hidden=move || !needs_day()
            on:change=move |event| { day.set(event_target_value(&event)); apply(); }/>
    }
}

/// `/` goes to the search, unless it is being typed.
fn on_slash(search: NodeRef<leptos::html::Input>) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let typing = document()
            .active_element()
            .is_some_and(|at| matches!(at.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
        if event.key() == "/" && !typing && !event.ctrl_key() && !event.meta_key() && !event.alt_key() {
            event.prevent_default();
            if let Some(input) = search.get_untracked() {
                let _ = input.focus();
            }
        }
    });
    on_cleanup(move || listener.remove());
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
