//! Answering a step.

use crate::forms::Answer;
use crate::present::Presenter;
use crate::request::RequestContext;
use crate::state::Posted;
use domain::users::wizard::{self, Wizard};
use model::ids::DraftId;
use model::urls::Url;
use model::wizard::{Step, WizardView};
use model::{Error, Fields};

/// Takes the step that was posted: on, back, or throwing away what was left.
pub(crate) async fn wizard_form(
    request: &RequestContext,
    slug: &str,
    path: &str,
    fields: &Fields,
) -> Result<Answer, Error> {
    let draft: Option<DraftId> = fields.get("draft").parse().ok();
    let step = Step::named(fields.get("step")).unwrap_or_default();
    let ctx = &request.ctx;
    if let Ok(left) = fields.get("discard").parse() {
        wizard::discard(ctx, slug, left).await?;
        return Ok(Answer::load(Url::NewUser { slug: slug.to_owned() }));
    }
    match (fields.get("go"), draft) {
        ("back", Some(draft)) => Ok(to_step(slug, &wizard::back(ctx, slug, draft, step).await?)),
        (_, Some(draft)) if step == Step::Confirm => {
            let (wizard, password) = wizard::confirm(ctx, slug, draft, fields.ticked("own_mailbox")).await?;
            let Some(password) = password else { return Ok(to_step(slug, &wizard)) };
            // With this answer and no other.
            let view = WizardView { password: Some(password.reveal().to_owned()), ..view_of(request, wizard) };
            Ok(Answer::show(Posted { path: path.to_owned(), wizard: Some(view), ..Posted::default() }))
        }
        _ => Ok(to_step(slug, &wizard::answer(ctx, slug, draft, step, fields).await?)),
    }
}

fn to_step(slug: &str, wizard: &Wizard) -> Answer {
    let draft = wizard.draft.map(|draft| draft.to_string());
    let draft = draft.as_deref().map(|draft| ("draft", draft));
    let query: Vec<_> = draft.into_iter().chain([("step", wizard.step.name())]).collect();
    Answer::go(Url::NewUser { slug: slug.to_owned() }.with(&query))
}

pub(crate) fn view_of(request: &RequestContext, wizard: Wizard) -> WizardView {
    let presenter = Presenter::new(request);
    WizardView {
        draft: wizard.draft,
        step: wizard.step,
        entered: wizard.entered,
        password: None,
        made: wizard.made,
        sign_in: wizard.sign_in,
        left: wizard.left,
        roles: wizard.roles.iter().map(|role| presenter.role(role)).collect(),
        proposed_role: wizard.proposed_role,
        may_make_super_user: wizard.may_make_super_user,
        modes: wizard.modes,
        existing_account: wizard.existing_account,
        own_mailbox: wizard.own_mailbox,
        password_min: u32::try_from(wizard.password_min).unwrap_or(u32::MAX),
        seats: wizard.seats,
    }
}
