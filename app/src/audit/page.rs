//! `/w/{slug}/audit`: everything that was done in the workspace.

use super::event::Event;
use super::filters::Filters;
use super::serverfn::list_events;
use crate::Failure;
use crate::address::{encode, use_slug};
use crate::downloads::DownloadMenu;
use crate::errors::{CanNotShow, ErrorInside};
use crate::loaded::awaiting;
use crate::resource::resource;
use crate::state::{may, state, texts};
use crate::ui::{Empty, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::audit::{AuditPage, AuditQuery, Cursor, Day};
use model::permissions::Permission;
use model::urls::Url;
use model::{Error, FieldErrors};

#[component]
pub(crate) fn Audit() -> impl IntoView {
    if may(Permission::AUDIT_READ) {
        view! { <Events/> }.into_any()
    } else {
        view! { <ErrorInside error=Error::Forbidden/> }.into_any()
    }
}

/// What the address asks for.
fn use_asked() -> Memo<Result<AuditQuery, FieldErrors>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| AuditQuery::parse(|name| query.get(name))))
}

#[component]
fn Events() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let page = resource(
        move || (slug.get(), asked.get()),
        |(slug, asked)| async move {
            let asked = asked.map_err(|errors| Failure(Error::Invalid(errors)))?;
            list_events(slug, asked.clone()).await.map(|page| (asked, page))
        },
    );
    let workspace = state().with_value(|state| state.here.as_ref().map(|here| here.name.clone())).unwrap_or_default();
    view! {
        <leptos_meta::Title text=t.get("audit.title")/>
        <div class="page">
            <header class="page-head">
                <h1 class="page-title">{t.get("audit.title")}</h1>
                <p class="page-text">{t.with("audit.text", &[("workspace", &workspace)])}</p>
                <div class="page-actions"><Download asked=asked/></div>
            </header>
            <Transition fallback=|| view! { <p class="skeleton skeleton--line" aria-busy="true"></p> }>
                {awaiting(move || async move {
                    match page.await {
                        Ok((asked, page)) => view! { <AuditList asked=asked page=page/> }.into_any(),
                        Err(Failure(error)) => view! {
                            <CanNotShow error=error all=Signal::derive(move || Url::Audit { slug: slug.get() }.path())/>
                        }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn AuditList(asked: AuditQuery, page: AuditPage) -> impl IntoView {
    let AuditPage { days, next, previous, actions } = page;
    let narrowed = asked.is_narrowed();
    view! {
        <Filters asked=asked.clone() actions=actions/>
        {if days.is_empty() {
            view! { <Nothing narrowed=narrowed/> }.into_any()
        } else {
            view! {
                <div class="card audit-days">
                    {days.into_iter().map(|day| view! { <OneDay day=day/> }).collect_view()}
                </div>
            }.into_any()
        }}
        <Pager asked=asked next=next previous=previous/>
    }
}

#[component]
fn OneDay(day: Day) -> impl IntoView {
    view! {
        <section>
            <h2 class="audit-date">{day.day}</h2>
            <ul class="timeline">
                {day.events.into_iter().map(|event| view! { <Event event=event/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    let t = texts();
    if narrowed {
        let slug = use_slug();
        view! {
            <Empty icon="search" title=t.get("audit.no_match.title") text=t.get("audit.no_match.text")>
                <a class="btn" href=move || Url::Audit { slug: slug.get() }.path()>{t.get("users.clear")}</a>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty icon="audit" title=t.get("audit.none.title") text=t.get("audit.none.text")/> }.into_any()
    }
}

#[component]
fn Pager(asked: AuditQuery, next: Option<Cursor>, previous: Option<Cursor>) -> impl IntoView {
    let t = texts();
    let href = move |cursor| {
        let asked = AuditQuery { after: Some(cursor), ..asked.clone() };
        Url::Audit { slug: use_slug().get_untracked() }.with_query(&asked.written(encode))
    };
    if next.is_none() && previous.is_none() {
        return ().into_any();
    }
    view! {
        <footer class="list-foot"><nav class="pager" aria-label=t.get("pager.label")>
            {match previous {
                Some(cursor) => view! {
                    <a class="btn btn--s" rel="prev" href=href(cursor)>
                        <Icon name="chevron-left" small=true/>
                        {t.get("pager.previous")}
                    </a>
                }.into_any(),
                None => view! {
                    <span class="btn btn--s" aria-disabled="true">
                        <Icon name="chevron-left" small=true/>
                        {t.get("pager.previous")}
                    </span>
                }.into_any(),
            }}
            {match next {
                Some(cursor) => view! {
                    <a class="btn btn--s" rel="next" href=href(cursor)>
                        {t.get("pager.next")}
                        <Icon name="chevron-right" small=true/>
                    </a>
                }.into_any(),
                None => view! {
                    <span class="btn btn--s" aria-disabled="true">
                        {t.get("pager.next")}
                        <Icon name="chevron-right" small=true/>
                    </span>
                }.into_any(),
            }}
        </nav></footer>
    }
    .into_any()
}

/// The audit as a file: as it is narrowed, or all of it.
#[component]
fn Download(asked: Memo<Result<AuditQuery, FieldErrors>>) -> impl IntoView {
    let slug = use_slug().get_untracked();
    let asked = asked.get_untracked();
    let narrowed = asked.as_ref().is_ok_and(AuditQuery::is_narrowed);
    let asked = asked.unwrap_or_default();
    let href = move |format: &str, all: bool| {
        let asked = if all { AuditQuery::default() } else { asked.narrowing() };
        Url::DownloadAudit { slug: slug.clone() }.with_query_and(&asked.written(encode), &[("format", format)])
    };
    view! { <DownloadMenu href=href narrowed=narrowed these="audit.download_these" all="audit.download_all"/> }
}
