//! How far something has come, and looking again while it goes on.

use leptos::prelude::*;

#[component]
pub(crate) fn Progress(done: i64, total: i64, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <progress class="progress" value=done.to_string() max=total.max(1).to_string() aria-label=label></progress>
    }
}

/// Counts the seconds while something goes on; nothing on the server.
pub(crate) fn use_pulse(going_on: RwSignal<bool>) -> ReadSignal<u32> {
    let (pulse, beat) = signal(0_u32);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let handle = set_interval_with_handle(
            move || {
                if going_on.get_untracked() {
                    beat.update(|count| *count += 1);
                }
            },
            std::time::Duration::from_secs(1),
        );
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (going_on, beat);
    pulse
}
