//! Who is chosen in the list. A choice belongs to a person: it goes along over pages, searches, sorts and filters.

use crate::events::{self, all, closest, find, target};
use crate::islands::for_ever;
use crate::visit::{self, Arrival, How};
use gloo_storage::{SessionStorage, Storage};
use leptos::prelude::*;
use model::ids::MemberId;
use model::users::MAX_CHOSEN;
use std::cell::RefCell;
use std::collections::HashMap;
use web_sys::{Element, Event, HtmlInputElement, MouseEvent};

/// Where the browser's session keeps them.
const KEPT: &str = "roster-chosen";
/// The boxes of the table.
const BOXES: &str = ".users-table tbody .checkbox[name=id]";

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

thread_local! {
    static SELECTION: Selection = for_ever(Selection::new);
    /// Whom the list before was narrowed to.
    static NARROWED_TO: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The one there is.
pub(super) fn selection() -> Selection {
    SELECTION.with(|selection| *selection)
}

pub(super) fn listen() {
    events::on("click", on_tick);
    events::on("submit", on_submit);
    visit::on_arrival(on_arrival);
    let selection = selection();
    for_ever(|| Effect::new(move || selection.draw()));
}

/// A list is shown, or what is chosen in it is done with.
fn on_arrival(arrival: &Arrival) {
    let selection = selection();
    let Some(bar) = find("form.bulk-bar") else {
        if find("[data-bulk-question]").is_none() {
            selection.clear();
            SessionStorage::delete(KEPT);
        }
        return;
    };
    if arrival.how == How::Opened {
        selection.put(&ticked_before(), true);
    }
    selection.restore();
    selection.show(people());
    // Everyone whom the list finds is someone else once it is asked for something else.
    let narrowed = bar.get_attribute("data-narrowed");
    if NARROWED_TO.replace(narrowed.clone()) != narrowed && arrival.how != How::Opened {
        selection.all.set(false);
    }
    selection.draw();
}

/// The page's people, by the boxes of their rows.
fn people() -> Vec<(MemberId, String)> {
    let named = |tick: HtmlInputElement| {
        let row = tick.closest("tr").ok()??;
        let name = row.query_selector(".person-name").ok()??.text_content()?;
        Some((tick.value().parse().ok()?, name))
    };
    all(None, BOXES).into_iter().filter_map(named).collect()
}

/// Boxes that were ticked while the script was on its way.
fn ticked_before() -> Vec<MemberId> {
    let ticked: Vec<HtmlInputElement> = all(None, &format!("{BOXES}:checked"));
    ticked.iter().filter_map(|tick| tick.value().parse().ok()).collect()
}

fn on_tick(event: &MouseEvent) {
    let Some(tick) = target::<HtmlInputElement>(event) else { return };
    let selection = selection();
    if tick.matches(BOXES).unwrap_or_default() {
        let Ok(id) = tick.value().parse() else { return };
        selection.choose(id, tick.checked(), event.shift_key());
    } else if tick.has_attribute("data-check-page") {
        selection.choose_page(tick.checked());
    } else {
        return;
    }
    // A box that can't be ticked any more comes back as it was.
    selection.draw();
}

fn on_submit(event: &Event) {
    if closest(event, "form.bulk-bar").is_some() {
        selection().keep();
    }
}

impl Selection {
    fn new() -> Self {
        Self {
            chosen: RwSignal::new(Vec::new()),
            all: RwSignal::new(false),
            full: RwSignal::new(false),
            page: RwSignal::new(Vec::new()),
            names: StoredValue::new(HashMap::new()),
            anchor: StoredValue::new(None),
        }
    }

    /// Shows in the table and its bar who is chosen.
    fn draw(self) {
        for tick in all::<HtmlInputElement>(None, BOXES) {
            tick.set_checked(tick.value().parse().is_ok_and(|id| self.has(id)));
        }
        for tick in all::<HtmlInputElement>(None, "[data-check-page]") {
            tick.set_checked(self.has_page());
        }
        let is_on = !self.is_empty();
        for bar in all::<Element>(None, "form.bulk-bar") {
            let _ = bar.toggle_attribute_with_force("data-on", is_on);
        }
    }

    /// Another page of the list is shown.
    fn show(self, people: Vec<(MemberId, String)>) {
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
    fn keep(self) {
        let kept = (untrack(|| self.named()), self.all.get_untracked());
        let _ = SessionStorage::set(KEPT, kept);
    }

    /// Those who were kept, once.
    fn restore(self) {
        type Kept = (Vec<(MemberId, String)>, bool);
        let kept = SessionStorage::get::<Kept>(KEPT);
        SessionStorage::delete(KEPT);
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

    pub(super) fn clear(self) {
        self.all.set(false);
        self.full.set(false);
        self.anchor.set_value(None);
        self.chosen.set(Vec::new());
    }
}
