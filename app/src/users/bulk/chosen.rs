//! How many are chosen and who they are, and choosing everyone whom the list finds.

use crate::state::texts;
use crate::ui::{Icon, Menu};
#[cfg(feature = "hydrate")]
use crate::users::selection::selection;
use leptos::prelude::*;
use model::ids::MemberId;
use model::users::MAX_CHOSEN;
use serde::{Deserialize, Serialize};

/// What the list finds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Found {
    /// How many, where that is counted.
    pub total: Option<i64>,
    /// The page has all of them.
    pub is_whole: bool,
}

/// Makes it live.
#[cfg(feature = "hydrate")]
pub(crate) fn hydrate_chosen(place: crate::islands::Place) {
    place.hydrate(|props| view! { <Chosen found=serde_json::from_str(&props).unwrap_or_default()/> }.into_any());
}

/// Who is chosen, as it is shown. What the server has rendered says nobody, so that is what is taken over.
#[derive(Clone, Copy, Debug)]
struct Shown {
    count: RwSignal<usize>,
    elsewhere: RwSignal<Vec<MemberId>>,
    named: RwSignal<Vec<(MemberId, String)>>,
    all: RwSignal<bool>,
    full: RwSignal<bool>,
}

impl Shown {
    fn new() -> Self {
        let shown = Self {
            count: RwSignal::new(0),
            elsewhere: RwSignal::new(Vec::new()),
            named: RwSignal::new(Vec::new()),
            all: RwSignal::new(false),
            full: RwSignal::new(false),
        };
        #[cfg(feature = "hydrate")]
        Effect::new(move || {
            let selection = selection();
            shown.count.set(selection.count());
            shown.elsewhere.set(selection.elsewhere());
            shown.named.set(selection.named());
            shown.all.set(selection.all.get());
            shown.full.set(selection.full.get());
        });
        shown
    }
}

#[component]
pub(super) fn Chosen(found: Found) -> impl IntoView {
    let t = texts();
    let Found { total, is_whole } = found;
    let shown = Shown::new();
    let everyone = move || match total {
        _ if !shown.all.get() => String::new(),
        Some(total) => t.count("bulk.all_selected", total),
        None => t.get("bulk.everyone_selected").to_owned(),
    };
    let all_label = total.map_or_else(|| t.get("bulk.all").to_owned(), |total| t.count("bulk.all_of", total));
    let full = move || {
        let most = t.number(i64::try_from(MAX_CHOSEN).unwrap_or_default());
        t.with("bulk.full", &[("n", &most)])
    };
    view! {
        <Show when=move || !shown.all.get()
            fallback=move || view! { <span class="bulk-bar-text">{everyone}</span> }>
            <People shown=shown/>
        </Show>
        <button type="button" class="btn btn--s btn--quiet bulk-clear" on:click=move |_| clear()>
            {t.get("bulk.clear")}
        </button>
        {(!is_whole).then(|| view! {
            <label class="check">
                <input type="checkbox" name="all" value="on" prop:checked=shown.all
                    on:change=move |event| choose_all(event_target_checked(&event))/>
                <span>{all_label}</span>
            </label>
        })}
        {move || (!shown.all.get()).then(|| shown.elsewhere.get().into_iter().map(|id| view! {
            <input type="hidden" name="id" value=id.to_string()/>
        }).collect_view())}
        <p class="sr-only" role="status">{move || if shown.full.get() { full() } else { everyone() }}</p>
        <Show when=move || shown.full.get()><p class="bulk-full">{full}</p></Show>
    }
}

/// How many are chosen, and who they are.
#[component]
fn People(shown: Shown) -> impl IntoView {
    let t = texts();
    let number = |n: usize| i64::try_from(n).unwrap_or_default();
    let text = move || {
        let (count, elsewhere) = (number(shown.count.get()), number(shown.elsewhere.with(Vec::len)));
        match (count, elsewhere) {
            (0, _) => t.get("bulk.some").to_owned(),
            (_, 0) => t.count("bulk.selected", count),
            _ => format!("{}, {}", t.count("bulk.selected", count), t.count("bulk.elsewhere", elsewhere)),
        }
    };
    let button = view! { <span aria-live="polite">{text}</span><Icon name="chevron-down" small=true/> };
    view! {
        <Menu modifier="menu--up bulk-chosen" name="tools" button_class="btn btn--s btn--quiet" button=button>
            <p class="menu-title">{t.get("bulk.chosen")}</p>
            {move || shown.named.get().into_iter().map(|(id, name)| {
                let label = t.with("bulk.unselect", &[("name", &name)]);
                view! {
                    <div class="menu-row">
                        <span class="menu-item">
                            <span class="menu-item-text truncate name" dir="auto">{name}</span>
                        </span>
                        <button type="button" class="btn btn--quiet btn--icon btn--s" aria-label=label
                            on:click=move |_| unchoose(id)>
                            <Icon name="close" small=true/>
                        </button>
                    </div>
                }
            }).collect_view()}
        </Menu>
    }
}

#[cfg(feature = "hydrate")]
fn clear() {
    selection().clear();
}

#[cfg(feature = "hydrate")]
fn choose_all(is: bool) {
    selection().all.set(is);
}

#[cfg(feature = "hydrate")]
fn unchoose(id: MemberId) {
    selection().choose(id, false, false);
}

#[cfg(not(feature = "hydrate"))]
fn clear() {}

#[cfg(not(feature = "hydrate"))]
fn choose_all(_: bool) {}

#[cfg(not(feature = "hydrate"))]
fn unchoose(_: MemberId) {}
