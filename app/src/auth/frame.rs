//! One card on a page: what is shown to those who are not in yet.

use crate::shell::{LanguageChoice, ThemeSwitchIsland};
use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use model::urls::Url;

#[component]
pub(crate) fn AuthFrame(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <leptos_meta::Title text=title/>
        <div class="auth">
            <div class="auth-side">
                <header class="auth-head">
                    <a class="auth-logo" href=Url::Home.path() rel="external"><Icon name="logo" large=true/>"Roster"</a>
                </header>
                <main class="auth-main" id="main">{children()}</main>
                <footer class="auth-foot"><LanguageChoice/><ThemeSwitchIsland/></footer>
            </div>
            <div class="auth-art" aria-hidden="true">
                <svg viewBox="0 0 480 720" preserveAspectRatio="xMidYMid slice"><use href="/art.svg#people"></use></svg>
            </div>
        </div>
    }
}

/// From a card to the first one.
#[component]
pub(super) fn BackToSignIn() -> impl IntoView {
    view! {
        <a class="btn btn--wide" rel="external" href=Url::SignIn.path()>
            <Icon name="arrow-left" small=true/>{texts().get("recover.back")}
        </a>
    }
}
