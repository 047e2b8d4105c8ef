//! From page to page within one document. Links and forms are the browser's own; here the server's answer to them is
//! fetched and put in place of what is shown ([`morph`]), so that what stays keeps its focus, its scroll position and
//! what was typed. Whatever can't be put in place is loaded as the browser would by itself.

mod form;
mod link;
mod morph;
mod place;

use crate::events;
use crate::turns::Turns;
use leptos::prelude::{document, window};
use leptos::task::spawn_local;
pub(crate) use link::on_leaving;
use model::urls::Url;
pub(crate) use morph::SENT;
pub(crate) use place::{address, follow_afresh, has_fallen, path};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomParser, RequestInit, Response, SupportedType};

/// Why a page is put in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// It came with the document.
    Opened,
    /// A link, a form or a script led there.
    Followed,
    /// By the browser's buttons for back and forward.
    Returned,
    /// A form was not taken, or its answer is to be seen once: it is shown in its place.
    Answered,
    /// The same page again, for what has changed on the server meanwhile.
    Refreshed,
}

/// A page that was put in place.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub how: How,
    /// The path before.
    pub was: String,
    /// The path now.
    pub now: String,
}

/// What a visit does beside putting the page in place.
#[derive(Clone, Copy)]
struct Way {
    how: How,
    /// The address becomes another entry of the history.
    push: bool,
    /// The page is shown from its top on.
    to_top: bool,
}

thread_local! {
    static TURNS: Turns = const { Turns::new() };
    static ARRIVED: RefCell<Vec<fn(&Arrival)>> = const { RefCell::new(Vec::new()) };
}

/// Takes links, forms and the history over.
pub(crate) fn listen() {
    link::listen();
    form::listen();
    events::on_window("popstate", |_| place::returned());
}

/// Runs with this page, and with each that is put in place, in the order in which they were told.
pub(crate) fn on_arrival(run: fn(&Arrival)) {
    ARRIVED.with_borrow_mut(|all| all.push(run));
}

/// The page has come with the document.
pub(crate) fn opened() {
    place::is_shown();
    arrived(&Arrival { how: How::Opened, was: path(), now: path() });
}

/// On to another of our pages.
pub(crate) fn follow(address: &str) {
    start(address.to_owned(), Way { how: How::Followed, push: true, to_top: true });
}

/// The same, with the place where one is left alone.
pub(crate) fn follow_in_place(address: &str) {
    start(address.to_owned(), Way { how: How::Answered, push: true, to_top: false });
}

/// This page again; with a parameter that asks it for more. What the reader has asked for meanwhile goes before.
pub(crate) fn refresh(more: &str) {
    if place::is_on_the_way() {
        return;
    }
    let here = address();
    let joint = if here.contains('?') { "&" } else { "?" };
    let address = if more.is_empty() { here } else { format!("{here}{joint}{more}") };
    start(address, Way { how: How::Refreshed, push: false, to_top: false });
}

fn start(address: String, way: Way) {
    // A page that shows something once must not be asked for twice: from where there are no bars, whatever has some is
    // another document.
    if !has_bars(&document()) {
        return follow_afresh(&address);
    }
    let turn = next_turn();
    spawn_local(async move { visit(turn, address, way).await });
}

fn next_turn() -> u32 {
    TURNS.with(Turns::next)
}

fn is_overtaken(turn: u32) -> bool {
    TURNS.with(|turns| turns.is_overtaken(turn))
}

async fn visit(turn: u32, address: String, way: Way) {
    if way.how != How::Refreshed {
        place::on_the_way(true);
    }
    let answer = fetch(&address, &RequestInit::new()).await;
    if is_overtaken(turn) {
        return;
    }
    match answer {
        Some(answer) => put(turn, &answer, way).await,
        // What goes on is looked at again by whoever does so with each arrival.
        None if way.how == How::Refreshed => arrived(&Arrival { how: way.how, was: path(), now: path() }),
        None => follow_afresh(&address),
    }
    if !is_overtaken(turn) {
        place::on_the_way(false);
    }
}

async fn fetch(address: &str, request: &RequestInit) -> Option<Response> {
    JsFuture::from(window().fetch_with_str_and_init(address, request)).await.ok()?.dyn_into().ok()
}

/// Shows what was answered, unless something else has been asked for since.
async fn put(turn: u32, answer: &Response, way: Way) {
    let address = place::own(&answer.url());
    let Some(text) = text(answer).await.filter(|_| is_page(answer)) else {
        return follow_afresh(&address);
    };
    if is_overtaken(turn) {
        return;
    }
    let Some(page) =
        DomParser::new().ok().and_then(|parser| parser.parse_from_string(&text, SupportedType::TextHtml).ok())
    else {
        return follow_afresh(&address);
    };
    // What a form was answered with can't be asked for again.
    if way.how != How::Answered && !is_alike(&page) {
        return follow_afresh(&address);
    }
    show(&page, &address, way);
}

fn is_page(answer: &Response) -> bool {
    answer.headers().get("content-type").ok().flatten().is_some_and(|kind| kind.starts_with("text/html"))
}

async fn text(answer: &Response) -> Option<String> {
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}

/// Whether a page is of this build, in this language, and has the same bars around it.
fn is_alike(page: &Document) -> bool {
    let of = |document: &Document| {
        let root = document.document_element();
        let attribute = |name: &str| root.as_ref().and_then(|root| root.get_attribute(name));
        (attribute("lang"), attribute("data-build"), has_bars(document))
    };
    of(page) == of(&document())
}

/// Whether a page is one of those of whoever is signed in.
fn has_bars(page: &Document) -> bool {
    page.query_selector(".shell").ok().flatten().is_some()
}

fn show(page: &Document, address: &str, way: Way) {
    let was = place::shown_path();
    if way.how != How::Refreshed {
        place::enter(address, way.push);
    }
    place::is_shown();
    document().set_title(&page.title());
    if let (Some(root), Some(new)) = (document().document_element(), page.document_element()) {
        morph::attributes(&root, &new);
    }
    if let (Some(body), Some(new)) = (document().body(), page.body()) {
        morph::page(&body, &new);
    }
    if way.how == How::Returned {
        place::scroll_back();
    } else if way.to_top {
        place::scroll_to(address);
    }
    let arrival = Arrival { how: way.how, was, now: path() };
    arrived(&arrival);
    if arrival.how == How::Followed {
        place::focus_fallen();
    }
    if arrival.was != arrival.now {
        place::announce(&page.title());
    }
}

fn arrived(arrival: &Arrival) {
    let all = ARRIVED.with_borrow(Clone::clone);
    for run in all {
        run(arrival);
    }
}

/// A request of ours, that wants no redirect to be followed but to know where it leads.
fn posting(body: &JsValue) -> Option<RequestInit> {
    let headers = web_sys::Headers::new().ok()?;
    headers.set("content-type", "application/x-www-form-urlencoded").ok()?;
    headers.set(VISIT, "1").ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(body);
    Some(request)
}

/// Says so to the server (`server/src/http/pages.rs`).
const VISIT: &str = "x-roster-visit";

/// Posts to an address whose answer nobody waits for.
pub(crate) fn post_quietly(to: Url, pairs: &[(&str, &str)]) {
    let body = form::written(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    spawn_local(async move {
        if let Some(request) = posting(&body.into()) {
            fetch(&to.path(), &request).await;
        }
    });
}
