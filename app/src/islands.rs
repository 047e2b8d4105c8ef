//! The parts of a page that are made live: hydrated where the server has rendered them, drawn where a script alone can.
//!
//! Leptos' own islands are never disposed of: what they listen to would go on for pages that are gone. These are dropped
//! with their element.

use crate::events::all;
use leptos::mount::{hydrate_from, mount_to};
use leptos::prelude::{AnyView, Owner};
use std::any::Any;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

/// What is dropped with its element: a view, or what waits for the first touch.
type Handle = Box<dyn Any>;

thread_local! { static LIVE: RefCell<Vec<(HtmlElement, Handle)>> = const { RefCell::new(Vec::new()) }; }

/// What tells that someone is about to use a part of the page, or already has.
const TOUCHES: [&str; 4] = ["pointerover", "focusin", "dragenter", "change"];

/// An element that the server has marked (`data-island`).
#[derive(Clone, Debug)]
pub(crate) struct Place(HtmlElement);

impl Place {
    pub(crate) fn name(&self) -> String {
        self.0.get_attribute("data-island").unwrap_or_default()
    }

    /// Takes over what the server has rendered. The view is made of what the server says beside it (`data-props`).
    pub(crate) fn hydrate(self, view: fn(String) -> AnyView) {
        let props = self.0.get_attribute("data-props").unwrap_or_default();
        let handle = hydrate_from(self.0.clone(), move || view(props));
        self.keep(Box::new(handle));
    }

    /// Draws what the server has left free.
    pub(crate) fn draw(self, view: fn() -> AnyView) {
        let handle = mount_to(self.0.clone(), view);
        self.keep(Box::new(handle));
    }

    /// Runs once someone is about to use it.
    pub(crate) fn when_touched(self, run: impl FnOnce(Self) + 'static) {
        let waiting = Cell::new(Some((self.clone(), run)));
        let touched = Closure::<dyn Fn()>::new(move || {
            if let Some((place, run)) = waiting.take() {
                run(place);
            }
        });
        for name in TOUCHES {
            let _ = self.0.add_event_listener_with_callback(name, touched.as_ref().unchecked_ref());
        }
        self.keep(Box::new(touched));
    }

    /// What would make it live can't be had: it stays as the server has rendered it, and is tried again with the next page.
    pub(crate) fn let_go(self) {
        let _ = self.0.remove_attribute("data-live");
    }

    fn keep(self, handle: Handle) {
        LIVE.with_borrow_mut(|live| live.push((self.0, handle)));
    }
}

/// Lets go of those that are gone, and answers those that are to be made live.
pub(crate) fn arrived() -> Vec<Place> {
    // What is let go of may ask for the list again.
    let gone: Vec<(HtmlElement, Handle)> = LIVE.with_borrow_mut(|live| {
        let (stay, gone) = live.drain(..).partition(|(element, _)| element.is_connected());
        *live = stay;
        gone
    });
    drop(gone);
    let new: Vec<HtmlElement> = all(None, "[data-island]:not([data-live])");
    new.into_iter()
        .map(|element| {
            let _ = element.set_attribute("data-live", "");
            Place(element)
        })
        .collect()
}

/// Runs what outlives every page.
pub(crate) fn for_ever<T>(make: impl FnOnce() -> T) -> T {
    let owner = Owner::new_root(None);
    let made = owner.with(make);
    std::mem::forget(owner);
    made
}
