//! The theme switcher: round through what was picked. Remembered on the account, in a cookie from which the server paints,
//! and in the browser's storage, which outlives the cookie.

use crate::address::use_here;
use crate::forms::submit;
use crate::state::{state, texts};
use crate::ui::Icon;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Fields;
use model::themes::{Look, theme};

/// A button that shows the next look; it works as a plain form too.
#[component]
pub(crate) fn ThemeSwitch() -> impl IntoView {
    let t = texts();
    let look = RwSignal::new(state().with_value(|state| state.look.clone()));
    let signed_in = state().with_value(|state| state.me.is_some());
    Effect::new(move || {
        if !signed_in {
            recall(look);
        }
    });
    let next = Signal::derive(move || look.with(Look::toggled));
    let here = use_here();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = next.get_untracked();
        look.set(chosen.clone());
        remember_look(&chosen);
        tell_server(&chosen);
    };
    let icon = move || match look.with(|look| look.fixed().and_then(theme).map(|theme| theme.dark)) {
        Some(true) => "moon",
        Some(false) => "sun",
        None => "system",
    };
    view! {
        <form method="post" action="/preferences/look" on:submit=on_submit>
            <input type="hidden" name="next" value=here/>
            <input type="hidden" name="look" value=move || String::from(next.get())/>
            <button class="btn btn--quiet btn--icon" aria-label=t.get("shell.theme")
                title=move || t.with("shell.theme_next", &[("theme", &name_of(&next.get()))])>
                {move || view! { <Icon name=icon()/> }}
            </button>
        </form>
    }
}

fn name_of(look: &Look) -> String {
    let t = texts();
    look.fixed().map_or_else(|| t.get("theme.follow"), |id| t.get(&format!("theme.{id}"))).to_owned()
}

fn tell_server(look: &Look) {
    let fields = Fields::default().with("look", look.clone()).with("next", "/");
    spawn_local(async move {
        let _ = submit("/preferences/look".into(), fields).await;
    });
}

/// Paints a look and keeps it in the browser.
pub(crate) fn remember_look(look: &Look) {
    #[cfg(feature = "hydrate")]
    {
        use gloo_storage::{LocalStorage, Storage};
        let _ = LocalStorage::set("look", look.clone());
        paint(look);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = look;
}

/// Paints a look for as long as the page stays, and keeps nothing.
pub(crate) fn preview_look(look: &Look) {
    #[cfg(feature = "hydrate")]
    paint(look);
    #[cfg(not(feature = "hydrate"))]
    let _ = look;
}

/// Signed out, the cookie gone and the storage not: what the browser remembers counts.
fn recall(look: RwSignal<Look>) {
    #[cfg(feature = "hydrate")]
    {
        use gloo_storage::{LocalStorage, Storage};
        if let Ok(kept) = LocalStorage::get::<Look>("look")
            && kept != look.get_untracked()
        {
            paint(&kept);
            tell_server(&kept);
            look.set(kept);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = look;
}

/// The same attributes that the server writes: see `document`.
#[cfg(feature = "hydrate")]
fn paint(look: &Look) {
    let Some(html) = document().document_element() else { return };
    let (day, night) = look.day_and_night();
    let _ = match look.fixed() {
        Some(id) => html.remove_attribute("data-follow").and_then(|()| html.set_attribute("data-theme", id)),
        None => html
            .remove_attribute("data-theme")
            .and_then(|()| html.set_attribute("data-follow", ""))
            .and_then(|()| html.set_attribute("data-theme-light", day))
            .and_then(|()| html.set_attribute("data-theme-dark", night)),
    };
}

#[cfg(feature = "ssr")]
pub(crate) async fn look_form(
    visit: &crate::visit::Visit,
    fields: &Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::address::redirect_path;
    use crate::forms::Answer;
    let look = Look::from(fields.get("look").to_owned());
    if matches!(visit.ctx.actor, domain::Actor::Account { .. }) {
        domain::panel::set_look(&visit.ctx, &look).await?;
    }
    let answer = Answer::load(redirect_path(fields.get("next")));
    Ok(answer.with(crate::visit::Cookie::Look(look.into())))
}
