//! What has just been done from the list, to whom, and how to take it back.

use super::addresses::{use_asked, written};
use super::person_menu::Acting;
use super::serverfns::read_user;
use crate::address::use_slug;
use crate::forms::{AnyProblem, Form, FormState};
use crate::resource::{Resource, resource};
use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::ids::MemberId;
use model::urls::Url;

/// Answers that name a person.
const ABOUT_A_PERSON: [&str; 9] =
    ["saved", "removed", "suspended", "activated", "restored", "resent", "signed_out", "factor_reset", "role"];
/// Answers that need no name.
const PLAIN: [&str; 2] = ["view_saved", "view_updated"];

#[component]
pub(super) fn DoneNotice() -> impl IntoView {
    let query = use_query_map();
    let given = move |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
    let asked = Memo::new(move |_| (given("done"), given("who"), given("undo")));
    let slug = use_slug();
    let name = resource(
        move || (slug.get(), asked.get().1),
        |(slug, who)| async move {
            match who.parse() {
                Ok(id) => read_user(slug, Some(id)).await.ok().map(|user| user.row),
                Err(_) => None,
            }
        },
    );
    view! {
        <Transition>
            {move || {
                let (done, who, undo) = asked.get();
                if PLAIN.contains(&done.as_str()) {
                    return view! {
                        <Notice text=texts().get(&format!("users.done.{done}")).to_owned() who=None undo=None/>
                    }.into_any();
                }
                if !ABOUT_A_PERSON.contains(&done.as_str()) || who.is_empty() {
                    return ().into_any();
                }
                view! { <AboutPerson done=done who=who undo=undo name=name/> }.into_any()
            }}
        </Transition>
    }
}

#[component]
fn AboutPerson(
    done: String,
    who: String,
    undo: String,
    name: Resource<Option<model::users::UserRow>>,
) -> impl IntoView {
    // What takes it back: the name of a button and its value.
    let back = match done.as_str() {
        "removed" => Some(("action", "restore".to_owned())),
        "suspended" => Some(("action", "activate".to_owned())),
        "role" if !undo.is_empty() => Some(("role", undo)),
        _ => None,
    };
    Suspend::new(async move {
        name.await.map(|row| {
            let name = if row.name.is_empty() { row.email } else { row.name };
            let text = texts().with(&format!("user.{done}"), &[("name", &name)]);
            view! { <Notice text=text who=who.parse().ok() undo=back/> }
        })
    })
}

#[component]
fn Notice(text: String, who: Option<MemberId>, undo: Option<(&'static str, String)>) -> impl IntoView {
    let t = texts();
    let form = FormState::at("");
    let (slug, asked) = (use_slug(), use_asked());
    let slug = slug.get_untracked();
    let url = who.map_or(Url::Users { slug: slug.clone() }, |id| Url::User { slug, id });
    let action = url.with_query_and(&written(&asked.get_untracked()), Acting::InList.parameters());
    view! {
        <Form state=form action=action>
            <div class="notice notice--ok" role="status">
                <Icon name="check-circle"/>
                <div class="notice-body"><AnyProblem state=form/><p>{text}</p></div>
                {undo.map(|(name, value)| view! {
                    <div class="notice-actions">
                        <button class="btn btn--s" name=name value=value>{t.get("action.undo")}</button>
                    </div>
                })}
            </div>
        </Form>
    }
}
