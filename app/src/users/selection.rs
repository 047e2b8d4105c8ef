//! Who is chosen in the list. A choice belongs to a person: it goes along over pages, searches, sorts and filters.

use leptos::prelude::*;
use model::ids::MemberId;
use model::users::MAX_CHOSEN;
use std::collections::HashMap;

/// Where the browser's session keeps them.
#[cfg(feature = "hydrate")]
const KEPT: &str = "roster-chosen";

/// Who is chosen, one by one or all whom the list finds.
#[derive(Clone, Copy)]
pub(super) struct Selection {
    chosen: RwSignal<Vec<MemberId>>,
    /// Everyone whom the list finds, instead of those chosen one by one.
    pub all: RwSignal<bool>,
    /// More were to be chosen than can be.
    pub full: RwSignal<bool>,
    /// The page's people, in its order.
    page: RwSignal<Vec<MemberId>>,
    names: StoredValue<HashMap<MemberId, String>>,
    /// Where a range begins.
    anchor: StoredValue<Option<MemberId>>,
}

impl Selection {
    /// Nobody, or those who were ticked before the script came.
    pub(super) fn new() -> Self {
        Self {
            chosen: RwSignal::new(ticked_before()),
            all: RwSignal::new(false),
            full: RwSignal::new(false),
            page: RwSignal::new(Vec::new()),
            names: StoredValue::new(HashMap::new()),
            anchor: StoredValue::new(None),
        }
    }

    /// Another page of the list is shown.
    pub(super) fn show(self, people: impl Iterator<Item = (MemberId, String)>) {
        let people: Vec<(MemberId, String)> = people.collect();
        self.page.set(people.iter().map(|(id, _)| *id).collect());
        self.names.update_value(|names| names.extend(people));
    }

    pub(super) fn has(self, id: MemberId) -> bool {
        self.all.get() || self.chosen.with(|chosen| chosen.contains(&id))
    }

    pub(super) fn is_empty(self) -> bool {
        !self.all.get() && self.chosen.with(Vec::is_empty)
    }

    pub(super) fn count(self) -> usize {
        self.chosen.with(Vec::len)
    }

    /// Those who are not on the page that is shown.
    pub(super) fn elsewhere(self) -> Vec<MemberId> {
        self.page
            .with(|page| self.chosen.with(|chosen| chosen.iter().filter(|id| !page.contains(id)).copied().collect()))
    }

    /// Everyone by name, in the order in which they were chosen.
    pub(super) fn named(self) -> Vec<(MemberId, String)> {
        let name = |id: &MemberId| (*id, self.names.with_value(|names| names.get(id).cloned().unwrap_or_default()));
        self.chosen.with(|chosen| chosen.iter().map(name).collect())
    }

    /// Whether the whole page is chosen.
    pub(super) fn has_page(self) -> bool {
        self.page.with(|page| !page.is_empty() && page.iter().all(|id| self.has(*id)))
    }

    /// Chooses someone or takes the choice back; with `range` everyone between the last one and this.
    pub(super) fn choose(self, id: MemberId, on: bool, range: bool) {
        let page = self.page.get_untracked();
        let place = |wanted: Option<MemberId>| page.iter().position(|one| Some(*one) == wanted);
        let one = vec![id];
        let ids = match (place(self.anchor.get_value()), place(Some(id))) {
            (Some(a), Some(b)) if range => page.get(a.min(b)..=a.max(b)).map_or(one, <[MemberId]>::to_vec),
            _ => one,
        };
        self.anchor.set_value(Some(id));
        self.put(&ids, on);
    }

    /// Chooses the whole page, or nobody of it.
    pub(super) fn choose_page(self, on: bool) {
        let page = self.page.get_untracked();
        self.put(&page, on);
    }

    fn put(self, ids: &[MemberId], on: bool) {
        // Of everyone, those of the page are left over.
        let whole = self.all.get_untracked().then(|| self.page.get_untracked());
        self.all.set(false);
        let mut full = false;
        self.chosen.update(|chosen| {
            if let Some(page) = whole {
                *chosen = page;
            }
            chosen.retain(|one| !ids.contains(one));
            if on {
                full = chosen.len() + ids.len() > MAX_CHOSEN;
                chosen.extend(ids.iter().take(MAX_CHOSEN.saturating_sub(chosen.len())));
            }
        });
        self.full.set(full);
    }

    /// Kept while the question about those who are chosen is open: whoever turns back finds them again.
    pub(super) fn keep(self) {
        #[cfg(feature = "hydrate")]
        {
            use gloo_storage::{SessionStorage, Storage};
            let kept = (untrack(|| self.named()), self.all.get_untracked());
            let _ = SessionStorage::set(KEPT, kept);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }

    /// Those who were kept, once.
    pub(super) fn restore(self) {
        #[cfg(feature = "hydrate")]
        {
            use gloo_storage::{SessionStorage, Storage};
            type Kept = (Vec<(MemberId, String)>, bool);
            let kept = SessionStorage::get::<Kept>(KEPT);
            forget();
            if let Ok((chosen, all)) = kept {
                self.chosen.set(chosen.iter().map(|(id, _)| *id).collect());
                self.names.update_value(|names| {
                    for (id, name) in chosen {
                        names.entry(id).or_insert(name);
                    }
                });
                self.all.set(all);
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
    }

    pub(super) fn clear(self) {
        self.all.set(false);
        self.full.set(false);
        self.anchor.set_value(None);
        self.chosen.set(Vec::new());
    }
}

/// Those who were kept are done with.
pub(super) fn forget() {
    #[cfg(feature = "hydrate")]
    {
        use gloo_storage::{SessionStorage, Storage};
        SessionStorage::delete(KEPT);
    }
}

/// Boxes that were ticked while the script was on its way.
#[cfg(feature = "hydrate")]
fn ticked_before() -> Vec<MemberId> {
    use wasm_bindgen::JsCast;
    let Ok(boxes) = document().query_selector_all("tbody .checkbox[name=id]:checked") else { return Vec::new() };
    let value = |node: web_sys::Node| node.dyn_into::<web_sys::HtmlInputElement>().ok()?.value().parse().ok();
    (0..boxes.length()).filter_map(|i| value(boxes.item(i)?)).collect()
}

#[cfg(not(feature = "hydrate"))]
fn ticked_before() -> Vec<MemberId> {
    Vec::new()
}
