//! The next events of one's calendar. They are asked for once the page is there, so that it waits for nobody; where no
//! script runs, a link asks for them with the page.

use crate::Failure;
use crate::loaded::awaiting;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Empty;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use model::connections::{AgendaEvent, AgendaView, ServiceKind};
use model::urls::{Route, Url};

/// What comes next in one's calendar.
#[server(prefix = "/fn", endpoint = "connections/agenda", input = Json, output = Postcard)]
pub async fn read_agenda() -> Result<AgendaView, Failure> {
    let request = crate::request::request_context()?;
    let zone = request.preferences.time_zone.clone();
    let found = crate::request::answered(domain::connections::agenda(&request.ctx, &zone).await)?;
    Ok(super::present::agenda(&crate::present::Presenter::new(&request), found))
}

/// Nothing where no calendar is connected.
#[component]
pub(crate) fn AgendaCard() -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("events").is_some());
    if asked {
        let found = resource(|| (), |()| read_agenda());
        return view! {
            <Transition fallback=waiting>
                {awaiting(move || async move { Some(answered(found.await)) })}
            </Transition>
        }
        .into_any();
    }
    let on_tab = Route::of(&use_location().pathname.get_untracked()) == Some(Route::Integrations);
    // A script asks for them with the page, once that is there.
    view! { <div data-more="events=next">{on_tab.then(link)}</div> }.into_any()
}

fn link() -> impl IntoView {
    let href = Url::Integrations.with(&[("events", "next")]);
    view! { <p><a class="link" rel="external" href=href>{texts().get("connection.agenda.show")}</a></p> }
}

fn waiting() -> impl IntoView {
    view! { <AgendaFrame><p class="skeleton" aria-busy="true"></p></AgendaFrame> }
}

fn answered(answer: Result<AgendaView, Failure>) -> AnyView {
    let t = texts();
    match answer {
        Ok(AgendaView::NotConnected) => ().into_any(),
        Ok(AgendaView::Events(events)) if events.is_empty() => {
            view! {
                <AgendaFrame><Empty icon="calendar" title=t.get("connection.agenda.none") text=t.get("connection.agenda.none.text")/></AgendaFrame>
            }
            .into_any()
        }
        Ok(AgendaView::Events(events)) => view! { <AgendaFrame><Events events=events/></AgendaFrame> }.into_any(),
        Ok(AgendaView::Problem(problem)) => {
            let title = ServiceKind::OutlookCalendar.title();
            let words = t.with(&format!("connection.problem.{}", problem.name()), &[("service", title)]);
            view! {
                <AgendaFrame><p>{words}</p><p><a class="link" href=Url::Integrations.path()>{t.get("connection.open")}</a></p></AgendaFrame>
            }
            .into_any()
        }
        Err(Failure(error)) => view! { <AgendaFrame><crate::errors::ErrorNotice error=error/></AgendaFrame> }.into_any(),
    }
}

#[component]
fn AgendaFrame(children: Children) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="agenda">
            <header class="card-head"><h2 class="card-title" id="agenda">{texts().get("connection.agenda")}</h2></header>
            <div class="card-body stack" aria-live="polite">{children()}</div>
        </section>
    }
}

#[component]
fn Events(events: Vec<AgendaEvent>) -> impl IntoView {
    let t = texts();
    let event = |event: AgendaEvent| {
        let AgendaEvent { subject, iso, when, place, link } = event;
        let subject = if subject.is_empty() { t.get("connection.agenda.no_subject").to_owned() } else { subject };
        view! {
            <div>
                <dt><time datetime=iso>{when}</time></dt>
                <dd class="name wrap-anywhere" dir="auto">
                    {if link.is_empty() {
                        subject.into_any()
                    } else {
                        view! { <a class="link" rel="external noopener noreferrer" href=link>{subject}</a> }.into_any()
                    }}
                    {(!place.is_empty()).then(|| view! { <span class="muted">" · " {place}</span> })}
                </dd>
            </div>
        }
    };
    view! { <dl class="facts">{events.into_iter().map(event).collect_view()}</dl> }
}
