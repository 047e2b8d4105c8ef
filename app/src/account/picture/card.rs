//! The card: the picture as it is, another file, and back to initials.

use super::frame::{Frame, Opened};
#[cfg(feature = "ssr")]
use crate::state::state;
use crate::state::texts;
#[cfg(feature = "ssr")]
use crate::ui::Island;
use crate::ui::{Avatar, FieldError};
use leptos::ev::Event;
use leptos::prelude::*;
use model::Problem;
use model::urls::Url;
use serde::{Deserialize, Serialize};

/// What the card is at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    /// A file that was opened and waits to be framed.
    pub opened: RwSignal<Option<Opened>>,
    pub problem: RwSignal<Option<Problem>>,
    /// The server could not be reached.
    pub unreachable: RwSignal<bool>,
    pub busy: RwSignal<bool>,
}

impl Work {
    fn new(came_back: Option<Problem>) -> Self {
        Self {
            opened: RwSignal::new(None),
            problem: RwSignal::new(came_back),
            unreachable: RwSignal::new(false),
            busy: RwSignal::new(false),
        }
    }

    /// Looks at another file, or begins anew.
    #[cfg(feature = "hydrate")]
    pub(super) fn clear(self) {
        self.opened.set(None);
        self.problem.set(None);
        self.unreachable.set(false);
    }

    /// What is wrong, in words.
    fn trouble(self) -> Option<String> {
        let t = texts();
        let problem = self.problem.get().map(|problem| t.problem(problem));
        let wait = || t.count("duration.seconds", 5);
        problem.or_else(|| self.unreachable.get().then(|| t.with("error.busy.text", &[("wait", &wait())])))
    }
}

/// What the card shows at first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Shown {
    avatar: model::page::Avatar,
    came_back: Option<Problem>,
}

/// The card where the browser makes it live; anew with another picture.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn PictureCardIsland() -> impl IntoView {
    let shown = state().with_value(|state| Shown {
        avatar: state.me.as_ref().map(|me| me.avatar.clone()).unwrap_or_default(),
        came_back: state.posted.as_ref().and_then(|posted| posted.errors.get("picture").copied()),
    });
    let props = serde_json::to_string(&shown).unwrap_or_default();
    view! { <Island name="picture" props=props><PictureCard shown=shown/></Island> }
}

#[component]
pub(super) fn PictureCard(shown: Shown) -> impl IntoView {
    let t = texts();
    let work = Work::new(shown.came_back);
    let is_pictured = shown.avatar.picture.is_some();
    view! {
        <section class="card picture-card">
            <header class="card-head"><h2 class="card-title">{t.get("settings.picture")}</h2></header>
            <div class="card-body">
                <div class="picture-field">
                    <Avatar of=shown.avatar size="xl"/>
                    <div class="stack stack--s picture-choice">
                        <Choose work=work/>
                        {is_pictured.then(|| view! { <Remove/> })}
                    </div>
                </div>
                {move || work.opened.get().map(|opened| view! { <Frame opened=opened work=work/> })}
            </div>
        </section>
    }
}

/// A plain form with a file. With a script, choosing one opens it at once.
#[component]
fn Choose(work: Work) -> impl IntoView {
    let t = texts();
    let problem = Signal::derive(move || work.trouble());
    let on_change = move |event: Event| chosen(event.target(), work);
    let input = NodeRef::<leptos::html::Input>::new();
    // A file that was chosen while the script was on its way.
    Effect::new(move || chosen(input.get(), work));
    view! {
        <form class="field" method="post" action=Url::Profile.path() enctype="multipart/form-data">
            <label class="field-label" for="picture">{t.get("settings.picture.choose")}</label>
            <div class="row">
                <input class="input picture-input" type="file" id="picture" name="picture" node_ref=input
                    accept="image/png,image/jpeg,image/webp"
                    aria-describedby="picture-hint picture-error"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true") on:change=on_change/>
                <button class="btn picture-upload">{t.get("settings.picture.upload")}</button>
            </div>
            <p class="field-hint" id="picture-hint">{t.get("settings.picture.hint")}</p>
            <FieldError name="picture" problem=problem/>
        </form>
    }
}

#[component]
fn Remove() -> impl IntoView {
    view! {
        <form method="post" action=Url::Profile.path()>
            <button class="btn btn--s" name="go" value="remove_picture">{texts().get("settings.picture.remove")}</button>
        </form>
    }
}

#[cfg(feature = "hydrate")]
fn chosen<T: wasm_bindgen::JsCast>(input: Option<T>, work: Work) {
    let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
    super::open::open(input.files(), work);
    // The same file can be chosen again.
    input.set_value("");
}

#[cfg(not(feature = "hydrate"))]
fn chosen<T>(_: Option<T>, _: Work) {}
