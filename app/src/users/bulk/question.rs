//! `/w/{slug}/users/bulk`: what is about to be done, to whom, and what they lose by it.

use super::serverfns::{BulkPreview, preview};
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Icon;
use crate::users::addresses::{use_asked, written};
use leptos::prelude::*;
use model::ids::MemberId;
use model::urls::Url;
use model::users::{Action, UsersQuery};
use model::{Harmless, Problem, Texts};

/// As many are named before the rest has to be opened.
const FIRST: usize = 8;

#[component]
pub(crate) fn BulkQuestion() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let form = FormState::new();
    let values = form.posted.get_untracked().map(|posted| posted.values).unwrap_or_default();
    let back = Signal::derive(move || Url::Users { slug: slug.get() }.with_query(&written(&asked.get())));
    let all = values.ticked("all");
    let ids: Vec<MemberId> = if all { Vec::new() } else { values.all("id").filter_map(|id| id.parse().ok()).collect() };
    let nobody = !all && ids.is_empty();
    let question = match Action::parse(&values) {
        _ if nobody => Err(t.get("bulk.nobody").to_owned()),
        Err(errors) => Err(errors.iter().map(|(field, problem)| unchosen(t, field, *problem)).collect()),
        Ok(action) => Ok(action),
    };
    view! {
        <leptos_meta::Title text=t.get("bulk.title")/>
        <div class="page page--narrow" data-bulk-question="">
            <Form state=form class="card">
                {match question {
                    Err(text) => view! {
                        <header class="card-head"><h1 class="card-title">{t.get("bulk.title")}</h1></header>
                        <div class="card-body"><FormProblem state=form/><p>{text}</p></div>
                        <footer class="card-foot"><a class="btn" href=back>{t.get("bulk.back")}</a></footer>
                    }.into_any(),
                    Ok(action) => view! {
                        <Question action=action ids=ids values=values form=form back=back/>
                    }.into_any(),
                }}
            </Form>
        </div>
    }
}

/// What an action lacks.
fn unchosen(t: Texts, field: &str, problem: Problem) -> &'static str {
    let key = if problem == Problem::Required { format!("bulk.unchosen.{field}") } else { "bulk.gone".to_owned() };
    t.get(&key)
}

#[component]
fn Question(
    action: Action,
    ids: Vec<MemberId>,
    values: Harmless,
    form: FormState,
    back: Signal<String>,
) -> impl IntoView {
    let (slug, asked) = (use_slug(), use_asked());
    let matching = ids.is_empty();
    let whom = resource(
        move || (slug.get(), ids.clone(), asked.get().unwrap_or_default()),
        move |(slug, ids, asked)| preview(slug, action, ids, if matching { asked } else { UsersQuery::default() }),
    );
    let values = StoredValue::new(values);
    view! {
        <Loaded found=whom around="card-body"
            fallback=|| view! { <div class="card-body" aria-busy="true"><p class="skeleton"></p></div> }
            view=move |found| view! {
                <Asked action=action found=found values=values.get_value() form=form back=back/>
            }/>
    }
}

#[component]
fn Asked(action: Action, found: BulkPreview, values: Harmless, form: FormState, back: Signal<String>) -> impl IntoView {
    let t = texts();
    let danger = matches!(action, Action::Remove | Action::Suspend);
    let kept: Vec<(String, String)> = values
        .pairs()
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "id" | "all" | "action" | "role" | "group"))
        .cloned()
        .collect();
    view! {
        <header class="card-head">
            <h1 class="card-title">{found.title}</h1>
            <p class="card-text">{found.text}</p>
        </header>
        <div class="card-body stack">
            <FormProblem state=form/>
            {kept.into_iter().map(|(name, value)| view! {
                <input type="hidden" name=name value=value/>
            }).collect_view()}
            <input type="hidden" name="sure" value="on"/>
            {found.missing.map(|text| view! {
                <div class="notice notice--warn"><Icon name="alert"/><div class="notice-body"><p>{text}</p></div></div>
            })}
            <Losses losses=found.losses/>
            <People people=found.people more=found.more list=back/>
        </div>
        <footer class="card-foot">
            <a class="btn" href=back>{t.get("action.cancel")}</a>
            <button class=if danger { "btn btn--danger" } else { "btn btn--primary" }>
                {t.get(&format!("bulk.{}.submit", action.name()))}
            </button>
        </footer>
    }
}

/// Rights that some of them lose.
#[component]
fn Losses(losses: Vec<(String, Vec<String>)>) -> impl IntoView {
    (!losses.is_empty()).then(|| {
        view! {
            <div class="notice notice--warn">
                <Icon name="alert"/>
                <div class="notice-body">
                    {losses.into_iter().map(|(title, names)| {
                        let (first, rest) = parted(names);
                        view! {
                            <div class="bulk-loss">
                                <p class="notice-title">{title}</p>
                                <Names first=first rest=rest/>
                            </div>
                        }
                    }).collect_view()}
                </div>
            </div>
        }
    })
}

/// Everyone whom it is about.
#[component]
fn People(people: Vec<(String, String)>, more: bool, list: Signal<String>) -> impl IntoView {
    let t = texts();
    let named = people.into_iter().map(|(name, email)| if name == email { name } else { format!("{name} · {email}") });
    let (first, rest) = parted(named.collect());
    view! {
        <Names first=first rest=rest/>
        {more.then(|| view! { <p><a class="link" href=list>{t.get("bulk.see_all")}</a></p> })}
    }
}

fn parted(mut names: Vec<String>) -> (Vec<String>, Vec<String>) {
    let rest = if names.len() > FIRST + 1 { names.split_off(FIRST) } else { Vec::new() };
    (names, rest)
}

/// The first few, and the rest to open.
#[component]
fn Names(first: Vec<String>, rest: Vec<String>) -> impl IntoView {
    let list = |names: Vec<String>| {
        view! {
            <ul class="bulk-names">
                {names.into_iter().map(|name| view! { <li class="name" dir="auto">{name}</li> }).collect_view()}
            </ul>
        }
    };
    let more = i64::try_from(rest.len()).unwrap_or_default();
    view! {
        {list(first)}
        {(more > 0).then(|| view! {
            <details class="bulk-more"><summary>{texts().count("bulk.more", more)}</summary>{list(rest)}</details>
        })}
    }
}
