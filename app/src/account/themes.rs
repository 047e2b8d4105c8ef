//! The gallery: up to two themes, each its own preview, and the page in them as soon as they are picked.

use crate::forms::FormState;
use crate::shell::preview_theme;
use crate::state::texts;
use crate::ui::{Check, FieldError};
use leptos::prelude::*;
use model::themes::{GALLERY, Theme, ThemePreference};

#[component]
pub(super) fn ThemeGallery(theme_preference: ThemePreference, form: FormState) -> impl IntoView {
    let t = texts();
    let came_back = form.posted.get_untracked().map(|posted| posted.values).filter(|values| values.has("version"));
    let (picked, follows) = match &came_back {
        Some(values) => (values.all("theme").map(str::to_owned).collect(), values.ticked("follow")),
        None => (theme_preference.picked().map(str::to_owned).collect::<Vec<_>>(), theme_preference.follows()),
    };
    let problem = form.problem("theme");
    let order = StoredValue::new(picked.clone());
    let half = |dark: bool| {
        let cards = GALLERY.into_iter().filter(|theme| theme.dark == dark);
        cards
            .map(|theme| view! { <ThemeCard theme=theme picked=picked.iter().any(|id| id == theme.id)/> })
            .collect_view()
    };
    let previewed = StoredValue::new(false);
    let on_change = move |event: leptos::ev::Event| {
        if let Some(shown) = choose(&event, order) {
            preview_theme(&shown);
            previewed.set_value(true);
        }
    };
    on_cleanup(move || {
        if previewed.try_get_value() == Some(true) {
            preview_theme(&theme_preference);
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

/// Which of the picked, the oldest first, makes way for one more: the older of its kind, or else the oldest.
#[cfg(any(feature = "hydrate", test))]
fn makes_way(picked: &[String], latest: &str) -> Option<String> {
    let is_dark = |id: &str| model::themes::theme(id).is_some_and(|theme| theme.dark);
    let alike = picked.iter().find(|id| is_dark(id) == is_dark(latest));
    alike.or(picked.first()).filter(|_| picked.len() > 1).cloned()
}

/// Keeps two picks at most; answers the look that is picked now. `order`: what is picked, the oldest first.
#[cfg(feature = "hydrate")]
fn choose(event: &leptos::ev::Event, order: StoredValue<Vec<String>>) -> Option<ThemePreference> {
    use wasm_bindgen::JsCast;
    use web_sys::HtmlInputElement;
    let changed = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())?;
    let all = |selector: &str| -> Vec<HtmlInputElement> {
        let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
        (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
    };
    let is_pick = changed.name() == "theme" && changed.checked();
    if changed.name() == "theme" {
        let mut picked = order.get_value();
        picked.retain(|id| *id != changed.value());
        if is_pick {
            let gone = makes_way(&picked, &changed.value());
            let boxes = all(".theme-gallery input:checked");
            boxes.iter().filter(|one| Some(one.value()) == gone).for_each(|one| one.set_checked(false));
            picked.retain(|id| Some(id) != gone.as_ref());
            picked.push(changed.value());
        }
        order.set_value(picked);
    }
    let themes: Vec<String> = all(".theme-gallery input:checked").iter().map(HtmlInputElement::value).collect();
    let follow = !all("input[name=follow]:checked").is_empty();
    shown(&themes, follow, is_pick.then(|| changed.value()).as_deref())
}

#[cfg(not(feature = "hydrate"))]
fn choose(_: &leptos::ev::Event, _: StoredValue<Vec<String>>) -> Option<ThemePreference> {
    None
}

/// Both where the system is followed, otherwise the one that was picked last.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser asks"))]
fn shown(picked: &[String], follow: bool, latest: Option<&str>) -> Option<ThemePreference> {
    let ids: Vec<&str> = picked.iter().map(String::as_str).collect();
    let both = if follow { ThemePreference::pick(&ids, true) } else { None };
    both.or_else(|| ThemePreference::pick(&[latest.or_else(|| ids.first().copied())?], false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_theme_takes_the_place_of_the_older_of_its_kind() {
        let of =
            |picked: &[&str], latest| makes_way(&picked.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>(), latest);
        assert_eq!(of(&["daylight", "midnight"], "paper").as_deref(), Some("daylight"));
        assert_eq!(of(&["daylight", "midnight"], "ember").as_deref(), Some("midnight"));
        assert_eq!(of(&["paper", "daylight"], "meadow").as_deref(), Some("paper"));
        assert_eq!(of(&["ember", "forest"], "paper").as_deref(), Some("ember"));
        assert_eq!(of(&["daylight"], "paper"), None);
    }
}
