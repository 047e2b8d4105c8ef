//! The rows by keyboard: the table is one stop for Tab, and the arrow keys walk its controls (WAI-ARIA APG, data
//! grids). Without a script each control is a stop of its own.

use crate::events::{self, all, closest, find, focus};
use crate::visit::{self, Arrival};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, KeyboardEvent};

/// What can be focused in a row.
const CONTROLS: &str = ".checkbox, .row-link, .role-button, summary";

pub(super) fn listen() {
    events::on("focusin", on_focus);
    events::on("keydown", on_key);
    visit::on_arrival(settle);
}

/// Leaves one control of the table as the stop for Tab, once its rows have changed. Whoever stood in a row that was
/// drawn anew stands in it again; where it is gone, in the one that took its place.
fn settle(_: &Arrival) {
    let Some(body) = find(".users-table tbody") else { return };
    let controls = controls(&body);
    let fell = visit::has_fallen();
    let again = if fell { last(&body) } else { None };
    let kept = || controls.iter().find(|one| one.get_attribute("tabindex").as_deref() == Some("0")).cloned();
    let first = || controls.iter().find(|one| one.class_list().contains("row-link")).cloned();
    if let Some(stop) = again.clone().or_else(kept).or_else(first) {
        stop_at(&controls, &stop);
    }
    focus(again);
}

/// The control that is focused becomes the stop.
fn on_focus(event: &FocusEvent) {
    let Some((body, control)) = place(event.target()) else {
        // Whoever stands elsewhere is not brought back.
        if closest(event, ".users-table").is_none() {
            LAST.set(None);
        }
        return;
    };
    stop_at(&controls(&body), &control);
    remember(&body, &control);
}

/// Up and down the column, left and right in the row, home and end of the table.
fn on_key(event: &KeyboardEvent) {
    if event.default_prevented() || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let Some((body, control)) = place(event.target()) else { return };
    let Some(to) = neighbour(&body, &control, &event.key()) else { return };
    event.prevent_default();
    focus(Some(to));
}

/// Where the focus was last: the person's address, the row's place, the column's class.
struct Last {
    href: String,
    row: u32,
    column: String,
}

thread_local! { static LAST: RefCell<Option<Last>> = const { RefCell::new(None) }; }

fn column(control: &Element) -> String {
    control.closest("td, th").ok().flatten().map(|cell| cell.class_name()).unwrap_or_default()
}

/// The path of the row's person.
fn href(row: &Element) -> Option<String> {
    let href = row.query_selector(".row-link").ok()??.get_attribute("href")?;
    Some(href.split('?').next().unwrap_or_default().to_owned())
}

fn remember(body: &Element, control: &Element) {
    let Some(row) = control.closest("tr").ok().flatten() else { return };
    let (rows, href) = (body.children(), href(&row));
    let place = (0..rows.length()).find(|i| rows.item(*i).as_ref() == Some(&row)).unwrap_or_default();
    LAST.set(href.map(|href| Last { href, row: place, column: column(control) }));
}

/// The control where the focus was last, if its table still stands.
fn last(body: &Element) -> Option<Element> {
    LAST.with_borrow(|last| {
        let last = last.as_ref()?;
        let rows = body.children();
        let same = (0..rows.length()).filter_map(|i| rows.item(i)).find(|row| href(row).as_ref() == Some(&last.href));
        let row = same.or_else(|| rows.item(last.row.min(rows.length().saturating_sub(1))))?;
        in_column(&row, &last.column)
    })
}

fn controls(within: &Element) -> Vec<Element> {
    all(Some(within), CONTROLS)
}

/// The table's body and the control that an event is about; none for what is inside an open menu.
fn place(target: Option<EventTarget>) -> Option<(Element, Element)> {
    let control = target?.dyn_into::<Element>().ok()?;
    let body = control.closest(".users-table tbody").ok()??;
    control.matches(CONTROLS).ok()?.then_some((body, control))
}

fn stop_at(all: &[Element], stop: &Element) {
    for control in all {
        let _ = control.set_attribute("tabindex", if control == stop { "0" } else { "-1" });
    }
}

fn neighbour(body: &Element, control: &Element, key: &str) -> Option<Element> {
    let row = control.closest("tr").ok()??;
    let in_row = controls(&row);
    let at = in_row.iter().position(|one| one == control)?;
    let rows = body.children();
    let row_at = (0..rows.length()).find(|i| rows.item(*i).as_ref() == Some(&row))?;
    let in_other = |row: Option<u32>| same_kind(&rows.item(row?)?, control);
    match key {
        "ArrowRight" => in_row.get(at + 1).cloned(),
        "ArrowLeft" => at.checked_sub(1).and_then(|at| in_row.get(at)).cloned(),
        "ArrowDown" => in_other(Some(row_at + 1)),
        "ArrowUp" => in_other(row_at.checked_sub(1)),
        "Home" => in_other(Some(0)),
        "End" => in_other(rows.length().checked_sub(1)),
        _ => None,
    }
}

fn same_kind(row: &Element, control: &Element) -> Option<Element> {
    in_column(row, &column(control))
}

/// The row's control in this column, or else its link.
fn in_column(row: &Element, wanted: &str) -> Option<Element> {
    let all = controls(row);
    let there = all.iter().find(|one| column(one) == wanted);
    there.or_else(|| all.iter().find(|one| one.class_list().contains("row-link"))).cloned()
}
