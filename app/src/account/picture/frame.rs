//! The square that will be seen, drawn on a canvas: dragged, moved by the arrow keys, zoomed by a slider or + and -.

use super::card::Work;
use super::framing::{Framing, NEAREST};
use crate::state::texts;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

/// A file that can be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    #[cfg(feature = "hydrate")]
    pub file: send_wrapper::SendWrapper<web_sys::File>,
    #[cfg(feature = "hydrate")]
    pub bitmap: send_wrapper::SendWrapper<web_sys::ImageBitmap>,
}

/// The canvas in its own pixels: twice what a wide screen shows of it.
const SIDE: u32 = 576;
/// What an arrow key moves, in parts of the square, and what + zooms, in per cent.
const STEP: f64 = 0.05;
const CLOSER: u32 = 10;

#[component]
pub(super) fn Frame(opened: Opened, work: Work) -> impl IntoView {
    let t = texts();
    let canvas = NodeRef::<html::Canvas>::new();
    let framing = RwSignal::new(whole(&opened));
    let opened = StoredValue::new(opened);
    Effect::new(move || opened.with_value(|opened| draw(canvas.get(), opened, framing.get())));
    Effect::new(move || focus_on(canvas));
    let on_key = move |event: KeyboardEvent| {
        if let Some(next) = keyed(framing.get_untracked(), &event.key()) {
            event.prevent_default();
            framing.set(next);
        }
    };
    let last = StoredValue::new((0.0, 0.0));
    let on_grab = move |event: PointerEvent| {
        last.set_value(place(&event));
        grab(&event);
    };
    // The picture goes with the pointer, also beyond the canvas.
    let on_drag = move |event: PointerEvent| {
        let ((x, y), (from_x, from_y), shown) = (place(&event), last.get_value(), shown_side(&event));
        if shown > 0.0 && grabbed(&event) {
            framing.update(|framing| *framing = framing.moved((from_x - x) / shown, (from_y - y) / shown));
            last.set_value((x, y));
        }
    };
    let on_zoom = move |event| {
        let zoom = event_target_value(&event).parse().unwrap_or(100);
        framing.update(|framing| *framing = framing.zoomed(zoom));
    };
    view! {
        <div class="picture-frame">
            <div class="picture-canvas">
                <canvas width=SIDE height=SIDE node_ref=canvas tabindex="0" role="application"
                    aria-label=t.get("settings.picture.frame") aria-describedby="frame-hint"
                    on:keydown=on_key on:pointerdown=on_grab on:pointermove=on_drag></canvas>
            </div>
            <div class="stack picture-tools">
                <p class="field-hint" id="frame-hint">{t.get("settings.picture.frame_hint")}</p>
                <label class="field"><span class="field-label">{t.get("settings.picture.zoom")}</span>
                    <input class="slider" type="range" min="100" max=NEAREST step="5"
                        prop:value=move || framing.get().zoom().to_string() on:input=on_zoom/>
                </label>
                <div class="row">
                    <button class="btn btn--primary" type="button" aria-busy=move || work.busy.get().then_some("true")
                        on:click=move |_| opened.with_value(|opened| use_it(opened, framing.get_untracked(), work))>
                        {t.get("settings.picture.use")}
                    </button>
                    <button class="btn" type="button" on:click=move |_| work.opened.set(None)>
                        {t.get("action.cancel")}
                    </button>
                </div>
            </div>
        </div>
    }
}

/// None for keys that mean nothing here.
fn keyed(framing: Framing, key: &str) -> Option<Framing> {
    Some(match key {
        "ArrowLeft" => framing.moved(-STEP, 0.0),
        "ArrowRight" => framing.moved(STEP, 0.0),
        "ArrowUp" => framing.moved(0.0, -STEP),
        "ArrowDown" => framing.moved(0.0, STEP),
        "+" | "=" => framing.zoomed(framing.zoom() + CLOSER),
        "-" => framing.zoomed(framing.zoom() - CLOSER),
        _ => return None,
    })
}

fn place(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

#[cfg(feature = "hydrate")]
fn whole(opened: &Opened) -> Framing {
    Framing::middle(opened.bitmap.width(), opened.bitmap.height())
}

#[cfg(feature = "hydrate")]
fn draw(canvas: Option<web_sys::HtmlCanvasElement>, opened: &Opened, framing: Framing) {
    use wasm_bindgen::JsCast;
    let context = canvas.and_then(|canvas| canvas.get_context("2d").ok().flatten());
    let Some(context) = context.and_then(|context| context.dyn_into::<web_sys::CanvasRenderingContext2d>().ok()) else {
        return;
    };
    let (side, (x, y), all) = (framing.side(), framing.corner(), f64::from(SIDE));
    context.clear_rect(0.0, 0.0, all, all);
    let _ = context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        &opened.bitmap,
        x,
        y,
        side,
        side,
        0.0,
        0.0,
        all,
        all,
    );
}

#[cfg(feature = "hydrate")]
fn focus_on(canvas: NodeRef<html::Canvas>) {
    crate::events::focus(canvas.get().map(Into::into));
}

#[cfg(feature = "hydrate")]
fn use_it(opened: &Opened, framing: Framing, work: Work) {
    if !work.busy.get_untracked() {
        leptos::task::spawn_local(super::send::send(opened.clone(), framing.crop(), work));
    }
}

#[cfg(feature = "hydrate")]
fn element(event: &PointerEvent) -> Option<web_sys::Element> {
    use wasm_bindgen::JsCast;
    event.current_target()?.dyn_into().ok()
}

#[cfg(feature = "hydrate")]
fn grab(event: &PointerEvent) {
    if let Some(canvas) = element(event) {
        let _ = canvas.set_pointer_capture(event.pointer_id());
    }
}

#[cfg(feature = "hydrate")]
fn grabbed(event: &PointerEvent) -> bool {
    element(event).is_some_and(|canvas| canvas.has_pointer_capture(event.pointer_id()))
}

#[cfg(feature = "hydrate")]
fn shown_side(event: &PointerEvent) -> f64 {
    element(event).map_or(0.0, |canvas| f64::from(canvas.client_width()))
}

#[cfg(not(feature = "hydrate"))]
mod server {
    use super::{Framing, NodeRef, Opened, PointerEvent, Work, html};

    pub(super) fn whole(_: &Opened) -> Framing {
        Framing::middle(1, 1)
    }
    pub(super) fn draw<T>(_: Option<T>, _: &Opened, framing: Framing) {
        let _ = (framing.side(), framing.corner());
    }
    pub(super) fn focus_on(_: NodeRef<html::Canvas>) {}
    pub(super) fn use_it(_: &Opened, framing: Framing, _: Work) {
        let _ = framing.crop();
    }
    pub(super) fn grab(_: &PointerEvent) {}
    pub(super) fn grabbed(_: &PointerEvent) -> bool {
        false
    }
    pub(super) fn shown_side(_: &PointerEvent) -> f64 {
        0.0
    }
}
#[cfg(not(feature = "hydrate"))]
use server::{draw, focus_on, grab, grabbed, shown_side, use_it, whole};
