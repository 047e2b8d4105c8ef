//! `/settings/profile`: picture, names, telephone number, language, time zone, themes (seed 001, "Profile").

use super::frame::Frame;
use super::notices::NoticesCard;
use super::picture::PictureCardIsland;
use super::themes::ThemeGallery;
use super::zone::ZoneField;
use crate::Failure;
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Choice, Done, Field, SelectField};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::account::Zone;
use model::themes::ThemePreference;
use model::urls::Url;
use model::{Fields, Language};
use serde::{Deserialize, Serialize};

/// What the tab shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    pub first_name: String,
    pub last_name: String,
    pub phone: String,
    pub language: Language,
    pub time_zone: String,
    /// Those to choose from; the one that is chosen is among them.
    pub zones: Vec<Zone>,
    pub theme_preference: ThemePreference,
    pub version: i64,
    /// What the form's controls hold: [`model::merge::SHOWN_PREFIX`].
    pub shown: Fields,
}

/// One's own profile.
#[server(prefix = "/fn", endpoint = "account/profile", input = Json, output = Postcard)]
pub async fn profile() -> Result<ProfileView, Failure> {
    let request = crate::request::request_context()?;
    let profile = crate::request::answered(domain::account::profile(&request.ctx).await)?;
    let mut zones = domain::account::time_zones(request.ctx.now());
    if !zones.iter().any(|zone| zone.name == profile.time_zone) {
        zones.insert(0, Zone { name: profile.time_zone.clone(), ahead: 0 });
    }
    let (shown, phone) = (super::profile_form::written(&profile), super::profile_form::shown_phone(&profile));
    Ok(ProfileView {
        first_name: profile.first_name,
        last_name: profile.last_name,
        phone,
        language: profile.language,
        time_zone: profile.time_zone,
        zones,
        theme_preference: profile.theme_preference,
        version: profile.version,
        shown,
    })
}

const DONE: &[&str] =
    &["settings.done.notices", "settings.done.picture", "settings.done.picture_removed", "settings.done.saved"];

#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let found = resource(|| (), |()| profile());
    view! {
        <Frame tab="settings.profile">
            <Done keys=DONE/>
            <div class="stack stack--l">
                <PictureCardIsland/>
                <Loaded found=found view=move |profile| view! { <ProfileForm profile=profile/> }/>
                <NoticesCard/>
            </div>
        </Frame>
    }
}

#[component]
fn ProfileForm(profile: ProfileView) -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let (version, shown) = (profile.version, profile.shown.clone());
    view! {
        <Form state=form class="stack stack--l" action=Url::Profile.path() guards=true>
            <FormProblem state=form/>
            <Merged form=form version=version shown=shown>
                <section class="card">
                    <header class="card-head"><h2 class="card-title">{t.get("settings.profile")}</h2></header>
                    <div class="card-body"><Person profile=profile.clone() form=form/></div>
                </section>
                <section class="card">
                <header class="card-head">
                    <h2 class="card-title">{t.get("settings.themes")}</h2>
                    <p class="card-text">{t.get("settings.themes.text")}</p>
                </header>
                <div class="card-body"><ThemeGallery theme_preference=profile.theme_preference.clone() form=form/></div>
                </section>
                <div class="card save-bar">
                    <footer class="card-foot">
                        <button class="btn btn--primary">
                            {t.get("action.save")}
                        </button>
                    </footer>
                </div>
            </Merged>
        </Form>
    }
}

#[component]
fn Person(profile: ProfileView, form: FormState) -> impl IntoView {
    let t = texts();
    let languages =
        Language::ALL.map(|language| Choice { value: language.tag().into(), label: language.own_name().into() });
    view! {
        <div class="field-pair">
            <Field name="first_name" label=t.get("field.first_name") autocomplete="given-name"
                value=form.value("first_name", &profile.first_name) problem=form.problem("first_name")/>
            <Field name="last_name" label=t.get("field.last_name") hint=t.get("field.last_name.hint") autocomplete="family-name"
                value=form.value("last_name", &profile.last_name) problem=form.problem("last_name")/>
        </div>
        <Field name="phone" kind="tel" label=t.get("field.phone") autocomplete="tel" hint=t.get("user.phone_hint")
            value=form.value("phone", &profile.phone) problem=form.problem("phone")/>
        <SelectField name="language" label=t.get("field.language") choices=languages.to_vec()
            value=form.value("language", profile.language.tag()) problem=form.problem("language")/>
        <ZoneField zones=profile.zones value=form.value("time_zone", &profile.time_zone)
            problem=form.problem("time_zone")/>
    }
}
