//! Events, newest first: when, who did what to whom.

use crate::state::texts;
use crate::ui::{Sentence, Time};
use leptos::prelude::*;
use model::Texts;
use model::audit::Happening;

#[component]
pub(crate) fn Timeline(events: Vec<Happening>) -> impl IntoView {
    let t = texts();
    view! {
        <ul class="timeline">
            {events.into_iter().map(|event| {
                let target = if event.target.is_empty() { t.get("audit.someone").to_owned() } else { event.target };
                view! {
                    <li>
                        <Time at=event.when/>
                        <p><Sentence text=sentence(t, &event.action) values=vec![("by", event.by), ("target", target), ("action", event.action)]/></p>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

/// The sentence of an action. One without a text of its own is still told, by its name.
fn sentence(t: Texts, action: &str) -> &'static str {
    let own = action.split_once('.').and_then(|(noun, verb)| t.find(&format!("audit.{noun}.{verb}")));
    own.unwrap_or_else(|| t.get("audit.unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Language;

    #[test]
    fn every_action_makes_a_sentence() {
        let t = Language::English.texts();
        assert_eq!(sentence(t, "member.create"), "{by} added {target}");
        for unknown in ["member.teleport", "someone", "unknown", ""] {
            assert_eq!(sentence(t, unknown), "{by}: {action}", "{unknown}");
        }
    }
}
