//! The dialog: a combobox with a list of what matches (WAI-ARIA APG, editable combobox with list autocomplete). The
//! focus stays in the field; the arrow keys say which option is the active one.

use super::commands::{Command, Target, commands, matching};
use super::opener::close;
use super::serverfn::find_people;
use crate::state::{known, texts};
use crate::ui::{Icon, on_modal_key};
use crate::visit;
use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::palette::PersonFound;
use model::permissions::Permission;
use model::urls::Url;
use std::time::Duration;

/// Between the last letter and asking for people.
const DEBOUNCE: Duration = Duration::from_millis(200);
const LIST: &str = "palette-list";

#[component]
pub(super) fn Dialog(open: RwSignal<bool>) -> impl IntoView {
    let t = texts();
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let people = people_found(typed);
    let all = StoredValue::new(commands(&known(), t));
    let found = Memo::new(move |_| {
        let mut found = typed.with(|text| all.with_value(|all| matching(all, text)));
        found.extend(people.get());
        found
    });
    let choose = Callback::new(move |command: Command| {
        close(open);
        match command.target {
            Target::Page(url) => visit::follow(&url),
            Target::Post(action) => press_form(&action),
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let count = found.with(Vec::len);
        if let Some(next) = moved(&event.key(), active.get_untracked(), count) {
            event.prevent_default();
            active.set(next);
            show_option(next);
        } else if event.key() == "Enter" {
            event.prevent_default();
            let chosen = found.with(|found| found.get(active.get_untracked()).cloned());
            if let Some(command) = chosen {
                choose.run(command);
            }
        } else {
            on_modal_key(&event, || close(open));
        }
    };
    let on_input = move |event: Event| {
        typed.set(event_target_value(&event));
        active.set(0);
    };
    Effect::new(take_focus);
    let current = move || found.with(|found| (active.get() < found.len()).then(|| option_id(active.get())));
    view! {
        <div class="dialog-backdrop" on:click=move |_| close(open)>
            <div class="dialog dialog--palette" role="dialog" aria-modal="true" aria-label=t.get("palette.title")
                on:keydown=on_key on:click=|event| event.stop_propagation()>
                <div class="palette-field">
                    <Icon name="search"/>
                    <input class="input" id="palette" type="text" role="combobox" autocomplete="off" spellcheck="false"
                        aria-expanded="true" aria-autocomplete="list" aria-controls=LIST
                        aria-activedescendant=current aria-label=t.get("palette.label")
                        placeholder=t.get("palette.label") on:input=on_input/>
                </div>
                <ul class="palette-list" id=LIST role="listbox" aria-label=t.get("palette.results")>
                    {move || found.get().into_iter().enumerate().map(|(n, command)| view! {
                        <Choice command=command at=n active=active choose=choose/>
                    }).collect_view()}
                </ul>
                <p class="palette-foot muted" role="status">
                    {move || {
                        let count = found.with(Vec::len);
                        t.count("palette.count", i64::try_from(count).unwrap_or_default())
                    }}
                </p>
            </div>
        </div>
    }
}

#[component]
fn Choice(command: Command, at: usize, active: RwSignal<usize>, choose: Callback<Command>) -> impl IntoView {
    let chosen = command.clone();
    view! {
        <li class="palette-option" role="option" id=option_id(at)
            aria-selected=move || if active.get() == at { "true" } else { "false" }
            on:mousemove=move |_| active.set(at) on:click=move |_| choose.run(chosen.clone())>
            <Icon name=command.icon/>
            <span class="palette-label name truncate" dir="auto">{command.label}</span>
            <span class="palette-hint muted truncate name" dir="auto">{command.hint}</span>
        </li>
    }
}

fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

/// Which option a key leads to, round from the last to the first.
fn moved(key: &str, active: usize, count: usize) -> Option<usize> {
    match (key, count) {
        (_, 0) => None,
        ("ArrowDown", _) => Some((active + 1) % count),
        ("ArrowUp", _) => Some((active + count - 1) % count),
        _ => None,
    }
}

/// People of the workspace by what is typed, once nothing more is typed for a moment.
fn people_found(typed: RwSignal<String>) -> RwSignal<Vec<Command>> {
    let found = RwSignal::new(Vec::new());
    let here = known().here.filter(|here| here.permissions.has(Permission::USERS_READ));
    let Some(here) = here else { return found };
    let slug = StoredValue::new(here.slug);
    Effect::new(move || {
        let text = typed.get();
        if text.trim().chars().count() < 2 {
            return found.set(Vec::new());
        }
        let is_still = move |text: &str| typed.try_get_untracked().is_some_and(|now| now == text);
        set_timeout(
            move || {
                if !is_still(&text) {
                    return;
                }
                spawn_local(async move {
                    let Some(slug) = slug.try_get_value() else { return };
                    let people = find_people(slug.clone(), text.clone()).await.unwrap_or_default();
                    if is_still(&text) {
                        found.set(people.into_iter().map(|person| command_of(&slug, person)).collect());
                    }
                });
            },
            DEBOUNCE,
        );
    });
    found
}

fn command_of(slug: &str, person: PersonFound) -> Command {
    let PersonFound { id, name, email, .. } = person;
    let (label, hint) = if name.is_empty() { (email, String::new()) } else { (name, email) };
    Command { icon: "user", label, hint, target: Target::Page(Url::User { slug: slug.to_owned(), id }.path()) }
}

/// The form stands on every page, in the bar.
fn press_form(action: &str) {
    let button = document().query_selector(&format!("form[action='{action}'] button")).ok().flatten();
    if let Some(button) = button {
        crate::events::press(button);
    }
}

fn show_option(at: usize) {
    request_animation_frame(move || {
        let option = document().get_element_by_id(&option_id(at));
        if let Some(option) = option {
            option.scroll_into_view_with_bool(false);
        }
    });
}

fn take_focus() {
    request_animation_frame(|| crate::events::focus(document().get_element_by_id("palette")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_other_keys_leave_the_active_option() {
        assert_eq!([moved("ArrowDown", 2, 3), moved("ArrowUp", 0, 3)], [Some(0), Some(2)]);
        assert_eq!([moved("ArrowDown", 0, 0), moved("a", 1, 3)], [None, None]);
    }
}
