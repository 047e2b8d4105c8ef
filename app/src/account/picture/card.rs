//! The card: the picture as it is, another file, and back to initials.

use super::frame::{Frame, Opened};
use crate::Failure;
use crate::errors::explain;
use crate::state::{my_picture, state, texts};
use crate::ui::{Avatar, FieldError};
use crate::wire::{Json, Postcard};
use leptos::ev::{DragEvent, Event, SubmitEvent};
use leptos::prelude::*;
use model::pictures::PictureId;
use model::urls::Url;
use model::{Error, Problem};

/// One's own picture.
#[server(prefix = "/fn", endpoint = "account/picture", input = Json, output = Postcard)]
pub async fn picture() -> Result<Option<PictureId>, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::pictures::picture(&request.ctx).await)
}

/// What the card is at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    /// A file that was opened and waits to be framed.
    pub opened: RwSignal<Option<Opened>>,
    pub problem: RwSignal<Option<Problem>>,
    pub failure: RwSignal<Option<Error>>,
    /// What was done, to be announced.
    pub done: RwSignal<Option<&'static str>>,
    pub busy: RwSignal<bool>,
    /// Everywhere on this page.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser changes it"))]
    pub picture: RwSignal<Option<PictureId>>,
}

impl Work {
    fn new() -> Self {
        let came_back = state().with_value(|state| state.posted.as_ref()?.errors.get("picture").copied());
        Self {
            opened: RwSignal::new(None),
            problem: RwSignal::new(came_back),
            failure: RwSignal::new(None),
            done: RwSignal::new(None),
            busy: RwSignal::new(false),
            picture: my_picture(),
        }
    }

    /// Looks at another file, or begins anew.
    #[cfg(feature = "hydrate")]
    pub(super) fn clear(self) {
        self.opened.set(None);
        self.done.set(None);
        self.problem.set(None);
        self.failure.set(None);
    }

    /// What is wrong, in words.
    fn trouble(self) -> Option<String> {
        let problem = self.problem.get().map(|problem| texts().problem(problem));
        problem.or_else(|| self.failure.with(|failure| failure.as_ref().map(|error| explain(error).1)))
    }
}

#[component]
pub(crate) fn PictureCard() -> impl IntoView {
    let t = texts();
    let work = Work::new();
    let over = RwSignal::new(false);
    let on_over = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        dropped(&event, work);
    };
    view! {
        <section class="card picture-card" data-over=move || over.get().then_some("")
            on:dragover=on_over on:dragleave=move |_| over.set(false) on:drop=on_drop>
            <header class="card-head"><h2 class="card-title">{t.get("settings.picture")}</h2></header>
            <div class="card-body">
                <div class="picture-field">
                    <Shown/>
                    <div class="stack stack--s picture-choice"><Choose work=work/><Remove work=work/></div>
                </div>
                <p class="sr-only" role="status">{move || work.done.get().map(|done| t.get(done))}</p>
                {move || work.opened.get().map(|opened| view! { <Frame opened=opened work=work/> })}
            </div>
        </section>
    }
}

#[component]
fn Shown() -> impl IntoView {
    let avatar = state().with_value(|state| state.me.as_ref().map(|me| me.avatar.clone())).unwrap_or_default();
    let picture = my_picture();
    move || view! { <Avatar of=model::page::Avatar { picture: picture.get(), ..avatar.clone() } size="xl"/> }
}

/// A plain form with a file. With a script, choosing one opens it at once.
#[component]
fn Choose(work: Work) -> impl IntoView {
    let t = texts();
    let scripted = RwSignal::new(false);
    Effect::new(move || scripted.set(true));
    let problem = Signal::derive(move || work.trouble());
    let on_change = move |event: Event| chosen(&event, work);
    view! {
        <form class="field" method="post" action=Url::Profile.path() enctype="multipart/form-data">
            <label class="field-label" for="picture">{t.get("settings.picture.choose")}</label>
            <div class="row">
                <input class="input picture-input" type="file" id="picture" name="picture"
                    accept="image/png,image/jpeg,image/webp"
                    aria-describedby="picture-hint picture-error"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true") on:change=on_change/>
                <button class="btn" hidden=move || scripted.get()>{t.get("settings.picture.upload")}</button>
            </div>
            <p class="field-hint" id="picture-hint">{t.get("settings.picture.hint")}</p>
            <FieldError name="picture" problem=problem/>
        </form>
    }
}

#[component]
fn Remove(work: Work) -> impl IntoView {
    let t = texts();
    let picture = my_picture();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        remove(work);
    };
    view! {
        <Show when=move || picture.with(Option::is_some)>
            <form method="post" action=Url::Profile.path() on:submit=on_submit>
                <button class="btn btn--s" name="go" value="remove_picture">{t.get("settings.picture.remove")}</button>
            </form>
        </Show>
    }
}

#[cfg(feature = "hydrate")]
fn chosen(event: &Event, work: Work) {
    use wasm_bindgen::JsCast;
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = input else { return };
    super::open::open(input.files(), work);
    // The same file can be chosen again.
    input.set_value("");
}

#[cfg(feature = "hydrate")]
fn dropped(event: &DragEvent, work: Work) {
    super::open::open(event.data_transfer().and_then(|data| data.files()), work);
}

#[cfg(feature = "hydrate")]
fn remove(work: Work) {
    leptos::task::spawn_local(super::send::remove(work));
}

#[cfg(not(feature = "hydrate"))]
fn chosen(_: &Event, _: Work) {}

#[cfg(not(feature = "hydrate"))]
fn dropped(_: &DragEvent, _: Work) {}

#[cfg(not(feature = "hydrate"))]
fn remove(_: Work) {}
