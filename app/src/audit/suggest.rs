//! People who are proposed while an address or a name is typed.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub(crate) use browser::listen;

/// Up to eight people, by e-mail and name, whom what was typed finds.
#[server(prefix = "/fn", endpoint = "audit/suggest", input = Json, output = Postcard)]
pub async fn suggest_people(slug: String, typed: String) -> Result<Vec<(String, String)>, Failure> {
    let request = crate::request::request_context()?;
    let asked = model::users::UsersQuery { q: typed, size: Some(8), ..Default::default() };
    let (page, _) = crate::request::answered(domain::users::list(&request.ctx, &slug, &asked).await)?;
    let suggestion = |user: domain::users::Listed| (user.email.clone(), user.name());
    Ok(page.items.into_iter().map(suggestion).collect())
}

/// The list of those who are proposed at a control that names it (`list`); empty without a script.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn Suggested(#[prop(into)] id: String, slug: String) -> impl IntoView {
    view! { <datalist id=id data-suggested=slug></datalist> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::suggest_people;
    use crate::events;
    use crate::turns::Turns;
    use leptos::prelude::{document, set_timeout};
    use leptos::task::spawn_local;
    use std::time::Duration;
    use web_sys::{Element, Event, HtmlInputElement};

    /// Between the last letter and asking.
    const DEBOUNCE: Duration = Duration::from_millis(200);

    thread_local! { static TURNS: Turns = const { Turns::new() }; }

    pub(crate) fn listen() {
        events::on("input", on_input);
    }

    fn on_input(event: &Event) {
        let Some(input) = events::target::<HtmlInputElement>(event) else { return };
        let list = input.get_attribute("list").and_then(|id| document().get_element_by_id(&id));
        let Some(list) = list.filter(|list| list.has_attribute("data-suggested")) else { return };
        let turn = TURNS.with(Turns::next);
        let typed = input.value();
        if typed.trim().is_empty() {
            return;
        }
        set_timeout(
            move || {
                if !is_overtaken(turn) {
                    spawn_local(ask(turn, list, typed));
                }
            },
            DEBOUNCE,
        );
    }

    fn is_overtaken(turn: u32) -> bool {
        TURNS.with(|turns| turns.is_overtaken(turn))
    }

    async fn ask(turn: u32, list: Element, typed: String) {
        let slug = list.get_attribute("data-suggested").unwrap_or_default();
        let Ok(people) = suggest_people(slug, typed).await else { return };
        if is_overtaken(turn) {
            return;
        }
        list.set_text_content(None);
        for (email, name) in people {
            let Ok(option) = document().create_element("option") else { return };
            let _ = option.set_attribute("value", &email);
            option.set_text_content(Some(&name));
            let _ = list.append_child(&option);
        }
    }
}
