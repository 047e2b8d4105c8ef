//! What is posted from the profile's page, but for files.

use crate::forms::{Answer, question, save_or_ask};
use crate::request::{Cookie, RequestContext};
use domain::account::Profile;
use domain::phone_numbers::{self, international};
use model::accounts::names;
use model::merge::{Base, Difference};
use model::themes::ThemePreference;
use model::urls::Url;
use model::{Country, Error, FieldErrors, Fields, Problem, Texts};

pub(crate) async fn profile_form(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
    if fields.get("go") == "remove_picture" {
        domain::pictures::remove_picture(&request.ctx).await?;
        return Ok(Answer::load(Url::Profile.with(&[("done", "picture_removed")])));
    }
    let now = domain::account::profile(&request.ctx).await?;
    let country = domain::account::phone_country(&request.ctx).await?;
    let mine = read(fields, &now, country)?;
    let base = Base::read(fields, |shown| read(shown, &now, country).ok());
    let save = || async {
        let saved = domain::account::save(&request.ctx, &mine, &base).await?;
        Ok(Answer::load(Url::Profile.with(&[("done", "saved")]))
            .with(Cookie::ThemePreference(saved.theme_preference.into()))
            .with(Cookie::Language(saved.language.tag())))
    };
    let ask = || async {
        let saved = domain::account::profile(&request.ctx).await?;
        let merged = base.merge(&mine, &saved, saved.version);
        let t = request.preferences.language.texts();
        let differences = merged.conflicts.iter().map(|field| difference(t, field, &saved, &mine)).collect();
        Ok(question(
            &Url::Profile.path(),
            differences,
            written(&merged.value),
            (&written(&saved), saved.version),
            fields,
        ))
    };
    save_or_ask(save, ask).await
}

/// What the form does not have stays as it is.
fn read(fields: &Fields, now: &Profile, country: Option<Country>) -> Result<Profile, Error> {
    let mut errors = FieldErrors::default();
    let (first_name, last_name) = names(fields, &mut errors);
    let last_name = if fields.has("last_name") { last_name } else { now.last_name.clone() };
    // One that no longer passes, and that nobody has touched, stays as it is.
    let is_saved = now.phone.as_deref().is_some_and(|phone| international(phone) == fields.get("phone"));
    let phone = if fields.has("phone") && !is_saved {
        errors.take("phone", phone_numbers::parse(fields.get("phone"), country)).flatten()
    } else {
        now.phone.clone()
    };
    let language =
        errors.take("language", fields.get("language").parse().map_err(|()| Problem::NotAChoice)).unwrap_or_default();
    let time_zone = if fields.has("time_zone") { fields.get("time_zone").to_owned() } else { now.time_zone.clone() };
    let themes: Vec<&str> = fields.all("theme").collect();
    // Following the system needs a light and a dark one: otherwise the first that is picked shows.
    let theme_preference =
        ThemePreference::pick(&themes, fields.ticked("follow")).or_else(|| ThemePreference::pick(&themes, false));
    let theme_preference = errors.take("theme", theme_preference.ok_or(Problem::TooManyThemes)).unwrap_or_default();
    errors.into_result()?;
    Ok(Profile { first_name, last_name, phone, language, time_zone, theme_preference, version: now.version })
}

/// What [`read`] reads.
pub(super) fn written(profile: &Profile) -> Fields {
    let fields = Fields::default()
        .with("first_name", &profile.first_name)
        .with("last_name", &profile.last_name)
        .with("phone", shown_phone(profile))
        .with("language", profile.language.tag())
        .with("time_zone", &profile.time_zone)
        .with("follow", if profile.theme_preference.follows() { "on" } else { "off" });
    profile.theme_preference.picked().fold(fields, |fields, theme| fields.with("theme", theme))
}

pub(super) fn shown_phone(profile: &Profile) -> String {
    profile.phone.as_deref().map(international).unwrap_or_default()
}

fn difference(t: Texts, field: &str, saved: &Profile, mine: &Profile) -> Difference {
    let label = match field {
        "look" => "settings.themes",
        "language" => "field.language",
        "time_zone" => "field.time_zone",
        "phone" => "field.phone",
        "last_name" => "field.last_name",
        _ => "field.first_name",
    };
    let text = |profile: &Profile| match field {
        "look" => themes(t, &profile.theme_preference),
        "language" => profile.language.own_name().to_owned(),
        "time_zone" => profile.time_zone.replace('_', " "),
        "phone" => shown_phone(profile),
        "last_name" => profile.last_name.clone(),
        _ => profile.first_name.clone(),
    };
    Difference { field: field.to_owned(), label: t.get(label).to_owned(), saved: text(saved), mine: text(mine) }
}

fn themes(t: Texts, theme_preference: &ThemePreference) -> String {
    let picked = theme_preference.picked().map(|id| t.get(&format!("theme.{id}")).to_owned());
    picked.chain(theme_preference.follows().then(|| t.get("theme.follow").to_owned())).collect::<Vec<_>>().join(", ")
}
