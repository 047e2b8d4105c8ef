//! The theme switcher: round through what was picked. Remembered on the account, in a cookie from which the server
//! paints, and in the browser's storage, which outlives the cookie.

use crate::state::{known, texts};
use crate::ui::Icon;
#[cfg(feature = "ssr")]
use crate::ui::Island;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::themes::{ThemePreference, theme};
use model::urls::Url;

/// The switcher where the browser makes it live; anew where another theme was picked elsewhere.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn ThemeSwitchIsland() -> impl IntoView {
    view! { <Island name="theme-switch" props=String::from(known().theme_preference)><ThemeSwitch/></Island> }
}

/// A button that shows the next look; it works as a plain form too.
#[component]
pub(crate) fn ThemeSwitch() -> impl IntoView {
    let t = texts();
    let known = known();
    let theme_preference = RwSignal::new(known.theme_preference);
    Effect::new(move || {
        if !known.is_signed_in {
            recall(theme_preference);
        }
    });
    let next = Signal::derive(move || theme_preference.with(ThemePreference::toggled));
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = next.get_untracked();
        theme_preference.set(chosen.clone());
        remember_theme(&chosen);
        save_theme(&chosen);
    };
    let icon = move || match theme_preference
        .with(|theme_preference| theme_preference.fixed().and_then(theme).map(|theme| theme.dark))
    {
        Some(true) => "moon",
        Some(false) => "sun",
        None => "system",
    };
    view! {
        <form method="post" action=Url::ThemePreference.path() on:submit=on_submit>
            <input type="hidden" name="next" value=here()/>
            <input type="hidden" name="look" value=move || String::from(next.get())/>
            <button class="btn btn--quiet btn--icon" aria-label=t.get("shell.theme")
                title=move || t.with("shell.theme_next", &[("theme", &name_of(&next.get()))])>
                {move || view! { <Icon name=icon()/> }}
            </button>
        </form>
    }
}

fn name_of(theme_preference: &ThemePreference) -> String {
    let t = texts();
    theme_preference.fixed().map_or_else(|| t.get("theme.follow"), |id| t.get(&format!("theme.{id}"))).to_owned()
}

/// The page's own address, for where no script runs.
#[cfg(feature = "ssr")]
fn here() -> String {
    crate::address::use_here().get_untracked()
}

#[cfg(not(feature = "ssr"))]
fn here() -> Option<String> {
    None
}

fn save_theme(theme_preference: &ThemePreference) {
    #[cfg(feature = "hydrate")]
    {
        let look = String::from(theme_preference.clone());
        crate::visit::post_quietly(Url::ThemePreference, &[("look", &look), ("next", "/")]);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = theme_preference;
}

/// Paints a look and keeps it in the browser.
fn remember_theme(theme_preference: &ThemePreference) {
    #[cfg(feature = "hydrate")]
    {
        use gloo_storage::{LocalStorage, Storage};
        let _ = LocalStorage::set("theme", theme_preference.clone());
        paint(theme_preference);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = theme_preference;
}

/// Paints a look for as long as the page stays, and keeps nothing.
#[cfg(feature = "hydrate")]
pub(crate) fn preview_theme(theme_preference: &ThemePreference) {
    paint(theme_preference);
}

/// Signed out, the cookie gone and the storage not: what the browser remembers counts.
fn recall(theme_preference: RwSignal<ThemePreference>) {
    #[cfg(feature = "hydrate")]
    {
        use gloo_storage::{LocalStorage, Storage};
        // `look` is the name that browsers have kept it under before.
        let kept = ["theme", "look"].into_iter().find_map(|name| LocalStorage::get::<ThemePreference>(name).ok());
        if let Some(kept) = kept
            && kept != theme_preference.get_untracked()
        {
            paint(&kept);
            save_theme(&kept);
            theme_preference.set(kept);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = theme_preference;
}

/// The same attributes that the server writes: see `document`.
#[cfg(feature = "hydrate")]
fn paint(theme_preference: &ThemePreference) {
    let Some(html) = document().document_element() else { return };
    let (day, night) = theme_preference.day_and_night();
    let _ = match theme_preference.fixed() {
        Some(id) => html.remove_attribute("data-follow").and_then(|()| html.set_attribute("data-theme", id)),
        None => html
            .remove_attribute("data-theme")
            .and_then(|()| html.set_attribute("data-follow", ""))
            .and_then(|()| html.set_attribute("data-theme-light", day))
            .and_then(|()| html.set_attribute("data-theme-dark", night)),
    };
}

#[cfg(feature = "ssr")]
pub(crate) async fn theme_form(
    request: &crate::request::RequestContext,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::address::redirect_path;
    use crate::forms::Answer;
    let theme_preference = ThemePreference::from(fields.get("look").to_owned());
    if request.ctx.actor.account().is_some() {
        domain::account::set_theme(&request.ctx, &theme_preference).await?;
    }
    let answer = Answer::load(redirect_path(fields.get("next")));
    Ok(answer.with(crate::request::Cookie::ThemePreference(theme_preference.into())))
}
