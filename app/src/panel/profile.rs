//! `/settings/profile`: names, language, themes (seed 001, "Profile").

use super::frame::Frame;
use super::notices::NoticesCard;
use crate::Failure;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::{Check, Choice, Done, Field, FieldError, SelectField};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::Language;
use model::themes::{GALLERY, Look, Theme};
use serde::{Deserialize, Serialize};

/// What the tab shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    pub first_name: String,
    pub last_name: String,
    pub language: Language,
    pub look: Look,
    pub version: i64,
}

/// One's own profile.
#[server(prefix = "/fn", endpoint = "panel/profile", input = Json, output = Json)]
pub async fn profile() -> Result<ProfileView, Failure> {
    let visit = crate::visit::visit()?;
    let profile = crate::visit::answered(domain::panel::profile(&visit.ctx).await)?;
    Ok(ProfileView {
        first_name: profile.first_name,
        last_name: profile.last_name,
        language: profile.language,
        look: profile.look,
        version: profile.version,
    })
}

#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let found = Resource::new(|| (), |()| profile());
    view! {
        <Frame tab="settings.profile">
            <Done keys=&["settings.saved"]/>
            <Suspense>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(profile) => view! { <ProfileForm profile=profile/> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                    }
                })}
            </Suspense>
            <NoticesCard/>
        </Frame>
    }
}

#[component]
fn ProfileForm(profile: ProfileView) -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let languages =
        Language::ALL.map(|language| Choice { value: language.tag().into(), label: language.own_name().into() });
    view! {
        <Form state=form class="stack stack--l">
            <FormProblem state=form/>
            <input type="hidden" name="version" value=profile.version.to_string()/>
            <section class="card">
                <header class="card-head"><h2 class="card-title">{t.get("settings.profile")}</h2></header>
                <div class="card-body">
                    <div class="field-pair">
                        <Field name="first_name" label=t.get("field.first_name") autocomplete="given-name"
                            value=form.value("first_name", &profile.first_name) problem=form.problem("first_name")/>
                        <Field name="last_name" label=t.get("field.last_name") autocomplete="family-name"
                            value=form.value("last_name", &profile.last_name) problem=form.problem("last_name")/>
                    </div>
                    <SelectField name="language" label=t.get("field.language") choices=languages.to_vec()
                        value=form.value("language", profile.language.tag()) problem=form.problem("language")/>
                </div>
            </section>
            <section class="card">
                <header class="card-head">
                    <h2 class="card-title">{t.get("settings.themes")}</h2>
                    <p class="card-text">{t.get("settings.themes.text")}</p>
                </header>
                <div class="card-body"><ThemeGallery look=profile.look form=form/></div>
                <footer class="card-foot">
                    <button class="btn btn--primary" aria-busy=move || form.busy.get().then_some("true")>{t.get("action.save")}</button>
                </footer>
            </section>
        </Form>
    }
}

#[component]
fn ThemeGallery(look: Look, form: FormState) -> impl IntoView {
    let t = texts();
    let picked: Vec<String> = look.picked().map(str::to_owned).collect();
    let follows = look.follows();
    let half = |dark: bool| {
        let cards = GALLERY.into_iter().filter(|theme| theme.dark == dark);
        cards
            .map(|theme| view! { <ThemeCard theme=theme picked=picked.iter().any(|id| id == theme.id)/> })
            .collect_view()
    };
    view! {
        <fieldset class="theme-gallery" aria-describedby="theme-error">
            <legend class="field-label">{t.get("settings.themes.light")}</legend>
            {half(false)}
        </fieldset>
        <fieldset class="theme-gallery" aria-describedby="theme-error">
            <legend class="field-label">{t.get("settings.themes.dark")}</legend>
            {half(true)}
        </fieldset>
        <FieldError name="theme" problem=form.problem("theme")/>
        <Check name="follow" label=t.get("theme.follow") about=t.get("theme.follow.about") checked=follows/>
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

#[cfg(feature = "ssr")]
pub(crate) async fn profile_form(
    visit: &crate::visit::Visit,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::visit::Cookie;
    use model::fields::{MAX_LINE, line};
    use model::{FieldErrors, Problem};
    let mut errors = FieldErrors::default();
    let first_name = errors.take("first_name", line(fields.get("first_name"), MAX_LINE)).unwrap_or_default();
    let last_name = errors.take("last_name", line(fields.get("last_name"), MAX_LINE)).unwrap_or_default();
    let language =
        errors.take("language", fields.get("language").parse().map_err(|()| Problem::NotAChoice)).unwrap_or_default();
    let themes: Vec<&str> = fields.all("theme").collect();
    let follow = fields.ticked("follow");
    // Following the system needs a light and a dark one: otherwise the first that is picked shows.
    let look = Look::pick(&themes, follow).or_else(|| Look::pick(&themes, false));
    let look = errors.take("theme", look.ok_or(Problem::TooManyThemes)).unwrap_or_default();
    errors.into_result()?;
    let version = fields.get("version").parse().map_err(|_| model::Error::Conflict)?;
    let new = domain::panel::Profile { first_name, last_name, language, look: look.clone(), version };
    domain::panel::save(&visit.ctx, &new).await?;
    Ok(crate::forms::Answer::load("/settings/profile?done=saved")
        .with(Cookie::Look(look.into()))
        .with(Cookie::Language(language.tag())))
}
