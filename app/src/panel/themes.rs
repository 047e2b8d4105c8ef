//! The gallery: up to two themes, each its own preview, and the page in them as soon as they are picked.

use crate::forms::FormState;
use crate::shell::preview_look;
use crate::state::texts;
use crate::ui::{Check, FieldError};
use leptos::prelude::*;
use model::themes::{GALLERY, Look, Theme};

#[component]
pub(super) fn ThemeGallery(look: Look, form: FormState) -> impl IntoView {
    let t = texts();
    let came_back = form.posted.get_untracked().map(|posted| posted.values).filter(|values| values.has("version"));
    let (picked, follows) = match &came_back {
        Some(values) => (values.all("theme").map(str::to_owned).collect(), values.ticked("follow")),
        None => (look.picked().map(str::to_owned).collect::<Vec<_>>(), look.follows()),
    };
    let one_too_many = RwSignal::new(false);
    let problem = form.problem("theme");
    let problem =
        Signal::derive(
            move || if one_too_many.get() { Some(t.get("settings.themes.two").to_owned()) } else { problem.get() },
        );
    let half = |dark: bool| {
        let cards = GALLERY.into_iter().filter(|theme| theme.dark == dark);
        cards
            .map(|theme| view! { <ThemeCard theme=theme picked=picked.iter().any(|id| id == theme.id)/> })
            .collect_view()
    };
    let previewed = StoredValue::new(false);
    let on_change = move |event: leptos::ev::Event| {
        let (fits, shown) = choose(&event);
        one_too_many.set(!fits);
        if let Some(shown) = shown {
            preview_look(&shown);
            previewed.set_value(true);
        }
    };
    on_cleanup(move || {
        if previewed.try_get_value() == Some(true) {
            preview_look(&look);
        }
    });
    view! {
        <div class="stack stack--l" on:change=on_change>
            <fieldset class="theme-gallery" aria-describedby="theme-error">
                <legend class="field-label">{t.get("settings.themes.light")}</legend>
                {half(false)}
            </fieldset>
            <fieldset class="theme-gallery" aria-describedby="theme-error">
                <legend class="field-label">{t.get("settings.themes.dark")}</legend>
                {half(true)}
            </fieldset>
            <FieldError name="theme" problem=problem/>
            <Check name="follow" label=t.get("theme.follow") about=t.get("theme.follow.about") checked=follows/>
        </div>
    }
}

/// A small page in the theme's own colours.
#[component]
fn ThemeCard(theme: Theme, picked: bool) -> impl IntoView {
    let t = texts();
    view! {
        <label class="theme-card">
            <input type="checkbox" name="theme" value=theme.id checked=picked/>
            <span class="theme-preview" data-theme=theme.id aria-hidden="true">
                <span class="theme-preview-bar"></span>
                <span class="theme-preview-side"><i></i><i></i><i></i></span>
                <span class="theme-preview-main"><b></b><i></i><i></i><em></em></span>
            </span>
            <span class="theme-card-name">{t.get(&format!("theme.{}", theme.id))}</span>
        </label>
    }
}

/// Takes a third pick back; answers whether it fitted, and the look that is picked now.
#[cfg(feature = "hydrate")]
fn choose(event: &leptos::ev::Event) -> (bool, Option<Look>) {
    use wasm_bindgen::JsCast;
    use web_sys::HtmlInputElement;
    let Some(changed) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return (true, None);
    };
    let ticked = |selector: &str| -> Vec<String> {
        let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
        let value = |i| found.item(i)?.dyn_into::<HtmlInputElement>().ok().map(|input| input.value());
        (0..found.length()).filter_map(value).collect()
    };
    let themes = ticked(".theme-gallery input:checked");
    if themes.len() > 2 {
        changed.set_checked(false);
        return (false, None);
    }
    let follow = !ticked("input[name=follow]:checked").is_empty();
    let latest = (changed.name() == "theme" && changed.checked()).then(|| changed.value());
    (true, shown(&themes, follow, latest.as_deref()))
}

#[cfg(not(feature = "hydrate"))]
fn choose(_: &leptos::ev::Event) -> (bool, Option<Look>) {
    (true, None)
}

/// Both where the system is followed, otherwise the one that was picked last.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser asks"))]
fn shown(picked: &[String], follow: bool, latest: Option<&str>) -> Option<Look> {
    let ids: Vec<&str> = picked.iter().map(String::as_str).collect();
    let both = if follow { Look::pick(&ids, true) } else { None };
    both.or_else(|| Look::pick(&[latest.or_else(|| ids.first().copied())?], false))
}
