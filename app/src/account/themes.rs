//! The gallery: up to two themes, each its own preview, and the page in them as soon as they are picked.

#[cfg(feature = "ssr")]
use crate::forms::FormState;
#[cfg(feature = "ssr")]
use crate::state::texts;
#[cfg(feature = "ssr")]
use crate::ui::{Check, FieldError};
#[cfg(feature = "ssr")]
use leptos::prelude::*;
#[cfg(any(feature = "hydrate", test))]
use model::themes::theme;
#[cfg(feature = "ssr")]
use model::themes::{GALLERY, Theme, ThemePreference};

#[cfg(feature = "hydrate")]
pub(crate) use browser::listen;

#[cfg(feature = "ssr")]
#[component]
pub(super) fn ThemeGallery(theme_preference: ThemePreference, form: FormState) -> impl IntoView {
    let t = texts();
    let came_back = form.posted.get_untracked().map(|posted| posted.values).filter(|values| values.has("version"));
    let (picked, follows) = match &came_back {
        Some(values) => (values.all("theme").map(str::to_owned).collect(), values.ticked("follow")),
        None => (theme_preference.picked().map(str::to_owned).collect::<Vec<_>>(), theme_preference.follows()),
    };
    let problem = form.problem("theme");
    let order = picked.join(" ");
    let half = |dark: bool| {
        let cards = GALLERY.into_iter().filter(|theme| theme.dark == dark);
        cards
            .map(|theme| view! { <ThemeCard theme=theme picked=picked.iter().any(|id| id == theme.id)/> })
            .collect_view()
    };
    view! {
        <div class="stack stack--l" data-themes=order>
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
#[cfg(feature = "ssr")]
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
    let is_dark = |id: &str| theme(id).is_some_and(|theme| theme.dark);
    let alike = picked.iter().find(|id| is_dark(id) == is_dark(latest));
    alike.or(picked.first()).filter(|_| picked.len() > 1).cloned()
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::makes_way;
    use crate::events::{self, all, closest};
    use crate::shell::preview_theme;
    use model::themes::ThemePreference;
    use web_sys::{Event, HtmlInputElement};

    pub(crate) fn listen() {
        events::on("change", on_change);
    }

    /// Keeps two picks at most, and shows what is picked for as long as the page stays. The gallery says what is picked,
    /// the oldest first (`data-themes`).
    fn on_change(event: &Event) {
        let Some(gallery) = closest(event, "[data-themes]") else { return };
        let Some(changed) = events::target::<HtmlInputElement>(event) else { return };
        let is_theme = changed.name() == "theme";
        let is_pick = is_theme && changed.checked();
        if is_theme {
            let order = gallery.get_attribute("data-themes").unwrap_or_default();
            let mut picked: Vec<String> = order.split_whitespace().map(str::to_owned).collect();
            picked.retain(|id| *id != changed.value());
            if is_pick {
                let gone = makes_way(&picked, &changed.value());
                let boxes: Vec<HtmlInputElement> = all(Some(&gallery), "input[name=theme]:checked");
                boxes.iter().filter(|one| Some(one.value()) == gone).for_each(|one| one.set_checked(false));
                picked.retain(|id| Some(id) != gone.as_ref());
                picked.push(changed.value());
            }
            let _ = gallery.set_attribute("data-themes", &picked.join(" "));
        }
        let boxes: Vec<HtmlInputElement> = all(Some(&gallery), "input[name=theme]:checked");
        let themes: Vec<String> = boxes.iter().map(HtmlInputElement::value).collect();
        let follow = !all::<HtmlInputElement>(Some(&gallery), "input[name=follow]:checked").is_empty();
        if let Some(shown) = shown(&themes, follow, is_pick.then(|| changed.value()).as_deref()) {
            preview_theme(&shown);
        }
    }

    /// Both where the system is followed, otherwise the one that was picked last.
    fn shown(picked: &[String], follow: bool, latest: Option<&str>) -> Option<ThemePreference> {
        let ids: Vec<&str> = picked.iter().map(String::as_str).collect();
        let both = if follow { ThemePreference::pick(&ids, true) } else { None };
        both.or_else(|| ThemePreference::pick(&[latest.or_else(|| ids.first().copied())?], false))
    }
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
