//! The frame.

use super::sidebar::SideBar;
use super::topbar::TopBar;
use crate::state::{state, texts};
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;
use model::urls::{Route, Url};

#[component]
pub(crate) fn Shell() -> impl IntoView {
    view! {
        <a class="skip-link" href="#main" rel="external">{texts().get("shell.skip")}</a>
        <div class="shell">
            <TopBar/>
            <SideBar/>
            <main class="main" id="main" tabindex="-1"><div class="lab-news"><LabNews/></div><Outlet/></main>
        </div>
    }
}

/// Something has happened to a feature of the Lab that the reader had on. The page of the Lab says what.
#[component]
fn LabNews() -> impl IntoView {
    let t = texts();
    let path = use_location().pathname;
    let told = state().with_value(|state| state.lab_news);
    move || {
        (told && path.with(|path| Route::of(path) != Some(Route::Lab))).then(|| {
            view! {
                <div class="page"><div class="notice" role="status">
                    <Icon name="info"/>
                    <div class="notice-body">
                        <p>{t.get("lab.news")} " " <a class="link" href=Url::Lab.path()>{t.get("lab.news.see")}</a></p>
                    </div>
                </div></div>
            }
        })
    }
}
