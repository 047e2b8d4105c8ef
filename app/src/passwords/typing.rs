//! What happens while a password is typed: it can be shown, and how hard it is to guess is said.

use super::strength::password_strength;
use crate::events::{self, all, closest};
use crate::state::texts;
use crate::turns::Turns;
use crate::visit::{self, Arrival};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, MouseEvent};

/// Between the last key and asking the server: the judge's dictionaries are too large for a browser.
const DEBOUNCE: Duration = Duration::from_millis(250);

thread_local! { static TURNS: Turns = const { Turns::new() }; }

pub(crate) fn listen() {
    events::on("click", on_toggle);
    events::on("input", on_input);
    events::on("submit", on_submit);
    visit::on_arrival(on_arrival);
}

/// The page says nothing of what is still held: a password that was refused is judged anew.
fn on_arrival(_: &Arrival) {
    for toggle in all::<Element>(None, ".password-toggle[hidden]") {
        let _ = toggle.remove_attribute("hidden");
    }
    for input in all::<HtmlInputElement>(None, "input[data-judged]") {
        if !input.value().is_empty() {
            let turn = TURNS.with(Turns::next);
            spawn_local(judge(input, turn));
        }
    }
}

fn on_toggle(event: &MouseEvent) {
    let Some(toggle) = closest(event, ".password-toggle") else { return };
    let input = toggle.previous_element_sibling().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return };
    let is_shown = input.type_() == "text";
    input.set_type(if is_shown { "password" } else { "text" });
    let _ = toggle.set_attribute("aria-pressed", if is_shown { "false" } else { "true" });
}

fn on_input(event: &Event) {
    let input = events::target::<HtmlInputElement>(event);
    let Some(input) = input.filter(|input| input.has_attribute("data-judged")) else { return };
    let turn = TURNS.with(Turns::next);
    if input.value().is_empty() {
        return show(&input, None);
    }
    set_timeout(move || spawn_local(judge(input, turn)), DEBOUNCE);
}

/// Asks how hard the password is to guess, and says it, unless something else was typed or sent meanwhile.
async fn judge(input: HtmlInputElement, turn: u32) {
    let is_wanted = || !TURNS.with(|turns| turns.is_overtaken(turn));
    if is_wanted()
        && let Ok(score) = password_strength(input.value(), visit::path()).await
        && is_wanted()
    {
        show(&input, Some(score));
    }
}

/// Once a form has been sent, nobody may ask any more on what it let in: an invitation that was accepted, a set-up that is
/// done.
fn on_submit(_: &Event) {
    TURNS.with(Turns::next);
}

fn show(input: &HtmlInputElement, score: Option<u8>) {
    let field = input.closest(".field").ok().flatten();
    let Some(strength) = field.and_then(|field| field.query_selector(".strength").ok().flatten()) else { return };
    let _ = match score {
        Some(score) => strength.set_attribute("data-score", &score.to_string()),
        None => strength.remove_attribute("data-score"),
    };
    if let Ok(Some(word)) = strength.query_selector(".strength-word") {
        word.set_text_content(score.map(|score| texts().get(&format!("password.strength.{score}"))));
    }
}
