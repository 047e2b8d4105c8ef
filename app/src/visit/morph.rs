//! Makes what is shown the same as a page that the server has sent, and leaves alone what is the same already: an
//! element that stays keeps its focus, its scroll position, its open menu, and what was typed in it.
//!
//! Siblings belong together by their key (`data-key`, or an id), or else by what they are, in their order. A form without
//! either belongs to one that posts to the same address. What is live (`data-island`) is replaced where the server says other things
//! about it (`data-props`), and otherwise its own.

use super::place::has_fallen;
use crate::events::{all, focus};
use leptos::prelude::document;
use std::collections::{HashMap, VecDeque};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement, Node};

/// What becomes of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    /// It stays, but where the server holds something else now than before.
    Kept,
    /// Controls hold what the server says.
    Gone,
}

/// A form that was taken: what was typed in it is done with.
pub(crate) const SENT: &str = "data-sent";

/// Attributes that scripts or the reader set, and the server never takes away.
const OWN: [&str; 4] = ["data-ready", "data-visiting", "open", "tabindex"];

/// Makes an element what the server has sent. Whatever had the focus and is still there has it afterwards.
pub(super) fn page(old: &Element, new: &Element) {
    let active = document().active_element();
    element(old, new, Typed::Kept);
    if has_fallen() {
        focus(active.filter(|active| active.is_connected()));
    }
}

fn element(old: &Element, new: &Element, typed: Typed) {
    let typed = if old.has_attribute(SENT) { Typed::Gone } else { typed };
    if is_live(old) || is_live(new) {
        if !is_same_island(old, new) {
            let _ = old.replace_with_with_node_1(new);
        }
        return;
    }
    let has_controls = || old.query_selector("input, select, textarea").ok().flatten().is_some();
    if old.tag_name() == "TEMPLATE" {
        // What is in it is no child of it.
        if old.inner_html() != new.inner_html() {
            old.set_inner_html(&new.inner_html());
        }
        return;
    }
    if old.is_equal_node(Some(new)) && (typed == Typed::Kept || !(is_control(old) || has_controls())) {
        return;
    }
    let held = Held::of(old);
    attributes(old, new);
    if !old.is_instance_of::<HtmlTextAreaElement>() {
        children(old, new, typed);
    }
    held.settle(old, new, typed);
}

fn is_live(element: &Element) -> bool {
    element.has_attribute("data-island")
}

fn is_same_island(old: &Element, new: &Element) -> bool {
    ["data-island", "data-props"].iter().all(|name| old.get_attribute(name) == new.get_attribute(name))
}

pub(super) fn attributes(old: &Element, new: &Element) {
    for name in names(new) {
        let value = new.get_attribute(&name);
        if old.get_attribute(&name) != value {
            let _ = old.set_attribute(&name, &value.unwrap_or_default());
        }
    }
    for name in names(old) {
        if !new.has_attribute(&name) && !OWN.contains(&name.as_str()) {
            let _ = old.remove_attribute(&name);
        }
    }
}

fn names(element: &Element) -> Vec<String> {
    element.get_attribute_names().iter().filter_map(|name| name.as_string()).collect()
}

fn children(old: &Element, new: &Element, typed: Typed) {
    let (olds, news) = (list(old), list(new));
    let mut waiting: HashMap<String, VecDeque<&Element>> = HashMap::new();
    for element in olds.iter().filter_map(|node| node.dyn_ref::<Element>()) {
        waiting.entry(what(element)).or_default().push_back(element);
    }
    let pair = |node: &Node| waiting.get_mut(&what(node.dyn_ref()?)).and_then(VecDeque::pop_front);
    let pairs: Vec<Option<&Element>> = news.iter().map(pair).collect();
    // What goes makes way first: then what stays need not be moved, which would cost it its focus.
    for goes in waiting.into_values().flatten() {
        let _ = old.remove_child(goes);
    }
    let mut at = old.first_child();
    for (new, pair) in news.iter().zip(pairs) {
        // Texts have nothing to lose: one stays where the next one is wanted.
        let is_wanted = is_text(new);
        while at.as_ref().is_some_and(|at| !(at.is_instance_of::<Element>() || (is_wanted && is_text(at)))) {
            at = removed(old, at);
        }
        match (pair, &at) {
            (Some(stays), _) => {
                if at.as_ref() == Some(stays) {
                    at = stays.next_sibling();
                } else {
                    let _ = old.insert_before(stays, at.as_ref());
                }
                if let Some(new) = new.dyn_ref() {
                    element(stays, new, typed);
                }
            }
            (None, Some(text)) if is_wanted && is_text(text) => {
                if text.node_value() != new.node_value() {
                    text.set_node_value(new.node_value().as_deref());
                }
                at = text.next_sibling();
            }
            (None, _) => {
                let _ = old.insert_before(new, at.as_ref());
            }
        }
    }
    while at.is_some() {
        at = removed(old, at);
    }
}

