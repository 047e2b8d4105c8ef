//! The frame.

use super::sidebar::SideBar;
use super::topbar::TopBar;
use crate::state::texts;
use leptos::prelude::*;
use leptos_router::components::Outlet;

#[component]
pub(crate) fn Shell() -> impl IntoView {
    view! {
        <a class="skip-link" href="#main" rel="external">{texts().get("shell.skip")}</a>
        <div class="shell">
            <TopBar/>
            <SideBar/>
            <main class="main" id="main" tabindex="-1"><Outlet/></main>
        </div>
    }
}
