//! `/settings/dev/tokens/{id}/calls`: what a token has asked for.

use crate::Failure;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Choice, NextPage, SelectField, Time};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::Error;
use model::ids::TokenId;
use model::tokens::{CallMethod, CallOutcome, CallRow, CallsQuery, CallsView};
use model::urls::Url;

/// Of one's own token.
#[server(prefix = "/fn", endpoint = "account/token_calls", input = Json, output = Postcard)]
pub async fn read_calls(id: TokenId, asked: CallsQuery) -> Result<CallsView, Failure> {
    let request = crate::request::request_context()?;
    let found = domain::tokens::calls::calls(&request.ctx, id, &asked).await;
    let (found, has_more) = crate::request::answered(found)?;
    let presenter = crate::present::Presenter::new(&request);
    let rows: Vec<CallRow> =
        found.into_iter().map(|call| presenter.call(call)).map(|row| CallRow { token: None, ..row }).collect();
    let next = rows.last().filter(|_| has_more).map(|last| last.id);
    Ok(CallsView { rows, next })
}

#[component]
pub(crate) fn CallsPage() -> impl IntoView {
    let t = texts();
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse().ok())));
    // What can't be read of an address asks for nothing.
    let asked = Memo::new(move |_| query.with(|query| CallsQuery::parse(|name| query.get(name)).unwrap_or_default()));
    let found = resource(
        move || (id.get(), asked.get()),
        |(id, asked): (Option<TokenId>, CallsQuery)| async move {
            match id {
                Some(id) => read_calls(id, asked).await,
                None => Err(Failure(Error::NotFound)),
            }
        },
    );
    view! {
        <leptos_meta::Title text=t.get("tokens.calls")/>
        <div class="page">
            <header class="page-head">
                <h1 class="page-title">{t.get("tokens.calls")}</h1>
                <p class="page-text">{t.get("tokens.calls.text")}</p>
                <div class="page-actions"><a class="btn" href=Url::Tokens.path()>{t.get("action.back")}</a></div>
            </header>
            {move || view! { <CallsFilter asked=asked.get()/> }}
            <Loaded found=found view=move |view| view! { <CallsList view=view asked=asked.get_untracked()/> }/>
        </div>
    }
}

/// A plain form of the page's own address.
#[component]
pub(crate) fn CallsFilter(asked: CallsQuery) -> impl IntoView {
    let t = texts();
    let none = Signal::derive(|| None);
    let any = || Choice { value: String::new(), label: t.get("users.any").to_owned() };
    let methods = CallMethod::ALL.map(|one| Choice { value: one.name().to_owned(), label: one.name().to_owned() });
    let outcomes = CallOutcome::ALL.map(|one| Choice {
        value: one.name().to_owned(),
        label: t.get(&format!("tokens.call.{}", one.name())).to_owned(),
    });
    let methods: Vec<Choice> = std::iter::once(any()).chain(methods).collect();
    let outcomes: Vec<Choice> = std::iter::once(any()).chain(outcomes).collect();
    view! {
        <form class="audit-filters" method="get">
            <SelectField name="method" label=t.get("tokens.call.method")
                choices=methods
                value=asked.method.map_or("", CallMethod::name) problem=none/>
            <SelectField name="status" label=t.get("tokens.call.answer")
                choices=outcomes
                value=asked.status.map_or("", CallOutcome::name) problem=none/>
            <button class="btn">{t.get("audit.filter")}</button>
        </form>
    }
}

#[component]
pub(crate) fn CallsList(view: CallsView, asked: CallsQuery) -> impl IntoView {
    let t = texts();
    if view.rows.is_empty() {
        return view! { <p class="muted">{t.get("tokens.calls.none")}</p> }.into_any();
    }
    let next = view.next.map(|after| CallsQuery { after: Some(after), ..asked }.written());
    view! {
        <section class="card">
            <div class="card-body">
                <ul class="session-list session-list--own">
                    {view.rows.into_iter().map(|row| view! { <Call row=row/> }).collect_view()}
                </ul>
            </div>
        </section>
        {next.map(|query| view! {
            <NextPage href=query/>
        })}
    }
    .into_any()
}

#[component]
fn Call(row: CallRow) -> impl IntoView {
    let t = texts();
    let badge = match CallOutcome::of(row.status) {
        CallOutcome::Succeeded => "badge",
        CallOutcome::Refused => "badge badge--warn",
        CallOutcome::Failed => "badge badge--danger",
    };
    let from = t.with("tokens.used_from", &[("address", &row.address)]);
    let request = t.with("tokens.call.request", &[("id", &row.id.to_string())]);
    view! {
        <li>
            <div>
                <p class="mono wrap-anywhere">{row.method} " " {row.route}</p>
                <p class="muted"><Time at=row.at/> " · " {row.duration} " · " {from}</p>
                {row.token.map(|token| view! { <p class="muted name wrap-anywhere" dir="auto">{token}</p> })}
                <p class="muted wrap-anywhere">{request}</p>
            </div>
            <span class=badge>{row.status}</span>
        </li>
    }
}