/// The one after the node that was removed.
fn removed(from: &Element, node: Option<Node>) -> Option<Node> {
    let node = node?;
    let next = node.next_sibling();
    let _ = from.remove_child(&node);
    next
}

fn is_text(node: &Node) -> bool {
    node.node_type() == Node::TEXT_NODE
}

/// Elements and texts: comments say something to islands alone, inside of them.
fn list(of: &Element) -> Vec<Node> {
    let nodes = of.child_nodes();
    let all = (0..nodes.length()).filter_map(|i| nodes.item(i));
    all.filter(|node| node.node_type() != Node::COMMENT_NODE).collect()
}

/// What a node is to its siblings.
fn what(element: &Element) -> String {
    let attribute = |name: &str| element.get_attribute(name).unwrap_or_default();
    let name = element.tag_name();
    let key = Some(attribute("data-key")).filter(|key| !key.is_empty()).unwrap_or_else(|| attribute("id"));
    if !key.is_empty() {
        return format!("{name}#{key}");
    }
    let action = if name == "FORM" { attribute("action") } else { String::new() };
    let class = attribute("class");
    format!("{name}.{} {} {action}", class.split(' ').next().unwrap_or_default(), attribute("role"))
}

fn is_control(element: &Element) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT" | "OPTION")
}

/// What a control came with.
enum Held {
    Text(String),
    Tick(bool),
    Options(Vec<bool>),
    Nothing,
}

impl Held {
    fn of(element: &Element) -> Self {
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            return match input.type_().as_str() {
                "checkbox" | "radio" => Self::Tick(input.default_checked()),
                "file" | "hidden" => Self::Nothing,
                _ => Self::Text(input.default_value()),
            };
        }
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            return Self::Text(area.default_value().unwrap_or_default());
        }
        if element.is_instance_of::<HtmlSelectElement>() {
            return Self::Options(options(element).iter().map(HtmlOptionElement::default_selected).collect());
        }
        Self::Nothing
    }

    /// What it holds from now on.
    fn settle(self, old: &Element, new: &Element, typed: Typed) {
        let is_to_change = |changed: bool| changed || (typed == Typed::Gone && !is_being_typed(old));
        match self {
            Self::Nothing => {}
            Self::Tick(was) => {
                let Some(input) = old.dyn_ref::<HtmlInputElement>() else { return };
                let now = input.default_checked();
                if is_to_change(was != now) {
                    input.set_checked(now);
                }
            }
            Self::Text(was) => {
                if let Some(input) = old.dyn_ref::<HtmlInputElement>() {
                    let now = input.default_value();
                    if is_to_change(was != now) && !(is_being_typed(old) && typed == Typed::Gone) {
                        input.set_value(&now);
                    }
                } else if let (Some(area), Some(new)) =
                    (old.dyn_ref::<HtmlTextAreaElement>(), new.dyn_ref::<HtmlTextAreaElement>())
                {
                    let now = new.default_value().unwrap_or_default();
                    if is_to_change(was != now) {
                        let _ = area.set_default_value(&now);
                        area.set_value(&now);
                    }
                }
            }
            Self::Options(was) => {
                let all = options(old);
                let now: Vec<bool> = all.iter().map(HtmlOptionElement::default_selected).collect();
                if is_to_change(was != now) {
                    for (option, is) in all.iter().zip(&now) {
                        option.set_selected(*is);
                    }
                    if let Some(select) = old.dyn_ref::<HtmlSelectElement>()
                        && !now.contains(&true)
                        && !select.multiple()
                    {
                        select.set_selected_index(0);
                    }
                }
            }
        }
    }
}

/// A search that goes on while its results come.
fn is_being_typed(control: &Element) -> bool {
    document().active_element().as_ref() == Some(control)
        && control.closest("form[method=get]").ok().flatten().is_some()
        && control
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| !matches!(input.type_().as_str(), "checkbox" | "radio"))
}

fn options(select: &Element) -> Vec<HtmlOptionElement> {
    all(Some(select), "option")
}
