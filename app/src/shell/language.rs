//! The language of the page: on the account, and in a cookie for those who are signed out.

use crate::address::use_here;
use crate::state::{state, texts};
use crate::ui::{Icon, Menu};
use leptos::prelude::*;
use model::Language;
use model::urls::Url;

/// The three languages as buttons; inside a menu.
#[component]
pub(crate) fn LanguageMenu() -> impl IntoView {
    let current = state().with_value(|state| state.language);
    let next = use_here();
    view! {
        <form class="menu-choices" method="post" action=Url::LanguagePreference.path()
            aria-label=texts().get("shell.language")>
            <input type="hidden" name="next" value=next/>
            {Language::ALL.into_iter().map(|language| view! {
                <button name="to" value=language.tag() lang=language.tag()
                    aria-pressed=if language == current { "true" } else { "false" }>
                    {language.own_name()}
                </button>
            }).collect_view()}
        </form>
    }
}

/// The same as a menu of its own, for pages without a bar.
#[component]
pub(crate) fn LanguageChoice() -> impl IntoView {
    let current = state().with_value(|state| state.language);
    let button = view! { <Icon name="globe"/>{current.own_name()} };
    view! {
        <Menu modifier="menu--up" name="foot" button_class="btn btn--quiet" button=button>
            <LanguageMenu/>
        </Menu>
    }
}

#[cfg(feature = "ssr")]
pub(crate) async fn language_form(
    request: &crate::request::RequestContext,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::address::redirect_path;
    use crate::forms::Answer;
    let language: Language =
        fields.get("to").parse().map_err(|()| model::Error::at("to", model::Problem::NotAChoice))?;
    if request.ctx.actor.account().is_some() {
        domain::account::set_language(&request.ctx, language).await?;
    }
    let answer = Answer::load(redirect_path(fields.get("next")));
    Ok(answer.with(crate::request::Cookie::Language(language.tag())))
}
