//! What is posted about groups.

use crate::forms::{Answer, question, save_or_ask};
use crate::present::Presenter;
use crate::request::RequestContext;
use domain::members::roles::Role;
use domain::{groups, roles};
use model::groups::GroupInput;
use model::ids::GroupId;
use model::merge::{Base, Difference};
use model::urls::Url;
use model::users::Action;
use model::{Error, Fields};

pub(crate) async fn create_form(request: &RequestContext, slug: &str, fields: &Fields) -> Result<Answer, Error> {
    let id = groups::create(&request.ctx, slug, &GroupInput::parse(fields)?).await?;
    Ok(Answer::go(Url::Groups { slug: slug.to_owned() }.with(&[("done", "created"), ("which", &id.to_string())])))
}

pub(crate) async fn save_form(
    request: &RequestContext,
    slug: &str,
    id: GroupId,
    fields: &Fields,
) -> Result<Answer, Error> {
    if let Some(answer) = people_form(request, slug, id, fields).await? {
        return Ok(answer);
    }
    let mine = GroupInput::parse(fields)?;
    let base = Base::read(fields, |shown| GroupInput::parse(shown).ok());
    let save = || async {
        groups::edit(&request.ctx, slug, id, &mine, base.clone()).await?;
        // The reader's own rights may be others now.
        Ok(Answer::load(Url::Groups { slug: slug.to_owned() }.with(&[("done", "saved"), ("which", &id.to_string())])))
    };
    let ask = || async {
        let found = groups::show(&request.ctx, slug, id).await?;
        let offered = roles::for_groups(&request.ctx, slug).await?;
        let version = found.version;
        let given = found.roles.iter().map(|role| role.id).filter(|id| offered.iter().any(|role| role.id == *id));
        let saved = GroupInput { roles: given.collect(), name: found.name, about: found.about };
        let merged = base.merge(&mine, &saved, version);
        let presenter = Presenter::new(request);
        let differences = merged.conflicts.iter().map(|field| difference(&presenter, &offered, field, &saved, &mine));
        let path = Url::Group { slug: slug.to_owned(), id }.path();
        Ok(question(&path, differences.collect(), merged.value.written(), (&saved.written(), version), fields))
    };
    save_or_ask(save, ask).await
}

/// Putting someone in (`join`, with their address) or taking them out (`part`, with their id).
async fn people_form(
    request: &RequestContext,
    slug: &str,
    id: GroupId,
    fields: &Fields,
) -> Result<Option<Answer>, Error> {
    let done = match fields.get("action") {
        "join" => {
            groups::add_person(&request.ctx, slug, id, fields.get("email")).await.map_err(at_email)?;
            "joined"
        }
        "part" => {
            let member = fields.get("member").parse().map_err(|_| Error::NotFound)?;
            domain::users::act(&request.ctx, slug, member, Action::Part(id)).await.map_err(at_email)?;
            "parted"
        }
        _ => return Ok(None),
    };
    // Each time another address, so that the page is read anew.
    let now = request.ctx.now();
    Ok(Some(Answer::load(Url::Group { slug: slug.to_owned(), id }.with(&[("done", done), ("at", &now.to_string())]))))
}

/// Whatever is wrong with a person or with what the group gives is said where the people are.
fn at_email(error: Error) -> Error {
    error.moved_to("email")
}

fn difference(
    presenter: &Presenter,
    offered: &[Role],
    field: &str,
    saved: &GroupInput,
    mine: &GroupInput,
) -> Difference {
    let label = match field {
        "roles" => "groups.gives",
        "about" => "groups.about",
        _ => "roles.name",
    };
    let text = |group: &GroupInput| match field {
        "roles" => {
            let given = offered.iter().filter(|role| group.roles.contains(&role.id));
            given.map(|role| presenter.role_name(role)).collect::<Vec<_>>().join(", ")
        }
        "about" => group.about.clone(),
        _ => group.name.clone(),
    };
    Difference {
        field: field.to_owned(),
        label: presenter.t.get(label).to_owned(),
        saved: text(saved),
        mine: text(mine),
    }
}

pub(crate) async fn delete_form(request: &RequestContext, slug: &str, id: GroupId) -> Result<Answer, Error> {
    groups::delete(&request.ctx, slug, id, None).await?;
    Ok(Answer::load(Url::Groups { slug: slug.to_owned() }.with(&[("done", "deleted")])))
}
