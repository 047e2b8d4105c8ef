//! How far a download has come. The browser tells of what it receives, but an XLSX is made whole before its first byte.

use crate::Failure;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::downloads::DownloadProgress;

/// How far one's own download has come, by the id that its page has chosen; none where it has not begun.
#[server(prefix = "/fn", endpoint = "downloads/progress", input = Json, output = Postcard)]
pub async fn read_progress(id: String) -> Result<Option<DownloadProgress>, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::downloads::progress(&request.ctx, &id).await)
}

#[cfg(feature = "hydrate")]
pub(super) use toast::DownloadToast;

#[cfg(feature = "hydrate")]
mod toast {
    use super::read_progress;
    use crate::state::texts;
    use crate::ui::Icon;
    use leptos::prelude::*;
    use model::downloads::{DownloadProgress, DownloadState};
    use std::time::Duration;

    /// So often it may be unknown, once a second: then the server has refused it, or can't be reached.
    const PATIENCE: u32 = 10;

    /// What is known of the download that was asked for last.
    #[derive(Clone, Copy)]
    struct Watch {
        /// None: nothing is shown.
        id: RwSignal<Option<String>>,
        progress: RwSignal<Option<DownloadProgress>>,
        going_on: RwSignal<bool>,
        /// How often nothing was known of it.
        unknown: RwSignal<u32>,
    }

    impl Watch {
        fn begin(self, is_one: bool) {
            self.progress.set(None);
            self.unknown.set(0);
            self.going_on.set(is_one);
        }

        fn show(self, progress: DownloadProgress) {
            self.going_on.set(progress.state == DownloadState::Running);
            self.progress.set(Some(progress));
        }

        fn look(self) {
            let Some(id) = self.id.get_untracked().filter(|_| self.going_on.get_untracked()) else { return };
            leptos::task::spawn_local(async move {
                let found = read_progress(id.clone()).await;
                // Another one has been asked for since, or the page is gone.
                if self.id.try_get_untracked().flatten() != Some(id) {
                    return;
                }
                match found {
                    // Whoever has stopped it knows.
                    Ok(Some(DownloadProgress { state: DownloadState::Cancelled, .. })) => self.id.set(None),
                    Ok(Some(progress)) => self.show(progress),
                    Ok(None) | Err(_) => {
                        self.unknown.update(|times| *times += 1);
                        if self.unknown.get_untracked() >= PATIENCE {
                            self.show(DownloadProgress { state: DownloadState::Failed, done: 0, total: None });
                        }
                    }
                }
            });
        }

        fn state(self) -> DownloadState {
            self.progress.get().map_or(DownloadState::Running, |progress| progress.state)
        }
    }

    /// Of the download that was asked for last, by its id. It stays until it is closed, or until the reader goes elsewhere.
    #[component]
    pub(crate) fn DownloadToast(id: RwSignal<Option<String>>) -> impl IntoView {
        let t = texts();
        let (progress, going_on, unknown) = (RwSignal::new(None), RwSignal::new(false), RwSignal::new(0));
        let watch = Watch { id, progress, going_on, unknown };
        let pulse = pulse();
        Effect::new(move |_| watch.begin(id.with(Option::is_some)));
        Effect::new(move |_| {
            pulse.track();
            watch.look();
        });
        let icon = move || match watch.state() {
            DownloadState::Done => "check-circle",
            DownloadState::Failed => "alert",
            _ => "download",
        };
        let class = move || match watch.state() {
            DownloadState::Done => "toast toast--ok",
            DownloadState::Failed => "toast toast--danger",
            _ => "toast",
        };
        let words = move || match watch.state() {
            DownloadState::Done => t.count("download.done", progress.get().map_or(0, |progress| progress.done)),
            DownloadState::Failed => t.get("download.failed").to_owned(),
            _ => t.get("download.making").to_owned(),
        };
        view! {
            <div class="toasts" role="status" hidden=move || id.with(Option::is_none)>
                <div class=class>
                    {move || view! { <Icon name=icon()/> }}
                    <div class="toast-text">
                        <p>{words}</p>
                        <SoFar watch=watch/>
                    </div>
                    <button class="btn btn--s btn--quiet btn--icon" aria-label=t.get("action.close")
                        on:click=move |_| id.set(None)>
                        <Icon name="close"/>
                    </button>
                </div>
            </div>
        }
    }

    /// Counts the seconds.
    fn pulse() -> RwSignal<u32> {
        let pulse = RwSignal::new(0);
        if let Ok(handle) = set_interval_with_handle(move || pulse.update(|count| *count += 1), Duration::from_secs(1))
        {
            on_cleanup(move || handle.clear());
        }
        pulse
    }

    /// While it goes on. Nothing is read out with each second.
    #[component]
    fn SoFar(watch: Watch) -> impl IntoView {
        let t = texts();
        let done = move || watch.progress.get().map_or(0, |progress| progress.done);
        let total = move || watch.progress.get().and_then(|progress| progress.total).map(|total| total.max(done()));
        let words = move || match total() {
            Some(total) => t.count_with("download.of", total, &[("done", &t.number(done()))]),
            None => t.count("download.so_far", done()),
        };
        // Without a value it moves to and fro.
        let value = move || total().map(|_| done().to_string());
        view! {
            <div aria-live="off" hidden=move || watch.state() != DownloadState::Running>
                <progress class="progress" value=value max=move || total().unwrap_or(1).max(1).to_string()
                    aria-label=t.get("download.progress")></progress>
                <p class="muted nums">{words}</p>
            </div>
        }
    }
}
