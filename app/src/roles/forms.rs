//! What is posted about roles.

use super::matrix::in_words;
use crate::forms::{Answer, question, save_or_ask};
use crate::request::RequestContext;
use domain::roles;
use model::ids::RoleId;
use model::merge::{Base, Difference};
use model::roles::RoleInput;
use model::urls::Url;
use model::{Error, Fields, Texts};

pub(crate) async fn create_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let id = roles::create(&request.ctx, slug, &RoleInput::parse(fields)?).await?;
    Ok(Answer::go(Url::Roles { slug: slug.to_owned() }.with(&[("done", "created"), ("which", &id.to_string())])))
}

pub(crate) async fn save_form(
    request: &RequestContext,
    slug: &str,
    id: RoleId,
    fields: &Fields,
) -> Result<Answer, Error> {
    let mine = RoleInput::parse(fields)?;
    let base = Base::read(fields, |shown| RoleInput::parse(shown).ok());
    let save = || async {
        roles::edit(&request.ctx, slug, id, &mine, base.clone()).await?;
        // The reader's own rights may be others now.
        Ok(Answer::load(Url::Roles { slug: slug.to_owned() }.with(&[("done", "saved"), ("which", &id.to_string())])))
    };
    let ask = || async {
        let (found, _) = roles::show(&request.ctx, slug, id).await?;
        let saved = RoleInput { name: found.role.name, permissions: found.role.permissions };
        let merged = base.merge(&mine, &saved, found.version);
        let t = request.preferences.language.texts();
        let differences = merged.conflicts.iter().map(|field| difference(t, field, &saved, &mine)).collect();
        let path = Url::ReviewRole { slug: slug.to_owned(), id }.path();
        Ok(question(&path, differences, merged.value.written(), (&saved.written(), found.version), fields))
    };
    save_or_ask(save, ask).await
}

fn difference(t: Texts, field: &str, saved: &RoleInput, mine: &RoleInput) -> Difference {
    let (label, text): (_, fn(Texts, &RoleInput) -> String) = match field {
        "permissions" => ("roles.allows", |t, role| in_words(t, role.permissions)),
        _ => ("roles.name", |_, role| role.name.clone()),
    };
    Difference { field: field.to_owned(), label: t.get(label).to_owned(), saved: text(t, saved), mine: text(t, mine) }
}

pub(crate) async fn delete_form(
    request: &RequestContext,
    slug: &str,
    id: RoleId,
    fields: &Fields,
) -> Result<Answer, Error> {
    roles::delete(&request.ctx, slug, id, fields.get("role").parse().ok(), None).await?;
    Ok(Answer::load(Url::Roles { slug: slug.to_owned() }.with(&[("done", "deleted")])))
}
