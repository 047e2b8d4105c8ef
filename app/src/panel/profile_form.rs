//! What is posted from the profile's page, but for files.

use crate::forms::Answer;
use crate::state::Posted;
use crate::visit::{Cookie, Visit};
use domain::panel::Profile;
use model::fields::{MAX_LINE, line, phone};
use model::themes::Look;
use model::users::{Difference, EditConflict};
use model::{Error, FieldErrors, Fields, Problem, Texts};

pub(crate) async fn profile_form(visit: &Visit, fields: &Fields) -> Result<Answer, Error> {
    if fields.get("go") == "remove_picture" {
        domain::pictures::remove_picture(&visit.ctx).await?;
        return Ok(Answer::load("/settings/profile?done=picture_removed"));
    }
    let now = domain::panel::profile(&visit.ctx).await?;
    let new = read(fields, &now)?;
    match domain::panel::save(&visit.ctx, &new).await {
        Ok(()) => Ok(Answer::load("/settings/profile?done=saved")
            .with(Cookie::Look(new.look.or_as_before(&now.look).into()))
            .with(Cookie::Language(new.language.tag()))),
        Err(Error::Conflict) => conflict(visit, fields, &new).await,
        Err(error) => Err(error),
    }
}

/// What the form does not have stays as it is.
fn read(fields: &Fields, now: &Profile) -> Result<Profile, Error> {
    let mut errors = FieldErrors::default();
    let first_name = errors.take("first_name", line(fields.get("first_name"), MAX_LINE)).unwrap_or_default();
    let last_name = errors.take("last_name", line(fields.get("last_name"), MAX_LINE)).unwrap_or_default();
    let phone = if fields.has("phone") {
        errors.take("phone", phone(fields.get("phone"))).flatten()
    } else {
        now.phone.clone()
    };
    let language =
        errors.take("language", fields.get("language").parse().map_err(|()| Problem::NotAChoice)).unwrap_or_default();
    let time_zone = if fields.has("time_zone") { fields.get("time_zone").to_owned() } else { now.time_zone.clone() };
    let themes: Vec<&str> = fields.all("theme").collect();
    // Following the system needs a light and a dark one: otherwise the first that is picked shows.
    let look = Look::pick(&themes, fields.ticked("follow")).or_else(|| Look::pick(&themes, false));
    let look = errors.take("theme", look.ok_or(Problem::TooManyThemes)).unwrap_or_default();
    errors.into_result()?;
    let version = fields.get("version").parse().map_err(|_| Error::Conflict)?;
    Ok(Profile { first_name, last_name, phone, language, time_zone, look, version })
}

/// What was saved since the page came, in another tab or by someone who may, beside what was typed.
async fn conflict(visit: &Visit, fields: &Fields, yours: &Profile) -> Result<Answer, Error> {
    let theirs = domain::panel::profile(&visit.ctx).await?;
    let t = visit.texts();
    let mut differences = Vec::new();
    let mut differ = |label: &str, of: &dyn Fn(&Profile) -> String| {
        let (theirs, yours) = (of(&theirs), of(yours));
        if theirs != yours {
            differences.push(Difference { label: label.to_owned(), theirs, yours });
        }
    };
    differ("field.first_name", &|profile| profile.first_name.clone());
    differ("field.last_name", &|profile| profile.last_name.clone());
    differ("field.phone", &|profile| profile.phone.clone().unwrap_or_default());
    differ("field.language", &|profile| profile.language.own_name().to_owned());
    differ("field.time_zone", &|profile| profile.time_zone.replace('_', " "));
    differ("settings.themes", &|profile| themes(t, &profile.look));
    Ok(Answer::show(Posted {
        path: "/settings/profile".to_owned(),
        values: fields.clone(),
        conflict: Some(EditConflict { version: theirs.version, differences }),
        ..Posted::default()
    }))
}

fn themes(t: Texts, look: &Look) -> String {
    let picked = look.picked().map(|id| t.get(&format!("theme.{id}")).to_owned());
    picked.chain(look.follows().then(|| t.get("theme.follow").to_owned())).collect::<Vec<_>>().join(", ")
}
